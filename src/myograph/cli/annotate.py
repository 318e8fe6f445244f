"""`myograph annotate`: write the annotation of a source text as a table."""

from __future__ import annotations

from pathlib import Path

import click

EXAMPLES = """\b
Examples:
  myograph annotate                                  to standard output
  myograph annotate --output graph/magnesium-article/annotation.tsv
  myograph annotate magnesium-article | head -3
"""


@click.command(epilog=EXAMPLES)
@click.argument("source", required=False)
@click.option("--output", type=click.Path(path_type=Path), help="File to write, replaced at the very end.")
@click.option(
    "--content",
    "root",
    type=click.Path(path_type=Path),
    help="Folder that holds ontology, graph and queries. Default: this checkout or installation.",
)
def annotate(source: str | None, output: Path | None, root: Path | None) -> None:
    """Write what each passage of SOURCE says, or why it says nothing, as tab-separated values.

    SOURCE is a source whose text is divided into passages, by default the only one. The table is made from the Turtle
    files and holds no text of the source; graph/magnesium-article/DATASHEET.md describes its columns.
    """
    from myograph.cli.destination import opened
    from myograph.content import Content
    from myograph.graph.annotation import annotated_source, as_tsv
    from myograph.graph.loading import load

    loaded = load(Content.find(root))
    table = as_tsv(loaded, annotated_source(loaded, source))
    with opened(output) as destination:
        destination.stream.write(table.encode())
