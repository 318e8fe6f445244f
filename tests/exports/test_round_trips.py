"""What is exported is read back by others, and is the graph again."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import Graph
from rdflib.compare import isomorphic

from myograph.exports import nanopublications, networks, sepio, tables, triples
from myograph.exports.forms import BY_NAME, write
from myograph.exports.holdings import Holdings
from myograph.exports.spreadsheets import plain
from myograph.knowledge import KnowledgeGraph
from myograph.names import MYO, MYO_CLAIM

Bytes = dict[str, bytes]


def quads_of(data: bytes, form: RdfFormat) -> set[Quad]:
    return set(parse(data, format=form))


def triples_of(data: bytes, form: RdfFormat) -> set[Triple]:
    return {quad.triple for quad in parse(data, format=form)}


def union(holdings: Holdings) -> set[Triple]:
    return {quad.triple for quad in holdings.quads}


@pytest.mark.parametrize(
    ("name", "form"), [("trig", RdfFormat.TRIG), ("nquads", RdfFormat.N_QUADS), ("jsonld", RdfFormat.JSON_LD)]
)
def test_named_graphs_come_back_as_they_are_in_the_store(name: str, form: RdfFormat, whole: Holdings) -> None:
    # blank nodes keep their names in all three, so that sets can be compared
    assert quads_of(write(whole, BY_NAME[name]).data, form) == set(whole.quads)


@pytest.mark.parametrize(("name", "form"), [("turtle", RdfFormat.TURTLE), ("rdfxml", RdfFormat.RDF_XML)])
def test_one_graph_comes_back_as_the_union(name: str, form: RdfFormat, whole: Holdings) -> None:
    assert triples_of(write(whole, BY_NAME[name]).data, form) == union(whole)


@pytest.fixture(scope="module")
def reified(whole: Holdings) -> set[Triple]:
    return triples_of(triples.turtle12(whole), RdfFormat.TURTLE)


def test_reifiers_come_back_as_claims_and_edges(whole: Holdings, reified: set[Triple]) -> None:
    reifying = {triple for triple in reified if triple.predicate == triples.REIFIES}
    told = {triple.subject: triple.object for triple in reifying if isinstance(triple.object, Triple)}
    assert {f"<{claim.iri}>" for claim in whole.records.claims} <= {str(node) for node in told}
    parts = {
        Triple(node, part, value)
        for node, inner in told.items()
        for part, value in zip(triples.PARTS, inner, strict=True)
    }
    assert (reified - reifying) | parts == union(whole)


def test_a_contradicted_claim_is_named_and_not_asserted(whole: Holdings, reified: set[Triple]) -> None:
    propositions = {t.subject: t.object for t in reified if t.predicate == triples.REIFIES}
    claims = whole.records.claims
    ends = Counter((claim.subject, claim.object) for claim in claims)
    alone = [c for c in claims if c.verdict == "contradicted" and ends[c.subject, c.object] == 1]
    assert alone
    assert not {propositions[NamedNode(claim.iri)] for claim in alone} & reified


def test_other_processors_read_the_same_json_ld_and_rdf_xml(part: Holdings) -> None:
    from pyld import jsonld

    document = json.loads(triples.jsonld(part))
    normalized = jsonld.normalize(document, {"algorithm": "URDNA2015", "format": "application/n-quads"})
    assert quads_of(normalized.encode(), RdfFormat.N_QUADS) == set(part.quads)
    here, there = Graph(), Graph()
    here.parse(data=triples.rdfxml(part), format="xml")
    there.parse(data=triples.turtle(part), format="turtle")
    assert isomorphic(here, there)


@pytest.mark.parametrize("name", ["claim", "entity"])
def test_trees_are_what_the_published_frame_makes_of_the_graph(name: str, part: Holdings) -> None:
    from pyld import jsonld

    written = {"claim": triples.framed_claims, "entity": triples.framed_entities}[name](part)
    flat = [node for graph in json.loads(triples.jsonld(part))["@graph"] for node in graph["@graph"]]
    document = {"@context": part.context.document, "@graph": flat}
    frame = part.frame(name) | {"@context": part.context.document}
    framed = jsonld.frame(document, frame, {"embed": "@always", "explicit": True, "omitDefault": True})
    trees = framed.get("@graph") or [framed]
    ours = json.loads(written)["@graph"]
    assert {tree["id"]: in_any_order(tree) for tree in trees} == {tree["id"]: in_any_order(tree) for tree in ours}


def in_any_order(value: Any) -> Any:
    """Return a value of JSON that compares equal whatever the order of keys and lists, and one value like a list."""
    if isinstance(value, dict):
        return frozenset((key, in_any_order(each)) for key, each in value.items() if each not in ([], None))
    if isinstance(value, list):
        return frozenset(map(in_any_order, value)) if len(value) != 1 else in_any_order(value[0])
    return value


def test_trees_say_nothing_that_the_graph_does_not_and_leave_no_claim_out(whole: Holdings) -> None:
    claims = triples_of(triples.framed_claims(whole), RdfFormat.JSON_LD)
    entities = triples_of(triples.framed_entities(whole), RdfFormat.JSON_LD)
    told = union(whole)
    assert claims <= told
    assert entities <= told
    passages = {place.passage for place in whole.records.places if place.passage}
    about = spoken_of(whole) | passages
    for predicate in (MYO.sign, MYO.statedCertainty, MYO.verdict, MYO.hedgeWord, MYO.evidenceDirection, MYO.locator):
        known = {t for t in told if t.predicate == predicate and isinstance(t.subject, NamedNode)}
        assert {t for t in claims if t.predicate == predicate} == {t for t in known if str(t.subject)[1:-1] in about}


def spoken_of(holdings: Holdings) -> set[str]:
    """Return the IRIs of claims, places and evidence."""
    records = holdings.records
    claims = {claim.iri for claim in records.claims}
    return claims | {place.iri for place in records.places} | {line.iri for line in records.evidence}


def test_sepio_counts_every_assertion_and_line(whole: Holdings) -> None:
    read = triples_of(sepio.sepio(whole), RdfFormat.JSON_LD)
    used = Counter(triple.predicate.value.rpartition("/")[2] for triple in read)
    directions = Counter(line.direction for line in whole.records.evidence for _ in line.claims)
    assert used["SEPIO_0000388"] == used["SEPIO_0000390"] == len(whole.records.claims)
    assert used["SEPIO_0000030"] == used["SEPIO_0000167"] == len(whole.records.places)
    terms = {"supports": 7, "disputes": 8, "inconclusive": 9, "qualifies": 6}
    assert {term: used[f"SEPIO_000000{number}"] for term, number in terms.items()} == {
        term: directions[term] for term in terms
    }
    about_claims = (MYO.sign, MYO.verdict, MYO.finding, MYO.hedgeWord)
    assert {t for t in read if t.predicate in about_claims} <= union(whole)


@pytest.fixture(scope="module")
def nanopubs(whole: Holdings) -> Bytes:
    return nanopublications.files(whole)


def test_every_claim_is_a_nanopublication_of_four_graphs(whole: Holdings, nanopubs: Bytes) -> None:
    assert set(nanopubs) == {f"{claim.iri.removeprefix(str(MYO_CLAIM))}.trig" for claim in whole.records.claims}
    told = union(whole)
    for name, data in nanopubs.items():
        this = f"{nanopublications.NANOPUBLICATION}{name.removesuffix('.trig')}"
        graphs: dict[str, set[Triple]] = {}
        for quad in parse(data, format=RdfFormat.TRIG):
            graphs.setdefault(quad.graph_name.value, set()).add(quad.triple)
        assert set(graphs) == {f"{this}#{part}" for part in ("Head", "assertion", "provenance", "pubinfo")}
        assert graphs[f"{this}#assertion"] <= told
        own = {t for t in graphs[f"{this}#provenance"] if t.subject == NamedNode(f"{this}#assertion")}
        assert own
        assert graphs[f"{this}#provenance"] - own <= told


def test_nanopublications_leave_nothing_out_about_claims(whole: Holdings, nanopubs: Bytes) -> None:
    read = {triple for data in nanopubs.values() for triple in triples_of(data, RdfFormat.TRIG)}
    about = spoken_of(whole)
    assert {t for t in union(whole) if isinstance(t.subject, NamedNode) and t.subject.value in about} <= read


def test_the_nanopub_library_calls_them_valid(part: Holdings, tmp_path_factory: pytest.TempPathFactory) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library uses what rdflib deprecates
        from nanopub.nanopub import Nanopub

        folder = tmp_path_factory.mktemp("nanopubs")
        for name, data in sorted(nanopublications.files(part).items())[::3]:
            (folder / name).write_bytes(data)
            publication = Nanopub(rdf=folder / name)
            assert publication.is_valid
            assert str(publication.metadata.np_uri).endswith(name.removesuffix(".trig"))
            assert publication.metadata.signature is None


def test_a_nanopublication_can_be_signed_without_a_network(part: Holdings, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nanopub import nanopub, nanopub_conf, profile

        name, data = next(iter(nanopublications.files(part).items()))
        (tmp_path / name).write_bytes(data)
        signer = profile.Profile(name="somebody", orcid_id="https://orcid.org/0000-0000-0000-0000")
        conf = nanopub_conf.NanopubConf(profile=signer, add_pubinfo_generated_time=True)
        publication = nanopub.Nanopub(rdf=tmp_path / name, conf=conf)
        publication.sign()
        assert publication.has_valid_signature
        assert publication.source_uri.startswith(f"{nanopublications.NANOPUBLICATION}{name.removesuffix('.trig')}/RA")


READERS = {
    "graphml": lambda data: nx.read_graphml(BytesIO(data), force_multigraph=True),
    "gexf": lambda data: nx.read_gexf(BytesIO(data)),
    "cytoscape": lambda data: nx.cytoscape_graph(json.loads(data)),
    "nodelink": lambda data: nx.node_link_graph(json.loads(data), edges="edges"),
}


@pytest.mark.parametrize("name", READERS)
def test_networkx_reads_the_causal_view_and_every_claim(name: str, kg: KnowledgeGraph, whole: Holdings) -> None:
    graph = READERS[name](write(whole, BY_NAME[name]).data)
    assert isinstance(graph, nx.MultiDiGraph)
    causal = {
        (edge["iri"], ends[0], ends[1], edge["sign"], edge["verdict"], edge.get("certainty", ""))
        for *ends, edge in graph.edges(data=True)
        if edge["causal"]
    }
    curie = whole.identifier
    assert causal == {
        (key, curie(subject), curie(object_), edge["sign"], edge["verdict"], edge["certainty"])
        for subject, object_, key, edge in kg.causal().edges(keys=True, data=True)
    }
    told = {key: edge for *_, key, edge in graph.edges(keys=True, data=True) if edge["type"] == "claim"}
    assert len(told) == len(kg.all_claims)
    for claim in kg.all_claims:
        assert agrees(told[curie(claim.iri)], claim, kg)


def agrees(edge: dict[str, Any], claim: Any, kg: KnowledgeGraph) -> bool:
    """Compare an edge with what the Python interface says of the claim."""
    counts = (edge["supporting_sources"], edge["qualifying_sources"], edge["disputing_sources"], edge["place_count"])
    words = (edge["statement"], edge["sign"], edge["certainty"], edge["weakest_certainty"], edge["verdict"])
    places = edge["places"] if isinstance(edge["places"], list) else json.loads(edge["places"])
    return (
        counts == (claim.supporting, claim.qualifying, claim.disputing, claim.places)
        and words == (claim.statement, claim.sign, claim.certainty, claim.weakest, claim.verdict)
        and edge["label"] == claim.predicate.label
        and len(places) == claim.places
    )


@pytest.mark.parametrize("name", READERS)
def test_the_four_networks_are_one(name: str, whole: Holdings) -> None:
    graph = READERS[name](write(whole, BY_NAME[name]).data)
    held = networks.network(whole)
    assert {node: data["label"] for node, data in graph.nodes(data=True)} == {
        key: node["label"] for key, node in held.nodes.items()
    }
    for edge in held.edges:
        read = graph.adj[edge.source][edge.target][edge.key]
        assert {key: flat(read[key]) for key in edge.attributes} == {
            key: flat(value) for key, value in edge.attributes.items()
        }


def flat(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


@pytest.mark.no_cover
def test_csv_is_valid_by_its_description(whole: Holdings, tmp_path_factory: pytest.TempPathFactory) -> None:
    from csvw import TableGroup

    folder = tmp_path_factory.mktemp("tables")
    for name, data in tables.csv_files(whole).items():
        (folder / name).write_bytes(data)
    group = TableGroup.from_file(folder / "csv-metadata.json")
    assert group.check_referential_integrity()
    read = {table.url.string: list(table.iterdicts(strict=True)) for table in group.tables}
    for table in tables.tables(whole):
        rows = [{key: as_csv(value) for key, value in row.items()} for row in table.rows]
        assert [{key: unguarded(value) for key, value in row.items()} for row in read[f"{table.name}.csv"]] == rows


def unguarded(value: Any) -> Any:
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, str):
        return plain(value)
    written = value.unsplit() if hasattr(value, "unsplit") else value
    return str(written) if isinstance(written, Decimal) else written


def as_csv(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def test_parquet_has_the_same_tables(whole: Holdings) -> None:
    from pyarrow import parquet

    files = tables.parquet_files(whole)
    for table in tables.tables(whole):
        read = parquet.read_table(BytesIO(files[f"{table.name}.parquet"])).to_pylist()
        decimal = {column["name"] for column in table.columns if column["datatype"] == "decimal"}
        rows = [{k: float(v) if k in decimal else as_csv(v) for k, v in row.items()} for row in table.rows]
        assert read == rows


def test_the_tables_say_what_the_python_interface_says(kg: KnowledgeGraph, whole: Holdings) -> None:
    edges, lines = ({row["id"]: row for row in t.rows} for t in tables.tables(whole) if t.name in ("edges", "evidence"))
    for claim in kg.all_claims:
        row = edges[whole.identifier(claim.iri)]
        assert (row["sign"], row["verdict"], row["certainty"]) == (claim.sign, claim.verdict, claim.certainty)
        assert row["conditions"] == whole.identifiers(tuple(name.iri for name in claim.conditions))
        assert row["causal"] == any(link.iri == claim.iri for link in kg.causal_links)
    for line in kg.evidence("mg-deficiency-twitching"):
        assert lines[whole.identifier(line.iri)]["finding"] == line.finding
