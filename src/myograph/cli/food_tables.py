"""Foods against minerals, on a terminal and as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from myograph.viz.food_pictures import Table

MINERALS = ("magnesium", "potassium", "calcium", "sodium")
SHARE = "% of a day's reference"
SHADES = " ░▒▓█"
FULL = 100.0
CELL = 13

HEAT = click.option("--heat", is_flag=True, help="Show foods against magnesium, potassium, calcium and sodium.")


def heat_lines(table: Table) -> Iterator[str]:
    """Yield a line for each food: a shade and a figure for each mineral, a dash where it is not known.

    The shade stands for a quarter of the greatest figure, or of the whole reference where all are less.
    """
    width = max(map(len, (*table.names, table.unit)), default=0)
    known = [value for row in table.figures for value in row if value is not None]
    most = max([*known, FULL])
    yield table.title
    yield f"{table.unit:<{width}}" + "".join(f"{column:>{CELL}}" for column in table.columns)
    for name, row in zip(table.names, table.figures, strict=True):
        yield f"{name:<{width}}" + "".join(f"{_cell(value, most):>{CELL}}" for value in row)


def _cell(value: float | None, most: float) -> str:
    if value is None:
        return "–"
    shade = SHADES[min(len(SHADES) - 1, -int(-value * (len(SHADES) - 1) // most))]
    return f"{shade * 2} {value:>5.1f}"


def write_food_picture(table: Table, file: str | None, *, heat: bool, mark: float | None = None) -> None:
    """Draw a table into a file, if one is named: a heat map or bars; it is replaced only when it is complete."""
    if file is None:
        return
    from pathlib import Path

    from myograph.causal.pictures import kind_of_file
    from myograph.cli.destination import opened
    from myograph.viz.food_pictures import bars, heat_map

    kind = kind_of_file(file)
    drawn = heat_map(table, kind) if heat else bars(table, kind, mark=mark)
    with opened(Path(file)) as destination:
        destination.stream.write(drawn)


def table_of(
    title: str, unit: str, columns: tuple[str, ...], rows: Sequence[tuple[str, tuple[float | None, ...]]]
) -> Table:
    """Return a table from names with their figures."""
    from myograph.viz.food_pictures import Table

    return Table(title, unit, tuple(name for name, _ in rows), columns, tuple(figures for _, figures in rows))
