"""`myograph export`: the graph in the formats of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from myograph.cli.opening import NARROWING, STORE

if TYPE_CHECKING:
    from myograph.exports.forms import Export

EXAMPLES = """\b
Examples:
  myograph export                                            list the formats
  myograph export trig > myograph.trig
  myograph export graphml --output map.graphml               for networkx, yEd, Cytoscape
  myograph export csv --output tables                        a folder of tables with their description
  myograph export kgx --evidence not-contradicted --output kgx
  myograph export jsonld-claims --source "article on magnesium and muscle twitching" --output article.jsonld
  myograph export all --output exports                       every format, read once
"""


@click.command(epilog=EXAMPLES)
@click.argument("form", metavar="[FORMAT]", required=False)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="File or folder to write, replaced when the export is complete. Default for one file: standard output.",
)
@NARROWING
@STORE
def export(form: str | None, output: Path | None, store: str | None) -> None:
    """Write the graph in FORMAT; without it, list the formats.

    The same graph gives the same bytes. `--evidence` and `--source` leave claims out and derive everything else again
    from those that are left. What each format carries of signs, hedges, disputes and places is told in docs/exports.md.
    Exit code 0: written; 2: no such format, name or place.
    """
    if form is None:
        _list()
    elif form.lower() == "all":
        _write_all(output, store)
    else:
        _write_one(form, output, store)


def _list() -> None:
    from myograph.cli.opening import write_lines
    from myograph.exports.forms import FORMS

    width = max(len(each.name) for each in FORMS)
    kinds = {True: "folder", False: "file  "}
    write_lines(f"{each.name:<{width}}  {kinds[each.is_folder]}  {each.description}" for each in FORMS)


def _write_one(form: str, output: Path | None, store: str | None) -> None:
    from myograph.cli.destination import opened
    from myograph.cli.opening import narrowing, open_graph
    from myograph.errors import UsageError
    from myograph.exports.forms import named

    chosen = named(form)
    if chosen.is_folder:
        if output is None or str(output) == "-":
            raise UsageError(f"{chosen.name} is a folder of files", advice="Name the folder: --output FOLDER")
        _tell(open_graph(store).export(form, output, **narrowing()))
        return
    with opened(output) as destination:
        written = open_graph(store).export(form, **narrowing())
        destination.stream.write(written.data)
    _tell(written)


def _write_all(output: Path | None, store: str | None) -> None:
    from myograph.cli.opening import narrowing, open_graph
    from myograph.errors import UsageError

    if output is None or str(output) == "-":
        raise UsageError("all formats are a folder of files", advice="Name the folder: --output FOLDER")
    for written in open_graph(store).export_all(output, **narrowing()):
        _tell(written)


def _tell(written: Export) -> None:
    if not written.claims:
        told = f"{written.form.name}: no claim is left, so the export tells of things and sources only."
        click.echo(f"{told} Choose a lower bar or another source.", err=True)
