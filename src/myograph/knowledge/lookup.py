"""Find things by what people call them.

Every name counts: labels, lay and clinical synonyms, CURIEs and IRIs. An exact name (whatever its case, hyphens
and plural) wins over a similar one; similarity forgives typing errors and word order, by the well-known
ratios of the rapidfuzz library.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from myograph.errors import UnknownName, UsageError
from myograph.knowledge.records import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from myograph.names import Prefixes

NEAR = 5
"""How many near matches an error names."""

CLEARLY_ALIKE = 72.0
"""Similarity, from 0 to 100, from which a name is worth offering."""

SOURCE_WEIGHT = 0.85
"""How much a match counts when it is the title of a source: who searches for magnesium wants the mineral."""

WEIGHT = {"label": 1.0, "synonym": 0.99, "statement": 0.9}
"""How much a match counts by the role of the matched name: of two equal matches, the label comes first."""


@dataclass(frozen=True, slots=True)
class NamedThing:
    """Hold one name of one thing: `role` is "label", "synonym" or "statement", `kind` the label of its class."""

    iri: str
    name: str
    role: str
    kind: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Rate how well one thing matches what was searched: `score` from 0 to 100, `matched` the name that did."""

    thing: Name
    kind: str
    matched: str
    score: float


@dataclass(frozen=True, slots=True)
class Lookup:
    """Resolve and search names; `things` holds every name of every thing."""

    things: tuple[NamedThing, ...]
    prefixes: Prefixes

    def resolve(self, asked: str, kinds: Sequence[str] = ()) -> Name:
        """Return the one thing called so: a label, a synonym, a local name, a CURIE or an IRI.

        `kinds` limits the answer to things of these classes, by label. Raises UnknownName with near matches when
        nothing is called so, and UsageError when several things are.
        """
        if not asked.strip():
            raise UsageError("no name given", advice="Give a label, a synonym, a CURIE or an IRI.")
        found = self._exact(asked, kinds)
        if len(found) == 1:
            return found[0]
        if found:
            choices = ", ".join(f"{name.label} ({self.prefixes.compress(name.iri)})" for name in found[:NEAR])
            raise UsageError(f"{asked!r} is the name of several things", advice=f"Say which one: {choices}.")
        near = tuple(hit.thing.label for hit in self.search(asked, kinds=kinds, limit=NEAR, statements=False))
        advice = None if near else "Look for it with `myograph search WORDS`."
        raise UnknownName(f"nothing in the graph is called {asked!r}", name=asked, near=near, advice=advice)

    def called(self, asked: str) -> tuple[Name, ...]:
        """Return what is called exactly so, as for `resolve`: nothing, one thing or several."""
        return tuple(self._exact(asked, ()))

    def search(
        self, words: str, *, kinds: Sequence[str] = (), limit: int = 10, statements: bool = True
    ) -> tuple[Hit, ...]:
        """Return the things whose names are most like the words, best first, then by label."""
        from rapidfuzz import fuzz, process

        pool = [thing for thing in self._of_kinds(kinds) if statements or thing.role != "statement"]
        scored = process.extract(
            folded(words), [folded(thing.name) for thing in pool], scorer=fuzz.WRatio, limit=None, score_cutoff=60
        )
        hits = (self._hit(pool[position], words, score) for _, score, position in scored)
        return _best_for_each(hit for hit in hits if hit.score >= CLEARLY_ALIKE)[:limit]

    def label(self, iri: str) -> str:
        """Return the label of a thing, the statement of a claim, or the CURIE of what has neither."""
        for thing in self.things:
            if thing.iri == iri and thing.role != "synonym":
                return thing.name
        return self.prefixes.compress(iri)

    def kind(self, iri: str) -> str:
        """Return the label of the class of a thing, or "thing" when it has none."""
        return next((thing.kind for thing in self.things if thing.iri == iri), "thing")

    def _of_kinds(self, kinds: Sequence[str]) -> list[NamedThing]:
        return [thing for thing in self.things if not kinds or thing.kind in kinds]

    def _exact(self, asked: str, kinds: Sequence[str]) -> list[Name]:
        iri = self._as_iri(asked)
        pool = self._of_kinds(kinds)
        by_iri = {thing.iri for thing in pool if thing.iri == iri}
        wanted = folded(asked)
        by_label = {thing.iri for thing in pool if thing.role == "label" and folded(thing.name) == wanted}
        by_local = {thing.iri for thing in pool if thing.iri.rpartition("/")[2] == asked.strip()}
        by_any = {thing.iri for thing in pool if thing.role != "statement" and folded(thing.name) == wanted}
        found = by_iri or by_label or by_local or by_any
        return [Name(each, self.label(each)) for each in sorted(found)]

    def _as_iri(self, asked: str) -> str | None:
        if ":" not in asked:
            return None
        try:
            return self.prefixes.expand(asked.strip())
        except UsageError:
            return None

    def _hit(self, thing: NamedThing, words: str, similarity: float) -> Hit:
        exact = folded(thing.name) == folded(words)
        likeness = 100.0 if exact else min(similarity, 99.0) * _covered(words, thing.name)
        score = likeness * WEIGHT[thing.role] * (SOURCE_WEIGHT if thing.kind == "source" and not exact else 1.0)
        return Hit(Name(thing.iri, self.label(thing.iri)), thing.kind, thing.name, round(score, 1))


FOLDED_KEPT = 20_000
"""How many folded names are remembered: every name is folded again for every name that is asked for."""

_SEPARATORS = re.compile(r"[\s\-_/,;.]+")


@lru_cache(maxsize=FOLDED_KEPT)
def folded(words: str) -> str:
    """Return the words in lower case, with single spaces, without hyphens and plural endings."""
    return " ".join(_singular(word) for word in _SEPARATORS.split(words.casefold()) if word)


_KEPT_ENDINGS = re.compile(r"(ss|us|is)$")
_PLURAL_ENDINGS = re.compile(r"(?<=\w{2}(?:ch|sh|to))es$|(?<=\w{2}x)es$|(?<=\w{3})s$")


def _singular(word: str) -> str:
    return word if _KEPT_ENDINGS.search(word) else _PLURAL_ENDINGS.sub("", word)


def _covered(words: str, name: str) -> float:
    """Return less than one where the name is much shorter than what was asked, so that a fragment cannot win."""
    asked, found = len(folded(words)), len(folded(name))
    return 1.0 if found >= asked else 0.7 + 0.3 * found / max(asked, 1)


def _best_for_each(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    best: dict[str, Hit] = {}
    for hit in hits:
        if hit.thing.iri not in best or hit.score > best[hit.thing.iri].score:
            best[hit.thing.iri] = hit
    return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.thing.label)))
