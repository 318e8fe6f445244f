"""Find what things are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from myograph.queries.parameters import bind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Literal

    from myograph.store import Store

LANGUAGE = "en"


def find_labels(store: Store, query: str, iris: Iterable[str]) -> dict[str, str]:
    """Return the label of each IRI that has one, by IRI, in one query.

    `query` is `queries/machinery/labels.rq`, with the parameter `thing`. Of several labels the English one wins, then
    one without a language, then the first in alphabetical order.
    """
    things = [NamedNode(iri) for iri in sorted(iris)]
    if not things:
        return {}
    found: dict[str, list[Literal]] = {}
    for thing, label in store.select(bind(query, {"thing": things})):
        found.setdefault(thing.value, []).append(label)
    return {iri: min(labels, key=_preference).value for iri, labels in found.items()}


def _preference(label: Literal) -> tuple[int, str]:
    languages = (LANGUAGE, None)
    rank = languages.index(label.language) if label.language in languages else len(languages)
    return rank, label.value
