"""The statements of the graph on one thing, as JSON-LD: every triple of a page's data stands in the graph."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from myograph.names import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import BlankNode, Triple

    from myograph.knowledge.graph import KnowledgeGraph
    from myograph.names import Prefixes

    Term = NamedNode | BlankNode | Literal | Triple

Statement = tuple[str, str]


def page_data(graph: KnowledgeGraph) -> dict[str, Mapping[str, Any]]:
    """Return the JSON-LD of every entity and claim by IRI; the context names only the prefixes that are used."""
    rows = graph.store.select((graph.content.queries / "machinery" / "page-data.rq").read_text(encoding="utf-8"))
    found: dict[str, list[tuple[str, Term]]] = defaultdict(list)
    for row in rows:
        found[row["thing"].value].append((row["property"].value, row["value"]))
    return {iri: json_ld(iri, statements, graph.prefixes) for iri, statements in found.items()}


def json_ld(iri: str, statements: Iterable[tuple[str, Term]], prefixes: Prefixes) -> Mapping[str, Any]:
    """Return statements with one subject as a JSON-LD object, sorted; blank nodes are left out."""
    node: dict[str, Any] = {"@context": {}, "@id": iri}
    told = ((name, _value(name, term, prefixes)) for name, term in statements)
    for name, value in sorted(((n, v) for n, v in told if v is not None), key=repr):
        key = "@type" if name == RDF.type.value else prefixes.compress(name).strip("<>")
        node.setdefault(key, []).append(value)
    node["@context"] = _context(node, prefixes)
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in node.items()}


def _value(name: str, term: Term, prefixes: Prefixes) -> Any:
    if isinstance(term, NamedNode):
        short = prefixes.compress(term.value).strip("<>")
        return short if name == RDF.type.value else {"@id": short}
    if isinstance(term, Literal):
        return _literal(term, prefixes)
    return None


def _literal(term: Literal, prefixes: Prefixes) -> Any:
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype == XSD.string:
        return term.value
    return {"@value": term.value, "@type": prefixes.compress(term.datatype.value).strip("<>")}


def _context(node: Mapping[str, Any], prefixes: Prefixes) -> dict[str, str]:
    """Return the prefixes that the object uses, with their namespaces."""
    used = set(_shortened(node))
    return {name: base for name, base in sorted(prefixes.namespaces.items()) if name in used}


def _shortened(value: Any) -> Iterable[str]:
    """Yield whatever could be the prefix of a shortened name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key.partition(":")[0]
            if key != "@value":
                yield from _shortened(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _shortened(inner)
    elif isinstance(value, str) and ":" in value:
        yield value.partition(":")[0]
