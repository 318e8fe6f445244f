"""Refuse queries that must not reach the engine.

Three kinds: those that would call a server that is not allowed (SERVICE has no switch in the engine), updates,
and those whose parsing would overflow the stack and end the whole process. Measured with a stack of 8 MiB, the
engine dies at about 830 nested EXISTS, 950 nested function calls, 2,170 nested groups, and at chains of 2,560 BIND
or 6,400 UNION; the limits keep twice that distance even where nesting and chains meet. What only takes long, such
as very many patterns, is left to the deadline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from myograph.errors import QueryRefused
from myograph.store.sparql_text import UPDATES, position

if TYPE_CHECKING:
    from myograph.store.sparql_text import Outline

MAX_NESTING = 64
MAX_LINKS = 1000


def screen(text: str, seen: Outline, *, allow_service: bool | frozenset[str]) -> None:
    """Raise QueryRefused when the query `text`, of which `seen` is the outline, must not run.

    `allow_service` is True for every server, or the hosts that may be called.
    """
    _refuse_updates(seen)
    _refuse_depth(seen)
    if not allow_service:
        _refuse_service(text, seen)
    elif allow_service is not True and seen.service is not None:
        from myograph.store.services import refuse_others

        refuse_others(text, allow_service)
    _refuse_doubt(text, seen, allow_service=allow_service is True)


def screen_update(text: str, seen: Outline) -> None:
    """Raise QueryRefused when an update must not run: it nests too deeply, or would call or read from elsewhere."""
    from myograph.store.sparql_text import significant

    _refuse_depth(seen)
    _refuse_service(text, seen)
    _refuse_doubt(text, seen, allow_service=False)
    if any(token.kind == "word" and token.text.upper() == "LOAD" for token in significant(text)):
        raise QueryRefused("LOAD would read from another server, which is not allowed here", advice="Send the triples.")


def _refuse_updates(seen: Outline) -> None:
    if seen.form in UPDATES:
        raise QueryRefused(
            f"{seen.form} is an update, and the graph is read-only",
            advice="Ask with SELECT, ASK, CONSTRUCT or DESCRIBE.",
        )


def _refuse_depth(seen: Outline) -> None:
    if seen.nesting > MAX_NESTING:
        raise QueryRefused(
            f"the query nests {seen.nesting} levels of brackets and negations, {MAX_NESTING} are allowed",
            advice="Flatten it, or ask in several queries.",
        )
    if seen.links > MAX_LINKS:
        raise QueryRefused(
            f"the query chains {seen.links} operators and clauses, {MAX_LINKS} are allowed",
            advice="Give alternatives in a VALUES block, which may be of any length.",
        )


def _refuse_service(text: str, seen: Outline) -> None:
    if seen.service is not None:
        raise QueryRefused(
            "SERVICE would call another server, which is not allowed here",
            place=_told(text, seen.service),
            advice="Ask that server itself, or allow its host: `myograph query --allow-service HOST`.",
        )


def _refuse_doubt(text: str, seen: Outline, *, allow_service: bool) -> None:
    if seen.doubtful is None:
        return
    hides_service = not allow_service and "service" in text.lower()
    hides_depth = sum(text.count(mark) for mark in "([{<!") > MAX_NESTING
    hides_chain = sum(text.count(mark) for mark in "([{<!|&/*^+-") > MAX_LINKS
    if hides_service or hides_depth or hides_chain:
        raise QueryRefused(
            "this may be read as a comparison or as an IRI",
            place=_told(text, seen.doubtful),
            advice="Write a space after `<` if it compares, or the IRI in full if it is one.",
        )


def _told(text: str, offset: int) -> str:
    line, column = position(text, offset)
    return f"line {line}, column {column}"
