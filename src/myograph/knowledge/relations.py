"""The relations that claims can have: by which names they are known, and to which family each belongs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.errors import UnknownName, UsageError
from myograph.knowledge.lookup import folded
from myograph.knowledge.reading import local_name, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from myograph.names import Prefixes

    Row = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Relations:
    """Resolve relations; `labels` and `families` map the IRI of each to its label and to the IRI of its family.

    The family of a relation is the widest one that it is a form of: to cause is a form of leading to something.
    """

    labels: Mapping[str, str]
    families: Mapping[str, str]
    prefixes: Prefixes

    @classmethod
    def of(cls, rows: Iterable[Row], prefixes: Prefixes) -> Relations:
        """Return the relations of the rows."""
        every = list(rows)
        return cls(
            {text(row, "relation"): text(row, "label") for row in every},
            {text(row, "relation"): text(row, "family") for row in every},
            prefixes,
        )

    def resolve(self, asked: str) -> str:
        """Return the IRI of a relation by local name, label, CURIE or IRI; raises UnknownName with near matches."""
        iri = self._as_iri(asked)
        wanted = folded(asked)
        for relation, label in self.labels.items():
            if relation == iri or local_name(relation) == asked.strip() or folded(label) == wanted:
                return relation
        from difflib import get_close_matches

        near = get_close_matches(asked, [local_name(relation) for relation in self.labels], n=3, cutoff=0.5)
        advice = None if near else "List them with `myograph query queries/machinery/relations.rq`."
        raise UnknownName(f"no relation of claims is called {asked!r}", name=asked, near=near, advice=advice)

    def _as_iri(self, asked: str) -> str | None:
        try:
            return self.prefixes.expand(asked.strip())
        except UsageError:
            return None
