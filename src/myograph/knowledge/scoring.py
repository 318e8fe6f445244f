"""Score another system's extraction against the annotation that the graph holds."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from myograph.errors import UnknownName, UsageError
from myograph.graph.extraction import Expectation, read_extraction
from myograph.graph.scoring import PAIR, GoldPlace, Rules, resolved, score

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from myograph.graph.scoring import Score
    from myograph.knowledge.graph import KnowledgeGraph
    from myograph.knowledge.passages import SourceText


def score_file(graph: KnowledgeGraph, path: Path, *, match: str, iou: float, source: str | None = None) -> Score:
    """Return the score of the extraction in a file; `source` names the annotated source where there are several.

    Raises UsageError with file and line for what cannot be read, and for a relation that nobody knows.
    """
    relations = graph.relations
    rules = Rules(match, iou, relations.families)
    annotated = graph.source_text(source)
    wanted = match != PAIR
    extracted = read_extraction(path, Expectation(annotated.characters, relation=wanted))
    entity = cache(lambda name: _entity(graph, name))
    predictions, unresolved = resolved(extracted, entity, cache(relations.resolve) if wanted else None)
    return score(gold_places(graph, annotated), predictions, unresolved, rules)


def gold_places(graph: KnowledgeGraph, annotated: SourceText) -> Iterator[GoldPlace]:
    """Yield each claim of each passage, in the order of the text."""
    claims = {claim.iri: claim for claim in graph.all_claims}
    for passage in annotated.passages:
        for statement in passage.statements:
            claim = claims[statement.claim]
            yield GoldPlace(
                claim.iri,
                passage.iri,
                claim.kind,
                claim.subject.iri,
                claim.predicate.iri,
                claim.object.iri,
                passage.start,
                passage.end,
            )


def _entity(graph: KnowledgeGraph, name: str) -> str:
    found = graph.lookup.called(name)
    if not found:
        raise UnknownName("nothing in the graph is called so", name=name)
    if len(found) > 1:
        raise UsageError(f"several things are called so: {', '.join(graph.prefixes.compress(n.iri) for n in found)}")
    return found[0].iri
