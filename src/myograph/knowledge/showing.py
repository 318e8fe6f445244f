"""Fill the records of the pages from the graph: the explorer's map with its evidence and its sources."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from myograph.causal.bars import ANY, above, admitted
from myograph.causal.links import links_from
from myograph.errors import UsageError
from myograph.knowledge.evidence import EvidenceLine, evidence_from
from myograph.knowledge.reading import local_name, text
from myograph.viz.records import CausalMap, Finding, Link, Reference, Thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from myograph.causal.links import CausalLink, Node
    from myograph.knowledge.evidence import Evidence, SourceRecord
    from myograph.knowledge.graph import KnowledgeGraph
    from myograph.knowledge.records import Claim
    from myograph.viz.frame import Frame

    Rows = Iterable[Mapping[str, str | None]]

TITLE = "Why muscles twitch"


def causal_map(
    graph: KnowledgeGraph,
    *,
    foot: str = "muscle twitching",
    evidence: str = ANY,
    source: str | None = None,
    ids: Ids | None = None,
) -> CausalMap:
    """Return the map of everything that is said to cause, serve, maintain or counteract something.

    `evidence` is a bar and `source` a source; links that do not meet both are left out. Raises UnknownName for names
    and bars that nobody knows. `ids` gives names that other pages use too.
    """
    by = None if source is None else graph.lookup.resolve(source, kinds=["source"]).iri
    links = [link for link in causal_links(graph) if not link.is_claim or by is None or by in link.sources]
    kept = [link for link in links if not link.is_claim or link in above(evidence, [link])]
    spoken = {end.iri for link in kept if link.is_claim for end in (link.subject, link.object)}
    kept = [link for link in kept if link.is_claim or {link.subject.iri, link.object.iri} <= spoken]
    ids = ids or Ids()
    nodes = {node.iri: node for link in kept for node in (link.subject, link.object)}
    for iri in sorted(nodes):
        ids[iri]
    claims = {claim.iri: claim for claim in graph.all_claims}
    found = all_evidence(graph)
    built = tuple(_link(link, claims.get(link.iri), found.get(link.iri, ()), ids) for link in kept)
    used = {ref for link in built for ref in (*link.said_by, *(finding.reference for finding in link.findings))}
    return CausalMap(
        title=TITLE,
        foot=ids[graph.resolve(foot).iri],
        things=_things(graph, nodes.values(), ids),
        links=built,
        references=tuple(ref for ref in _references(graph.sources.values(), ids) if ref.id in used),
        care=tuple(sorted({str(claim.subject) for claim in graph.red_flags})),
        version=graph.version,
        build=graph.build[:12],
        narrowed=source is not None or evidence != ANY,
    )


def path_state(graph: KnowledgeGraph, shown: CausalMap, start: str | None, end: str | None) -> dict[str, str]:
    """Return the state in which the page shows paths, nothing without names.

    Raises UnknownName for a name that nobody knows and UsageError for a thing that no causal claim is about.
    """
    state = {} if start is None and end is None else {"task": "paths"}
    for part, name in (("from", start), ("to", end)):
        if name is None:
            continue
        found = graph.resolve(name)
        if found.iri not in shown.by_iri:
            advice = "Name a cause, an imbalance, a mechanism or a symptom."
            raise UsageError(f"no causal claim is about {found}", advice=advice)
        state[part] = shown.by_iri[found.iri]
    return state


def frame(
    graph: KnowledgeGraph,
    start: str | None = None,
    end: str | None = None,
    *,
    evidence: str = ANY,
    source: str | None = None,
) -> Frame:
    """Return the explorer in a frame for a notebook; errors as for `causal_map` and `path_state`."""
    from myograph.viz.explorer import Start, explorer_page
    from myograph.viz.frame import Frame

    admitted(evidence)
    shown = causal_map(graph, source=source)
    state = path_state(graph, shown, start, end) | ({} if evidence == ANY else {"bar": evidence})
    return Frame(explorer_page(shown, graph.content.viz, Start(state=state)), graph.content.viz, shown.title)


class Ids:
    """Give every IRI a short name that no other has: its last part, numbered where that is taken."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._taken: set[str] = set()

    def __getitem__(self, iri: str) -> str:
        if iri not in self._ids:
            first = local_name(iri) or iri
            name, number = first, 2
            while name in self._taken:
                name, number = f"{first}-{number}", number + 1
            self._ids[iri] = name
            self._taken.add(name)
        return self._ids[iri]


