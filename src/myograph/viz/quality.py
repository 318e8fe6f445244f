"""How good a drawing is, in numbers: crossings, boxes that overlap, arrows that run through boxes, bends, size.

The measures follow H. C. Purchase's experiments on which properties of a drawing help people to read it ("Which
aesthetic has the greatest effect on human understanding?", 1997): crossings first, by far.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from myograph.viz.curves import polyline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from myograph.viz.layout import Drawing, Placed, Point

PARALLEL = 1e-9
"""Below this two directions count as the same."""

LEVEL = 0.2
"""A corner whose two sides differ in slope by more than this is a bend."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Hold the measures of a drawing; `width` and `height` are pixels."""

    boxes: int
    arrows: int
    crossings: int
    overlaps: int
    through_boxes: int
    bends: int
    width: float
    height: float


def quality(drawing: Drawing) -> Quality:
    """Return the measures; crossings are counted on the curves as they are drawn."""
    lines = {name: polyline(route) for name, route in drawing.routes.items()}
    _, _, width, height = drawing.frame
    return Quality(
        boxes=len(drawing.boxes),
        arrows=len(drawing.routes),
        crossings=crossings(lines),
        overlaps=overlaps(drawing.boxes),
        through_boxes=sum(_hits(line, drawing.boxes) for line in lines.values()),
        bends=sum(_bends(route) for route in drawing.routes.values()),
        width=width,
        height=height,
    )


def overlaps(boxes: Iterable[Placed]) -> int:
    """Return how many pairs of boxes share some ground."""
    return sum(
        abs(a.x - b.x) < (a.box.width + b.box.width) / 2 and abs(a.y - b.y) < (a.box.height + b.box.height) / 2
        for a, b in combinations(tuple(boxes), 2)
    )


def crossings(lines: Mapping[str, Sequence[Point]]) -> int:
    """Return how often two lines cross, not counting where they start or end together."""
    cells: dict[tuple[int, int], list[tuple[str, Point, Point]]] = {}
    for name, line in lines.items():
        for start, end in pairwise(line):
            for cell in _cells(start, end):
                cells.setdefault(cell, []).append((name, start, end))
    found = {
        (*sorted((a[0], b[0])), round(where[0]), round(where[1]))
        for pieces in cells.values()
        for a, b in combinations(pieces, 2)
        if a[0] != b[0] and (where := _meet(a[1], a[2], b[1], b[2])) is not None
    }
    return len(found)


def _cells(start: Point, end: Point, size: float = 40.0) -> Iterable[tuple[int, int]]:
    columns = sorted((int(start[0] // size), int(end[0] // size)))
    rows = sorted((int(start[1] // size), int(end[1] // size)))
    return ((c, r) for c in range(columns[0], columns[1] + 1) for r in range(rows[0], rows[1] + 1))


def _meet(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Return the inner point in which two segments cross, or None."""
    cross = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if abs(cross) < PARALLEL:
        return None
    t = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / cross
    u = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / cross
    if not (0 < t < 1 and 0 < u < 1):
        return None
    return (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))


def _hits(line: Sequence[Point], boxes: Iterable[Placed]) -> int:
    """Return through how many boxes a line runs, those at its ends not counted."""
    inner = line[1:-1]
    return sum(
        any(abs(x - each.x) < each.box.width / 2 - 1 and abs(y - each.y) < each.box.height / 2 - 1 for x, y in inner)
        for each in boxes
    )


def _bends(route: Sequence[Point]) -> int:
    slopes = [(y2 - y1) / ((x2 - x1) or 1.0) for (x1, y1), (x2, y2) in pairwise(route)]
    return sum(abs(one - two) > LEVEL for one, two in pairwise(slopes))
