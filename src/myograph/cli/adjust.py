"""`myograph adjust`: what to adjust for when an effect is to be estimated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from myograph.cli.analysing import on_analysis, teller, write_answer

if TYPE_CHECKING:
    from myograph.knowledge.analysis import Analysis

EXAMPLES = """\b
Examples:
  myograph adjust dehydration "muscle twitching"
  myograph adjust "electrolyte imbalance" twitching --unmeasured anxiety
  myograph adjust stress twitching --format dagitty     for dagitty.net or R
  myograph adjust stress twitching --format gml         for dowhy
"""


@click.command(epilog=EXAMPLES)
@click.argument("exposure")
@click.argument("outcome")
@click.option("--unmeasured", metavar="NAME", multiple=True, help="Cannot be adjusted for; may be repeated.")
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many sets.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "dagitty", "dot", "gml"]),
    default="text",
    show_default=True,
    help="The answer as text or JSON, or the graph that it is about for another tool.",
)
@on_analysis()
def adjust(
    analysis: Analysis,
    exposure: str,
    outcome: str,
    unmeasured: tuple[str, ...],
    most: int,
    form: str,
) -> None:
    """Tell what to adjust for when the effect of EXPOSURE on OUTCOME is to be estimated from data.

    The minimal adjustment sets and the instruments, as if the graph of claims were right and lacked nothing.
    """
    found = analysis.adjustment(exposure, outcome, unmeasured=unmeasured, most=most)
    if form in {"text", "json"}:
        write_answer(form, teller(analysis).adjustment(found), found)
    else:
        click.echo(analysis.written(exposure, outcome, form), nl=False)
