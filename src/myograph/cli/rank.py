"""`myograph rank`: what matters most on the ways to an effect, and whether more than by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from myograph.cli.analysing import FORMAT, on_analysis, teller, write_answer
from myograph.cli.causes import nothing

if TYPE_CHECKING:
    from myograph.knowledge.analysis import Analysis

EXAMPLES = """\b
Examples:
  myograph rank
  myograph rank "muscle cramp" --by reach
  myograph rank twitching --evidence traceable --draws 999
"""


@click.command(epilog=EXAMPLES)
@click.argument("effect", default="muscle twitching")
@click.option(
    "--by",
    type=click.Choice(["betweenness", "reach", "gate"]),
    default="betweenness",
    show_default=True,
    help="The measure: ways of others that pass it, ways from it, others that cannot avoid it.",
)
@click.option("--draws", type=click.IntRange(1, 10_000), default=99, show_default=True, help="How many null graphs.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the draws.")
@click.option("--most", type=click.IntRange(1, 10_000), default=15, show_default=True, help="Tell so many.")
@FORMAT
@on_analysis()
def rank(
    analysis: Analysis,
    effect: str,
    by: str,
    draws: int,
    seed: int,
    most: int,
    form: str,
) -> None:
    """Rank what leads to EFFECT (default: muscle twitching) by its place in the graph.

    Each score is set against graphs in which everything keeps its number of links and only the partners are drawn
    anew, and each rank is computed again with one source left out.
    """
    found = analysis.ranking(effect, by=by, draws=draws, seed=seed)
    node = analysis.node(effect)
    told = teller(analysis).ranking(node, found, by, most) if found else nothing(analysis, node)
    write_answer(form, told, found)
