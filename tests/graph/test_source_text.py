"""Comparing passages with their text: every change is seen, every character has one owner, no text is a fault."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from myograph.content import Content
from myograph.errors import Finding
from myograph.graph.loading import load
from myograph.graph.rules.passages import Span
from myograph.graph.source_text import owner_counts, verify_text, wrong_stretches
from tests.content_cases import SOURCE_TEXT, VALID, replace, valid_copy

TEXT = SOURCE_TEXT.read_bytes()
OPENING = TEXT.decode().index("Magnesium is")


def findings(content: Content, data: bytes = TEXT) -> list[Finding]:
    return list(verify_text(load(content), data, "text.txt").findings)


def test_text_matches() -> None:
    verification = verify_text(load(Content(VALID)), TEXT, "source.txt")
    assert verification.findings == ()
    assert verification.source == NamedNode("https://w3id.org/myograph/source/article")
    told = "3 of 3 passages match the text; 91 of 91 non-space characters, 100.0 %"
    assert str(verification.coverage) == told


@given(st.integers(0, len(TEXT.decode()) - 1), st.sampled_from("xX#é"))
def test_any_changed_character_is_noticed(place: int, other: str) -> None:
    text = TEXT.decode()
    changed = (text[:place] + other + text[place + 1 :]).encode()
    found = findings(Content(VALID), changed)
    assert bool(found) == (changed != TEXT)


def test_changed_passage_is_named_with_both_digests() -> None:
    changed = TEXT.replace(b"Bananas", b"Bananes")
    whole, passage = findings(Content(VALID), changed)
    assert "the text has digest" in whole.message
    assert passage.node == "myo-passage:article-3"
    assert (passage.file, passage.line) == ("graph/article/passages.ttl", 23)
    assert "expected" in passage.message
    coverage = verify_text(load(Content(VALID)), changed, "text.txt").coverage
    assert coverage is not None
    assert (coverage.verified_passages, coverage.covered, coverage.total) == (2, 65, 91)


def test_line_ends_are_part_of_the_text() -> None:
    assert findings(Content(VALID), TEXT.replace(b"\n", b"\r\n"))


@pytest.mark.parametrize("data", [b"", b"Something else altogether.", TEXT[OPENING:]])
def test_text_of_no_known_source_is_a_fault(data: bytes) -> None:
    (only,) = findings(Content(VALID), data)
    assert "the text of no known source" in only.message
    assert "myo-source:article" in only.advice


def test_bytes_that_are_no_text_are_a_fault() -> None:
    (only,) = findings(Content(VALID), b"\xff\xfe")
    assert "not UTF-8" in only.message


def test_source_without_passages_is_a_fault(tmp_path: Path) -> None:
    content = valid_copy(tmp_path)
    (tmp_path / "graph/article/passages.ttl").write_text("# none\n", encoding="utf-8")
    assert any("nothing was compared" in finding.message for finding in findings(content))


def test_uncovered_words_are_one_finding(tmp_path: Path) -> None:
    content = valid_copy(tmp_path)
    replace(tmp_path / "graph/article/passages.ttl", f"oa:start {OPENING}", f"oa:start {OPENING + 13}")
    (passage, stretch) = findings(content)
    assert "passage 2" in passage.message
    assert f"characters {OPENING} to {OPENING + 12} (line 3 of the text) belong to no passages" in stretch.message


def test_wrong_counts_are_faults(tmp_path: Path) -> None:
    content = valid_copy(tmp_path)
    replace(tmp_path / "graph/article/source.ttl", "myo:nonSpaceCount 91", "myo:nonSpaceCount 90")
    (only,) = findings(content)
    assert only.message == "the text has 91 characters by myo:nonSpaceCount, expected 90"


def test_copied_wording_is_a_fault_and_the_title_is_not(tmp_path: Path) -> None:
    content = valid_copy(tmp_path)
    copied = "Magnesium is said to calm a twitching muscle for a while."
    replace(tmp_path / "graph/article/source.ttl", "Minerals and muscles", copied)
    assert findings(content) == []
    replace(tmp_path / "graph/article/claims.ttl", "Magnesium eases twitching.", copied)
    (only,) = findings(content)
    assert (only.rule, only.node) == ("own-words", "myo-claim:mg-twitching")
    assert "magnesium is said to calm a twitching muscle" in only.message


texts = st.text(st.sampled_from("ab \n"), max_size=30)


@given(texts, st.lists(st.integers(1, 6), max_size=8))
def test_passages_in_a_row_own_each_character_once(text: str, lengths: list[int]) -> None:
    ends = list(accumulate(lengths))
    spans = [
        Span(NamedNode("https://example.org/p"), number, end - length, end, None)
        for number, (end, length) in enumerate(zip(ends, lengths, strict=True))
    ]
    owners = owner_counts(spans, len(text))
    reach = ends[-1] if ends else 0
    assert owners == [int(place < reach) for place in range(len(text))]


@given(
    texts.flatmap(
        lambda text: st.tuples(st.just(text), st.lists(st.integers(0, 2), min_size=len(text), max_size=len(text)))
    )
)
def test_stretches_hold_exactly_the_wrong_characters(case: tuple[str, list[int]]) -> None:
    text, owners = case
    wrong = {place for place, char in enumerate(text) if not char.isspace() and owners[place] != 1}
    stretches = list(wrong_stretches(text, owners))
    inside = {place for first, last, _ in stretches for place in range(first, last + 1) if not text[place].isspace()}
    assert inside == wrong
    assert all(owners[first] == owners[last] == count for first, last, count in stretches)
