"""`myograph cite`: the citation of a claim."""

from __future__ import annotations

import click

from myograph.cli.opening import STORE, open_graph

EXAMPLES = """\b
Examples:
  myograph cite mg-deficiency-twitching
  myograph cite myo-claim:mg-relieves-spasm --format bibtex
  myograph cite mg-relieves-spasm --format csl-json
"""


@click.command(epilog=EXAMPLES)
@click.argument("claim")
@click.option("--format", "form", default="text", show_default=True, help="text, bibtex or csl-json.")
@STORE
def cite(claim: str, form: str, store: str | None) -> None:
    """Cite CLAIM: its address and version, the sources that state it, and those that bear on it."""
    click.echo(open_graph(store).cite(claim, form), nl=False)
