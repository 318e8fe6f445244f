"""`myograph whatif`: which way things are said to move when one is raised or lowered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from myograph.cli.analysing import FORMAT, links_option, on_analysis, teller, write_answer

if TYPE_CHECKING:
    from myograph.knowledge.analysis import Analysis

EXAMPLES = """\b
Examples:
  myograph whatif --raise "psychological stress"
  myograph whatif --lower "magnesium deficiency" --evidence supported
  myograph whatif --raise meditation --lower caffeine --links 2
"""


@click.command(epilog=EXAMPLES)
@click.option("--raise", "raised", metavar="NAME", multiple=True, help="More of this; may be repeated.")
@click.option("--lower", "lowered", metavar="NAME", multiple=True, help="Less of this; may be repeated.")
@links_option(3, 8)
@FORMAT
@on_analysis("qualified")
def whatif(
    analysis: Analysis,
    raised: tuple[str, ...],
    lowered: tuple[str, ...],
    links: int,
    form: str,
) -> None:
    """Tell which way things are said to move when some are raised and others lowered.

    Direction only, never an amount, a few links far, and only over claims that evidence bears out unless a lower bar is
    asked for. Where one way raises what another lowers, the answer is "conflicting".
    """
    answer = analysis.what_if(raised=raised, lowered=lowered, links=links)
    write_answer(form, teller(analysis).what_if(answer), answer)
