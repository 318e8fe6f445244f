"""Run the views of `queries/views` in file-name order; each sees what the earlier ones derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Quad

from myograph.errors import ContentError, QueryError, QuerySyntaxError
from myograph.graph.layout import DERIVED
from myograph.store.staging import StagingStore

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyoxigraph import Triple

    from myograph.content import Content

ADVICE = "Views are CONSTRUCT queries over the union of all named graphs."


def view_files(content: Content) -> tuple[Path, ...]:
    """Return the view files in the order in which they run."""
    return tuple(sorted((content.queries / "views").glob("*.rq")))


def with_derived(content: Content, quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads and what the views derive from them, literals in the engine's spelling, in no order.

    A derived triple that some graph already states is not repeated. Raises ContentError with the file of a view
    that does not parse, is no CONSTRUCT, or makes blank nodes.
    """
    store = StagingStore()
    store.extend(quads)
    for path in view_files(content):
        derive(store, path.read_text(encoding="utf-8"), path.relative_to(content.root).as_posix())
    return store.quads()


def derive(store: StagingStore, view: str, place: str) -> None:
    """Add what one view constructs to the graph of derived triples."""
    fresh = {triple for triple in _constructed(store, view, place) if not store.states(triple)}
    for triple in fresh:
        _refuse_blank_nodes(triple, place)
    store.extend(Quad(triple.subject, triple.predicate, triple.object, DERIVED) for triple in fresh)


def _constructed(store: StagingStore, view: str, place: str) -> list[Triple]:
    try:
        return store.construct(view)
    except QueryError as fault:
        where = f"{place}:{fault.line}" if isinstance(fault, QuerySyntaxError) else place
        raise ContentError(f"the view cannot run: {fault.problem}", place=where, advice=ADVICE) from None


def _refuse_blank_nodes(triple: Triple, place: str) -> None:
    if any(isinstance(term, BlankNode) for term in triple):
        raise ContentError(
            f"the view makes a blank node: {triple}",
            place=place,
            advice="Make an IRI with IRI(CONCAT(...)), so that the same content gives the same release.",
        )
