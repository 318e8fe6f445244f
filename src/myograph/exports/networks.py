"""Things and what links them, for tools that draw and count networks: GraphML, GEXF, Cytoscape, node-link JSON.

All four hold the same nodes and edges, named by CURIEs. An edge is a *claim*, with sign, certainty, verdict, hedges,
places and evidence; a *definition* of the causal view (magnesium is by definition lacking in magnesium deficiency);
or a *relation* between things, such as broader. `causal` marks the edges of the causal view. Where a format has no
lists, a list is written as a JSON array inside the text; what is not known is left out.

The XML is written here and not by networkx, whose writer of GEXF stamps the day and whose writer of GraphML differs
with the libraries at hand; networkx reads it back in the tests.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from myograph.exports.compaction import json_bytes
from myograph.exports.triples import refuse_for_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from myograph.causal.links import CausalLink
    from myograph.exports.holdings import Holdings
    from myograph.exports.records import Claim, Evidence, Place, Thing

    Attributes = Mapping[str, Any]

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://gexf.net/1.3"
TITLE = "Myograph"


@dataclass(frozen=True, slots=True)
class Edge:
    """Link two nodes; all three are CURIEs, and no two edges have the same `key`."""

    key: str
    source: str
    target: str
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Network:
    """Hold nodes by CURIE, edges by key, and what the whole is; every attribute is text, a number, truth or a list."""

    nodes: Mapping[str, Attributes]
    edges: tuple[Edge, ...]
    about: Attributes


def network(holdings: Holdings) -> Network:
    """Return the things that claims speak of and their links, in the order of their CURIEs."""
    things = sorted(holdings.records.things, key=lambda thing: thing.iri)
    nodes = {holdings.identifier(thing.iri): _node(holdings, thing) for thing in things}
    edges = (*_claims(holdings), *_definitions(holdings), *_relations(holdings, nodes))
    about = {"title": TITLE, "version": holdings.version, "build": holdings.build}
    return Network(nodes, tuple(sorted(edges, key=lambda edge: edge.key)), about)


def _node(holdings: Holdings, thing: Thing) -> Attributes:
    return _known(
        {
            "label": thing.label,
            "kind": holdings.records.label(thing.kind),
            "iri": thing.iri,
            "definition": thing.definition,
            "synonyms": list(thing.synonyms),
            "mappings": [f"{holdings.identifier(how)} {holdings.identifier(to)}" for how, to in thing.mappings],
        }
    )


def _claims(holdings: Holdings) -> Iterator[Edge]:
    causal = {link.iri for link in holdings.causal_links}
    for claim in holdings.records.claims:
        name = holdings.identifier
        attributes = claim_attributes(holdings, claim) | {"type": "claim", "causal": claim.iri in causal}
        yield Edge(name(claim.iri), name(claim.subject), name(claim.object), attributes)


def claim_attributes(holdings: Holdings, claim: Claim) -> dict[str, Any]:
    """Return what a claim says, how it is said, and what others found, as plain values."""
    places = holdings.records.places_of.get(claim.iri, ())
    name, names = holdings.identifier, holdings.identifiers
    return _known(
        {
            "iri": claim.iri,
            "label": holdings.records.label(claim.predicate),
            "predicate": name(claim.predicate),
            "sign": claim.sign,
            "kind": claim.kind,
            "statement": claim.statement,
            "certainty": claim.certainty,
            "weakest_certainty": claim.weakest,
            "hedges": sorted({hedge for place in places for hedge in place.hedges}),
            "verdict": claim.verdict,
            "supporting_sources": claim.supporting,
            "qualifying_sources": claim.qualifying,
            "disputing_sources": claim.disputing,
            "place_count": claim.place_count,
            "source_count": claim.source_count,
            "severity": list(claim.severity),
            "frequency": list(claim.frequency),
            "conditions": list(names(claim.conditions)),
            "means": list(names(claim.means)),
            "population": list(names(claim.population)),
            "in_respect_of": list(names(claim.respect)),
            "sources": list(names(claim.stated_by)),
            "places": [_place(holdings, place) for place in places],
            "evidence": [_line(holdings, line) for line in holdings.records.evidence_on.get(claim.iri, ())],
        }
    )


def _place(holdings: Holdings, place: Place) -> str:
    span = "" if place.start is None else f"{place.start}-{place.end}"
    told = (place.section, place.locator, span, place.certainty, place.directness)
    return " | ".join((holdings.identifier(place.iri), *(part for part in told if part)))


def _line(holdings: Holdings, line: Evidence) -> str:
    told = ("search without result",) if line.is_search else (line.direction, line.strength, line.basis)
    named = [holdings.identifier(iri) for iri in (line.eco, line.source) if iri]
    return " | ".join((holdings.identifier(line.iri), *(part for part in told if part), *named, line.finding))


def _definitions(holdings: Holdings) -> Iterator[Edge]:
    for link in holdings.causal_links:
        if not link.is_claim:
            name = holdings.identifier
            yield Edge(name(link.iri), name(link.subject.iri), name(link.object.iri), _definition(link))


def _definition(link: CausalLink) -> Attributes:
    return {
        "iri": link.iri,
        "label": link.verb,
        "predicate": "myo:imbalanceOf",
        "sign": link.sign,
        "verdict": link.verdict,
        "type": "definition",
        "causal": True,
    }


def _relations(holdings: Holdings, nodes: Mapping[str, object]) -> Iterator[Edge]:
    for thing in holdings.records.things:
        for predicate, target in thing.relations:
            ends = (holdings.identifier(thing.iri), holdings.identifier(target))
            name = holdings.identifier(predicate)
            if ends[1] in nodes:
                key = f"{ends[0]} {name} {ends[1]}"
                label = holdings.records.label(predicate)
                label = label if label != predicate else name.partition(":")[2]
                yield Edge(key, *ends, {"label": label, "predicate": name, "type": "relation", "causal": False})


def _known(attributes: Attributes) -> dict[str, Any]:
    return {key: value for key, value in attributes.items() if value not in ("", None, [])}


def node_link(holdings: Holdings) -> bytes:
    """Return the network as `networkx.node_link_graph` reads it: a directed multigraph, edges under "edges"."""
    held = network(holdings)
    nodes = [{"id": key, **attributes} for key, attributes in held.nodes.items()]
    edges = [{"source": e.source, "target": e.target, "key": e.key, **e.attributes} for e in held.edges]
    whole = {"directed": True, "multigraph": True, "graph": dict(held.about), "nodes": nodes, "edges": edges}
    return json_bytes(whole)


def cytoscape(holdings: Holdings) -> bytes:
    """Return the network as Cytoscape, Cytoscape.js and `networkx.cytoscape_graph` read it."""
    held = network(holdings)
    nodes = [
        {"data": {"id": key, "value": key, "name": attributes["label"], **attributes}}
        for key, attributes in held.nodes.items()
    ]
    edges = [
        {
            "data": {
                "id": e.key,
                "key": e.key,
                "source": e.source,
                "target": e.target,
                "name": e.attributes["label"],
                **e.attributes,
            }
        }
        for e in held.edges
    ]
    return json_bytes(
        {
            "data": [list(pair) for pair in held.about.items()],
            "directed": True,
            "multigraph": True,
            "elements": {"nodes": nodes, "edges": edges},
        }
    )


def graphml(holdings: Holdings) -> bytes:
    """Return the network as GraphML; raises UsageError for characters that XML cannot hold."""
    held = network(holdings)
    root = ET.Element("graphml", {"xmlns": GRAPHML})
    keys: dict[tuple[str, str], str] = {}
    for part, rows in _parts(held):
        for name, value in _columns(rows).items():
            keys[part, name] = f"{part[0]}{len(keys)}"
            described = {"id": keys[part, name], "for": part, "attr.name": name, "attr.type": _type(value, "int")}
            ET.SubElement(root, "key", described)
    graph = ET.SubElement(root, "graph", {"id": TITLE, "edgedefault": "directed"})
    _data(graph, "graph", held.about, keys)
    for key, attributes in held.nodes.items():
        _data(ET.SubElement(graph, "node", {"id": key}), "node", attributes, keys)
    for edge in held.edges:
        ends = {"id": edge.key, "source": edge.source, "target": edge.target}
        _data(ET.SubElement(graph, "edge", ends), "edge", edge.attributes, keys)
    return _xml(root)


def _data(parent: ET.Element, part: str, attributes: Attributes, keys: Mapping[tuple[str, str], str]) -> None:
    for name, value in attributes.items():
        ET.SubElement(parent, "data", {"key": keys[part, name]}).text = _text(value)


def gexf(holdings: Holdings) -> bytes:
    """Return the network as GEXF 1.3; raises UsageError for characters that XML cannot hold."""
    held = network(holdings)
    root = ET.Element("gexf", {"xmlns": GEXF, "version": "1.3"})
    meta = ET.SubElement(root, "meta")
    ET.SubElement(meta, "creator").text = TITLE
    ET.SubElement(meta, "description").text = f"version {holdings.version}, build {holdings.build}"
    graph = ET.SubElement(root, "graph", {"defaultedgetype": "directed", "mode": "static", "name": TITLE})
    columns = {part: _declared(graph, part, rows) for part, rows in _parts(held)[1:]}
    nodes = ET.SubElement(graph, "nodes")
    for key, attributes in held.nodes.items():
        node = ET.SubElement(nodes, "node", {"id": key, "label": attributes["label"]})
        _values(node, attributes, columns["node"])
    edges = ET.SubElement(graph, "edges")
    for edge in held.edges:
        named = {"id": edge.key, "source": edge.source, "target": edge.target, "label": edge.attributes["label"]}
        _values(ET.SubElement(edges, "edge", named), edge.attributes, columns["edge"])
    return _xml(root)


def _declared(graph: ET.Element, part: str, rows: Iterable[Attributes]) -> dict[str, str]:
    declared = ET.SubElement(graph, "attributes", {"class": part, "mode": "static"})
    columns: dict[str, str] = {}
    for name, value in _columns(rows).items():
        if name != "label":
            columns[name] = str(len(columns))
            described = {"id": columns[name], "title": name, "type": _type(value, "integer")}
            ET.SubElement(declared, "attribute", described)
    return columns


def _values(parent: ET.Element, attributes: Attributes, columns: Mapping[str, str]) -> None:
    values = ET.SubElement(parent, "attvalues")
    for name, value in attributes.items():
        if name in columns:
            ET.SubElement(values, "attvalue", {"for": columns[name], "value": _text(value)})


def _parts(held: Network) -> list[tuple[str, list[Attributes]]]:
    return [
        ("graph", [held.about]),
        ("node", list(held.nodes.values())),
        ("edge", [edge.attributes for edge in held.edges]),
    ]


def _columns(rows: Iterable[Attributes]) -> dict[str, object]:
    """Return the first value of each attribute, in the order in which attributes appear."""
    found: dict[str, object] = {}
    for row in rows:
        for name, value in row.items():
            found.setdefault(name, value)
    return found


def _type(value: object, whole: str) -> str:
    if isinstance(value, bool):
        return "boolean"
    return whole if isinstance(value, int) else "string"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def _xml(root: ET.Element) -> bytes:
    ET.indent(root)
    written = ET.tostring(root, encoding="unicode")
    refuse_for_xml(written)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()
