"""`myograph explain`: the causal ladder to a symptom."""

from __future__ import annotations

import click

from myograph.cli.opening import STORE, open_graph, write_lines

EXAMPLES = """\b
Examples:
  myograph explain                       why muscles twitch
  myograph explain "muscle cramp"        any entity, by label or synonym
  myograph explain "charley horse"
"""


@click.command(epilog=EXAMPLES)
@click.argument("entity", default="muscle twitching")
@STORE
def explain(entity: str, store: str | None) -> None:
    """Tell what leads to ENTITY (default: muscle twitching), step by step.

    Each line is one step, with its sign, the verbs of the claims, how firmly the sources say it, in how many places,
    and what independent evidence makes of it.
    """
    graph = open_graph(store)
    write_lines(graph.teller.ladder(graph.explain(entity)))
