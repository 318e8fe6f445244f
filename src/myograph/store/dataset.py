"""Say over which graphs a query runs: those its FROM clauses name, else the union of all.

Asked for the union, the engine forgets FROM; and a graph that is named twice counts twice for it. So the clauses
are read here and handed over as sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pyoxigraph import NamedNode

from myograph.errors import QueryError
from myograph.store.sparql_text import CLOSING, OPENING, significant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import BlankNode, DefaultGraph

    from myograph.store.sparql_text import Token


@dataclass(frozen=True, slots=True)
class Dataset:
    """Hold IRIs of graphs, each once: those merged into the default graph, and those GRAPH may see."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @classmethod
    def of(cls, default: Iterable[str], named: Iterable[str]) -> Dataset | None:
        """Return the dataset of these graphs, or None when there are none: the query decides, or the union."""
        found = cls(tuple(dict.fromkeys(default)), tuple(dict.fromkeys(named)))
        return found if found.default or found.named else None

    def nodes(self) -> tuple[list[NamedNode | BlankNode | DefaultGraph], list[NamedNode | BlankNode]]:
        """Return both lists as terms; raises QueryError for what is not an absolute IRI."""
        try:
            return [NamedNode(iri) for iri in self.default], [NamedNode(iri) for iri in self.named]
        except ValueError as fault:
            raise QueryError(f"a graph is not named by an absolute IRI: {fault}") from None


def dataset_in(text: str, prefixes: Mapping[str, str], base: str = "") -> Dataset | None:
    """Return the dataset that the FROM clauses of a query describe, or None without such clauses.

    `prefixes` are those that need no declaration, `base` is what IRIs are relative to. A clause the engine would not
    parse is left out.
    """
    found = significant(text)
    known, base = _declared(found, prefixes, base)
    default: list[str] = []
    named: list[str] = []
    for is_named, token in _clauses(found):
        if (iri := _expanded(token, known, base)) is not None:
            (named if is_named else default).append(iri)
    return Dataset.of(default, named)


def _clauses(found: Sequence[Token]) -> Iterator[tuple[bool, Token]]:
    depth = 0
    for place, token in enumerate(found):
        if token.kind == "mark":
            depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth or token.kind != "word" or token.text.upper() != "FROM":
            continue
        following = found[place + 1 : place + 3]
        is_named = bool(following) and following[0].text.upper() == "NAMED"
        target = following[is_named : is_named + 1]
        if target and target[0].kind in ("iri", "name"):
            yield is_named, target[0]


def _declared(found: Sequence[Token], prefixes: Mapping[str, str], base: str) -> tuple[dict[str, str], str]:
    known = dict(prefixes)
    for word, first, second in zip(found, found[1:], found[2:], strict=False):
        if word.text.upper() == "PREFIX" and first.kind == "name" and second.kind == "iri":
            known[first.text.removesuffix(":")] = urljoin(base, second.text[1:-1])
        if word.text.upper() == "BASE" and first.kind == "iri":
            base = urljoin(base, first.text[1:-1])
    return known, base


def _expanded(token: Token, known: Mapping[str, str], base: str) -> str | None:
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1])
    prefix, _, local = token.text.partition(":")
    return known[prefix] + local.replace("\\", "") if prefix in known else None
