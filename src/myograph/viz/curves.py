"""Routes as smooth curves: the same path text for the page without scripts, the canvas and the export."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from myograph.viz.layout import Point

BULGE = 34.0
"""How far an arrow between two boxes of one column swings out, in pixels."""

SEGMENT_POINTS = 12
"""Into how many straight pieces a curve is cut where crossings are counted."""


def path_text(route: Sequence[Point]) -> str:
    """Return the route as the text of an SVG path: cubic curves that leave and arrive level."""
    start = route[0]
    pieces = [f"M{_number(start[0])} {_number(start[1])}"]
    for one, two, to in curves(route):
        pieces.append("C" + " ".join(f"{_number(x)} {_number(y)}" for x, y in (one, two, to)))
    return "".join(pieces)


def curves(route: Sequence[Point]) -> Iterator[tuple[Point, Point, Point]]:
    """Yield the curves of a route: both control points and the end."""
    for (x1, y1), (x2, y2) in pairwise(route):
        if abs(x1 - x2) < 1.0:
            yield (x1 + BULGE, y1), (x2 + BULGE, y2), (x2, y2)
        else:
            middle = (x1 + x2) / 2
            yield (middle, y1), (middle, y2), (x2, y2)


def polyline(route: Sequence[Point]) -> list[Point]:
    """Return points along the curves of a route, its start included."""
    points = [route[0]]
    for one, two, end in curves(route):
        start = points[-1]
        points += [_at(step / SEGMENT_POINTS, start, one, two, end) for step in range(1, SEGMENT_POINTS + 1)]
    return points


def _at(t: float, start: Point, one: Point, two: Point, end: Point) -> Point:
    s = 1 - t
    weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
    controls = (start, one, two, end)
    return (
        sum(weight * point[0] for weight, point in zip(weights, controls, strict=True)),
        sum(weight * point[1] for weight, point in zip(weights, controls, strict=True)),
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
