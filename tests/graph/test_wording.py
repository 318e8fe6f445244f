"""Shared wording: eight words in a row are a copy, seven are not, and shape does not matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.graph.wording import LONGEST_SHARED_RUN, runs_of, shared_run, words_of

SOURCE = "One can't say that two or three four five six, seven eight nine — ten."


def source_runs() -> frozenset[tuple[str, ...]]:
    return frozenset(runs_of(words_of(SOURCE), LONGEST_SHARED_RUN + 1))


@pytest.mark.parametrize(
    "text",
    [
        "two or three four five six seven eight",
        "He wrote: TWO, OR THREE; four five (six) seven. Eight!",
        "one can’t say that two or three four",
    ],
)
def test_eight_shared_words_are_found(text: str) -> None:
    assert shared_run(words_of(text), source_runs())


@pytest.mark.parametrize(
    "text",
    ["two or three four five six seven", "two or three four and five six seven eight", "", "ten nine eight seven six"],
)
def test_fewer_shared_words_are_allowed(text: str) -> None:
    assert shared_run(words_of(text), source_runs()) is None


words = st.lists(st.sampled_from("abcdefghijkl"), max_size=30)


@given(words, words, words, words)
def test_what_both_hold_in_a_row_is_found(
    before: list[str], shared: list[str], after: list[str], mine: list[str]
) -> None:
    runs = frozenset(runs_of([*before, *shared, *after], LONGEST_SHARED_RUN + 1))
    found = shared_run([*mine, *shared], runs)
    assert len(shared) <= LONGEST_SHARED_RUN or found is not None


@given(words, words)
def test_what_is_found_is_in_both(source: list[str], mine: list[str]) -> None:
    found = shared_run(mine, frozenset(runs_of(source, LONGEST_SHARED_RUN + 1)))
    if found is not None:
        assert " ".join(found) in " ".join(mine)
        assert " ".join(found) in " ".join(source)
        assert len(found) == LONGEST_SHARED_RUN + 1
