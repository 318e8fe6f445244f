"""The graph on the web: a SPARQL endpoint, and pages for people.

One process speaks HTTP and never evaluates what a client sends; `workers` do, processes that can be ended::

    connection   what a client may send before it is read at all: bytes of headers, seconds of patience
    endpoint     the SPARQL 1.1 Protocol: `asking` reads a request, `negotiation` finds the format of the answer
    pool         hands jobs to worker processes, ends those past their deadline, replaces those that died
    worker       one process: gives up its rights (`confinement`), opens the store, answers jobs one by one
    pages        entities, claims, sources, search, the query page: from templates in `viz/pages`
    app          puts all of it together; `running` listens
"""
