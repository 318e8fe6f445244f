"""Tables for a person at a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from myograph.queries.tables import cells, numeric, plain

if TYPE_CHECKING:
    from myograph.queries.results import Solutions

MOST_STYLED = 2000
"""Beyond so many rows a table is written in plain columns: laying out a styled one takes too long."""


def show(solutions: Solutions, *, iris: bool) -> None:
    """Write rows to standard output as a table, and how many there are to standard error."""
    rows = cells(solutions, iris=iris)
    if len(rows) > MOST_STYLED:
        for line in plain(solutions.columns, rows, numeric(solutions)):
            click.echo(line)
    else:
        show_styled(solutions.columns, rows, numeric(solutions))
    sys.stdout.flush()
    click.echo(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", err=True)


def show_styled(columns: tuple[str, ...], rows: list[tuple[str, ...]], right: tuple[bool, ...]) -> None:
    """Write a table that uses the width of the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column, number in zip(columns, right, strict=True):
        table.add_column(Text(column), justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)
