"""What an export writes: the triples of a graph, and the records read from them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from myograph.errors import ContentError
from myograph.exports.compaction import Context, read_json
from myograph.exports.gathering import Gathering
from myograph.graph.triple_index import TripleIndex

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Quad

    from myograph.causal.links import CausalLink
    from myograph.content import Content
    from myograph.exports.compaction import Json
    from myograph.names import Prefixes


@dataclass(frozen=True)
class Holdings:
    """Hold a graph to be exported: its quads, its causal view, and of which release it is.

    `content` has the tables that exports need (`ontology/exports`); `version` and `build` name the release.
    """

    quads: tuple[Quad, ...]
    causal_links: tuple[CausalLink, ...]
    content: Content
    prefixes: Prefixes
    version: str = ""
    build: str = ""

    @cached_property
    def index(self) -> TripleIndex:
        """Return the triples of all graphs, for looking up."""
        return TripleIndex.of(quad.triple for quad in self.quads)

    @cached_property
    def records(self) -> Gathering:
        """Return things, claims, places, evidence and sources."""
        return Gathering(self.index)

    @cached_property
    def context(self) -> Context:
        """Return the published context."""
        return Context.read(self.folder / "context.jsonld", self.prefixes)

    @property
    def folder(self) -> Path:
        """Return the folder of what exports need to know."""
        return self.content.ontology / "exports"

    def frame(self, name: str) -> Json:
        """Return a published frame; raises ContentError."""
        return read_json(self.folder / f"{name}.frame.jsonld")

    def table(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a table of tab-separated values, by column; raises ContentError."""
        path = self.folder / f"{name}.tsv"
        try:
            with path.open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
        except (OSError, ValueError, csv.Error) as fault:
            raise ContentError(f"the table cannot be read: {fault}", place=str(path)) from None

    def identifier(self, iri: str) -> str:
        """Return the CURIE of an IRI, or the IRI itself where no prefix fits: the same in every export."""
        return self._identifiers.get(iri) or self._identifiers.setdefault(
            iri, self.prefixes.compress(iri).removeprefix("<").removesuffix(">")
        )

    def identifiers(self, iris: tuple[str, ...]) -> tuple[str, ...]:
        """Return the CURIEs of several IRIs."""
        return tuple(map(self.identifier, iris))

    @cached_property
    def _identifiers(self) -> dict[str, str]:
        return {}
