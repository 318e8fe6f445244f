"""Passages follow one another through their source, and each says something or says why it does not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from myograph.names import MYO, OA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.errors import Finding
    from myograph.graph.loading import LoadedContent
    from myograph.graph.reading import Subject
    from myograph.graph.triple_index import TripleIndex

RULE = "passage-order"


@dataclass(frozen=True, slots=True)
class Span:
    """Locate a passage in its source: code points, `end` exclusive."""

    passage: Subject
    number: int
    start: int
    end: int
    digest: str | None


def spans_of(index: TripleIndex, source: Subject) -> tuple[Span, ...]:
    """Return the passages of a source that have number and offsets, by number."""
    found = (_span(index, passage) for passage in index.having(OA.hasSource, source))
    return tuple(sorted((span for span in found if span), key=lambda span: (span.number, span.start)))


def _span(index: TripleIndex, passage: Subject) -> Span | None:
    selector = index.node(passage, OA.hasSelector)
    number = index.number(passage, MYO.passageNumber)
    if selector is None or number is None:
        return None
    start, end = index.number(selector, OA.start), index.number(selector, OA.end)
    if start is None or end is None:
        return None
    return Span(passage, number, start, end, index.text(passage, MYO.digest))


def passages_are_accounted_for(loaded: LoadedContent) -> Iterator[Finding]:
    """Find passages with neither a place nor a reason for having none, and passages with both."""
    for passage in loaded.index.instances(MYO.Passage):
        places = loaded.index.having(MYO.inPassage, passage)
        reasons = loaded.index.objects(passage, MYO.nonClaimReason)
        if not places and not reasons:
            yield loaded.finding(
                "passage-use",
                passage,
                "the passage makes no claim and gives no reason",
                "Add a place that points at it, or a myo:nonClaimReason.",
            )
        if places and reasons:
            yield loaded.finding(
                "passage-use",
                passage,
                f"the passage has a reason for making no claim ({loaded.written(reasons[0])}) and "
                f"a place ({loaded.written(places[0])})",
                "Remove one of them.",
            )


def passages_are_in_order(loaded: LoadedContent) -> Iterator[Finding]:
    """Find passages without position, outside their text, overlapping, or numbered out of order."""
    for source in loaded.index.instances(MYO.Source):
        spans = spans_of(loaded.index, source)
        yield from _unplaced(loaded, source, spans)
        yield from _misnumbered(loaded, spans)
        yield from _outside(loaded, source, spans)
        yield from _overlapping(loaded, spans)


def _unplaced(loaded: LoadedContent, source: Subject, spans: tuple[Span, ...]) -> Iterator[Finding]:
    placed = {span.passage for span in spans}
    for passage in loaded.index.having(OA.hasSource, source):
        if passage not in placed:
            yield loaded.finding(
                RULE,
                passage,
                "the passage has no number, or no whole numbers as start and end",
                "Give it myo:passageNumber and a selector with oa:start and oa:end.",
            )


def _misnumbered(loaded: LoadedContent, spans: tuple[Span, ...]) -> Iterator[Finding]:
    for expected, span in enumerate(spans, start=1):
        if span.number != expected:
            yield loaded.finding(
                RULE,
                span.passage,
                f"the passage has number {span.number} where {expected} is next",
                "Number the passages of a source from 1, without gaps or repetitions.",
            )
            return


def _outside(loaded: LoadedContent, source: Subject, spans: tuple[Span, ...]) -> Iterator[Finding]:
    length = loaded.index.number(source, MYO.characterCount)
    for span in spans:
        if not 0 <= span.start < span.end or (length is not None and span.end > length):
            yield loaded.finding(
                RULE,
                span.passage,
                f"the passage runs from {span.start} to {span.end}, which is not a stretch of its text",
                "Correct oa:start and oa:end: code points, end exclusive.",
            )


def _overlapping(loaded: LoadedContent, spans: tuple[Span, ...]) -> Iterator[Finding]:
    for earlier, later in pairwise(spans):
        if later.start < earlier.end:
            yield loaded.finding(
                RULE,
                later.passage,
                f"the passage starts at {later.start}, before {loaded.written(earlier.passage)} ends at {earlier.end}",
                "Correct the offsets or the numbers: passages do not overlap and follow the text.",
            )
