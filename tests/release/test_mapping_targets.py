"""Mappings compared with the ontologies they point into, one finding for each way in which they can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from myograph.content import Content
from myograph.errors import UsageError
from myograph.graph.loading import load
from myograph.release.mapped import mapping_sets
from myograph.release.mapping_targets import Comparison, compare
from tests import foreign_ontologies
from tests.checkout import ROOT
from tests.content_cases import MAPPED, replace, valid_copy
from tests.foreign_ontologies import write_formats
from tests.shared_material import shared_file

TABLE = "ontology/mappings.sssom.tsv"
TWITCHING = "myo-id:muscle-twitching\tmuscle twitching\tskos:exactMatch\tSYMP:0000394\tmuscle twitching"
FORMATS = ("obo", "rdf/xml", "turtle", "functional", "owl/xml", "obo graph")
PUBLISHED = ("symp.owl", "cdno.obo", "ons.owl", "maxo-base.owl", "ro.owl", "eco.obo")


def compared(content: Content, *files: Path) -> Comparison:
    return compare(load(content), mapping_sets(content), files)


def told(content: Content, *files: Path) -> list[tuple[str, str, int | None]]:
    return [(finding.severity, finding.rule, finding.line) for finding in compared(content, *files).findings]


def with_row(content: Content, *cells: str) -> int:
    """Append a row about muscle twitching; return its line."""
    row = ("myo-id:muscle-twitching", "muscle twitching", *cells, "semapv:ManualMappingCuration", "", "", "0.8", "")
    path = content.root / TABLE
    with path.open("a", encoding="utf-8") as end:
        end.write("\t".join(row) + "\n")
    return len(path.read_text("utf-8").splitlines())


@pytest.mark.parametrize("form", FORMATS)
def test_sound_mappings_are_clean_in_every_format(form: str, tmp_path: Path) -> None:
    comparison = compared(valid_copy(tmp_path / "content", MAPPED), write_formats(tmp_path)[form])
    assert comparison.findings == ()
    (file,) = comparison.files
    assert (file.ontology, file.release, file.terms, file.rows, file.own) == ("symp", "2026-01-02", 4, 1, 1)


@pytest.mark.parametrize("form", FORMATS)
def test_each_fault_is_found_in_every_format(form: str, tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content", MAPPED)
    replace(content.root / TABLE, TWITCHING, TWITCHING.replace("SYMP:0000394\tmuscle", "SYMP:0000394\tmuscles"))
    gone = with_row(content, "skos:closeMatch", "SYMP:0000400", "obsolete flicker")
    absent = with_row(content, "skos:closeMatch", "SYMP:0009999", "flutter")
    upside_down = with_row(content, "skos:broadMatch", "SYMP:0000395", "facial muscle twitching")
    comparison = compared(content, write_formats(tmp_path)[form])
    assert {(finding.rule, finding.line) for finding in comparison.findings} == {
        ("target-label", 18),
        ("target-obsolete", gone),
        ("target-missing", absent),
        ("target-hierarchy", upside_down),
    }
    assert {finding.severity for finding in comparison.findings} == {"error"}
    assert all(finding.file == TABLE and finding.advice for finding in comparison.findings)


def test_successor_of_an_obsolete_term_is_named(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content", MAPPED)
    with_row(content, "skos:closeMatch", "SYMP:0000400", "obsolete flicker")
    (finding,) = compared(content, write_formats(tmp_path)["obo"]).findings
    assert "SYMP:0000394 muscle twitching" in finding.advice


def test_narrow_match_that_is_wider_is_found(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content", MAPPED)
    assert told(content, write_formats(tmp_path)["obo"]) == []
    line = with_row(content, "skos:narrowMatch", "SYMP:0000001", "symptom")
    assert told(content, write_formats(tmp_path)["obo"]) == [("error", "target-hierarchy", line)]


def test_hierarchy_of_ours_the_other_way_round_is_found(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content", MAPPED)
    below = "SYMP:0000395\tfacial muscle twitching"
    replace(content.root / TABLE, "sssom:NoTermFound\t", below)
    entities = content.graph / "entities.ttl"
    old = entities.read_text("utf-8")
    # banana stands for any wider entity
    entities.write_text(f"{old}\nmyo-id:muscle-twitching skos:broader myo-id:banana .\n", "utf-8")
    assert told(content, write_formats(tmp_path)["obo"]) == [("error", "target-hierarchy", 18)]
    entities.write_text(f"{old}\nmyo-id:banana skos:broader myo-id:muscle-twitching .\n", "utf-8")
    assert told(content, write_formats(tmp_path)["obo"]) == []


def test_copy_in_another_ontology_warns_of_names_and_does_not_miss_terms(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content", MAPPED)
    path = tmp_path / "other.obo"
    path.write_text(
        foreign_ontologies.OBO.replace("ontology: symp", "ontology: other").replace(
            "name: muscle twitching", "name: twitch of muscle"
        ),
        encoding="utf-8",
    )
    with_row(content, "skos:closeMatch", "SYMP:0009999", "flutter")
    assert told(content, path) == [("warning", "target-label", 18)]


def test_comparing_nothing_is_an_error(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content", MAPPED)
    path = tmp_path / "other.obo"
    path.write_text("format-version: 1.2\nontology: other\n\n[Term]\nid: XX:1\nname: x\n", encoding="utf-8")
    assert told(content, path) == [("error", "target-none", None)]
    assert told(content, path, write_formats(tmp_path)["obo"]) == []


def test_term_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content", MAPPED)
    path = tmp_path / "symp.obo"
    broken = foreign_ontologies.OBO.replace("name: symptom\n", 'name: symptom\ndef: "x" [a: b: c]\n')
    path.write_text(broken, encoding="utf-8")
    assert told(content, path) == [("warning", "target-file", 8)]


def test_unreadable_file_stops_the_comparison(tmp_path: Path) -> None:
    (tmp_path / "page.owl").write_text("<html></html>", encoding="utf-8")
    with pytest.raises(UsageError, match="web page"):
        compared(valid_copy(tmp_path / "content", MAPPED), tmp_path / "page.owl")


def test_row_without_an_iri_is_left_to_its_own_rule(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content", MAPPED)
    with_row(content, "skos:closeMatch", "XYZ:1", "flutter")
    assert told(content, write_formats(tmp_path)["obo"]) == []


@pytest.mark.no_cover
def test_mappings_of_the_project_hold_against_published_ontologies() -> None:
    files = [shared_file(f"ontologies/{name}") for name in PUBLISHED]
    comparison = compared(Content.find(ROOT), *files)
    assert [str(finding) for finding in comparison.findings if finding.severity == "error"] == []
    own = {file.ontology: (file.own, file.release) for file in comparison.files}
    assert own["symp"] == (47, "2026-07-30")
    assert own["cdno"] == (23, "2026-06-10")
    assert own["ons"] == (10, "2024-07-03")
    assert own["maxo"] == (36, "2024-07-29")
    assert sum(file.rows for file in comparison.files) > sum(file.own for file in comparison.files)
