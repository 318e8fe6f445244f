"""A passage is shown only when its digest proves it."""

from __future__ import annotations

from hashlib import sha256

import pytest

from myograph.errors import CheckFailed
from myograph.knowledge.quoting import quote
from myograph.knowledge.records import Name, Place

TEXT = "Heading\n\nCalcium µ-starts it. Rest."
START, END = 9, 29


def place(digest: str | None) -> Place:
    return Place("p:1", Name("s:1", "source"), "asserted", "explicit", number=2, start=START, end=END, digest=digest)


def test_the_passage_of_a_matching_digest_is_returned() -> None:
    passage = TEXT[START:END]
    assert quote(place(sha256(passage.encode()).hexdigest()), TEXT) == passage == "Calcium µ-starts it."


def test_another_digest_is_refused_with_both_digests() -> None:
    with pytest.raises(CheckFailed) as raised:
        quote(place("0" * 64), TEXT)
    assert "0" * 64 in str(raised.value)
    assert sha256(TEXT[START:END].encode()).hexdigest() in str(raised.value)


def test_a_place_without_a_passage_is_refused() -> None:
    with pytest.raises(CheckFailed, match="passage by passage"):
        quote(Place("p:1", Name("s:1", "source"), "asserted", "explicit"), TEXT)
