"""The passages of a source text, each with what is said there or why nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from myograph.knowledge.reading import name, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from myograph.knowledge.records import Name

    Row = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Statement:
    """Say that a claim is stated in a passage: `claim` is its IRI, the rest is the wording there."""

    claim: str
    certainty: str
    directness: str
    hedges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Locate one unit of a source text, and hold what it states, or the reason why it states nothing.

    `start` and `end` are code point offsets, end exclusive; `digest` is the SHA-256 of the passage in UTF-8.
    """

    iri: str
    number: int
    kind: str
    section: str
    locator: str
    start: int
    end: int
    digest: str
    reason: str | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """Hold the passages of a source in the order of its text; `characters` is the length of the text, if known."""

    source: Name
    characters: int | None
    passages: tuple[Passage, ...]


def source_texts_from(rows: Iterable[Row]) -> tuple[SourceText, ...]:
    """Return one text for each run of rows about the same source, in row order."""
    return tuple(_source_text(list(same)) for _, same in groupby(rows, key=lambda row: row["source"]))


def _source_text(rows: list[Row]) -> SourceText:
    passages = (_passage(list(same)) for _, same in groupby(rows, key=lambda row: row["passage"]))
    length = rows[0]["characters"]
    return SourceText(name(rows[0], "source"), None if length is None else int(length), tuple(passages))


def _passage(rows: list[Row]) -> Passage:
    first = rows[0]
    return Passage(
        iri=text(first, "passage"),
        number=int(text(first, "number")),
        kind=text(first, "kind"),
        section=text(first, "section"),
        locator=text(first, "locator"),
        start=int(text(first, "start")),
        end=int(text(first, "end")),
        digest=text(first, "digest"),
        reason=first["reason"],
        statements=tuple(_statements(rows)),
    )


def _statements(rows: list[Row]) -> Iterator[Statement]:
    stated = (row for row in rows if row["place"] is not None)
    for _, same in groupby(stated, key=lambda row: row["place"]):
        place = list(same)
        hedges = tuple(row["hedge"] for row in place if row["hedge"] is not None)
        yield Statement(text(place[0], "claim"), text(place[0], "certainty"), text(place[0], "directness"), hedges)
