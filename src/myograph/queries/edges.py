"""Rows as a graph of networkx: an answer that is shaped like edges, or triples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from myograph.errors import UsageError
from myograph.queries.values import Blank, Iri

if TYPE_CHECKING:
    import networkx as nx

    from myograph.queries.results import Solutions
    from myograph.queries.values import Value

TRIPLE = ("subject", "predicate", "object")
ENDS = 2


def edge_graph(solutions: Solutions) -> nx.MultiDiGraph[str]:
    """Return a graph whose nodes are IRIs, with their `curie` and `label` where these are known.

    The first two columns of nodes are the ends of each row's edge, the other columns its attributes. A row with an end
    that is unbound adds the other end alone; an attribute that is unbound is left out. Columns called subject,
    predicate and object are triples: the predicate is an attribute of the edge, and a literal one of the subject, in a
    list under the CURIE of its predicate. Raises UsageError without two columns of nodes.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    if solutions.columns == TRIPLE:
        for subject, predicate, target in solutions:
            _add_triple(graph, subject, predicate, target)
        return graph
    start, end = _ends(solutions)
    for row in solutions:
        _add_row(graph, dict(zip(solutions.columns, row, strict=True)), start, end)
    return graph


def _ends(solutions: Solutions) -> tuple[str, str]:
    columns = {name: solutions.column(name) for name in solutions.columns}
    fitting = [name for name, values in columns.items() if all(value is None or _is_node(value) for value in values)]
    # A column without any value is a column of nodes only where nothing better is found.
    bound = [name for name in fitting if any(value is not None for value in columns[name])]
    found = [name for name in fitting if name in (bound if len(bound) >= ENDS else fitting)][:ENDS]
    if len(found) < ENDS:
        known = ", ".join(solutions.columns) or "none"
        raise UsageError(
            f"the rows are no edges: two columns of IRIs are needed, and the columns are {known}",
            advice="SELECT the two ends of each edge, and then its attributes.",
        )
    return found[0], found[1]


def _is_node(value: Value) -> bool:
    return isinstance(value, Iri | Blank)


def _add_row(graph: nx.MultiDiGraph[str], row: dict[str, Value], start: str, end: str) -> None:
    ends = [_node(graph, value) for name in (start, end) if (value := row.pop(name)) is not None]
    if len(ends) == ENDS:
        key = graph.add_edge(*ends)
        # An attribute may be called `key` or `u_for_edge`, so it is no keyword argument.
        graph.edges[ends[0], ends[1], key].update({name: value for name, value in row.items() if value is not None})


def _add_triple(graph: nx.MultiDiGraph[str], subject: Value, predicate: Value, target: Value) -> None:
    node = _node(graph, subject)
    if _is_node(target):
        key = graph.add_edge(node, _node(graph, target))
        graph.edges[node, str(target), key]["predicate"] = predicate
    else:
        name = predicate.curie if isinstance(predicate, Iri) else str(predicate)
        graph.nodes[node].setdefault(name, []).append(target)


def _node(graph: nx.MultiDiGraph[str], value: Value) -> str:
    name = str(value)
    known = {"curie": value.curie, "label": value.label} if isinstance(value, Iri) else {}
    graph.add_node(name)
    graph.nodes[name].update({key: told for key, told in known.items() if told is not None})
    return name
