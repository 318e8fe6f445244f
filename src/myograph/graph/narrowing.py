"""A graph in which some claims were never made.

Every question can be asked of one source alone or above an evidence bar: take the claims away that are not admitted,
with their places, and derive everything again. What is left is a whole graph, in which no relation, edge or count rests
on a claim that was taken away. Entities, sources, evidence and the vocabulary stay; what the release says of itself
goes, because its figures are those of all claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from myograph.graph.deriving import with_derived
from myograph.graph.layout import DERIVED
from myograph.names import MYO, MYO_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode, Quad

    from myograph.content import Content


def without_claims(content: Content, quads: Iterable[Quad], dropped: frozenset[NamedNode]) -> list[Quad]:
    """Return the quads of a release as if the claims had never been made, in no order.

    `content` holds the views by which everything is derived again; raises ContentError when one of them cannot run.
    """
    stated = [quad for quad in quads if quad.graph_name not in (DERIVED, MYO_GRAPH.description)]
    places = {quad.subject for quad in stated if quad.predicate == MYO.placeOf and quad.object in dropped}
    gone = dropped | places
    return with_derived(content, (quad for quad in stated if quad.subject not in gone))
