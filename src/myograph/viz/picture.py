"""Pictures of the map: boxes with their lines of text and arrows as path texts, ready for a template."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.viz.curves import path_text
from myograph.viz.layout import Arrow, Box, Drawing, Spacing, draw
from myograph.viz.staging import stage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from myograph.viz.layout import Placed
    from myograph.viz.lettering import Lettering
    from myograph.viz.records import Pair, Thing

FONT = 14.0
LINE = 17.0
BOX = 156.0
PADDING = 6.0
GLYPH = 18.0
"""Sizes in pixels; `viz/modules/scene.js` has the same."""

HUB = 6.0
TALLEST = 150.0
"""How far arrows that meet one side of a box stand apart, and up to which height the box grows for them."""

SPACING = Spacing(column=40.0, row=12.0)


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """Hold a thing at its centre with its label in lines."""

    thing: Thing
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnArrow:
    """Hold a pair with the text of its SVG path."""

    pair: Pair
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Hold what is drawn; `view` is left, top, width and height."""

    boxes: tuple[DrawnBox, ...]
    arrows: tuple[DrawnArrow, ...]
    view: tuple[float, float, float, float]
    drawing: Drawing


def picture(
    things: Sequence[Thing], pairs: Sequence[Pair], lettering: Lettering, shown: Collection[str] | None = None
) -> Picture:
    """Return the picture of the things (those whose ids are `shown`) and of the pairs among them."""
    members = {thing.id: thing for thing in things if shown is None or thing.id in shown}
    lines = {thing.id: lettering.lines(thing.label, FONT, BOX - 2 * PADDING - GLYPH) for thing in members.values()}
    joined = {pair.id: pair for pair in pairs if pair.tail in members and pair.head in members}
    hubs = Counter(pair.tail for pair in joined.values()) | Counter(pair.head for pair in joined.values())
    boxes = [Box(each.id, stage(each.kind), BOX, _height(lines[each.id], hubs[each.id])) for each in members.values()]
    drawing = draw(boxes, [Arrow(pair.id, pair.tail, pair.head) for pair in joined.values()], SPACING)
    arrows = tuple(DrawnArrow(joined[name], path_text(route)) for name, route in drawing.routes.items())
    return Picture(tuple(_boxes(drawing.boxes, members, lines)), arrows, _view(drawing), drawing)


def _boxes(
    placed: Sequence[Placed], members: Mapping[str, Thing], lines: Mapping[str, tuple[str, ...]]
) -> list[DrawnBox]:
    return [
        DrawnBox(members[p.box.id], round(p.x, 1), round(p.y, 1), p.box.width, p.box.height, lines[p.box.id])
        for p in placed
    ]


def _height(lines: Sequence[str], arrows: int) -> float:
    return max(len(lines) * LINE + 2 * PADDING + 2, min(TALLEST, 10 + HUB * (arrows - 1)))


def _view(drawing: Drawing) -> tuple[float, float, float, float]:
    left, top, width, height = drawing.frame
    margin = 16.0
    return (
        round(left - margin, 1),
        round(top - margin, 1),
        round(width + 2 * margin, 1),
        round(height + 2 * margin, 1),
    )
