"""What a release says of itself: counted anew by other means, the same each time, readable by the tools it is for."""

from __future__ import annotations

import json
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse
from rocrate.rocrate import ROCrate

from myograph.content import Content
from myograph.errors import CheckFailed, StoreError, UsageError
from myograph.graph.annotation import COLUMNS
from myograph.graph.loading import load
from myograph.names import DCAT, DCTERMS, HOME, PROV, RDF, VOID, XSD
from myograph.release import Release, build, open_release
from myograph.release.building import completed
from myograph.release.describing import describe
from myograph.release.description.provenance import SPDX
from myograph.release.description.telling import FORMS, PARTS, part, part_of, told
from myograph.release.verifying import faults_of
from tests.checkout import ROOT
from tests.content_cases import VALID, replace, valid_copy

Triples = frozenset[Triple]
DATASET = NamedNode(HOME)
COUNTS = {
    "triples": "COUNT(*)",
    "properties": "COUNT(DISTINCT ?p)",
    "distinctSubjects": "COUNT(DISTINCT ?s)",
}


@pytest.fixture(scope="module")
def release() -> Release:
    return open_release(content=Content(ROOT))


@pytest.fixture(scope="module")
def description(release: Release) -> Triples:
    return read(told(release.path, "turtle"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return build(Content(VALID), tmp_path_factory.mktemp("described") / "release")


def read(turtle: bytes) -> Triples:
    return frozenset(quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE))


def values(triples: Triples, subject: NamedNode, predicate: NamedNode) -> list[Any]:
    return [triple.object for triple in triples if (triple.subject, triple.predicate) == (subject, predicate)]


def number(triples: Triples, subject: NamedNode, predicate: NamedNode) -> int:
    (value,) = values(triples, subject, predicate)
    return int(value.value)


def partitions(triples: Triples, owner: NamedNode, kind: str, counted: NamedNode) -> dict[str, int]:
    about: dict[Any, dict[NamedNode, Any]] = defaultdict(dict)
    for triple in triples:
        about[triple.subject][triple.predicate] = triple.object
    parts = [about[node] for node in values(triples, owner, VOID[f"{kind}Partition"])]
    return {told[VOID[kind]].value: int(told[counted].value) for told in parts}


def counted(release: Release, query: str) -> dict[str, int]:
    return {row[0].value: int(row[1].value) for row in release.store.select(query)}


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_figures_are_those_that_a_query_counts(name: str, count: str, release: Release, description: Triples) -> None:
    (row,) = release.store.select(f"SELECT ({count} AS ?n) WHERE {{ ?s ?p ?o }}")
    assert number(description, DATASET, VOID[name]) == int(row["n"].value)
    by_graph = counted(release, f"SELECT ?g ({count} AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g")
    assert {g: number(description, NamedNode(g), VOID[name]) for g in by_graph} == by_graph
    assert {graph.value for graph in values(description, DATASET, VOID.subset)} == set(by_graph)


def test_partitions_are_those_that_a_query_counts(release: Release, description: Triples) -> None:
    properties = "SELECT ?p (COUNT(*) AS ?n) WHERE { %s } GROUP BY ?p"
    classes = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { %s } GROUP BY ?c"
    assert partitions(description, DATASET, "property", VOID.triples) == counted(release, properties % "?s ?p ?o")
    assert partitions(description, DATASET, "class", VOID.entities) == counted(release, classes % "?s a ?c")
    for name in ("foods", "description"):
        graph = NamedNode(f"{HOME}graph/{name}")
        inside = f"GRAPH <{graph.value}> {{ %s }}"
        assert partitions(description, graph, "property", VOID.triples) == counted(
            release, properties % (inside % "?s ?p ?o")
        )
        assert partitions(description, graph, "class", VOID.entities) == counted(
            release, classes % (inside % "?s a ?c")
        )


def test_the_graph_of_the_description_is_in_the_release(release: Release, description: Triples) -> None:
    inside = {
        Triple(*row)
        for row in release.store.select(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{HOME}graph/description> {{ ?s ?p ?o }} }}")
    }
    assert inside < description
    assert {part_of(triple) for triple in inside} == set(PARTS)


