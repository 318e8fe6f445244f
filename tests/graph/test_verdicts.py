"""The verdict rule: every branch by hand-made cases, and that repetition is not evidence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from myograph.content import Content
from myograph.graph.deriving import with_derived
from myograph.graph.loading import load
from myograph.graph.triple_index import TripleIndex
from myograph.names import MYO, MYO_CLAIM, MYO_EVIDENCE, MYO_GRAPH, MYO_PLACE, MYO_SOURCE, RDF, RDFS
from tests.checkout import ROOT

DIRECTIONS = {
    "supports": MYO.supportsClaim,
    "qualifies": MYO.qualifiesClaim,
    "disputes": MYO.disputesClaim,
    "inconclusive": MYO.inconclusiveFor,
}
STRENGTHS = {
    "high": MYO.highStrength,
    "moderate": MYO.moderateStrength,
    "low": MYO.lowStrength,
    "verylow": MYO.veryLowStrength,
}
COUNTS = (MYO.supportingSourceCount, MYO.qualifyingSourceCount, MYO.disputingSourceCount)
CLAIM = MYO_CLAIM.case


def golden_cases() -> list[tuple[str, ...]]:
    lines = (Path(__file__).parent / "verdicts.txt").read_text("utf-8").splitlines()
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines if line and not line.startswith("#")]


@cache
def content_quads() -> tuple[Quad, ...]:
    return tuple(load(Content(ROOT)).quads())


def vocabulary() -> tuple[Quad, ...]:
    return tuple(quad for quad in content_quads() if quad.graph_name == MYO_GRAPH.ontology)


def said(node: NamedNode, /, **properties: NamedNode) -> Iterator[Quad]:
    for name, value in properties.items():
        predicate = RDF.type if name == "a" else RDF[name] if name in ("subject", "object", "predicate") else MYO[name]
        yield Quad(node, predicate, value, MYO_GRAPH.case)


def claim_said_by(speakers: str) -> Iterator[Quad]:
    coffee, twitch = NamedNode("https://example.org/coffee"), NamedNode("https://example.org/twitch")
    yield from said(CLAIM, a=MYO.Claim, subject=coffee, predicate=MYO.causes, object=twitch)
    for speaker in speakers.split():
        place = MYO_PLACE[speaker]
        yield from said(place, a=MYO.Place, placeOf=CLAIM, inSource=MYO_SOURCE[speaker], statedCertainty=MYO.asserted)


def records(lines: str) -> Iterator[Quad]:
    for number, line in enumerate(filter(None, map(str.strip, lines.split(",")))):
        record = MYO_EVIDENCE[f"case-{number}"]
        if line == "search":
            yield from said(record, a=MYO.EvidenceSearch, appraises=CLAIM)
            continue
        direction, strength, source = line.split()
        yield from said(record, a=MYO.EvidenceLine, appraises=CLAIM, evidenceDirection=DIRECTIONS[direction])
        yield from said(record, strength=STRENGTHS[strength.lstrip("~")], evidenceSource=MYO_SOURCE[source])
        if strength.startswith("~"):
            yield from said(record, indirectness=MYO.otherSymptom)


@pytest.mark.parametrize(("speakers", "lines", "verdict", "counts"), golden_cases())
def test_lines_add_up_to_the_verdict(speakers: str, lines: str, verdict: str, counts: str) -> None:
    quads = with_derived(Content(ROOT), (*vocabulary(), *claim_said_by(speakers), *records(lines)))
    index = TripleIndex.of(quad.triple for quad in quads)
    found = [index.text(term, RDFS.label) for term in index.objects(CLAIM, MYO.verdict) if isinstance(term, NamedNode)]
    assert found == [verdict]
    assert " ".join(str(index.number(CLAIM, predicate)) for predicate in COUNTS) == counts


def test_every_verdict_has_a_case() -> None:
    labels = TripleIndex.of(quad.triple for quad in vocabulary())
    every = {labels.text(verdict, RDFS.label) for verdict in labels.instances(MYO.Verdict)}
    assert {case[2] for case in golden_cases()} == every


TIMES = 10


def repeated_places(index: TripleIndex) -> Iterator[Quad]:
    """Say each claim again, ten times, in the source and the passage where it is said."""
    numbers = count()
    for place in index.instances(MYO.Place):
        for _ in range(TIMES):
            again = MYO_PLACE[f"again-{next(numbers)}"]
            for predicate, terms in index.predicates_of(place).items():
                yield from (Quad(again, predicate, term, MYO_GRAPH.again) for term in terms)


def claims_and(index: TripleIndex, *predicates: NamedNode) -> dict[object, list[object]]:
    return {claim: [index.objects(claim, each) for each in predicates] for claim in index.instances(MYO.Claim)}


@pytest.mark.no_cover
def test_repetition_is_not_evidence() -> None:
    """Saying every claim of the real graph eleven times as often changes places, and neither verdict nor sources."""
    quads = content_quads()
    stated = TripleIndex.of(quad.triple for quad in quads)
    content = Content(ROOT)
    once = TripleIndex.of(quad.triple for quad in with_derived(content, quads))
    often = TripleIndex.of(quad.triple for quad in with_derived(content, (*quads, *repeated_places(stated))))
    unmoved = (MYO.verdict, MYO.sourceCount, *COUNTS, MYO.statedCertainty, MYO.weakestStatedCertainty)
    assert claims_and(often, *unmoved) == claims_and(once, *unmoved)
    assert claims_and(once, MYO.verdict)
    for claim in once.instances(MYO.Claim):
        places = once.number(claim, MYO.placeCount)
        assert places is not None
        assert once.objects(claim, MYO.verdict)
        assert often.objects(claim, MYO.placeCount) == (Literal(places * (TIMES + 1)),)


def test_a_second_source_that_repeats_a_claim_is_a_voice_and_no_evidence() -> None:
    lines = "supports low trial"
    once, twice = (
        TripleIndex.of(
            quad.triple
            for quad in with_derived(Content(ROOT), (*vocabulary(), *claim_said_by(speakers), *records(lines)))
        )
        for speakers in ("book", "book page")
    )
    unmoved = (MYO.verdict, *COUNTS)
    assert claims_and(once, *unmoved) == claims_and(twice, *unmoved)
    assert once.number(CLAIM, MYO.sourceCount) == 1
    assert twice.number(CLAIM, MYO.sourceCount) == 2
