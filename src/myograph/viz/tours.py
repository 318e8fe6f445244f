"""Guided tours as data: read from `viz/tours` and checked against the map; who writes one needs no code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from myograph.viz.records import CausalMap


@dataclass(frozen=True, slots=True)
class TourStep:
    """Show some things with a text; `bar` is an evidence bar, `focus` the thing or pair that is opened."""

    title: str
    text: str
    nodes: tuple[str, ...]
    bar: str = "any"
    focus: str = ""


@dataclass(frozen=True, slots=True)
class Tour:
    """Hold a tour; `id` is the name of its file."""

    id: str
    title: str
    about: str
    steps: tuple[TourStep, ...]


def load_tours(viz: Path) -> tuple[Tour, ...]:
    """Return every tour in the order of the file names; raises ContentError with the file and what is wrong."""
    return tuple(_tour(path) for path in sorted((viz / "tours").glob("*.json")))


def _tour(path: Path) -> Tour:
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        steps = tuple(
            TourStep(
                step["title"],
                "\n".join(step["text"]),
                tuple(step["nodes"]),
                step.get("bar", "any"),
                step.get("focus", ""),
            )
            for step in table["steps"]
        )
        return Tour(path.stem, table["title"], table["about"], steps)
    except (OSError, ValueError, LookupError, TypeError) as fault:
        raise ContentError(
            f"the tour cannot be read: {fault!r}",
            place=str(path),
            advice="A tour has title, about and steps; a step has title, text (a list of paragraphs) and nodes.",
        ) from None


def check_tour(tour: Tour, shown: CausalMap, bars: frozenset[str]) -> Iterator[str]:
    """Yield what is wrong with a tour: unknown names, bars that do not exist, steps without things."""
    known = shown.by_id
    joined = {f"{link.tail}>{link.head}" for link in shown.links}
    if not tour.steps:
        yield f"{tour.id}: the tour has no step"
    for number, step in enumerate(tour.steps, 1):
        where = f"{tour.id}, step {number}"
        yield from (f"{where}: the map holds no {name!r}" for name in step.nodes if name not in known)
        if not step.nodes:
            yield f"{where}: no thing is shown"
        if step.bar not in bars:
            yield f"{where}: there is no evidence bar {step.bar!r}"
        if step.focus and step.focus not in known and step.focus not in joined:
            yield f"{where}: the focus {step.focus!r} is neither a thing nor an arrow of the map"
