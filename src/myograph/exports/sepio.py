"""Claims as the Scientific Evidence and Provenance Information Ontology tells them, in JSON that is JSON-LD too.

A claim is a proposition; each place is an assertion of it, with the confidence it is worded with; each evidence line
stands under the direction in which it points. What SEPIO has no word for keeps ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from myograph.exports.compaction import Framing, json_bytes, read_json
from myograph.names import MYO, RDF

if TYPE_CHECKING:
    from myograph.exports.compaction import Json
    from myograph.exports.holdings import Holdings
    from myograph.exports.records import Evidence

LINES_UNDER = {
    "supports": "supportingEvidenceLines",
    "disputes": "disputingEvidenceLines",
    "qualifies": "qualifyingEvidenceLines",
    "inconclusive": "inconclusiveEvidenceLines",
}


def sepio(holdings: Holdings) -> bytes:
    """Return every claim as a proposition with assertions and evidence lines, then the sources."""
    frames, framing = holdings.frame("sepio"), Framing(holdings.context, holdings.index)
    claims = [_proposition(holdings, framing, frames, claim.iri) for claim in holdings.records.claims]
    sources = [framing.framed(NamedNode(source.iri), frames["source"]) for source in holdings.records.sources]
    own = read_json(holdings.folder / "sepio.context.jsonld")["@context"]
    return json_bytes({"@context": [holdings.context.document, own], "@graph": [*claims, *sources]})


def _proposition(holdings: Holdings, framing: Framing, frames: Json, iri: str) -> Json:
    node, index = NamedNode(iri), holdings.index
    ends = {
        key: framing.framed(end, frames["end"])
        for key, part in (("hasSubject", RDF.subject), ("hasObject", RDF.object))
        if (end := index.node(node, part)) is not None
    }
    told = framing.framed(node, frames["proposition"])
    places = [_assertion(holdings, framing, frames, place.iri) for place in holdings.records.places_of.get(iri, ())]
    predicate = _values(holdings, node, RDF.predicate)
    return {
        "id": told.pop("id"),
        "type": "Proposition",
        **ends,
        "hasPredicate": predicate,
        **told,
        "assertions": places,
        **_lines(holdings, framing, frames, iri),
    }


def _assertion(holdings: Holdings, framing: Framing, frames: Json, iri: str) -> Json:
    node = NamedNode(iri)
    told = framing.framed(node, frames["assertion"])
    return {
        "id": told.pop("id"),
        "type": "Assertion",
        "confidence": _values(holdings, node, MYO.statedCertainty),
        "assertedIn": _values(holdings, node, MYO.inSource),
        **told,
    }


def _lines(holdings: Holdings, framing: Framing, frames: Json, claim: str) -> Json:
    found: Json = {}
    for line in holdings.records.evidence_on.get(claim, ()):
        under = LINES_UNDER.get(line.direction or "", "searchesWithoutResult")
        found.setdefault(under, []).append(_line(holdings, framing, frames, line))
    return {key: found[key] for key in (*LINES_UNDER.values(), "searchesWithoutResult") if key in found}


def _line(holdings: Holdings, framing: Framing, frames: Json, line: Evidence) -> Json:
    told = framing.framed(NamedNode(line.iri), frames["line"])
    kind = "EvidenceSearch" if line.is_search else "EvidenceLine"
    reference = {"reference": holdings.identifier(line.source)} if line.source else {}
    return {"id": told.pop("id"), "type": kind, **told, **reference}


def _values(holdings: Holdings, node: NamedNode, property_: NamedNode) -> object:
    context = holdings.context
    return context.values(context.word_for(property_), holdings.index.objects(node, property_))
