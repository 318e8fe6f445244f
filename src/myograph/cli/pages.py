"""`myograph pages`: the static site."""

from __future__ import annotations

import click

from myograph.cli.opening import STORE, open_graph

EXAMPLES = """\b
Examples:
  myograph pages site                 write the site into the folder `site`
  myograph pages site && open site/index.html
"""


@click.command(epilog=EXAMPLES)
@click.argument("folder", type=click.Path())
@click.option("--lang", default="en", show_default=True, help="Language in which the map begins.")
@STORE
def pages(folder: str, lang: str, store: str | None) -> None:
    """Write the site into FOLDER: the map, a page for each entity and claim, the article checked, the questions.

    It works from files, from any web server and with scripts off, and asks nothing of any network. Pages that have not
    changed are left alone, and pages of an earlier run that are no longer made are taken away.
    """
    from pathlib import Path

    from myograph.knowledge.site import site_of
    from myograph.viz.pages import site_pages, write_pages

    graph = open_graph(store)
    written = write_pages(site_pages(site_of(graph), graph.content.viz, lang), Path(folder))
    click.echo(
        f"{folder}: {written.made} pages, {written.changed} written anew, {written.taken_away} taken away", err=True
    )
