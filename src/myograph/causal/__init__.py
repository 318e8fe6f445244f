"""Causal analysis: claims become a graph, networkx answers, and answers become statements that a person can check.

::

    triples ── links ──> CausalLink ── view ──> MultiDiGraph (as said), DiGraph (merged, signed)
                                                    │
       paths   how does this lead to that, best-founded way first     reach    what leads here, what follows
       between what stands between, what no path avoids               cuts     what has to fall for it to fall
       remedies what meets the paths, what it may do besides          what_if  which way things move
       loops   what comes back upon itself                            ranking  what matters, more than by chance
       study_design  what to adjust for                               comparing  one source's story and another's
       layout, pictures, exchange   drawn, and for other tools        bars, work  how much evidence, how much work

Everything here is a pure function of a graph and a few numbers. Nothing opens a store, nothing knows where content is
kept (but for the palette of pictures), and nothing weighs evidence: verdicts come with the claims. Nodes are IRIs; who
has names to resolve does so before.

Two things that this package never does. It never makes a number out of a verdict: chains are compared by their weakest
link and by nothing else. And it never takes a chain of claims for a finding: where the graph is silent or of two
minds, the answer says so.
"""
