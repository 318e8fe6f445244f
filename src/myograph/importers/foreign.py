"""What an ontology of others says about its terms: names, whether still in use, what replaces them, what is above."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OBO = "http://purl.obolibrary.org/obo/"
REPLACED_BY = f"{OBO}IAO_0100001"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
SUBCLASS_OF = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CLASS = "http://www.w3.org/2002/07/owl#Class"
ONTOLOGY = "http://www.w3.org/2002/07/owl#Ontology"
VERSION_IRI = "http://www.w3.org/2002/07/owl#versionIRI"
VERSION = "http://www.w3.org/2002/07/owl#versionInfo"

EXTRA = "mappings"
"""The optional dependencies that read OBO files, functional syntax and OWL/XML."""


@dataclass(slots=True)
class TermNotes:
    """Collect what a file says of one term, in the order in which it says it."""

    labels: list[str] = field(default_factory=list)
    obsolete: bool = False
    replaced_by: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    defined: bool = False


@dataclass(frozen=True, slots=True)
class UnreadTerm:
    """Tell where a part of a file could not be read, and why; the rest was."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ForeignOntology:
    """Hold the terms of one file by IRI; `iri` and `version` are those the file gives itself."""

    iri: str | None
    version: str | None
    terms: Mapping[str, TermNotes] = field(repr=False)
    unread: tuple[UnreadTerm, ...] = ()

    @property
    def name(self) -> str:
        """Return the short name of the ontology in lower case, as `symp` of `.../obo/symp.owl`, or nothing.

        A part of an ontology goes by the name of the whole: `.../obo/maxo/maxo-base.owl` is `maxo`.
        """
        return short_name(self.iri or "")

    @property
    def release(self) -> str:
        """Return the date of the version, or the version as the file writes it, or nothing."""
        dates = re.findall(r"\d{4}-\d{2}-\d{2}", self.version or "")
        return str(dates[0]) if dates else self.version or ""

    def ancestors(self, iri: str) -> Iterator[str]:
        """Yield what stands above a term, each once; in a circle the term itself is among them."""
        seen: set[str] = set()
        waiting = [iri]
        while waiting:
            notes = self.terms.get(waiting.pop())
            fresh = [parent for parent in notes.parents if parent not in seen] if notes else []
            seen.update(fresh)
            waiting.extend(fresh)
            yield from dict.fromkeys(fresh)


def short_name(iri: str) -> str:
    """Return what an ontology is called for short, in lower case, by its IRI: `symp` for `.../obo/symp.owl`."""
    local = iri.removeprefix(OBO) if iri.startswith(OBO) else iri.rpartition("/")[2]
    return re.split(r"[/.#]", local)[0].lower()


def obo_iri(identifier: str) -> str:
    """Return the IRI of an OBO identifier (`HP:0002380`), or the identifier when it is an IRI already."""
    prefix, colon, local = identifier.partition(":")
    if not colon or local.startswith("//"):
        return identifier
    return f"{OBO}{prefix}_{local}"
