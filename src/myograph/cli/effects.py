"""`myograph effects`: what is said to follow from a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from myograph.cli.analysing import FORMAT, links_option, on_analysis, teller, write_answer
from myograph.cli.causes import nothing

if TYPE_CHECKING:
    from myograph.knowledge.analysis import Analysis

EXAMPLES = """\b
Examples:
  myograph effects "magnesium deficiency"
  myograph effects stress --evidence supported
  myograph effects hypomagnesaemia --links 2 --format json
"""


@click.command(epilog=EXAMPLES)
@click.argument("cause")
@links_option(50, 50)
@FORMAT
@on_analysis()
def effects(analysis: Analysis, cause: str, links: int, form: str) -> None:
    """Tell what is said to follow from CAUSE, directly or through others, best-founded first."""
    node = analysis.node(cause)
    found = analysis.effects(node.iri, longest=links)
    write_answer(form, teller(analysis).effects(node, found) if found else nothing(analysis, node), found)
