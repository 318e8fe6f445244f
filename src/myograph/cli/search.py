"""`myograph search`: find entities and claims by what people call them."""

from __future__ import annotations

import click

from myograph.cli.opening import STORE, open_graph, write_lines

EXAMPLES = """\b
Examples:
  myograph search "eye twitch"
  myograph search magnesum               forgives typing errors
  myograph search "charley horse"        knows lay words
"""


@click.command(epilog=EXAMPLES)
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many results.")
@STORE
def search(words: tuple[str, ...], limit: int, store: str | None) -> None:
    """Find entities and claims whose label, synonym or statement is like WORDS, best first."""
    from myograph.errors import UnknownName

    graph = open_graph(store)
    asked = " ".join(words)
    hits = graph.search(asked, limit=limit)
    if not hits:
        raise UnknownName(f"nothing in the graph is like {asked!r}", name=asked, advice="Try fewer or other words.")
    write_lines(graph.teller.hits(hits))
