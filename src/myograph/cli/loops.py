"""`myograph loops`: where claims come back upon themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from myograph.cli.analysing import FORMAT, links_option, on_analysis, teller, write_answer

if TYPE_CHECKING:
    from myograph.knowledge.analysis import Analysis

EXAMPLES = """\b
Examples:
  myograph loops
  myograph loops --evidence traceable
"""


@click.command(epilog=EXAMPLES)
@links_option(8, 50)
@FORMAT
@on_analysis()
def loops(analysis: Analysis, links: int, form: str) -> None:
    """Tell the feedback loops of the claims, reinforcing or balancing, and what would make a DAG of them."""
    found, aside = analysis.loops(longest=links), analysis.links_to_set_aside()
    write_answer(form, teller(analysis).loops(found, aside), {"loops": found, "links_to_set_aside": aside})
