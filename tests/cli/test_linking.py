"""`myograph import ontology` and its like: a working store that is whole or as it was, and questions that see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from myograph.cli import run
from myograph.importers.foreign import OBO
from myograph.names import MYO_GRAPH, MYO_ID, RDFS, SKOS
from myograph.store.staging import write_store
from tests.engines.hostile import hostile, replying
from tests.foreign_ontologies import RDF_XML, write_formats
from tests.shared_material import shared_file

GRAPH = NamedNode("urn:graph")
TWITCH = NamedNode(f"{OBO}SYMP_0000394")
QUADS = (
    Quad(MYO_ID["muscle-twitching"], RDFS.label, Literal("muscle twitching", language="en"), GRAPH),
    Quad(MYO_ID["muscle-twitching"], SKOS.exactMatch, TWITCH, GRAPH),
    Quad(TWITCH, RDFS.label, Literal("muscle twitching", language="en"), GRAPH),
)


@pytest.fixture
def base(tmp_path: Path) -> str:
    write_store(tmp_path / "base", QUADS)
    return str(tmp_path / "base")


@pytest.fixture
def working(tmp_path: Path) -> Path:
    return tmp_path / "working"


def size(store: Path) -> dict[str, int]:
    """Return the triples of each graph, by local name."""
    held: dict[str, int] = {}
    for quad in Store.read_only(str(store)):
        name = getattr(quad.graph_name, "value", "").rpartition("/")[2]
        held[name] = held.get(name, 0) + 1
    return held


def test_an_import_comes_once_whole_or_slim_and_goes(
    base: str, working: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(write_formats(tmp_path)["rdf/xml"])
    assert run(["import", "ontology", path, "--into", str(working), "--store", base]) == 0
    whole = size(working)
    assert run(["import", "ontology", path, "--into", str(working)]) == 0
    assert size(working) == whole
    assert run(["import", "ontology", path, "--into", str(working), "--slim"]) == 0
    assert 0 < size(working)["ontology-symp"] < whole["ontology-symp"]
    capsys.readouterr()

    assert run(["import", "list", str(working)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("ontology-symp · slim, ")
    assert "releases/2026-01-02/symp.owl · symp.owl" in told

    assert run(["import", "remove", "ontology-symp", str(working)]) == 0
    assert size(working) == size(Path(base))
    assert run(["import", "remove", "ontology-symp", str(working)]) == 2


def test_a_question_walks_what_was_imported_and_else_says_what_to_import(
    base: str, working: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = ["ask", "lineage-of-thing", "--format", "csv"]
    assert run([*question, "--store", base]) == 0
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 1
    assert "myograph import ontology FILE --name symp" in told.err

    path = str(write_formats(tmp_path)["obo"])
    assert run(["import", "ontology", path, "--into", str(working), "--store", base]) == 0
    capsys.readouterr()
    assert run([*question, "--store", str(working)]) == 0
    told = capsys.readouterr()
    (row,) = told.out.splitlines()[1:]
    assert row.endswith(f"{TWITCH.value},muscle twitching,{OBO}SYMP_0000001,symptom")
    assert told.err == ""


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("symp.owl", RDF_XML[:-40], "ends before its root element"),
        ("symp.owl", RDF_XML.replace("<owl:Class ", "<owl:Class <", 1), "not readable as RDF/XML"),
        ("symp.owl", "<!DOCTYPE html><html></html>", "web page"),
        ("symp.obo", "[Term]\nid: SYMP:1\nname", "not readable as OBO"),
        ("symp.txt", "twitching", "no ontology in a format"),
    ],
)
def test_what_cannot_be_imported_leaves_the_store_as_it_was(
    name: str, text: str, problem: str, base: str, working: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(["import", "ontology", str(write_formats(tmp_path)["obo"]), "--into", str(working), "--store", base]) == 0
    )
    before = size(working)
    (tmp_path / name).write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(["import", "ontology", str(tmp_path / name), "--into", str(working)]) == 2
    told = capsys.readouterr().err
    assert problem in told
    assert str(tmp_path / name) in told
    assert size(working) == before
    assert not list(tmp_path.glob(".working*"))


def test_a_checksum_is_compared(base: str, working: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(write_formats(tmp_path)["turtle"])
    assert run(["import", "graph", path, "--into", str(working), "--store", base, "--sha256", "0" * 64]) == 2
    assert "the checksum is" in capsys.readouterr().err
    assert not working.exists()


def test_a_release_is_not_changed_through_its_back_door(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    release = tmp_path / "release"
    release.mkdir()
    write_store(release / "store", QUADS)
    (release / "manifest.json").write_text("{}", encoding="utf-8")
    (tmp_path / "shortcut").symlink_to(release / "store")
    path = str(write_formats(tmp_path)["turtle"])
    for target in (release, release / "store", tmp_path / "shortcut"):
        assert run(["import", "ontology", path, "--into", str(target)]) == 2
        assert "this is a release" in capsys.readouterr().err
    assert size(release / "store") == {"urn:graph": len(QUADS)}


def test_an_address_is_fetched(base: str, working: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with hostile(replying(RDF_XML.encode(), media_type="application/rdf+xml")) as server:
        assert run(["import", "ontology", server.url, "--into", str(working), "--store", base]) == 0
    assert size(working)["ontology-symp"] > 0
    assert f"{server.url}: fetched" in capsys.readouterr().err


def test_what_a_guest_says_of_us_is_told_and_left_out(
    base: str, working: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guest = tmp_path / "notes.ttl"
    guest.write_text(f"<{MYO_ID.magnesium.value}> <urn:p> <urn:o> . <urn:a> <urn:p> <urn:o> .", encoding="utf-8")
    assert run(["import", "graph", str(guest), "--into", str(working), "--store", base]) == 0
    told = capsys.readouterr().out
    assert f"{MYO_GRAPH['guest-notes'].value}: 1 triples, whole" in told
    assert "1 triples about things of this graph were left out" in told


def test_physiomap_is_joined_with_twitching(working: Path, capsys: pytest.CaptureFixture[str]) -> None:
    physiomap = str(shared_file("ontologies/physiomap.ttl"))
    assert run(["import", "graph", physiomap, "--into", str(working)]) == 0
    capsys.readouterr()
    asked = ["paths", "plasma_magnesium", "muscle twitching", "--through", "physiomap", "--links", "8"]
    assert run([*asked, "--store", str(working)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert "1. opposes · 8 links" in told
    assert any("raises plasma parathyroid hormone" in line and line.endswith("· PhysioMap") for line in told)
    assert any("motor units" in line and line.endswith("· bridge of this project") for line in told)
    assert any("easier opening of sodium channels · note on" in line for line in told)


def test_a_guest_that_is_not_there_is_told(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    for guest, problem in (("physiomap", "does not hold physiomap"), ("reactome", "no bridge to 'reactome'")):
        assert run(["paths", "stress", "twitching", "--through", guest, "--store", base]) == 2
        assert problem in capsys.readouterr().err
