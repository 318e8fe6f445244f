"""Entities can be told apart by their labels, and none stands alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from myograph.graph.triple_index import LABEL
from myograph.names import MYO, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.errors import Finding
    from myograph.graph.loading import LoadedContent
    from myograph.graph.reading import Subject, Term
    from myograph.graph.triple_index import TripleIndex

    Holders = dict[tuple[Term, str], list[Subject]]

TYING = (SKOS.broader, SKOS.narrower, MYO.imbalanceOf)


def labels_are_unique(loaded: LoadedContent) -> Iterator[Finding]:
    """Find nodes of one class that share a label, and as warnings synonyms that are another's label."""
    labelled = _holders(loaded.index, LABEL)
    for (cls, _), nodes in labelled.items():
        for later in nodes[1:]:
            yield loaded.finding(
                "unique-label",
                later,
                f"the label is also that of {loaded.written(nodes[0])}, another {loaded.written(cls)}",
                "Choose a label that tells them apart, or merge the two.",
            )
    yield from _ambiguous_synonyms(loaded, labelled)


def _ambiguous_synonyms(loaded: LoadedContent, labelled: Holders) -> Iterator[Finding]:
    for (cls, text), nodes in _holders(loaded.index, SKOS.altLabel).items():
        owners = labelled.get((cls, text), [])
        for node in nodes:
            for owner in owners:
                if owner != node:
                    yield loaded.finding(
                        "unique-label",
                        node,
                        f"its synonym {text!r} is the label of {loaded.written(owner)}, another {loaded.written(cls)}",
                        "Keep the word with the node it names best.",
                        severity="warning",
                    )


def _holders(index: TripleIndex, predicate: NamedNode) -> Holders:
    """Return (class of the vocabulary, text without regard to case) -> the nodes that have it."""
    found: Holders = defaultdict(list)
    for node, label in index.pairs(predicate):
        if isinstance(label, Literal):
            for cls in (cls for cls in index.types(node) if cls in MYO):
                found[cls, label.value.casefold()].append(node)
    return found


def entities_are_used(loaded: LoadedContent) -> Iterator[Finding]:
    """Find entities that no claim and no other entity refers to."""
    mentioned = {triple.object for triple in loaded.triples()}
    for entity in loaded.index.instances(MYO.Entity):
        if entity not in mentioned and not any(loaded.index.objects(entity, tie) for tie in TYING):
            yield loaded.finding(
                "orphan-entity",
                entity,
                "no claim and no other entity refers to it",
                "Use it in a claim, tie it to another entity, or remove it.",
            )