def test_every_file_is_told_with_its_size_and_checksum(release: Release, description: Triples) -> None:
    files = values(description, DATASET, DCAT.distribution)
    assert len(files) == 4
    for file in files:
        data = (release.path / file.value.rpartition("/")[2]).read_bytes()
        (checksum,) = values(description, file, SPDX.checksum)
        assert values(description, checksum, SPDX.checksumValue) == [
            Literal(sha256(data).hexdigest(), datatype=XSD.hexBinary)
        ]
        assert number(description, file, DCAT.byteSize) == len(data)
    assert len(values(description, DATASET, VOID.dataDump)) == 3


def test_provenance_names_every_input_with_its_digest(description: Triples) -> None:
    (activity,) = values(description, DATASET, PROV.wasGeneratedBy)
    assert values(description, activity, DCTERMS.identifier) == [Literal(Content(ROOT).digest())]
    used = {
        values(description, node, DCTERMS.title)[0].value: node for node in values(description, activity, PROV.used)
    }
    read_files = {path for path in Content(ROOT).files() if path.endswith((".ttl", ".sssom.tsv"))}
    assert read_files | {"queries", "queries/views/40-edges.rq"} <= set(used)
    for path in read_files:
        (checksum,) = values(description, used[path], SPDX.checksum)
        digest = sha256((ROOT / path).read_bytes()).hexdigest()
        assert values(description, checksum, SPDX.checksumValue) == [Literal(digest, datatype=XSD.hexBinary)]
    agents = {node.value.rpartition("#")[2] for node in values(description, activity, PROV.wasAssociatedWith)}
    assert {agent.partition("-")[0] for agent in agents} == {"myograph", "pyoxigraph", "pyshacl"}
    assert values(description, activity, PROV.endedAtTime) == []


def test_parts_make_up_the_whole(release: Release) -> None:
    whole = told(release.path, "turtle")
    pieces = [read(part(whole, form)) for form in PARTS]
    assert all(pieces)
    assert sum(map(len, pieces)) == len(read(whole))


def test_ro_crate_is_read_by_its_library(release: Release) -> None:
    crate = ROCrate(release.path)
    root = crate.root_dataset
    assert root["license"].id == "https://creativecommons.org/licenses/by/4.0/"
    assert root["datePublished"] == "2026-11-22"
    assert crate.metadata["conformsTo"] == "https://w3id.org/ro/crate/1.1"
    assert release.manifest is not None
    files = {entity.id: entity for entity in crate.get_by_type("File")}
    assert set(files) == {*release.manifest.files, "manifest.json"} - {"ro-crate-metadata.json"}
    for name, digest in release.manifest.files.items():
        assert name == "ro-crate-metadata.json" or files[name]["sha256"] == digest
    referred = {node["@id"] for entity in crate.get_entities() for node in nodes_of(entity.as_jsonld())}
    assert {name for name in referred if not name.startswith("http")} <= {entity.id for entity in crate.get_entities()}


def nodes_of(entity: dict[str, Any]) -> list[dict[str, str]]:
    listed = (value if isinstance(value, list) else [value] for value in entity.values())
    return [value for found in listed for value in found if isinstance(value, dict)]


def test_schema_org_tells_what_search_engines_ask_for(release: Release) -> None:
    document = json.loads(told(release.path, "schema.org"))
    assert {"name", "description", "license", "creator", "version", "keywords", "distribution"} <= set(document)
    assert 50 < len(document["description"]) < 5000
    assert document["size"]["value"] == len(release.store)
    for download in document["distribution"]:
        data = (release.path / download["name"]).read_bytes()
        assert download["sha256"] == sha256(data).hexdigest()
        assert download["contentSize"] == f"{len(data)} B"


def test_croissant_tells_every_column_of_the_table(release: Release) -> None:
    document = json.loads(told(release.path, "croissant"))
    (table,), (records,) = document["distribution"], document["recordSet"]
    data = (release.path / table["contentUrl"]).read_bytes()
    assert table["sha256"] == sha256(data).hexdigest()
    heading = data.decode().splitlines()[0].split("\t")
    assert [field["source"]["extract"]["column"] for field in records["field"]] == heading == list(COLUMNS)
    assert {field["source"]["fileObject"]["@id"] for field in records["field"]} == {table["@id"]}


