"""What the questions about graphs of others are asked of: a release, and the shared files as a person imports them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from myograph.importers.guests import GUEST_GRAPH, ONTOLOGY_GRAPH, Origin, Tally, graph_of, guest_quads, provenance
from myograph.importers.ontology_rdf import RdfFile, as_rdf
from myograph.importers.slims import slim_of, without_names
from myograph.names import HOME, RDFS
from tests.shared_material import shared_file, shared_root

FILES = {
    "symp": ("symp.owl", False),
    "cdno": ("cdno.obo", True),
    "ons": ("ons.owl", True),
    "eco": ("eco.obo", True),
    "maxo": ("maxo-base.owl", True),
    "ro": ("ro.owl", False),
}
"""Short name -> file of the shared folder, and whether a slim of it is enough."""

PHYSIOMAP = "physiomap.ttl"
SHARED = tuple(f"ontologies/{name}" for name, _ in (*FILES.values(), (PHYSIOMAP, False)))


def is_there() -> bool:
    """Tell whether the shared folder has all of the files."""
    return all((shared_root() / name).is_file() for name in SHARED)


def imported(quads: tuple[Quad, ...]) -> list[Quad]:
    """Return what imports of all the shared files add to these quads; skips the test without them."""
    paths = [shared_file(name) for name in SHARED]
    pointed_to = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    names = {(quad.subject.value, quad.object.value) for quad in quads if quad.predicate == RDFS.label}  # type: ignore[union-attr]
    added: list[Quad] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, path in zip(FILES, paths, strict=False):
            file = as_rdf(path, Path(folder))
            every = slim_of(file, {iri for iri in pointed_to if not iri.startswith(HOME)}) if FILES[name][1] else None
            added += guest(file, ONTOLOGY_GRAPH, name, without_names(names, every))
        added += guest(as_rdf(paths[-1], Path(folder)), GUEST_GRAPH, "physiomap", None)
    return added


def guest(file: RdfFile, kind: str, name: str, kept: Callable[[Triple], bool] | None) -> list[Quad]:
    graph, tally = graph_of(kind, name), Tally()
    found = list(guest_quads(file, graph, tally, kept))
    return [*found, *provenance(graph, name, Origin(file.original.name, "", "2026-01-01T00:00:00Z", "whole"), tally)]
