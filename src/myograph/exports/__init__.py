"""The graph in the formats of other tools, all written from one reading of it.

`forms` is the table of formats. What they write is held by `holdings`: the triples, and the records that `gathering`
reads from them. A thing is called the same everywhere: by its CURIE, or by its IRI where no prefix fits.

The package stands beside `viz`: both give the causal view and the claims a form for others, and neither needs the
other.
"""
