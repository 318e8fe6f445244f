"""A graph of others comes in as it is, in every format, whole or slim, and cannot speak about things of this graph."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from myograph.errors import UsageError
from myograph.importers.foreign import OBO
from myograph.importers.guests import Tally, checked_name, guest_quads, name_of_file, ontology_name
from myograph.importers.ontology_rdf import RdfFile, as_rdf
from myograph.importers.reading import read_ontology
from myograph.importers.slims import slim_of, without_names
from myograph.names import MYO_CLAIM, RDFS
from tests import foreign_ontologies
from tests.foreign_ontologies import write_formats

FORMATS = ("obo", "rdf/xml", "turtle", "functional", "owl/xml", "obo graph")
GRAPH = NamedNode("urn:guest")
ROOT, TWITCH, FACIAL, GONE = (f"{OBO}SYMP_{local}" for local in ("0000001", "0000394", "0000395", "0000400"))
BOMB = """<?xml version="1.0"?><!DOCTYPE rdf:RDF [
<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
"""
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n'


def taken(path: Path, folder: Path, pointed_to: set[str] | None = None) -> tuple[list[Quad], Tally]:
    file, tally = as_rdf(path, folder), Tally()
    kept = None if pointed_to is None else slim_of(file, pointed_to)
    return list(guest_quads(file, GRAPH, tally, kept)), tally


def labels(quads: list[Quad]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate == RDFS.label and isinstance(quad.subject, NamedNode):
            found.setdefault(quad.subject.value, set()).add(quad.object.value)  # type: ignore[union-attr]
    return found


def parents(quads: list[Quad]) -> set[tuple[str, str]]:
    above = ((quad.subject, quad.object) for quad in quads if quad.predicate == RDFS.subClassOf)
    return {(a.value, b.value) for a, b in above if isinstance(a, NamedNode) and isinstance(b, NamedNode)}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_brings_names_and_hierarchy(form: str, tmp_path: Path) -> None:
    path = write_formats(tmp_path)[form]
    quads, tally = taken(path, tmp_path)
    assert "muscle twitching" in labels(quads)[TWITCH]
    assert {(TWITCH, ROOT), (FACIAL, TWITCH)} <= parents(quads)
    assert {quad.graph_name for quad in quads} == {GRAPH}
    assert tally.triples == len(quads)
    assert ontology_name(as_rdf(path, tmp_path)) == "symp"


@pytest.mark.parametrize("form", FORMATS)
def test_slim_holds_what_is_pointed_to_and_what_is_above_it(form: str, tmp_path: Path) -> None:
    quads, tally = taken(write_formats(tmp_path)[form], tmp_path, {TWITCH, "urn:other"})
    assert set(labels(quads)) == {TWITCH, ROOT}
    assert parents(quads) == {(TWITCH, ROOT)}
    assert tally.itself == f"{OBO}symp.owl"
    assert "2026-01-02" in str(
        tally.said(("http://www.w3.org/2002/07/owl#versionIRI", "http://www.w3.org/2002/07/owl#versionInfo"))
    )


def test_slim_of_an_ontology_that_nobody_points_to_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing here is mapped"):
        taken(write_formats(tmp_path)["obo"], tmp_path, {"urn:other"})


def test_a_name_that_is_there_already_is_not_taken_twice() -> None:
    kept = without_names({(TWITCH, "muscle twitching")})
    (same,) = parsed(f'<{TWITCH}> <{RDFS.label.value}> "muscle twitching" .')
    (other,) = parsed(f'<{TWITCH}> <{RDFS.label.value}> "twitch" .')
    assert (kept(same), kept(other)) == (False, True)


def parsed(text: str) -> list[Triple]:
    from pyoxigraph import parse

    return [quad.triple for quad in parse(text, RdfFormat.TURTLE)]


def test_what_a_guest_says_about_our_things_is_left_out(tmp_path: Path) -> None:
    claim = MYO_CLAIM["mg-deficiency-twitching"].value
    path = tmp_path / "guest.ttl"
    path.write_text(f"<{claim}> <urn:verdict> <urn:false> . <urn:a> <urn:about> <{claim}> .", encoding="utf-8")
    quads, tally = taken(path, tmp_path)
    assert [(quad.subject, tally.left_out) for quad in quads] == [(NamedNode("urn:a"), 1)]


def test_named_graphs_of_a_file_become_one(tmp_path: Path) -> None:
    path = tmp_path / "guest.trig"
    path.write_text(
        "GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> } GRAPH <urn:h> { <urn:a> <urn:b> <urn:d> }", encoding="utf-8"
    )
    quads, tally = taken(path, tmp_path)
    assert ({quad.graph_name for quad in quads}, tally.graphs) == ({GRAPH}, {"urn:g", "urn:h"})


@pytest.mark.parametrize(("head", "problem"), [(BOMB, "unfolds into too much"), (OUTSIDE, "fetched from elsewhere")])
def test_entities_of_an_attacker_are_refused_before_they_unfold(head: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "symp.owl"
    path.write_text(head + foreign_ontologies.RDF_XML.partition("?>")[2].strip(), encoding="utf-8")
    with pytest.raises(UsageError, match=problem) as told:
        taken(path, tmp_path)
    assert str(told.value.place).startswith(f"{path}:")
    with pytest.raises(UsageError, match=problem):
        read_ontology(path)


def test_entities_that_are_namespaces_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "symp.owl"
    head = f'<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY obo "{OBO}">]>\n'
    body = foreign_ontologies.RDF_XML.partition("?>")[2].strip().replace(f'"{OBO}SYMP_', '"&obo;SYMP_')
    path.write_text(head + body, encoding="utf-8")
    assert labels(taken(path, tmp_path)[0])[GONE] == {"obsolete flicker"}


def test_term_that_breaks_obo_is_left_out_and_told(tmp_path: Path) -> None:
    path = write_formats(tmp_path)["obo"]
    broken = foreign_ontologies.OBO.replace("name: facial muscle twitching\n", 'name: x\ndef: "x" [a: b: c]\n')
    path.write_text(broken, encoding="utf-8")
    file = as_rdf(path, tmp_path)
    assert len(file.unread) == 1
    assert FACIAL not in labels(list(guest_quads(file, GRAPH, Tally())))


@pytest.mark.parametrize(("name", "called"), [("Physio Map.2.ttl", "physio-map"), ("a_b.owl", "a-b")])
def test_a_guest_goes_by_its_file_name(name: str, called: str) -> None:
    assert name_of_file(RdfFile(Path(name), RdfFormat.TURTLE, Path(name))) == called


@pytest.mark.parametrize("name", ["", "A", "a b", "../x", "-a", "a>"])
def test_what_cannot_name_a_graph_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a graph"):
        checked_name(name)
