"""Find wording that content shares with a source text: the graph states claims in its own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from myograph.names import DCTERMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.errors import Finding
    from myograph.graph.loading import LoadedContent

RULE = "own-words"
LONGEST_SHARED_RUN = 7
"""Words in a row that may agree; eight or more are a copied sentence rather than a turn of phrase."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def words_of(text: str) -> list[str]:
    """Return the words of a text, without regard to case, punctuation and the shape of apostrophes."""
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def runs_of(words: list[str], length: int) -> Iterator[tuple[str, ...]]:
    """Yield each run of `length` words in a row."""
    return (tuple(words[start : start + length]) for start in range(len(words) - length + 1))


def shared_run(words: list[str], source_runs: frozenset[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the first run of the words that the source has too, or None."""
    return next((run for run in runs_of(words, LONGEST_SHARED_RUN + 1) if run in source_runs), None)


def shared_wording(loaded: LoadedContent, text: str) -> Iterator[Finding]:
    """Find texts of the content that share eight or more words in a row with the source; titles are exempt."""
    source_runs = frozenset(runs_of(words_of(text), LONGEST_SHARED_RUN + 1))
    for triple in loaded.triples():
        if not isinstance(triple.object, Literal) or triple.predicate == DCTERMS.title:
            continue
        if run := shared_run(words_of(triple.object.value), source_runs):
            yield loaded.finding(
                RULE,
                triple.subject,
                f"{loaded.written(triple.predicate)} shares {len(run)} words in a row with the source: "
                f"{' '.join(run)!r}",
                "Say it in own words.",
            )
