"""Write quads as TriG, N-Quads and Turtle, the same bytes for the same quads."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from myograph.names import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad, Triple

    from myograph.names import Prefixes

TYPE = RDF.type


def in_order(quads: Iterable[Quad]) -> list[Quad]:
    """Sort by graph, subject, predicate and object, with the types of a subject first."""
    return sorted(quads, key=lambda quad: f"{quad.graph_name}\n{_position(quad)}")


def _position(stated: Quad | Triple) -> str:
    # one text is compared faster than a tuple of them, and no written term holds a line break
    predicate = "" if stated.predicate == TYPE else stated.predicate
    return f"{stated.subject}\n{predicate}\n{stated.object}"


def as_nquads(quads: Iterable[Quad]) -> bytes:
    """Return one sorted line for each quad."""
    lines = (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines))


def as_trig(quads: Iterable[Quad], prefixes: Prefixes) -> bytes:
    """Return the named graphs one after another."""
    return _sorted_header(serialize(in_order(quads), format=RdfFormat.TRIG, prefixes=_used(prefixes)) or b"")


def as_turtle(quads: Iterable[Quad], prefixes: Prefixes) -> bytes:
    """Return the union of all graphs; which graph says what is not kept."""
    ordered = sorted({quad.triple for quad in quads}, key=_position)
    return _sorted_header(serialize(ordered, format=RdfFormat.TURTLE, prefixes=_used(prefixes)) or b"")


def _sorted_header(written: bytes) -> bytes:
    """Sort the prefix lines, whose order the engine takes from a hash table."""
    lines = written.splitlines(keepends=True)
    header = list(takewhile(lambda line: line.startswith(b"@prefix "), lines))
    return b"".join((*sorted(header), b"\n", *lines[len(header) :]))


def _used(prefixes: Prefixes) -> dict[str, str]:
    return {prefix: space for prefix, space in prefixes.namespaces.items() if prefix}
