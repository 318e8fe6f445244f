"""The documentation of a vocabulary: one page with every term at the anchor that its IRI names, and the same as text.

`...ontology#leadsTo` is the entry `leadsTo` of the page, so a browser that follows the IRI of a term lands on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.viz.scripts import policy
from myograph.viz.style import environment, style_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PAGES = {"index.html": "vocabulary.html", "vocabulary.md": "vocabulary.md"}
"""Files of the documentation, and their templates."""

KINDS = ("class", "relation", "attribute", "annotation", "value")
"""What a term can be: an attribute has texts and numbers as values, a value is one of the fixed ones of its class."""


@dataclass(frozen=True, slots=True)
class Link:
    """Hold a node that is referred to: its IRI, how it is called, and where the page tells of it, else None."""

    iri: str
    name: str
    anchor: str | None = None

    @property
    def href(self) -> str:
        """Return where to go: the place in the page, else the IRI."""
        return f"#{self.anchor}" if self.anchor else self.iri


@dataclass(frozen=True, slots=True)
class TermPage:
    """Hold what is told of a term.

    `relations` maps names of relations (`broader`, `domain`, `inverse` ...) to what they lead to, `uses` kinds of uses
    to how many there are; `claims` are some of the claims that use it, of `claim_count` in all.
    """

    iri: str
    curie: str
    anchor: str
    kind: str
    label: str
    definition: str
    examples: tuple[str, ...]
    traits: tuple[str, ...]
    relations: Mapping[str, tuple[Link, ...]]
    alignments: tuple[tuple[str, Link], ...]
    uses: Mapping[str, int]
    claims: tuple[Link, ...]
    claim_count: int


@dataclass(frozen=True, slots=True)
class VocabularyPage:
    """Hold the vocabulary as a whole and its terms in the order of their names."""

    iri: str
    title: str
    description: str
    version: str
    version_iri: str
    licence: str
    build: str
    terms: tuple[TermPage, ...]

    def of_kind(self, kind: str) -> tuple[TermPage, ...]:
        """Return the terms of one of KINDS."""
        return tuple(term for term in self.terms if term.kind == kind)


def vocabulary_files(page: VocabularyPage, viz: Path) -> dict[str, str]:
    """Return the documentation as files by name; raises ContentError when templates or styles are missing."""
    templates, style = environment(viz), style_sheet(viz)
    told = {"page": page, "kinds": KINDS, "style": style, "policy": policy(styles=(style,))}
    return {name: templates.get_template(template).render(told) for name, template in PAGES.items()}
