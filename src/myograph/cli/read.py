"""`myograph read`: a source, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from myograph.cli.opening import EVIDENCE, STORE, open_graph, write_lines

if TYPE_CHECKING:
    from myograph.errors import CheckFailed
    from myograph.knowledge.checked_reading import CheckedReading

EXAMPLES = """\b
Examples:
  myograph read                              what the article claims, passage by passage, with verdicts
  myograph read --source article.txt         with the passages, where their digests match
  myograph read --evidence supported         only what independent evidence bears out
  myograph read --format markdown > reading.md
"""
SHOWN = 10
"""Numbers of changed passages that the error names."""


@click.command(epilog=EXAMPLES)
@click.argument("name", required=False)
@EVIDENCE
@click.option("--source", type=click.Path(), help="The text of the source: passages are shown where digests match.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="Output format.",
)
@STORE
def read(name: str | None, evidence: str, source: str | None, form: str, store: str | None) -> None:
    """Read the source NAME (default: the article) passage by passage, checked against the evidence.

    Each claim is told in own words, with how firmly the passage says it and the verdict of independent evidence.
    Passages that claim nothing are told in one line, with the reasons. Exit code 1: the text given with --source has
    passages with other characters.
    """
    from myograph.cli.show import read_source
    from myograph.knowledge.checked_reading import as_markdown, as_text, checked_reading

    text = None if source is None else read_source(source)
    graph = open_graph(store)
    reading = checked_reading(graph, name, evidence=evidence, text=text)
    write_lines((as_text if form == "text" else as_markdown)(reading, graph.teller))
    if reading.changed:
        raise changed(reading, source)


def changed(reading: CheckedReading, source: str | None) -> CheckFailed:
    """Return the error that tells which passages have other characters in the text at hand."""
    from myograph.errors import CheckFailed

    numbers = ", ".join(str(passage.number) for passage in reading.changed[:SHOWN])
    more = " ..." if len(reading.changed) > SHOWN else ""
    return CheckFailed(
        f"{len(reading.changed)} of {len(reading.passages)} passages have other characters in this text: "
        f"{numbers}{more}",
        place=source,
        advice="Use the text that was annotated: the same characters and the same line ends.",
    )
