"""Draw a causal graph in layers, causes on one side and effects on the other.

The method is that of K. Sugiyama, S. Tagawa and M. Toda ("Methods for visual understanding of hierarchical system
structures", 1981): four questions, asked one after the other::

    1 layers     which column?          stress │ low magnesium │ nerves fire │ twitching
    2 corners    how do long arrows     stress ────────·───────────·───────> twitching
                 pass the columns?      a corner (·) takes a place in every column between
    3 order      who stands above whom? as few crossings as can be found
    4 places     at which height?       arrows as straight as can be, boxes never closer than a gap

1. The column of a box is given by its kind (its *stage*). Within a stage an arrow still goes forward where it can, by
   the longest chain, and a stage with more boxes than fit into a column gets further columns.
2. An arrow that skips columns is cut into short ones at corners. Arrows that go back are treated as if turned round.
3. `myograph.viz.ordering` looks for the order with the fewest crossings, and tells how.
4. Sweeping again, each column is moved to where its neighbours want it. To respect order and gaps is a problem of
   isotonic regression, which "pool adjacent violators" solves exactly: boxes that would overlap move as one block to
   the mean of their wishes (after U. Brandes and B. Köpf's aim, straight long arrows, by weights instead of cases).

Everything is deterministic: ties fall to the order in which boxes and arrows are given. There is no physics and no
chance, so that a class, a book and a screen show the same picture. `viz/modules/placing.js` does the same for
what a reader selects.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from myograph.viz.ordering import Net, Slot, order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Point = tuple[float, float]

STRAIGHTENING = 30
"""How often the columns are moved."""

CORNER_WEIGHT = 8.0
"""How much more than a box a corner insists on its place, so that long arrows stay straight."""


@dataclass(frozen=True, slots=True)
class Box:
    """Ask for a place: `stage` orders the columns, `width` and `height` are pixels."""

    id: str
    stage: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """Join two boxes by their ids; several arrows may join the same two."""

    id: str
    tail: str
    head: str


@dataclass(frozen=True, slots=True)
class Spacing:
    """Say how far things stay apart, in pixels, and how many boxes a column holds."""

    column: float = 90.0
    row: float = 12.0
    corner: float = 9.0
    most: int = 26


@dataclass(frozen=True, slots=True)
class Placed:
    """Hold a box at its centre."""

    box: Box
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Hold boxes at their places and arrows as points, tail first; `columns` lists the ids column by column."""

    boxes: tuple[Placed, ...]
    routes: Mapping[str, tuple[Point, ...]]
    columns: tuple[tuple[str, ...], ...]

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """Return left, top, width and height of what is drawn."""
        if not self.boxes:
            return (0.0, 0.0, 0.0, 0.0)
        xs = [x for p in self.boxes for x in (p.x - p.box.width / 2, p.x + p.box.width / 2)]
        ys = [y for p in self.boxes for y in (p.y - p.box.height / 2, p.y + p.box.height / 2)]
        xs += [x for route in self.routes.values() for x, _ in route]
        ys += [y for route in self.routes.values() for _, y in route]
        return (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def draw(boxes: Sequence[Box], arrows: Sequence[Arrow], spacing: Spacing | None = None) -> Drawing:
    """Return the drawing of the graph; arrows whose ends are no boxes are left out, loops are too."""
    space = spacing or Spacing()
    known = {box.id: box for box in boxes}
    drawn = [arrow for arrow in arrows if arrow.tail in known and arrow.head in known and arrow.tail != arrow.head]
    columns = layers(boxes, drawn, space.most)
    net = _net(columns, drawn)
    order(net)
    heights = _heights(net, known, space)
    lefts = _lefts(net, known, space)
    column_of = {box: number for number, column in enumerate(columns) for box in column}
    placed = tuple(Placed(box, lefts[column_of[box.id]], heights[box.id]) for box in boxes)
    at = {each.box.id: each for each in placed}
    ports = _ports(drawn, at, heights, column_of)
    bands = [_band(column, middle, known) for column, middle in zip(net.columns, lefts, strict=True)]
    routes = {arrow.id: _route(arrow, at, heights, bands, column_of, ports) for arrow in drawn}
    ordered = tuple(tuple(slot for slot in column if isinstance(slot, str)) for column in net.columns)
    return Drawing(placed, routes, ordered)


def layers(boxes: Sequence[Box], arrows: Sequence[Arrow], most: int) -> list[list[str]]:
    """Return the ids of the boxes column by column: by stage, then by chains within it, then by what fits."""
    columns: list[list[str]] = []
    for stage in sorted({box.stage for box in boxes}):
        members = [box.id for box in boxes if box.stage == stage]
        depth = _depths(members, arrows)
        for level in range(max(depth.values()) + 1):
            columns += _divided([member for member in members if depth[member] == level], arrows, most)
    return columns


def _depths(members: list[str], arrows: Iterable[Arrow]) -> dict[str, int]:
    """Return for each member the longest chain of arrows among members that ends there, cycles cut."""
    inside = set(members)
    tails: dict[str, list[str]] = {member: [] for member in members}
    for arrow in arrows:
        if arrow.tail in inside and arrow.head in inside:
            tails[arrow.head].append(arrow.tail)
    depth: dict[str, int] = {}
    for member in members:
        _depth(member, tails, depth, set())
    return depth


def _depth(member: str, tails: Mapping[str, list[str]], depth: dict[str, int], open_: set[str]) -> int:
    if member not in depth:
        open_.add(member)
        depth[member] = max((1 + _depth(t, tails, depth, open_) for t in tails[member] if t not in open_), default=0)
        open_.discard(member)
    return depth[member]


def _divided(members: list[str], arrows: Sequence[Arrow], most: int) -> list[list[str]]:
    """Return the members in columns of equal size: first those with one arrow only, side by side where it leads."""
    near: dict[str, list[str]] = {member: [] for member in members}
    for arrow in arrows:
        for end, other in ((arrow.tail, arrow.head), (arrow.head, arrow.tail)):
            if end in near:
                near[end].append(other)
    alike = Counter(others[0] for others in near.values() if len(others) == 1)
    parts = -(-len(members) // most)
    ranked = sorted(members, key=lambda member: _rank(near[member], alike))
    size = -(-len(members) // max(1, parts))
    chosen = [set(ranked[start : start + size]) for start in range(0, len(ranked), size or 1)]
    return [[member for member in members if member in part] for part in chosen]


def _rank(others: list[str], alike: Mapping[str, int]) -> tuple[bool, int, str]:
    if len(others) == 1:
        return (False, alike[others[0]], others[0])
    return (True, len(others), others[0] if others else "")


def _net(columns: list[list[str]], arrows: Iterable[Arrow]) -> Net:
    column_of = {box: number for number, column in enumerate(columns) for box in column}
    net = Net([list(column) for column in columns])
    for arrow in arrows:
        ends = sorted((arrow.tail, arrow.head), key=lambda end: column_of[end])
        first, last = column_of[ends[0]], column_of[ends[1]]
        if first == last:
            continue
        corners: list[Slot] = [(arrow.id, number) for number in range(first + 1, last)]
        for corner, number in zip(corners, range(first + 1, last), strict=True):
            net.columns[number].append(corner)
        chain: list[Slot] = [ends[0], *corners, ends[1]]
        for left, right in pairwise(chain):
            net.join(left, right)
    return net


def _heights(net: Net, known: Mapping[str, Box], space: Spacing) -> dict[Slot, float]:
    """Return the height of the middle of every slot."""
    y: dict[Slot, float] = {}
    for column in net.columns:
        at = 0.0
        for index, slot in enumerate(column):
            at += _apart(column[index - 1], slot, known, space) if index else 0.0
            y[slot] = at
        middle = at / 2
        y.update({slot: y[slot] - middle for slot in column})
    for sweep in range(STRAIGHTENING):
        forth = sweep % 2 == 0
        for column in net.columns if forth else reversed(net.columns):
            _move(column, net, y, known, space)
    return y


def _apart(upper: Slot, lower: Slot, known: Mapping[str, Box], space: Spacing) -> float:
    gap = space.row if isinstance(upper, str) and isinstance(lower, str) else space.corner
    return (_height(upper, known) + _height(lower, known)) / 2 + gap


def _height(slot: Slot, known: Mapping[str, Box]) -> float:
    return known[slot].height if isinstance(slot, str) else 0.0


def _move(column: list[Slot], net: Net, y: dict[Slot, float], known: Mapping[str, Box], space: Spacing) -> None:
    """Move a column to where its neighbours are, keeping order and gaps: pool adjacent violators."""
    offset = 0.0
    blocks: list[tuple[float, float, list[tuple[Slot, float]]]] = []  # wish, weight, members with their offsets
    for index, slot in enumerate(column):
        offset += _apart(column[index - 1], slot, known, space) if index else 0.0
        near = [y[n] for n in (*net.before.get(slot, ()), *net.after.get(slot, ()))]
        wish = (sum(near) / len(near) if near else y[slot]) - offset
        weight = CORNER_WEIGHT if isinstance(slot, tuple) else 1.0 + len(near)
        members = [(slot, offset)]
        while blocks and blocks[-1][0] > wish:
            above, heavy, others = blocks.pop()
            wish = (above * heavy + wish * weight) / (heavy + weight)
            weight += heavy
            members = others + members
        blocks.append((wish, weight, members))
    for wish, _, members in blocks:
        y.update({slot: wish + offset for slot, offset in members})


def _lefts(net: Net, known: Mapping[str, Box], space: Spacing) -> list[float]:
    """Return the middle of every column; busy gaps between columns are wider."""
    middles: list[float] = []
    edge = 0.0
    for column in net.columns:
        width = max((known[slot].width for slot in column if isinstance(slot, str)), default=0.0)
        middles.append(edge + width / 2)
        edge += width + space.column + min(90.0, 1.2 * sum(len(net.after.get(slot, ())) for slot in column))
    return middles


Ports = dict[tuple[str, str], float]


def _ports(
    arrows: Iterable[Arrow], at: Mapping[str, Placed], heights: Mapping[Slot, float], column_of: Mapping[str, int]
) -> Ports:
    """Return at which height each arrow meets its boxes: spread over the side, in the order of their other ends."""
    sides: dict[tuple[str, bool], list[tuple[float, str]]] = {}
    for arrow in arrows:
        forward = column_of[arrow.head] >= column_of[arrow.tail]
        step = 1 if forward else -1
        for end, other, right in ((arrow.tail, arrow.head, forward), (arrow.head, arrow.tail, not forward)):
            inward = step if end == arrow.tail else -step
            corner = heights.get((arrow.id, column_of[end] + inward), at[other].y)
            sides.setdefault((end, right), []).append((corner, arrow.id))
    ports: Ports = {}
    for (end, _), joined in sides.items():
        reach = at[end].box.height - 10
        step_size = min(8.0, reach / max(1, len(joined) - 1))
        for index, (_, arrow_id) in enumerate(sorted(joined)):
            ports[arrow_id, end] = at[end].y + (index - (len(joined) - 1) / 2) * step_size
    return ports


def _band(column: list[Slot], middle: float, known: Mapping[str, Box]) -> tuple[float, float]:
    """Return the left and right edge of a column."""
    half = max((known[slot].width for slot in column if isinstance(slot, str)), default=0.0) / 2
    return (middle - half, middle + half)


def _route(
    arrow: Arrow,
    at: Mapping[str, Placed],
    heights: Mapping[Slot, float],
    bands: Sequence[tuple[float, float]],
    column_of: Mapping[str, int],
    ports: Ports,
) -> tuple[Point, ...]:
    tail, head = at[arrow.tail], at[arrow.head]
    first, last = column_of[arrow.tail], column_of[arrow.head]
    step = 1 if last >= first else -1
    start = (tail.x + step * tail.box.width / 2, ports[arrow.id, arrow.tail])
    end = (head.x + (-step if last != first else step) * head.box.width / 2, ports[arrow.id, arrow.head])
    passed = range(first + step, last, step) if first != last else ()
    corners = [(x, heights[(arrow.id, n)]) for n in passed for x in bands[n][::step]]
    return (start, *corners, end)
