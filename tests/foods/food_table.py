"""The food items, references and figures of the content, read by name for the tests."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from tests.checkout import ROOT

FOODS = ROOT / "graph" / "foods"
MYO = "https://w3id.org/myograph/ontology#"
Node = dict[str, list[str]]


@cache
def nodes(name: str) -> dict[str, Node]:
    """Return local name of the subject -> local name of the property -> values, for one file of graph/foods."""
    found: dict[str, Node] = {}
    for quad in parse(path=str(FOODS / name), format=RdfFormat.TURTLE):
        found.setdefault(local(quad.subject), {}).setdefault(local(quad.predicate), []).append(local(quad.object))
    return found


def local(term: Quad | object) -> str:
    if isinstance(term, Literal):
        return term.value
    assert isinstance(term, NamedNode)
    return term.value.rsplit("#")[-1].rsplit("/")[-1] if not term.value.startswith("http://www") else term.value


def of_class(name: str, cls: str) -> dict[str, Node]:
    """Return the nodes of one class in one file."""
    types = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    return {key: node for key, node in nodes(name).items() if cls in node.get(types, [])}


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file, compressed or not."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from csv.DictReader(data.decode().splitlines())


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