def test_a_moment_is_told_when_one_is_given() -> None:
    loaded = load(Content(VALID))
    quads = completed(loaded, "x").quads
    plain, dated = (describe(loaded, quads[:0], "x", given) for given in ({}, {"SOURCE_DATE_EPOCH": "1700000000"}))
    assert dated.published == "2023-11-14"
    (moment,) = {quad.object for quad in set(dated.quads) - set(plain.quads) if quad.predicate == PROV.endedAtTime}
    assert moment == Literal("2023-11-14T22:13:20Z", datatype=XSD.dateTime)


@pytest.mark.parametrize("written", ["yesterday", "1e400", "99999999999999999"])
def test_a_moment_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        describe(load(Content(VALID)), (), "x", {"SOURCE_DATE_EPOCH": written})


@pytest.mark.parametrize(
    ("statement", "told_as"),
    [
        ("<{home}> void:triples 1 .", "void#triples> is stated as 1, and is"),
        ("<{home}graph/entities> void:classes 99 .", "void#classes> is stated as 99, and is 3"),
    ],
)
def test_a_false_figure_stops_the_build(statement: str, told_as: str, tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content")
    line = f"\n@prefix void: <{VOID}> .\n{statement.format(home=HOME)}\n"
    replace(tmp_path / "content/graph/dataset.ttl", "\nmyo-graph:article", f"{line}\nmyo-graph:article")
    with pytest.raises(CheckFailed, match=told_as) as caught:
        build(content, tmp_path / "release")
    assert [finding.file for finding in caught.value.findings] == ["graph/dataset.ttl"]
    assert not (tmp_path / "release").exists()


def test_a_true_figure_is_not_told_twice(small: Release, tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content")
    line = f"\n@prefix void: <{VOID}> .\n<{HOME}graph/entities> void:triples 9 .\n"
    replace(tmp_path / "content/graph/dataset.ttl", "\nmyo-graph:article", f"{line}\nmyo-graph:article")
    quads = completed(load(content), "x").quads
    (only,) = [q for q in quads if (q.subject, q.predicate) == (NamedNode(f"{HOME}graph/entities"), VOID.triples)]
    assert only.graph_name == NamedNode(f"{HOME}graph/dataset")


def test_a_release_that_was_not_touched_is_verified(release: Release, small: Release) -> None:
    assert faults_of(release) == ()
    assert faults_of(small) == ()


def test_what_was_changed_afterwards_is_found(tmp_path: Path) -> None:
    release = build(Content(VALID), tmp_path / "release")
    (release.path / "myograph.nq").write_text("", encoding="utf-8")
    (release.path / "schema.org.jsonld").unlink()
    manifest = release.path / "manifest.json"
    data = json.loads(manifest.read_text("utf-8"))
    data["triples"] += 1
    manifest.write_text(json.dumps(data), encoding="utf-8")
    found = faults_of(open_release(release.path, content=Content(VALID)))
    assert [(fault.rule, fault.file) for fault in found] == [
        ("release-file", "myograph.nq"),
        ("release-file", "schema.org.jsonld"),
        ("release-figure", None),
    ]


def test_what_does_not_describe_itself_is_told(small: Release, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not describe itself"):
        told(tmp_path, "void")
    with pytest.raises(StoreError, match="bare store"):
        faults_of(open_release(small.path / "store", content=Content(VALID)))


def test_a_damaged_description_is_told_with_its_line(small: Release, tmp_path: Path) -> None:
    whole = told(small.path, "turtle")
    (tmp_path / "description.ttl").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError, match=r"description\.ttl:\d+: the description is damaged"):
        told(tmp_path, "prov")
    (tmp_path / "croissant.json").mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        told(tmp_path, "croissant")


@pytest.mark.parametrize("form", FORMS)
def test_small_content_is_described_too(form: str, small: Release) -> None:
    data = told(small.path, form)
    if form in ("schema.org", "ro-crate", "croissant"):
        assert json.loads(data)["@context"]
    else:
        assert {triple.predicate for triple in read(data)} - {RDF.type}
