"""`myograph import`: read other people's tables into a working store."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from myograph.cli.opening import STORE, open_graph, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import NamedNode, Quad

    from myograph.knowledge import KnowledgeGraph

EXAMPLES = """\b
Examples:
  myograph import usda FoodData_Central_sr_legacy_food_csv_2018-04.zip --into working
  myograph import dri references.csv --name europe --into working
  myograph foods --mineral magnesium --store working
"""

INTO = click.option(
    "--into",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder of the working store. It is made from the release when it is new; a release itself is never changed.",
)


@click.group("import", epilog=EXAMPLES)
def import_() -> None:
    """Read food or intake tables into a working store, which other commands open with --store."""


@import_.command(epilog=EXAMPLES)
@click.argument("path", type=click.Path(path_type=Path))
@INTO
@STORE
def usda(path: Path, target: Path, store: str | None) -> None:
    """Read the FoodData Central CSV download at PATH, a zip archive or a folder.

    Foundation, SR Legacy, Survey and Branded foods come into a named graph each, which replaces what an earlier import
    put there and appears only when all of it was read. Exit code 0: imported, with a report of what was left out and
    why; 1: nothing was imported.
    """
    from myograph.importers.archive import Archive
    from myograph.importers.nutrients import read_nutrients
    from myograph.importers.report import Report
    from myograph.importers.usda import READ, Import, kinds_in, source_quads
    from myograph.names import MYO_GRAPH

    archive, report = Archive.open(path), Report()
    kinds = kinds_in(archive, Report())
    graph = working_graph(target, store)
    nutrients = read_nutrients(graph.store.select(machinery(graph, "nutrients")))
    with progress_bar(archive.size(READ)) as progress:
        run = Import(archive, nutrients, known_records(graph, kinds), report, progress)
        replaced = frozenset(MYO_GRAPH[kind].value for kind in kinds)
        write_working_store(target, graph, replaced, [run.quads(), source_quads(sorted(kinds))])
    write_lines(report.lines())


@import_.command(epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--name", required=True, help="What to call the table, in lower case: its graph and its source get the name."
)
@INTO
@STORE
def dri(file: Path, name: str, target: Path, store: str | None) -> None:
    """Read a table of reference intakes from FILE, CSV with one reference a row.

    Columns: nutrient, kind (RDA, AI, EAR, UL, CDRR), life_stage, sex, age_from_y, age_to_y_exclusive, amount, unit
    (mg/d, g/d, ug/d), and where known applies_to, confidence, note.
    """
    from myograph.importers.intakes import IntakeImport
    from myograph.importers.report import Report

    report = Report()
    graph = working_graph(target, store)
    run = IntakeImport.of(file, name, report)
    write_working_store(target, graph, frozenset((run.graph.value,)), [run.quads()])
    write_lines(report.lines())


def working_graph(target: Path, store: str | None) -> KnowledgeGraph:
    """Open what the working store starts from: itself when it is there, else the release.

    Raises UsageError when `target` is a release or something else.
    """
    from myograph.errors import UsageError
    from myograph.release.manifest import MANIFEST_FILE
    from myograph.release.opening import ENGINE_FILE

    if (target / MANIFEST_FILE).exists():
        raise UsageError(
            "this is a release, which imports never change", place=str(target), advice="Name a new folder."
        )
    if target.exists() and any(target.iterdir()) and not (target / ENGINE_FILE).exists():
        raise UsageError(
            "this folder holds something else than a store", place=str(target), advice="Name a new folder."
        )
    return open_graph(target if (target / ENGINE_FILE).exists() else store)


def machinery(graph: KnowledgeGraph, name: str) -> str:
    """Return a query of the machinery."""
    return (graph.content.queries / "machinery" / f"{name}.rq").read_text("utf-8")


def known_records(graph: KnowledgeGraph, imported: frozenset[str]) -> dict[str, tuple[NamedNode, ...]]:
    """Return "ndb N" and "fdc N" -> the items that have the number and do not come from the tables named `imported`."""
    from collections import defaultdict

    found: dict[str, list[NamedNode]] = defaultdict(list)
    for row in graph.store.select(machinery(graph, "food-records")):
        if row["source"].value.rpartition("/")[2] in imported and "/fdc-" in row["item"].value:
            continue
        found[f"fdc {row['fdc'].value}"].append(row["item"])
        if row["ndb"] is not None:
            found[f"ndb {row['ndb'].value}"].append(row["item"])
    return {key: tuple(items) for key, items in found.items()}


@contextmanager
def progress_bar(size: int) -> Iterator[Callable[[int], None]]:
    """Show on standard error how much was read and how long it will still take."""
    import sys

    with click.progressbar(length=size, label="reading", file=sys.stderr, show_eta=True) as bar:
        yield bar.update


def write_working_store(
    target: Path, graph: KnowledgeGraph, replaced: frozenset[str], parts: Iterable[Iterable[Quad]]
) -> None:
    """Write the working store aside, new graphs in the place of old ones, and put it in its place when it is whole."""
    from itertools import chain

    from myograph.release.placing import publish, staged
    from myograph.store.staging import rewrite_store

    source = getattr(graph.store, "path", None)
    with staged(target.absolute()) as folder:
        rewrite_store(folder, source, replaced, chain.from_iterable(parts))
        publish(folder, target.absolute())
