"""`myograph causes`: what is said to lead to a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from myograph.cli.analysing import (
    FORMAT,
    PICTURE,
    links_option,
    on_analysis,
    teller,
    write_answer,
    write_picture,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.causal.links import Node
    from myograph.knowledge.analysis import Analysis

EXAMPLES = """\b
Examples:
  myograph causes "muscle twitching"
  myograph causes "muscle cramp" --evidence qualified
  myograph causes hypokalaemia --links 1
  myograph causes twitching --picture ladder.svg
"""


@click.command(epilog=EXAMPLES)
@click.argument("effect", default="muscle twitching")
@links_option(50, 50)
@FORMAT
@PICTURE
@on_analysis()
def causes(
    analysis: Analysis,
    effect: str,
    links: int,
    form: str,
    picture: str | None,
) -> None:
    """Tell what is said to lead to EFFECT (default: muscle twitching), directly or through others.

    Each cause is told with the verdict of the weakest link on its best-founded way, and the number of links.
    What works against the effect is told apart from what leads to it.
    """
    node = analysis.node(effect)
    found = analysis.causes(node.iri, longest=links)
    write_answer(form, teller(analysis).causes(node, found) if found else nothing(analysis, node), found)
    if picture is not None:
        ways = [analysis.claims_path(each.node.iri, node.iri) for each in found]
        write_picture(analysis, picture, ways, f"What leads to {node}")


def nothing(analysis: Analysis, node: Node) -> Iterator[str]:
    """Tell that nothing was found about a thing, and where there would be something."""
    yield f"Nothing, at the bar {analysis.evidence!r}{'' if analysis.sources is None else ' and from these sources'}."
    yield analysis.advice(node)
