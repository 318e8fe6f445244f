"""Exports as a person makes them: narrowed, into files and folders, with what can go wrong."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from myograph.cli import run
from myograph.content import Content
from myograph.errors import ContentError, UnknownName, UsageError
from myograph.exports import kgx, networks, tables, triples
from myograph.exports.compaction import Context
from myograph.exports.forms import BY_NAME, FORMS, write
from myograph.exports.holdings import Holdings
from myograph.exports.spreadsheets import guarded, plain
from myograph.knowledge import KnowledgeGraph
from myograph.names import MYO, MYO_CLAIM, MYO_ID, RDFS, Prefixes
from myograph.store.embedded import EmbeddedStore
from myograph.store.profiles import endpoint_named
from myograph.store.remote import RemoteStore

ARTICLE = "myo-source:magnesium-article"


@pytest.fixture(scope="module")
def small(part: Holdings) -> KnowledgeGraph:
    return KnowledgeGraph(EmbeddedStore.in_memory(part.quads), part.content)


def test_a_bar_and_a_source_leave_claims_out_with_their_places_and_edges(small: KnowledgeGraph) -> None:
    export = small.export("nodelink", evidence="supported", source=ARTICLE)
    edges = [edge for edge in json.loads(export.data)["edges"] if edge["type"] == "claim"]
    assert {edge["verdict"] for edge in edges} == {"supported"}
    assert {source for edge in edges for source in edge["sources"]} >= {ARTICLE}
    kept = {claim.iri for claim in small.claims(evidence="supported", source=ARTICLE)}
    assert {edge["iri"] for edge in edges} == kept
    assert export.claims == len(kept) < len(small.all_claims)
    quads = list(parse(small.export("trig", evidence="supported", source=ARTICLE).data, format=RdfFormat.TRIG))
    assert {q.object.value for q in quads if q.predicate == MYO.placeOf} <= kept
    assert {q.object for q in quads if str(q.predicate).endswith("wasDerivedFrom>")} <= {NamedNode(iri) for iri in kept}


def test_what_is_written_is_what_is_returned(small: KnowledgeGraph, tmp_path: Path) -> None:
    assert small.export("graphml", tmp_path / "map.graphml").data == (tmp_path / "map.graphml").read_bytes()
    small.export("csv", tmp_path / "tables")
    again = small.export("csv", tmp_path / "tables")
    assert {path.name: path.read_bytes() for path in (tmp_path / "tables").iterdir()} == again.files
    assert {path.name for path in tmp_path.iterdir()} == {"map.graphml", "tables"}


def test_every_format_at_once(small: KnowledgeGraph, tmp_path: Path) -> None:
    small.export_all(tmp_path / "all")
    small.export_all(tmp_path / "all")
    expected = {form.name if form.is_folder else f"{form.name}.{form.extension}" for form in FORMS}
    assert {path.name for path in (tmp_path / "all").iterdir()} == expected
    assert (tmp_path / "all" / "trig.trig").read_bytes() == small.export("trig").data


@pytest.mark.parametrize(
    ("form", "target", "problem"),
    [
        ("csv", "file", "this is a file, and the export is a folder"),
        ("csv", ".", "this folder holds something else, file"),
        ("trig", ".", "this is a folder, and the format is one file"),
    ],
)
def test_what_stands_there_is_left_alone(
    form: str, target: str, problem: str, small: KnowledgeGraph, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match=problem):
        small.export(form, tmp_path / target)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "mine")]


def test_an_earlier_export_stays_when_the_next_cannot_be_made(part: Holdings, tmp_path: Path) -> None:
    broken = (*part.quads, Quad(MYO_ID.almond, RDFS.label, Literal("bell \x07 rings"), MYO.graph))
    graph = KnowledgeGraph(EmbeddedStore.in_memory(broken), part.content)
    target = tmp_path / "map.rdf"
    target.write_text("earlier")
    with pytest.raises(UsageError, match=r"control character, U\+0007"):
        graph.export("rdfxml", target)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("map.rdf", "earlier")]


def test_what_rdf_xml_and_json_ld_have_no_way_to_write_is_told(part: Holdings) -> None:
    nameless = Quad(MYO_ID.almond, NamedNode("https://example.org/123"), MYO_ID.nuts, MYO.graph)
    with pytest.raises(UsageError, match=r"<https://example.org/123>: RDF/XML has no way"):
        write(replace(part, quads=(nameless,)), BY_NAME["rdfxml"])
    triple = Quad(MYO_ID.almond, MYO.says, Triple(MYO_ID.almond, MYO.causes, MYO_ID.nuts), MYO.graph)
    with pytest.raises(UsageError, match="a triple that is itself a value"):
        write(replace(part, quads=(triple,)), BY_NAME["jsonld"])


def test_the_default_graph_and_graphs_without_a_name_are_kept_in_json_ld(part: Holdings) -> None:
    graphs = (DefaultGraph(), BlankNode("g"), MYO.graph)
    quads = tuple(Quad(MYO_ID.almond, MYO.causes, BlankNode("x"), graph) for graph in graphs)
    read = Dataset(parse(triples.jsonld(replace(part, quads=quads)), format=RdfFormat.JSON_LD))
    known = Dataset(quads)
    for dataset in (read, known):
        dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    assert read == known


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_xml_is_refused_what_it_cannot_hold(name: str, part: Holdings) -> None:
    things = replace(
        part, quads=tuple(q for q in part.quads if not (q.subject == MYO_ID.almond and q.predicate == RDFS.label))
    )
    label = Quad(MYO_ID.almond, RDFS.label, Literal("almond\x0b"), MYO.graph)
    with pytest.raises(UsageError, match=r"U\+000B"):
        write(replace(things, quads=(*things.quads, label)), BY_NAME[name])


@pytest.mark.parametrize("writer", [tables.csv_files, kgx.tsv_files])
def test_a_list_with_the_separator_in_it_is_refused(writer: object, part: Holdings) -> None:
    hedge = next(quad for quad in part.quads if quad.predicate == MYO.hedgeWord)
    worse = Quad(hedge.subject, MYO.hedgeWord, Literal("may | might"), hedge.graph_name)
    assert callable(writer)
    with pytest.raises(UsageError, match="divides the values of a cell"):
        writer(replace(part, quads=(*part.quads, worse)))


@given(st.text())
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    assert plain(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_no_cell_of_the_shipped_graph_needs_a_guard(whole: Holdings) -> None:
    for files in (tables.csv_files(whole), kgx.tsv_files(whole)):
        for name, data in files.items():
            assert not re.search(r"(^|[,\t\"])'+[=+\-@]", data.decode(), re.MULTILINE), name


def test_formulas_are_guarded_in_every_table(part: Holdings) -> None:
    formula = '=HYPERLINK("https://example.org")'
    label = Quad(MYO_ID.almond, RDFS.label, Literal(formula), MYO.graph)
    evil = replace(
        part, quads=(*(q for q in part.quads if (q.subject, q.predicate) != (label.subject, RDFS.label)), label)
    )
    assert b',"\'=HYPERLINK(""https' in tables.csv_files(evil)["nodes.csv"]
    assert b"\t'=HYPERLINK(" in kgx.tsv_files(evil)["nodes.tsv"]
    told = networks.network(evil).nodes["myo-id:almond"]["label"]
    assert told == formula


def test_words_and_prefixes_of_the_context_never_get_in_each_others_way(part: Holdings) -> None:
    prefixes = Prefixes(
        {**part.prefixes.namespaces, "causes": "https://example.org/causes/", "new": "https://new.org/a_"}
    )
    context = Context.read(part.folder / "context.jsonld", prefixes)
    assert context.identifier(NamedNode("https://example.org/causes/x")) == "https://example.org/causes/x"
    assert context.identifier(NamedNode("https://new.org/a_1")) == "new:1"
    assert context.document["new"] == {"@id": "https://new.org/a_", "@prefix": True}
    assert context.node(MYO_ID.a, {MYO.brandNew: [MYO_ID.b]}) == {"id": "myo-id:a", "brandNew": {"id": "myo-id:b"}}


def test_what_the_context_has_no_word_for_is_written_in_full(part: Holdings) -> None:
    context = part.context
    odd = [
        Literal("1.50", datatype=MYO.money),
        Literal("007", datatype=Literal(7).datatype),
        Literal("x", language="de"),
    ]
    for value, expected in zip(
        odd, [{"@value": "1.50", "@type": "money"}, {"@value": "007", "@type": "xsd:integer"}], strict=False
    ):
        assert context.value(context.word_for(MYO.brandNew), value) == expected
    quads = (Quad(MYO_ID.a, MYO.brandNew, value, MYO.graph) for value in odd)
    strange = replace(part, quads=tuple(quads))
    assert set(parse(triples.jsonld(strange), format=RdfFormat.JSON_LD)) == set(strange.quads)


def test_a_broken_table_is_told_with_its_place(part: Holdings, tmp_path: Path) -> None:
    (tmp_path / "ontology").mkdir()
    with pytest.raises(ContentError, match=r"context.jsonld: cannot be read as JSON"):
        write(replace(part, content=Content(tmp_path)), BY_NAME["jsonld"])
    with pytest.raises(ContentError, match=r"biolink-categories.tsv: the table cannot be read"):
        write(replace(part, content=Content(tmp_path)), BY_NAME["kgx"])


def test_an_unknown_format_has_near_ones(small: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName, match="no export format called 'grahpml'") as fault:
        small.export("grahpml")
    assert fault.value.near[0] == "graphml"


def test_a_graph_at_an_endpoint_is_not_exported(part: Holdings) -> None:
    endpoint = endpoint_named("https://example.org/sparql")
    assert endpoint is not None
    with pytest.raises(UsageError, match="a graph at an endpoint cannot be exported"):
        KnowledgeGraph(RemoteStore(endpoint), part.content).export("trig")


def test_the_command_lists_the_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export"]) == 0
    listed = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
    assert listed == [[form.name, "folder" if form.is_folder else "file"] for form in FORMS]


def test_the_command_writes_files_and_folders(
    stored: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["export", "nquads", "--store", stored]) == 0
    lines = capfdbinary.readouterr().out.splitlines()
    assert lines == sorted(lines)
    assert run(["export", "NQuads", "--store", stored, "--output", str(tmp_path / "a.nq")]) == 0
    assert (tmp_path / "a.nq").read_bytes().splitlines() == lines
    assert run(["export", "nanopubs", "--store", stored, "--output", str(tmp_path / "nanopubs")]) == 0
    claims = {line.split()[0] for line in lines if line.startswith(f"<{MYO_CLAIM}".encode())}
    assert len(list((tmp_path / "nanopubs").iterdir())) == len(claims)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["csv"], "csv is a folder of files\nName the folder: --output FOLDER"),
        (["all"], "all formats are a folder of files"),
        (["ttl"], "no export format called 'ttl'\nDid you mean turtle or turtle12?"),
        (["zzz"], "Known: turtle, turtle12, trig"),
        (["trig", "--evidence", "hearsay"], "hearsay"),
        (["trig", "--source", "nobody at all"], "nobody at all"),
    ],
)
def test_the_command_tells_what_is_wrong(
    arguments: list[str], told: str, stored: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", *arguments, "--store", stored]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert told in printed.err


def test_a_bar_that_leaves_nothing_is_told(stored: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = "USDA food composition, SR Legacy"
    arguments = ["export", "sepio", "--store", stored, "--source", source, "--output", str(tmp_path / "none.json")]
    assert run(arguments) == 0
    assert "no claim is left" in capsys.readouterr().err
    assert not [node for node in json.loads((tmp_path / "none.json").read_text())["@graph"] if node.get("hasSubject")]
