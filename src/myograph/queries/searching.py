"""Find questions by words, as people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from myograph.queries.catalogue import Question

ALIKE = 75.0
"""Similarity of two words, from 0 to 100, from which one counts as the other misspelt."""

BEGUN = 90.0
"""What it counts that a word is the beginning of another, such as `food` of `foods`."""

SHORTEST_BEGINNING = 3

_FILLERS = "a an and are by do does for how in is it of or the to what when which who with"
FILLERS = frozenset(_FILLERS.split())
"""Words that tell nothing about a question, unless nothing else is asked."""

WEIGHTS = {"name": 1.0, "tags": 0.95, "title": 0.95, "group": 0.9, "question": 0.8, "columns": 0.6}
"""How much a word counts by where it stands."""


def ranked(questions: Iterable[Question], words: str) -> tuple[Question, ...]:
    """Return the questions in which the most of the words stand, those first that match best."""
    written = split(words)
    asked = [word for word in written if word not in FILLERS] or written
    rated = [(rating(question, asked), question) for question in questions]
    most = max((hits for (hits, _), _ in rated), default=0)
    found = [(score, question) for (hits, score), question in rated if hits and hits == most]
    return tuple(question for _, question in sorted(found, key=lambda pair: (-pair[0], pair[1].name)))


def rating(question: Question, asked: Sequence[str]) -> tuple[int, float]:
    """Return how many of the words stand in the question, and how well they fit altogether."""
    places = [(weight, split(text)) for text, weight in _places(question)]
    scores = [max(weight * likeness(word, held) for weight, held in places) for word in asked]
    return sum(score > 0 for score in scores), sum(scores)


def likeness(word: str, held: Iterable[str]) -> float:
    """Return how like the word is to the likest of those held, from 0 to 100; 0 where none is like it."""
    from rapidfuzz import fuzz

    best = max((_pair(word, other, fuzz.ratio(word, other)) for other in held), default=0.0)
    return best if best >= ALIKE else 0.0


def _pair(word: str, other: str, ratio: float) -> float:
    begins = len(word) >= SHORTEST_BEGINNING and other.startswith(word)
    return max(ratio, BEGUN) if begins else ratio


def _places(question: Question) -> Iterable[tuple[str, float]]:
    texts = {
        "name": question.name,
        "tags": " ".join(question.tags),
        "title": question.title,
        "group": question.group,
        "question": question.question,
        "columns": " ".join(f"{column.name} {column.meaning}" for column in question.columns),
    }
    return ((text, WEIGHTS[place]) for place, text in texts.items())


def split(text: str) -> list[str]:
    """Return the words of a text, folded to lower case."""
    return re.findall(r"\w+", text.casefold())
