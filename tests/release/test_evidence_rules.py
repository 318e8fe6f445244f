"""Rules of evidence beyond the golden cases: what stands in the valid fixture, and the year that depends on today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from myograph.graph.loading import load
from myograph.graph.rules.evidence import years_have_come
from myograph.release.checking import check
from tests.content_cases import EVIDENCE, replace, valid_copy


def test_evidence_fixture_is_clean(tmp_path: Path) -> None:
    report = check(valid_copy(tmp_path, EVIDENCE))
    assert report.findings == ()
    assert report.complete


@pytest.mark.parametrize(("today", "refused"), [(date(2000, 12, 31), True), (date(2001, 1, 1), False)])
def test_a_year_has_come_on_its_first_day(today: date, refused: bool, tmp_path: Path) -> None:
    loaded = load(valid_copy(tmp_path, EVIDENCE))
    assert bool(list(years_have_come(loaded, today))) is refused


SECOND_LINE = """
myo-evidence:coffee-02 a myo:EvidenceLine ;
    myo:appraises myo-claim:coffee-eyelid ;
    myo:evidenceDirection myo:DIRECTION ;
    myo:strength myo:lowStrength ;
    myo:strengthBasis myo:curatorJudgement ;
    myo:evidenceType obo:ECO_0000304 ;
    myo:evidenceSource <SOURCE> ;
    myo:finding "FINDING"@en .
"""
SAME = {"DIRECTION": "supportsClaim", "SOURCE": "https://example.org/trial-of-coffee"}
FINDING = "Eyelids twitched more often after coffee."


@pytest.mark.parametrize(
    "another",
    [
        {"DIRECTION": "qualifiesClaim"},
        {"SOURCE": "https://w3id.org/myograph/source/book"},
        {"FINDING": "Eyelids twitched more often after strong coffee."},
    ],
)
def test_lines_that_differ_are_no_repetition(another: dict[str, str], tmp_path: Path) -> None:
    content = valid_copy(tmp_path, EVIDENCE)
    line = SECOND_LINE
    for word, value in ({"FINDING": FINDING} | SAME | another).items():
        line = line.replace(word, value)
    file = tmp_path / "graph" / "evidence.ttl"
    file.write_text(file.read_text("utf-8") + line, "utf-8")
    assert check(content).findings == ()


def test_an_own_source_as_evidence_is_left_to_the_verdict(tmp_path: Path) -> None:
    content = valid_copy(tmp_path, EVIDENCE)
    own = "<https://w3id.org/myograph/source/book>"
    replace(tmp_path / "graph" / "evidence.ttl", "<https://example.org/trial-of-coffee>", own)
    assert check(content).findings == ()
