"""What the tests of the server share: stores to serve, and queries that do not end."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from myograph.store.staging import write_store

PLACE = "http://example.org/"

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6)) + " }"
"""A cross product that takes longer than anybody waits, on a store of a hundred quads."""


def node(name: str) -> NamedNode:
    return NamedNode(PLACE + name)


def small_quads() -> Iterable[Quad]:
    """Yield one hundred quads in two graphs."""
    for number in range(100):
        yield Quad(node(f"s{number}"), node("value"), Literal(number), node("even" if number % 2 == 0 else "odd"))


def endpoint_store(path: Path, quads: Iterable[Quad] = ()) -> Path:
    """Write the quads, or the small ones, as a store at `path`."""
    write_store(path, quads or small_quads())
    return path
