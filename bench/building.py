"""Time the stages of a build, by the processor seconds they take: other work on the machine disturbs them less."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from myograph.content import Content
from myograph.graph.deriving import with_derived
from myograph.graph.exporting import as_nquads, as_trig, as_turtle
from myograph.graph.loading import load
from myograph.knowledge.vocabulary import write_pages
from myograph.queries.catalogue import Catalogue
from myograph.queries.publishing import published
from myograph.release import shape_rules
from myograph.release.checking import RULES
from myograph.release.collecting import without_collection
from myograph.release.describing import describe
from myograph.release.description.files import describing_files
from myograph.release.mapped import mapping_quads
from myograph.release.opening import open_at
from myograph.release.verifying import faults_of
from myograph.store.staging import write_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from myograph.graph.loading import LoadedContent

REPEATS = 3


def timed_building(release: Path) -> Iterator[tuple[str, str]]:
    """Yield the stages of a build and their seconds, and then what reads the release that stands at `release`."""
    content = Content.find()
    with without_collection(), tempfile.TemporaryDirectory() as folder:
        loaded = load(content)
        yield "read content", seconds(lambda: load(content))
        yield "SHACL", seconds(lambda: list(shape_rules.shapes_hold(loaded)))
        yield f"{len(RULES) - 1} other rules", seconds(lambda: other_rules(loaded))
        quads = with_derived(content, (*loaded.quads(), *mapping_quads(loaded)))
        yield "derive", seconds(lambda: with_derived(content, (*loaded.quads(), *mapping_quads(loaded))))
        quads += published(Catalogue.load(content))
        described = describe(loaded, quads, "x")
        yield "VoID, DCAT, PROV", seconds(lambda: describe(loaded, quads, "x"))
        exports = {
            "myograph.nq": as_nquads(described.quads),
            "myograph.trig": as_trig(described.quads, loaded.prefixes),
            "myograph.ttl": as_turtle(described.quads, loaded.prefixes),
        }
        yield "N-Quads", seconds(lambda: as_nquads(described.quads))
        yield "TriG", seconds(lambda: as_trig(described.quads, loaded.prefixes))
        yield "Turtle", seconds(lambda: as_turtle(described.quads, loaded.prefixes))
        yield "descriptions beside", seconds(lambda: describing_files(described, exports, loaded))
        yield "store", seconds(lambda: write_store(Path(tempfile.mkdtemp(dir=folder)) / "store", described.quads))
        opened = open_at(release)
        yield "verify the release", seconds(lambda: faults_of(opened))
        yield "pages of the vocabulary", seconds(lambda: write_pages(opened.store, content, Path(folder) / "pages"))


def other_rules(loaded: LoadedContent) -> None:
    for rule in RULES:
        if rule.find is not shape_rules.shapes_hold:
            list(rule.find(loaded))


def seconds(action: Callable[[], object]) -> str:
    """Return the fewest processor seconds of some repetitions."""
    return f"{min(map(_once, [action] * REPEATS)):.2f}"


def _once(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started
