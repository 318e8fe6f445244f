"""`myograph stats`: how much there is of what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from myograph.cli.opening import STORE, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from myograph.queries.results import Solutions

EXAMPLES = """\b
Examples:
  myograph stats
  myograph stats --format markdown            for a document
  myograph stats --format json | jq .records
"""
QUERY = "machinery/statistics.rq"


@click.command(epilog=EXAMPLES)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "markdown", "json"]),
    default="table",
    show_default=True,
    help="Output format.",
)
@STORE
def stats(form: str, store: str | None) -> None:
    """Count records, entities of each class, claims of each kind, characters of sources, and triples of each graph.

    Everything is counted in the graph itself. Characters inside passages are known from offsets; whether the passages
    match the text and leave nothing out is what `myograph check --source` tells.
    """
    counted = count(store)
    click.echo(as_json(counted) if form == "json" else "\n".join(as_table(counted, form)))


def count(store: str | None) -> Solutions:
    """Return rows of group, name and number."""
    from myograph.content import Content
    from myograph.queries.results import Solutions

    content = Content.find()
    opened = open_store(store, content, say)
    return Solutions.of(opened.select((content.queries / QUERY).read_text(encoding="utf-8")))


def as_table(counted: Solutions, form: str) -> Iterable[str]:
    """Return the lines of a table, plain or in Markdown."""
    from myograph.queries.tables import cells, markdown, numeric, plain

    lines = markdown if form == "markdown" else plain
    return lines(counted.columns, cells(counted), numeric(counted))


def as_json(counted: Solutions) -> str:
    """Return an object: group -> name -> number."""
    groups: dict[str, dict[str, object]] = {}
    for group, name, number in counted:
        groups.setdefault(str(group), {})[str(name)] = number
    return json.dumps(groups, indent=2, ensure_ascii=False)


def say(message: str) -> None:
    """Write progress to standard error."""
    click.echo(message, err=True)
