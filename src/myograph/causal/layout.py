"""Lay out a handful of links in columns, for pictures.

The method is that of K. Sugiyama, S. Tagawa and M. Toda ("Methods for visual understanding of hierarchical system
structures", 1981): things stand in columns by the longest way to an end; a link that passes columns gets a place of
its own in each of them, so that it runs between the boxes and not behind them; within a column things stand near the
mean of what they are linked to::

    column 2          column 1          column 0
    stress ─────────> imbalance ──────> twitching
       └───────────────── · ───────────────^         the link keeps a place free in column 1

Places count columns from the left and rows from the bottom, rows centred on zero.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Place = tuple[float, float]
    Link = tuple[str, str]

SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold the place of each thing, and for each link the places that it passes on its way."""

    places: Mapping[str, Place]
    bends: Mapping[Link, tuple[Place, ...]]


def layout(links: Sequence[Link], labels: Mapping[str, str]) -> Layout:
    """Return where things and links go; equals stand in the order of their labels."""
    columns = _columns(links)
    chains = {link: _chain(link, columns) for link in links}
    for chain, (subject, object_) in ((chain, link) for link, chain in chains.items()):
        step = 1 if columns[object_] > columns[subject] else -1
        columns.update((passed, columns[subject] + step * at) for at, passed in enumerate(chain[1:-1], start=1))
    names = {thing: labels.get(thing, labels.get(thing.partition("\n")[0], thing)) for thing in columns}
    rows = _rows(columns, chains.values(), names)
    width = max(columns.values(), default=0)
    places = {thing: (float(width - column), rows[thing]) for thing, column in columns.items()}
    bends = {link: tuple(places[passed] for passed in chain[1:-1]) for link, chain in chains.items()}
    return Layout({thing: place for thing, place in places.items() if "\n" not in thing}, bends)


def _chain(link: Link, columns: Mapping[str, int]) -> list[str]:
    """Return the ends of a link and between them a made-up thing for each column that it passes."""
    subject, object_ = link
    passed = abs(columns[subject] - columns[object_]) - 1
    return [subject, *(f"{subject}\n{object_}\n{number}" for number in range(passed)), object_]


def _columns(links: Iterable[Link]) -> dict[str, int]:
    """Return for each thing the length of the longest way to an end; what leads back to the way is not followed."""
    ahead: dict[str, list[str]] = {}
    for subject, object_ in links:
        ahead.setdefault(subject, []).append(object_)
        ahead.setdefault(object_, [])
    found: dict[str, int] = {}
    for start in ahead:
        _measure(start, ahead, found, ())
    return found


def _measure(thing: str, ahead: Mapping[str, list[str]], found: dict[str, int], trail: tuple[str, ...]) -> int:
    if thing not in found:
        onward = [after for after in ahead[thing] if after != thing and after not in trail]
        found[thing] = 1 + max((_measure(after, ahead, found, (*trail, thing)) for after in onward), default=-1)
    return found[thing]


def _rows(columns: Mapping[str, int], chains: Iterable[list[str]], names: Mapping[str, str]) -> dict[str, float]:
    ahead: dict[str, list[str]] = {thing: [] for thing in columns}
    back: dict[str, list[str]] = {thing: [] for thing in columns}
    for chain in chains:
        for one, other in itertools.pairwise(chain):
            ahead[one].append(other)
            back[other].append(one)
    rows = dict.fromkeys(columns, 0.0)
    every = range(max(columns.values(), default=0) + 1)
    for sweep in range(SWEEPS):
        near, order = (back, reversed(every)) if sweep % 2 else (ahead, iter(every))
        for column in order:
            members = [thing for thing, own in columns.items() if own == column]
            wanted = {thing: _mean([rows[each] for each in near[thing]], rows[thing]) for thing in members}
            members.sort(key=lambda thing: (-wanted[thing], names[thing], thing))
            rows.update({thing: (len(members) - 1) / 2 - position for position, thing in enumerate(members)})
    return rows


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise
