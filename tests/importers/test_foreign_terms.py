"""An ontology file says the same in every format, and a file that is none is told with its place and what to do."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.errors import MissingExtra, UsageError
from myograph.importers import reading
from myograph.importers.foreign import OBO, ForeignOntology, TermNotes, obo_iri
from myograph.importers.reading import read_ontology
from tests import foreign_ontologies
from tests.foreign_ontologies import write_formats
from tests.shared_material import shared_file

FORMATS = ("obo", "rdf/xml", "turtle", "functional", "owl/xml", "obo graph")
TWITCH, FACIAL, GONE = (f"{OBO}SYMP_{local}" for local in ("0000394", "0000395", "0000400"))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_the_same(form: str, tmp_path: Path) -> None:
    ontology = read_ontology(write_formats(tmp_path)[form])
    assert (ontology.name, ontology.release, ontology.unread) == ("symp", "2026-01-02", ())
    assert sorted(iri.removeprefix(f"{OBO}SYMP_") for iri in ontology.terms) == sorted(foreign_ontologies.LABELS)
    assert ontology.terms[TWITCH].labels == ["muscle twitching"]
    assert [iri for iri, notes in ontology.terms.items() if notes.obsolete] == [GONE]
    assert ontology.terms[GONE].replaced_by == [TWITCH]
    assert list(ontology.ancestors(FACIAL)) == [TWITCH, f"{OBO}SYMP_0000001"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_file_that_was_cut_off_is_told(form: str, share: float, tmp_path: Path) -> None:
    path = write_formats(tmp_path)[form]
    whole = path.read_bytes().rstrip()
    cut = whole[: int(len(whole) * share)]
    # a cut between two statements or frames is no fault that a reader could see
    path.write_bytes(cut[: cut.rindex(b":") + 1])
    with pytest.raises(UsageError) as told:
        read_ontology(path)
    assert str(path) in str(told.value.place)
    assert told.value.advice


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("symp.owl", b"", "empty"),
        ("symp.owl", b"\n  \n", "empty"),
        ("symp.obo", b"<!DOCTYPE html>\n<html><body>Not found</body></html>", "web page"),
        ("symp.owl", b"<html lang='en'>", "web page"),
        ("symp.obo", gzip.compress(b"format-version: 1.2\n", mtime=0), "compressed"),
        ("symp.owl", b"<?xml version='1.0'?><feed/>", "no ontology"),
        ("symp.txt", b"twitching is common\n", "no ontology in a format"),
        ("symp.json", b'{"terms": []}', "no OBO graph"),
        ("symp.json", b'{"graphs": []}', "no OBO graph"),
        ("symp.json", b'{"graphs": [1]}', "no OBO graph"),
        ("symp.json", b'{"graphs": \xff}', "not UTF-8"),
        ("symp.ttl", b"<a> <b> .", "not readable as Turtle"),
        ("symp.obo", b"\xff\xfe\x00", "not readable as OBO"),
    ],
)
def test_file_of_another_kind_is_told(name: str, data: bytes, problem: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=problem) as told:
        read_ontology(tmp_path / name)
    assert name in str(told.value.place)
    assert told.value.advice


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_ontology(tmp_path / "absent.owl")


def test_term_that_breaks_the_format_is_left_out(tmp_path: Path) -> None:
    path = write_formats(tmp_path)["obo"]
    broken = foreign_ontologies.OBO.replace("name: muscle twitching\n", 'name: muscle twitching\ndef: "x" [a: b: c]\n')
    path.write_text(broken, encoding="utf-8")
    ontology = read_ontology(path)
    assert TWITCH not in ontology.terms
    assert FACIAL in ontology.terms
    assert [unread.line for unread in ontology.unread] == [broken.splitlines().index('def: "x" [a: b: c]') + 1]


def test_large_file_is_refused_before_it_fills_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_AT_ONCE", 10)
    files = write_formats(tmp_path)
    for form in ("obo", "functional", "owl/xml", "obo graph"):
        with pytest.raises(UsageError, match="held in memory"):
            read_ontology(files[form])
    for form in ("rdf/xml", "turtle"):
        assert read_ontology(files[form]).terms


def test_turtle_that_starts_with_an_iri_is_no_xml(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text('<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "a" .', encoding="utf-8")
    assert read_ontology(tmp_path / "a.ttl").terms["urn:a"].labels == ["a"]


@pytest.mark.parametrize(("form", "library"), [("obo", "fastobo"), ("functional", "pyhornedowl")])
def test_missing_parser_is_told(form: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra, match=r"myograph\[mappings\]"):
        read_ontology(write_formats(tmp_path)[form])


def test_circle_of_parents_ends() -> None:
    terms = {"a": TermNotes(parents=["b"]), "b": TermNotes(parents=["a"])}
    assert list(ForeignOntology(None, None, terms).ancestors("a")) == ["b", "a"]


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://purl.obolibrary.org/obo/symp.owl", "symp"),
        ("http://purl.obolibrary.org/obo/maxo/maxo-base.owl", "maxo"),
        ("https://raw.githubusercontent.com/enpadasi/ontology/master/ons.owl", "ons"),
        (None, ""),
    ],
)
def test_ontology_goes_by_its_short_name(iri: str | None, name: str) -> None:
    assert ForeignOntology(iri, None, {}).name == name


@given(prefix=st.from_regex(r"[A-Za-z]{2,8}", fullmatch=True), local=st.from_regex(r"[0-9]{1,7}", fullmatch=True))
def test_identifier_and_iri_are_the_same(prefix: str, local: str) -> None:
    iri = obo_iri(f"{prefix}:{local}")
    assert obo_iri(iri) == iri
    assert iri.removeprefix(OBO).replace("_", ":") == f"{prefix}:{local}"


@pytest.mark.parametrize(
    ("file", "name", "least"),
    [
        ("symp.owl", "symp", 1000),
        ("cdno.obo", "cdno", 2000),
        ("ons.owl", "ons", 4000),
        ("maxo-base.owl", "maxo", 2500),
        ("ro.owl", "ro", 900),
        ("eco.obo", "eco", 2200),
    ],
)
def test_published_ontology_is_read(file: str, name: str, least: int) -> None:
    ontology = read_ontology(shared_file(f"ontologies/{file}"))
    assert (ontology.name, bool(ontology.release)) == (name, True)
    assert len(ontology.terms) > least
    assert any(notes.obsolete for notes in ontology.terms.values())
