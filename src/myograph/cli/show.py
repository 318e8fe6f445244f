"""`myograph show`: the card of an entity or of a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from myograph.cli.opening import STORE, open_graph, write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.knowledge import Claim, KnowledgeGraph, Place

EXAMPLES = """\b
Examples:
  myograph show "muscle twitching"
  myograph show hypokalemia
  myograph show myo-claim:mg-deficiency-twitching
  myograph show mg-deficiency-twitching --source article.txt    with the passages
"""


@click.command(epilog=EXAMPLES)
@click.argument("name")
@click.option(
    "--source",
    type=click.Path(),
    help="The text of a source: passages are shown where their digests match it.",
)
@STORE
def show(name: str, source: str | None, store: str | None) -> None:
    """Show what the graph holds on NAME, an entity or a claim.

    For an entity: definition, synonyms, neighbours, and every claim about it. For a claim: its parts, what the evidence
    makes of it, and every place where it is said.
    """
    from myograph.errors import UnknownName

    graph = open_graph(store)
    text = None if source is None else read_source(source)
    try:
        entity = graph.entity(name)
    except UnknownName as unknown:
        write_lines(_claim_card(graph, _claim_or(graph, name, unknown), text))
    else:
        claims_out, claims_in = graph.claims(subject=entity.iri), graph.claims(object=entity.iri)
        write_lines(graph.teller.entity(entity, claims_out, claims_in))


def read_source(path: str) -> str:
    """Return the text of a source file; raises UsageError when it cannot be read as UTF-8."""
    from pathlib import Path

    from myograph.errors import UsageError

    try:
        return Path(path).read_bytes().decode()
    except OSError as fault:
        raise UsageError(f"the source text cannot be read: {fault.strerror}", place=path) from None
    except UnicodeDecodeError as fault:
        raise UsageError(f"the source text is not UTF-8 (byte {fault.start})", place=path) from None


def _claim_or(graph: KnowledgeGraph, name: str, unknown: Exception) -> Claim:
    from myograph.errors import UnknownName

    try:
        return graph.claim(name)
    except UnknownName as neither:
        is_claim_name = name.startswith(("myo-claim:", "http"))
        raise (neither if is_claim_name else unknown) from None


def _claim_card(graph: KnowledgeGraph, claim: Claim, text: str | None) -> Iterator[str]:
    places = graph.places(claim)
    yield from graph.teller.claim(claim, places)
    yield from graph.teller.evidence(graph.evidence(claim), graph.sources)
    if text is None:
        yield ""
        yield "The passages themselves are shown to who has the source: add --source FILE."
    else:
        yield from _passages(places, text)


def _passages(places: tuple[Place, ...], text: str) -> Iterator[str]:
    from myograph.knowledge.quoting import quote

    yield ""
    yield "Passages, each proved by its digest:"
    for place in places:
        yield f"  {place.number}: {quote(place, text)}"
