"""What a release says of itself, counted and computed when it is built: nothing here is declared twice.

Inside the release, in the graph `myo-graph:description`: VoID (how many triples, things, classes and properties, of
the whole and of each named graph), DCAT (version, what it conforms to) and PROV (what it was built from, by what).
Beside it, for those who read other formats: `description.ttl` (the same, and the files with their sizes and
checksums), `schema.org.jsonld`, `ro-crate-metadata.json` and `croissant.json`.
"""
