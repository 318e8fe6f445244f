"""Give an update the dataset that came with its request, as USING clauses in its text.

The engine takes no dataset beside an update. So the clauses are written where the grammar has them: before each WHERE
of an operation that has one; `DELETE WHERE` is written out, because its short form has no place for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from myograph.errors import QueryError
from myograph.store.sparql_text import CLOSING, OPENING, significant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from myograph.store.sparql_text import Token


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return an update over these graphs; raises QueryError when it names graphs itself, or an IRI is none."""
    if not default and not named:
        return text
    for iri in (*default, *named):
        if any(letter in '<>"{}|^`\\' or letter <= " " for letter in iri):
            raise QueryError(f"a graph is not named by an IRI: {iri[:100]!r}")
    clauses = "".join([f"USING <{iri}> " for iri in default] + [f"USING NAMED <{iri}> " for iri in named])
    found = significant(text)
    places = list(_outside(found))
    for place in places:
        if found[place].kind == "word" and found[place].text.upper() in ("USING", "WITH"):
            raise QueryError(
                "the update names graphs, and so does the request", advice="Name them in one of the two places."
            )
    for place in reversed(places):
        if found[place].kind == "word" and found[place].text.upper() == "WHERE":
            text = _inserted(text, found, place, clauses)
    return text


def _outside(found: Sequence[Token]) -> Iterator[int]:
    """Yield the places of the tokens outside of all brackets."""
    depth = 0
    for place, token in enumerate(found):
        if token.kind == "mark":
            depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth == 0:
            yield place


def _inserted(text: str, found: Sequence[Token], place: int, clauses: str) -> str:
    start = found[place].start
    if place == 0 or found[place - 1].text.upper() != "DELETE":
        return text[:start] + clauses + text[start:]
    opening, closing = _group(found, place + 1)
    return text[:start] + text[opening : closing + 1] + " " + clauses + text[start:]


def _group(found: Sequence[Token], place: int) -> tuple[int, int]:
    depth = 0
    for token in found[place:]:
        if token.kind == "mark":
            depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth == 0:
            return found[place].start, token.start
    raise QueryError("the update has a bracket that is not closed")
