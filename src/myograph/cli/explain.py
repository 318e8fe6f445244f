"""`myograph explain`: the causal ladder to a symptom."""

from __future__ import annotations

import click

from myograph.cli.opening import EVIDENCE, SOURCE, STORE, open_graph, write_lines

EXAMPLES = """\b
Examples:
  myograph explain                       why muscles twitch
  myograph explain "muscle cramp"        any entity, by label or synonym
  myograph explain "charley horse"       as people call it
  myograph explain --evidence qualified  only what independent evidence bears out
  myograph explain --source "article on magnesium and muscle twitching"
"""


@click.command(epilog=EXAMPLES)
@click.argument("entity", default="muscle twitching")
@EVIDENCE
@SOURCE
@STORE
def explain(entity: str, evidence: str, source: str | None, store: str | None) -> None:
    """Tell what leads to ENTITY (default: muscle twitching), step by step.

    Each line is one step, with its sign, the verbs of the claims, how firmly the sources say it, in how many places,
    and what independent evidence makes of it.
    """
    graph = open_graph(store)
    write_lines(graph.teller.ladder(graph.explain(entity, evidence=evidence, source=source)))
