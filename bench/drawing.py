"""How good the drawings are beside those of Graphviz `dot`, on the same graphs with boxes of the same sizes."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Any

import myograph
from myograph.content import Content
from myograph.knowledge.showing import causal_map
from myograph.viz.explorer import first_view, map_pairs
from myograph.viz.layout import Arrow, Box, Drawing, Spacing, draw
from myograph.viz.lettering import Lettering
from myograph.viz.picture import picture
from myograph.viz.quality import crossings, quality
from myograph.viz.staging import CORE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.viz.records import CausalMap

CORE_BOXES = 85
"""As many as the map had on which the target for crossings was set."""

LARGE = 1000
PIXELS = 72
PIECES = 12


def measured_drawings() -> Iterator[tuple[str, ...]]:
    """Yield for each map: boxes, arrows, then crossings, boxes hit and bends of ours, and the crossings of `dot`."""
    shown = causal_map(myograph.open())
    viz = Content.find().viz
    lettering = Lettering.load(viz)
    for name, ids in _maps(shown):
        drawing = picture(shown.things, map_pairs(shown), lettering, ids).drawing
        found = quality(drawing)
        numbers = (found.boxes, found.arrows, found.crossings, found.overlaps, found.through_boxes, found.bends)
        yield (name, *map(str, numbers), *_by_dot(drawing))


def _maps(shown: CausalMap) -> Iterator[tuple[str, frozenset[str]]]:
    pairs = map_pairs(shown)
    yield "opening view", frozenset(first_view(shown))
    joined = Counter(end for pair in pairs for end in (pair.tail, pair.head))
    core = [each.id for each in shown.things if each.kind in CORE and each.id in joined]
    yield f"{CORE_BOXES} most joined", frozenset(sorted(core, key=lambda name: (-joined[name], name))[:CORE_BOXES])
    yield "whole map", frozenset(core)
    yield "with minerals and help", frozenset(joined)


def _by_dot(drawing: Drawing) -> tuple[str, str]:
    """Return the crossings that `dot` makes with columns of its own, and with the columns of the drawing."""
    if shutil.which("dot") is None:
        return ("no dot", "no dot")
    return (str(_dot_crossings(drawing, columns=False)), str(_dot_crossings(drawing, columns=True)))


def _dot_crossings(drawing: Drawing, *, columns: bool) -> int:
    asked = "\n".join(_graph(drawing, columns=columns))
    answer = subprocess.run(["dot", "-Tjson"], input=asked, capture_output=True, text=True, check=True)
    edges = [edge for edge in json.loads(answer.stdout)["edges"] if edge.get("class") == "arrow"]
    return crossings({str(number): _line(edge) for number, edge in enumerate(edges)})


def _graph(drawing: Drawing, *, columns: bool) -> Iterator[str]:
    yield 'digraph { rankdir=LR; nodesep=0.17; ranksep=0.55; node [shape=box, fixedsize=true, label=""];'
    for place in drawing.boxes:
        yield f"{json.dumps(place.box.id)} [width={place.box.width / PIXELS}, height={place.box.height / PIXELS}];"
    for name in drawing.routes:
        tail, head = name.split(">")
        yield f"{json.dumps(tail)} -> {json.dumps(head)} [class=arrow, arrowhead=none];"
    for number, column in enumerate(drawing.columns if columns else ()):
        yield "{ rank=same; " + "; ".join([f"column{number}", *map(json.dumps, column)]) + " }"
        yield f"column{number - 1} -> column{number};" if number else ""
    yield "}"


def _line(edge: dict[str, Any]) -> list[tuple[float, float]]:
    """Return points along the curve of an edge."""
    points = [tuple(map(float, point.split(","))) for point in edge["pos"].split(" ")]
    line = [(points[0][0], points[0][1])]
    for start in range(0, len(points) - 3, 3):
        for piece in range(1, PIECES + 1):
            t = piece / PIECES
            weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
            controls = points[start : start + 4]
            x, y = (sum(w * p[axis] for w, p in zip(weights, controls, strict=True)) for axis in (0, 1))
            line.append((x, y))
    return line


def timed_drawing() -> Iterator[tuple[str, ...]]:
    """Yield how long a random-looking graph of so many boxes takes to draw, in seconds."""
    from bench.timing import median_seconds

    for count in (100, 300, LARGE):
        boxes = [Box(f"n{number}", number * 4 // count, 156, 40) for number in range(count)]
        arrows = [Arrow(f"a{n}", f"n{n}", f"n{(n * 7 + 13) % count}") for n in range(count)]

        def action(boxes: list[Box] = boxes, arrows: list[Arrow] = arrows) -> object:
            return draw(boxes, arrows, Spacing(column=40.0))

        yield (str(count), f"{median_seconds(action, 3 if count < LARGE else 1):.2f}")
