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


def page_data(graph: KnowledgeGraph) -> dict[str, Mapping[str, Any]]:
    """Return the JSON-LD of every entity and claim by IRI; the context names only the prefixes that are used."""
    rows = graph.store.select((graph.content.queries / "machinery" / "page-data.rq").read_text(encoding="utf-8"))
    found: dict[str, list[tuple[str, Term]]] = defaultdict(list)
    for row in rows:
        found[row["thing"].value].append((row["property"].value, row["value"]))
    return {iri: json_ld(iri, statements, graph.prefixes) for iri, statements in found.items()}


def json_ld(iri: str, statements: Iterable[tuple[str, Term]], prefixes: Prefixes) -> Mapping[str, Any]:
    """Return statements with one subject as a JSON-LD object, sorted; blank nodes are left out."""
    names = _Names(prefixes)
    node: dict[str, Any] = {"@context": {}, "@id": iri}
    told = ((name, _value(name, term, names)) for name, term in statements)
    for name, value in sorted(((n, v) for n, v in told if v is not None), key=repr):
        key = "@type" if name == RDF.type.value else names.short(name)
        node.setdefault(key, []).append(value)
    node["@context"] = dict(sorted(names.used.items()))
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in node.items()}


class _Names:
    """Shorten IRIs, and remember the prefixes that were needed."""

    def __init__(self, prefixes: Prefixes) -> None:
        self.prefixes = prefixes
        self.used: dict[str, str] = {}

    def short(self, iri: str) -> str:
        """Return the CURIE of an IRI, or the IRI itself where JSON-LD would not read the CURIE.

        A prefix of JSON-LD ends where an IRI has a joint: `obo/HP_` is none.
        """
        prefix, _, _ = self.prefixes.compress(iri).partition(":")
        base = self.prefixes.namespaces.get(prefix, "")
        if not base.endswith(("/", "#")):
            return iri
        self.used[prefix] = base
        return f"{prefix}:{iri.removeprefix(base)}"


def _value(name: str, term: Term, names: _Names) -> Any:
    if isinstance(term, NamedNode):
        short = names.short(term.value)
        return short if name == RDF.type.value else {"@id": short}
    if not isinstance(term, Literal):
        return None
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype == XSD.string:
        return term.value
    return {"@value": term.value, "@type": names.short(term.datatype.value)}
