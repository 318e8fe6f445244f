"""`myograph pages`: the static site."""

from __future__ import annotations

import click

from myograph.cli.opening import STORE, open_graph

EXAMPLES = """\b
Examples:
  myograph pages site                 write the site into the folder `site`
  myograph pages site --lang de       in German alone
  myograph pages site --source FILE   quote the article, whose text you have
"""


@click.command(epilog=EXAMPLES)
@click.argument("folder", type=click.Path())
@click.option(
    "--lang", "langs", multiple=True, help="Language, again for more: the first stands at the root. Default: all."
)
@click.option("--source", type=click.Path(), help="Text of the article, to quote what its digests prove.")
@STORE
def pages(folder: str, langs: tuple[str, ...], source: str | None, store: str | None) -> None:
    """Write the site into FOLDER: map, entities, claims, foods, the article checked, questions, a worksheet.

    It works from files, from any web server and with scripts off, and asks nothing of any network. Every language but
    the first stands in a folder of its own. Pages that have not changed are left alone, and pages of an earlier run
    that are no longer made are taken away.
    """
    from myograph.cli.show import read_source

    text = None if source is None else read_source(source)
    written = open_graph(store).pages(folder, languages=langs, source_text=text)
    click.echo(
        f"{folder}: {written.made} pages, {written.changed} written anew, {written.taken_away} taken away", err=True
    )
