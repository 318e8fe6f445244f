"""Pictures of foods in numbers: bars of one figure, and heat maps of foods against minerals, as SVG or PNG.

Every figure stands beside its bar or in its cell, so that no colour has to be told from another; the scale of the heat
map is one that people with any colour vision see as one scale from dark to light. What is not known is an empty cell.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.causal.pictures import drawing, file_bytes
from myograph.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_ROWS = 60
ROW, HEAD, WIDTH = 0.3, 1.5, 8.0
"""Inches: height of a row, of everything else, and width of a picture."""

BLUE, GREY = "#0072b2", "#555555"
SCALE = "cividis"
BRIGHT = 0.6
"""Share of the scale from which black letters are read better than white ones."""


@dataclass(frozen=True, slots=True)
class Table:
    """Hold figures by name and column; None is not known. `unit` tells what all of them are."""

    title: str
    unit: str
    names: tuple[str, ...]
    columns: tuple[str, ...]
    figures: tuple[tuple[float | None, ...], ...]


def bars(table: Table, kind: str, *, mark: float | None = None) -> bytes:
    """Return the first column as bars, with a line at `mark`; see `heat_map` for the errors."""
    _refuse(table)
    with drawing():
        figure, axes = _sheet(table)
        amounts = [row[0] for row in table.figures]
        places = range(len(amounts))
        axes.barh(places, [amount or 0.0 for amount in amounts], color=BLUE, height=0.7)
        for place, amount in zip(places, amounts, strict=True):
            axes.text(amount or 0.0, place, f" {_told(amount)}", va="center", fontsize=8)
        if mark is not None:
            axes.axvline(mark, color=GREY, linestyle="dashed", linewidth=1)
        axes.set_xlabel(table.unit)
        axes.set_xlim(0, 1.15 * max([amount or 0.0 for amount in amounts] + [mark or 0.0, 1e-9]))
        axes.set_ylim(len(amounts) - 0.5, -0.5)
        axes.spines[["top", "right"]].set_visible(False)
        return file_bytes(figure, kind)


def heat_map(table: Table, kind: str) -> bytes:
    """Return names against columns, each cell with its figure.

    Raises UsageError for nothing to draw and for too many rows, and MissingExtra without matplotlib.
    """
    _refuse(table)
    with drawing():
        figure, axes = _sheet(table)
        most = max((value for row in table.figures for value in row if value is not None), default=0.0) or 1.0
        cells = [[float("nan") if value is None else value for value in row] for row in table.figures]
        image = axes.imshow(cells, cmap=SCALE, vmin=0, vmax=most, aspect="auto", interpolation="nearest")
        for down, row in enumerate(table.figures):
            for across, value in enumerate(row):
                dark = value is not None and value < BRIGHT * most
                colour = "white" if dark else "black"
                axes.text(across, down, _told(value), ha="center", va="center", fontsize=8, color=colour)
        axes.set_xticks(range(len(table.columns)), table.columns)
        axes.xaxis.tick_top()
        figure.colorbar(image, ax=axes, label=table.unit, fraction=0.05)
        return file_bytes(figure, kind)


def _refuse(table: Table) -> None:
    if not table.names:
        raise UsageError("there is nothing to draw", advice="Ask for a food or a mineral that the tables know.")
    if len(table.names) > MOST_ROWS:
        raise UsageError(f"{len(table.names)} foods do not fit into a picture", advice=f"At most {MOST_ROWS} do.")


def _sheet(table: Table) -> tuple[Figure, Axes]:
    """Return a figure whose height fits the rows, with their names on the left."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, HEAD + ROW * len(table.names)), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(textwrap.fill(table.title, 80), fontsize=10, loc="left")
    names = [textwrap.shorten(name, 48, placeholder="…") for name in table.names]
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.tick_params(length=0)
    return figure, axes


def _told(value: float | None) -> str:
    """Return a figure as people write it, with a dash for what is not known."""
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"  # noqa: PLR2004
