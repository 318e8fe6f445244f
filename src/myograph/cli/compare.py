"""`myograph compare`: one source's story against all sources and against what evidence bears out."""

from __future__ import annotations

import click

from myograph.cli.analysing import FORMAT, links_option, teller, write_answer
from myograph.cli.opening import STORE, open_graph

EXAMPLES = """\b
Examples:
  myograph compare
  myograph compare "muscle cramp" --evidence supported
  myograph compare twitching --source "article on magnesium and muscle twitching" --most 100
"""

ARTICLE = "article on magnesium and muscle twitching"


@click.command(epilog=EXAMPLES)
@click.argument("effect", default="muscle twitching")
@click.option("--source", default=ARTICLE, show_default=True, metavar="NAME", help="Whose story is compared.")
@click.option(
    "--evidence",
    metavar="BAR",
    default="qualified",
    show_default=True,
    help="What its story is held against: any, not-contradicted, some-evidence, traceable, qualified, supported.",
)
@links_option(8, 50)
@click.option("--most", type=click.IntRange(1, 10_000), default=10, show_default=True, help="Tell so many paths each.")
@FORMAT
@STORE
def compare(effect: str, source: str, evidence: str, links: int, most: int, form: str, store: str | None) -> None:
    """Compare how one source explains EFFECT (default: muscle twitching) with all sources, and with what is borne out.

    Which paths vanish, appear or change their sign, and in one paragraph what would remain of the source's story.
    """
    from myograph.causal.comparing import difference, what_remains

    graph = open_graph(store)
    own = graph.analysis(sources=[source])
    first = own.story(f"the {graph.lookup.resolve(source, kinds=['source']).label}", effect, longest=links)
    everything = graph.analysis().story("all sources", effect, longest=links)
    borne_out = graph.analysis(evidence=evidence, sources=[source]).story(
        f"what meets the bar {evidence!r}", effect, longest=links
    )
    found = [difference(first, everything), difference(first, borne_out)]
    data = {"differences": found, "what_remains": what_remains(found[-1])}
    write_answer(form, teller(own).comparison(found, most), data)