def causal_links(graph: KnowledgeGraph) -> tuple[CausalLink, ...]:
    """Return the links of the causal view, ordered by IRI."""
    path = graph.content.queries / "machinery" / "causal-view.rq"
    return links_from(graph.construct(path.read_text(encoding="utf-8")))


def all_evidence(graph: KnowledgeGraph) -> dict[str, tuple[Evidence, ...]]:
    """Return the evidence lines and searches of every claim that has some, by the IRI of the claim."""
    rows = machinery_rows(graph, "all-evidence")
    return {text(same[0], "claim"): evidence_from(same) for same in by_column(rows, "claim")}


def machinery_rows(graph: KnowledgeGraph, query: str) -> list[dict[str, str | None]]:
    """Return the rows of a query of the machinery that has no parameter, values as texts."""
    path = graph.content.queries / "machinery" / f"{query}.rq"
    answer = graph.store.select(path.read_text(encoding="utf-8"))
    names = [variable.value for variable in answer.variables]
    return [
        {name: None if (term := row[name]) is None else str(getattr(term, "value", term)) for name in names}
        for row in answer
    ]


def by_column(rows: Rows, column: str) -> list[list[dict[str, str | None]]]:
    """Return the runs of rows that have the same value in a column."""
    return [[dict(row) for row in same] for _, same in groupby(rows, key=lambda row: row[column])]


def _link(link: CausalLink, claim: Claim | None, evidence: tuple[Evidence, ...], ids: Ids) -> Link:
    return Link(
        id=ids[link.iri],
        iri=link.iri,
        tail=ids[link.subject.iri],
        head=ids[link.object.iri],
        verb=link.verb,
        sign=link.sign,
        verdict=link.verdict,
        statement=claim.statement if claim else "",
        certainty=link.certainty,
        weakest=claim.weakest if claim else "",
        places=claim.places if claim else 0,
        qualifiers=link.qualifiers,
        said_by=tuple(ids[iri] for iri in link.sources),
        findings=tuple(finding(record, ids) for record in evidence),
    )


def finding(record: Evidence, ids: Ids) -> Finding:
    """Return an evidence line or a search as a page shows it."""
    if isinstance(record, EvidenceLine):
        return Finding(record.direction, record.strength, record.finding, ids[record.source.iri], record.indirectness)
    return Finding("searched, nothing found", "", record.finding)


def _things(graph: KnowledgeGraph, nodes: Iterable[Node], ids: Ids) -> tuple[Thing, ...]:
    definitions: dict[str, str] = {}
    also: dict[str, list[str]] = {}
    for row in machinery_rows(graph, "entity-cards"):
        if local_name(text(row, "property")) == "definition":
            definitions[text(row, "thing")] = text(row, "value")
        else:
            also.setdefault(text(row, "thing"), []).append(text(row, "value"))
    ordered = sorted(nodes, key=lambda node: (node.label, node.iri))
    return tuple(
        Thing(ids[n.iri], n.iri, n.label, n.kind, definitions.get(n.iri, ""), tuple(also.get(n.iri, ())))
        for n in ordered
    )


def _references(sources: Iterable[SourceRecord], ids: Ids) -> tuple[Reference, ...]:
    return tuple(Reference(ids[source.iri], source.iri, source.label, source.reference) for source in sources)
