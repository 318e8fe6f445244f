"""Open the knowledge graph for a command, and write its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from myograph.knowledge import KnowledgeGraph

STORE = click.option(
    "--store",
    type=click.Path(),
    help="Folder of a release or of an Oxigraph store. Default: the release of this content, built on first use.",
)

EVIDENCE = click.option(
    "--evidence",
    metavar="BAR",
    default="any",
    show_default=True,
    help="Admit only claims that meet this bar: any, not-contradicted, some-evidence, traceable, qualified, supported.",
)

SOURCE = click.option("--source", metavar="NAME", help="Admit only claims that this source states.")


def open_graph(store: str | Path | None) -> KnowledgeGraph:
    """Open the graph; progress goes to standard error."""
    from myograph.knowledge import open_release

    return open_release(store, progress=lambda message: click.echo(message, err=True))


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output, without the control characters that a label could smuggle in."""
    for line in lines:
        click.echo("".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line))
