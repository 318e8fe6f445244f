"""Ways to look at an answer: as a table, as bars, as a graph, as the text that a program gets.

All of it is drawn here, so that a page shows it without any script, and a link can share it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from myograph.server.jobs import Reply
    from myograph.server.naming import Cell, Naming
    from myograph.server.results import Shown

VIEWS = ("table", "graph", "bars", "raw")
MOST_BARS = 100
MOST_LINKS = 150
MOST_LETTERS = 200_000
BAR = 400
"""Width of the longest bar."""
ROW, COLUMN, BOX, MARGIN = 34, 300, 190, 10
"""Distances of rows and columns of boxes, width of a box, and what stays free around all, in pixels."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one bar: what it stands for, its value as it was written, where it starts and how long it is."""

    cell: Cell
    value: str
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Box:
    """Hold one thing of a graph, and where its box is."""

    cell: Cell
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Link:
    """Hold one arrow between two boxes, and its label."""

    x1: int
    y1: int
    x2: int
    y2: int
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Hold a graph as it is drawn; `left_out` counts what found no room."""

    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    width: int
    height: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Look:
    """Hold an answer and what one view of it needs; `view` is empty where there is no choice."""

    answer: Shown | None
    view: str = ""
    views: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    drawing: Drawing | None = None
    raw: str = ""
    is_cut: bool = False


NOTHING = Look(None)


def look_at(answer: Shown, reply: Reply, naming: Naming, wanted: str) -> Look:
    """Return the answer in the view that is wanted, or else in the first that it has: a graph as its text."""
    views = views_of(answer)
    usual = "raw" if answer.graph is not None else "table"
    view = wanted if wanted in views else usual if usual in views else ""
    match view:
        case "bars":
            return Look(answer, view, views, bars=bars_of(answer))
        case "graph":
            return Look(answer, view, views, drawing=drawing_of(triples_in(answer, reply, naming)))
        case "raw":
            raw, is_cut = raw_of(reply)
            return Look(answer, view, views, raw=raw, is_cut=is_cut)
    return Look(answer, view, views)


def views_of(answer: Shown | None) -> tuple[str, ...]:
    """Return the ways in which an answer can be looked at; none for what is no answer."""
    if answer is None or answer.problem is not None or answer.boolean is not None:
        return ()
    if answer.graph is not None:
        return ("graph", "raw")
    if not answer.rows:
        return ()
    has = {"graph": len(link_columns(answer)) > 1, "bars": number_column(answer) is not None}
    return tuple(view for view in VIEWS if has.get(view, True))


def number_column(answer: Shown) -> int | None:
    """Return the place of the first column of numbers, or None."""
    places = range(len(answer.columns))
    filled = {place: [row[place] for row in answer.rows if row[place].text] for place in places}
    return next((place for place in places if filled[place] and all(cell.number for cell in filled[place])), None)


def link_columns(answer: Shown) -> list[int]:
    """Return the places of the columns of things."""
    return [place for place in range(len(answer.columns)) if any(row[place].href for row in answer.rows)]


def bars_of(answer: Shown) -> tuple[Bar, ...]:
    """Return a bar for each of the first rows; numbers below zero go to the left of those above."""
    place = number_column(answer)
    if place is None:
        return ()
    label = next((each for each in range(len(answer.columns)) if each != place), place)
    rows = [(row[label], row[place].text) for row in answer.rows if row[place].text][:MOST_BARS]
    numbers = [_finite(text) for _, text in rows]
    low, high = min(0.0, *numbers, 0.0), max(0.0, *numbers, 0.0)
    unit = BAR / ((high - low) or 1.0)
    return tuple(
        Bar(cell, text, round((min(number, 0.0) - low) * unit, 1), round(abs(number) * unit, 1))
        for (cell, text), number in zip(rows, numbers, strict=True)
    )


def _finite(text: str) -> float:
    number = float(text)
    return number if abs(number) < float("inf") else 0.0


def drawing_of(triples: Iterable[tuple[Cell, str, Cell]]) -> Drawing:
    """Return the graph of subjects, labels and objects, drawn from left to right along its arrows."""
    found = list(dict.fromkeys(triples))
    kept = found[:MOST_LINKS]
    cells = {_key(cell): cell for subject, _, value in kept for cell in (subject, value)}
    arrows = [(_key(subject), label, _key(value)) for subject, label, value in kept]
    layers = _layers(list(cells), [(tail, head) for tail, _, head in arrows])
    rows: dict[int, int] = {}
    boxes: dict[str, Box] = {}
    for key, cell in cells.items():
        layer = layers[key]
        row = rows.setdefault(layer, 0)
        rows[layer] += 1
        boxes[key] = Box(cell, MARGIN + layer * COLUMN, MARGIN + row * ROW)
    links = tuple(_link(boxes[tail], boxes[head], label) for tail, label, head in arrows)
    width = max((box.x for box in boxes.values()), default=0) + BOX + MARGIN
    height = max((box.y for box in boxes.values()), default=0) + ROW + MARGIN
    return Drawing(tuple(boxes.values()), links, width, height, len(found) - len(kept))


def _key(cell: Cell) -> str:
    return cell.title if cell.href and cell.title else cell.text


def _layers(keys: Sequence[str], arrows: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return how far to the right each thing stands: beyond all that lead to it, as far as arrows go in no circle."""
    layers = dict.fromkeys(keys, 0)
    for _ in range(min(len(keys), 6)):
        for tail, head in arrows:
            if tail != head:
                layers[head] = min(max(layers[head], layers[tail] + 1), 6)
    used = {layer: place for place, layer in enumerate(sorted(set(layers.values())))}
    return {key: used[layer] for key, layer in layers.items()}


def _link(tail: Box, head: Box, label: str) -> Link:
    forward = tail.x < head.x
    middle = ROW // 2 - 4
    return Link(
        tail.x + (BOX if forward else 0), tail.y + middle, head.x + (0 if forward else BOX), head.y + middle, label
    )


def triples_in(answer: Shown, reply: Reply, naming: Naming) -> Iterator[tuple[Cell, str, Cell]]:
    """Yield what is drawn of an answer: its triples, or of each row the things from left to right."""
    if answer.graph is not None:
        for quad in islice(parse(reply.body, RdfFormat.TURTLE), 2 * MOST_LINKS):
            cells = [naming.cell(_json(term)) for term in (quad.subject, quad.predicate, quad.object)]
            yield cells[0], cells[1].text, cells[2]
        return
    places = link_columns(answer)
    for row in answer.rows:
        bound = [place for place in places if row[place].text]
        for tail, head in pairwise(bound):
            yield row[tail], answer.columns[head][0], row[head]


def _json(term: object) -> Mapping[str, object]:
    from myograph.server.answering import told_term

    return told_term(term)


def raw_of(reply: Reply) -> tuple[str, bool]:
    """Return the text that a program gets, and whether it was cut."""
    text = reply.body.decode("utf-8")
    if reply.form == "json":
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    return text[:MOST_LETTERS], len(text) > MOST_LETTERS
