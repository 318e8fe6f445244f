"""`myograph paths`: how one thing is said to lead to another."""

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

    from myograph.causal.paths import Paths
    from myograph.knowledge.analysis import Analysis

EXAMPLES = """\b
Examples:
  myograph paths "physical overexertion" "muscle twitching"
  myograph paths stress twitching --evidence qualified
  myograph paths magnesium "muscle twitching" --most 3 --format json
  myograph paths caffeine twitching --picture caffeine.svg
  myograph paths diarrhoea "muscle twitching" --through physiomap --links 12 --store working
"""


@click.command(epilog=EXAMPLES)
@click.argument("start")
@click.argument("end")
@click.option("--most", type=click.IntRange(1, 10_000), default=10, show_default=True, help="At most so many paths.")
@links_option(8, 50)
@click.option(
    "--through",
    metavar="GUEST",
    help="Only paths through this imported graph of others, such as physiomap; each link says whose word it is.",
)
@FORMAT
@PICTURE
@on_analysis()
def paths(
    analysis: Analysis,
    start: str,
    end: str,
    most: int,
    links: int,
    through: str | None,
    form: str,
    picture: str | None,
) -> None:
    """Tell the paths on which START is said to lead to END, best-founded first.

    Paths are ordered by the verdict of their weakest link, then by length. Each is told with its sign, its weakest
    link, what may be concluded from it, and the claims and sources that it rests on.
    """
    joined = (
        analysis.knowledge.joined(through, evidence=analysis.evidence, sources=analysis.sources) if through else None
    )
    found = (joined or analysis).paths(start, end, most=most, longest=links)
    write_answer(form, joined.told(found) if joined else _lines(analysis, found), found)
    write_picture(analysis, picture, found.found, f"From {found.start} to {found.end}")


def _lines(analysis: Analysis, found: Paths) -> Iterator[str]:
    if found.found:
        yield from teller(analysis).paths(found, analysis.mediators(found))
    else:
        yield from no_path(analysis, found)


def no_path(analysis: Analysis, found: Paths) -> Iterator[str]:
    """Tell that there is no path, and which bar would give one."""
    ends = f"from {found.start} to {found.end}"
    yield f"No path of at most {found.longest} links leads {ends} at the bar {analysis.evidence!r}."
    if found.cut_off:
        yield f"The search stopped {found.cut_off}."
    bar = analysis.bar_that_connects(found.start.iri, found.end.iri, longest=found.longest)
    for node in (found.start, found.end):
        if node.iri not in analysis.signed:
            yield analysis.advice(node)
    if bar is None:
        yield "No bar gives one: no chain of claims connects them in this direction."
    else:
        yield f"The bar {bar!r}{'' if analysis.sources is None else ', with all sources,'} gives one."
