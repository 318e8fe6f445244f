"""Names for people: labels of IRIs, and where a page on them is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from myograph.names import HOME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.knowledge import KnowledgeGraph

SHOWN = 300
"""Letters of a value that a table shows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold what a table shows for one term: `href` is a page or None, `title` what stands behind the text."""

    text: str
    href: str | None = None
    title: str | None = None
    number: bool = False


class Naming:
    """Write terms as a page shows them; `prefix` is the path under which clients see the server."""

    def __init__(self, graph: KnowledgeGraph, prefix: str) -> None:
        self._graph = graph
        self._prefix = prefix

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Return the label of everything that has one, by IRI."""
        things = self._graph.lookup.things
        return {thing.iri: thing.name for thing in things if thing.role != "synonym"}

    def label(self, iri: str) -> str:
        """Return the label of an IRI, or its CURIE."""
        return self.labels.get(iri) or self._graph.prefixes.compress(iri)

    def href(self, iri: str) -> str | None:
        """Return the address of the page on an IRI: ours for our things, its own for others, None for what is none."""
        if iri.startswith(HOME):
            return f"{self._prefix}/{quote(iri[len(HOME) :], safe='/#-._~')}"
        return iri if iri.startswith(("https://", "http://")) else None

    def cell(self, term: Mapping[str, object] | None) -> Cell:
        """Return the cell for a term of SPARQL JSON; an unbound one is empty."""
        if term is None:
            return Cell("")
        value = term["value"]
        match term["type"]:
            case "uri":
                iri = str(value)
                return Cell(self.label(iri), self.href(iri), iri)
            case "triple" if isinstance(value, dict):
                return Cell(" ".join(self.cell(part).text for part in value.values()))
            case "bnode":
                return Cell(f"_:{value}")
        text = str(value)
        kind = str(term.get("datatype") or term.get("xml:lang") or "")
        numeric = kind.rpartition("#")[2] in ("integer", "decimal", "double", "float")
        return Cell(text if len(text) <= SHOWN else f"{text[:SHOWN]} …", None, kind or None, numeric)
