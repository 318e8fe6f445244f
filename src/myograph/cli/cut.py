"""`myograph cut`: what has to fall for a story to fall, and what is said to work against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from myograph.cli.analysing import FORMAT, links_option, on_analysis, teller, write_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.causal.cuts import ClaimCuts, NodeCuts
    from myograph.knowledge.analysis import Analysis, Remedies

EXAMPLES = """\b
Examples:
  myograph cut "psychological stress" "muscle twitching"
  myograph cut sweating twitching --evidence not-contradicted
  myograph cut stress dehydration caffeine twitching     remedies against several causes
"""


@click.command(epilog=EXAMPLES)
@click.argument("starts", nargs=-1, required=True, metavar="CAUSE...")
@click.argument("end", metavar="EFFECT")
@click.option("--most", type=click.IntRange(1, 1000), default=10, show_default=True, help="At most so many sets.")
@links_option(8, 50)
@FORMAT
@on_analysis()
def cut(
    analysis: Analysis,
    starts: tuple[str, ...],
    end: str,
    most: int,
    links: int,
    form: str,
) -> None:
    """Tell what breaks the ways from each CAUSE to EFFECT.

    The smallest sets of claims whose refutation ends the story; the smallest sets of imbalances and mechanisms whose
    correction does; and what is said to work against the causes, the steps and the effect, with the harm that may
    follow. The last is asked of paths of at most so many links, the first two of all paths.
    """
    claims = [analysis.claim_cuts(start, end, most=most) for start in starts]
    nodes = [analysis.node_cuts(start, end, most=most) for start in starts]
    remedies = analysis.remedies(starts, end, longest=links)
    data = {"claims": claims, "nodes": nodes, "remedies": remedies}
    write_answer(form, _lines(analysis, claims, nodes, remedies), data)


def _lines(analysis: Analysis, claims: list[ClaimCuts], nodes: list[NodeCuts], remedies: Remedies) -> Iterator[str]:
    from myograph.cli.paths import no_path

    tell = teller(analysis)
    for by_claims, by_nodes in zip(claims, nodes, strict=True):
        if by_claims.size is None and not by_claims.by_definition:
            yield from no_path(analysis, analysis.paths(by_claims.start.iri, by_claims.end.iri, most=1))
        else:
            yield from tell.claim_cuts(by_claims)
            yield from tell.node_cuts(by_nodes)
        yield ""
    if remedies.paths:
        yield from tell.remedies(remedies)
        yield ""
    yield "Education, not medical advice."
