"""A small store on disk, with what commands have to get along with: labels, hostile labels, many rows."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from myograph.names import MYO, MYO_ID, RDFS
from myograph.store.staging import write_store

GRAPH = NamedNode("urn:graph")
HOSTILE = "red\x1b[31m\u202e\x9b2J\rlabel"
MANY = 400

QUADS = (
    Quad(MYO_ID.magnesium, RDFS.label, Literal("magnesium | Mg", language="en"), GRAPH),
    Quad(MYO_ID.magnesium, MYO.actsOn, MYO_ID.muscle, GRAPH),
    Quad(MYO_ID.hostile, RDFS.label, Literal(HOSTILE), GRAPH),
    *(Quad(NamedNode(f"urn:n:{number}"), MYO.next, NamedNode(f"urn:n:{number + 1}"), GRAPH) for number in range(MANY)),
)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def small_store(folder: Path) -> str:
    """Write the store below `folder` and return its path."""
    write_store(folder / "store", QUADS)
    return str(folder / "store")
