"""The figures that a datasheet gives of an annotation, counted in its rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from myograph.graph.annotation import COLUMNS, QUALIFIERS, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode

    from myograph.graph.loading import LoadedContent

Cells = dict[str, str]
Figure = tuple[str, ...]


def figures_of(loaded: LoadedContent, source: NamedNode) -> tuple[Figure, ...]:
    """Return rows of a name and its numbers, as they stand in the tables of a datasheet."""
    annotated = [dict(zip(COLUMNS, row, strict=True)) for row in rows(loaded, source)]
    places = [row for row in annotated if row["claim"]]
    return (*_totals(annotated, places), *_by_word(annotated, places))


def _totals(annotated: list[Cells], places: list[Cells]) -> Iterator[Figure]:
    passages = {row["passage"]: row for row in annotated}
    silent = [row for row in passages.values() if row["non_claim_reason"]]
    said = {(row["subject"], row["relation"], row["object"]) for row in places}
    said_in = {(row["passage"], row["subject"], row["relation"], row["object"]) for row in places}
    yield "rows", str(len(annotated))
    yield "passages", str(len(passages))
    yield "passages with claims", str(len(passages) - len(silent))
    yield "passages without a claim", str(len(silent))
    yield "places (a claim in a passage)", str(len(places))
    yield "claims", str(len({row["claim"] for row in places}))
    yield "propositions in a passage (passage, subject, relation, object)", str(len(said_in))
    yield "propositions (subject, relation, object)", str(len(said))
    yield "relations", str(len({relation for _, relation, _ in said}))
    yield "subjects and objects", str(len({end for subject, _, value in said for end in (subject, value)}))


def _by_word(annotated: list[Cells], places: list[Cells]) -> Iterator[Figure]:
    passages = {row["passage"]: row for row in annotated}.values()
    claims = {row["claim"]: row for row in places}.values()
    yield from _counted(row["passage_kind"] for row in passages)
    yield from _counted(row["non_claim_reason"] for row in passages if row["non_claim_reason"])
    at_places = Counter(row["claim_kind"] for row in places)
    for kind, number in _counted(row["claim_kind"] for row in claims):
        yield kind, number, str(at_places[kind])
    for column in ("certainty", "directness", "sign"):
        yield from _counted(row[column] for row in places)
    for qualifier in QUALIFIERS:
        yield qualifier, str(sum(bool(row[qualifier]) for row in claims))


def _counted(cells: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((name, str(number)) for name, number in Counter(cells).items())
