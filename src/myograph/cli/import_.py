"""`myograph import`: read other people's tables into a working store."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from myograph.cli.linking import CHECKSUM, list_, ontology, remove
from myograph.cli.linking import graph as import_graph
from myograph.cli.opening import STORE, open_graph, write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.importers.tables import Progress
    from myograph.importers.usda import Import
    from myograph.knowledge import KnowledgeGraph

EXAMPLES = """\b
Examples:
  myograph import usda FoodData_Central_sr_legacy_food_csv_2018-04.zip --into working
  myograph import usda https://fdc.nal.usda.gov/fdc-datasets/FoodData_Central_survey_food_csv_2024-10-31.zip \\
    --into working
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
    """Read tables, ontologies or graphs of others into a working store, which other commands open with --store."""


@import_.command(epilog=EXAMPLES)
@click.argument("source", metavar="PATH_OR_ADDRESS")
@INTO
@CHECKSUM
@STORE
def usda(source: str, target: Path, sha256: str | None, store: str | None) -> None:
    """Read a FoodData Central CSV download: a zip archive or folder on this machine, or the address of an archive.

    Foundation, SR Legacy, Survey and Branded foods come into a named graph each, which replaces what an earlier import
    put there and appears only when all of it was read. An import that was stopped goes on when the command is given
    again; a download is kept and goes on where it broke off. Exit code 0: imported, with a report of what was left out
    and why; 1: nothing was imported; 2: not understood.
    """
    from myograph.importers.archive import Archive
    from myograph.importers.food_links import FoodLinks
    from myograph.importers.nutrients import read_nutrients
    from myograph.importers.report import Report
    from myograph.importers.usda import READ, Import, kinds_in

    archive, report = Archive.open(archive_file(source, sha256)), Report()
    kinds = frozenset(kinds_in(archive))
    graph = working_graph(target, store)
    nutrients = read_nutrients(graph.store.select(machinery(graph, "nutrients")))
    links = FoodLinks.of(graph.store.select(machinery(graph, "food-records")), kinds)
    with progress_bar(archive.size(READ)) as progress:
        run = Import(archive, nutrients, links, report, progress)
        fill(run, target, graph, kinds)
    write_lines(report.lines())


def archive_file(source: str, sha256: str | None) -> Path:
    """Return the archive or folder on this machine, fetched where `source` is an address; check the sum if given."""
    from myograph.cli.linking import progress_bar as fetching_bar
    from myograph.importers.download import check_digest, digest_of, fetched, is_address, without_credentials
    from myograph.release.locating import cache_folder

    if is_address(source):
        with fetching_bar() as progress:
            found = fetched(source, cache_folder(), sha256, progress)
        click.echo(f"{without_credentials(source)}: {found.note}", err=True)
        return found.path
    if sha256 is not None:
        check_digest(digest_of(Path(source)), sha256, source)
    return Path(source)


def fill(run: Import, target: Path, graph: KnowledgeGraph, kinds: frozenset[str]) -> None:
    """Fill the working store with these kinds of food in steps, going on where the same import was stopped."""
    from myograph.importers.food_links import LINKS
    from myograph.importers.food_records import Foods
    from myograph.importers.usda import source_quads
    from myograph.names import MYO_GRAPH
    from myograph.release.working_store import working_store

    replaced = frozenset((LINKS.value, *(MYO_GRAPH[kind].value for kind in kinds)))
    what = f"usda {run.archive.identity()}"
    with working_store(target.absolute(), base(graph), replaced, what) as unfinished:
        if unfinished.state:
            run.restore(unfinished.state, Foods.restored(unfinished.memory))
            click.echo("Going on where this import was stopped.", err=True)
        try:
            for quads in run.steps():
                unfinished.add(quads)
                unfinished.note(run.saved(), run.foods.saved())
        except KeyboardInterrupt:
            click.echo("\nStopped. The same command goes on from here.", err=True)
            raise
        unfinished.add(source_quads(kinds - run.links.described))


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
    from myograph.release.working_store import working_store

    report = Report()
    graph = working_graph(target, store)
    run = IntakeImport.of(file, name, report)
    replaced = frozenset((run.graph.value,))
    with working_store(target.absolute(), base(graph), replaced, f"dri {name}") as unfinished:
        unfinished.add(run.quads())
    write_lines(report.lines())


def working_graph(target: Path, store: str | None) -> KnowledgeGraph:
    """Open what the working store starts from: itself when it is there, else the release.

    Raises UsageError when `target` is a release or something else.
    """
    from myograph.errors import UsageError
    from myograph.release.manifest import MANIFEST_FILE
    from myograph.release.opening import ENGINE_FILE, STORE_FOLDER

    real = target.resolve()
    if (real / MANIFEST_FILE).exists() or (real.name == STORE_FOLDER and (real.parent / MANIFEST_FILE).exists()):
        raise UsageError(
            "this is a release, which imports never change", place=str(target), advice="Name a new folder."
        )
    if target.exists() and any(target.iterdir()) and not (target / ENGINE_FILE).exists():
        raise UsageError(
            "this folder holds something else than a store", place=str(target), advice="Name a new folder."
        )
    return open_graph(target if (target / ENGINE_FILE).exists() else store)


def base(graph: KnowledgeGraph) -> Path:
    """Return the folder of the store that answers for a graph; raises UsageError for an endpoint."""
    path: Path | None = getattr(graph.store, "path", None)
    if path is None:
        from myograph.errors import UsageError

        raise UsageError("an endpoint cannot be copied into a working store", advice="Start from a release on disk.")
    return path


def machinery(graph: KnowledgeGraph, name: str) -> str:
    """Return a query of the machinery."""
    return (graph.content.queries / "machinery" / f"{name}.rq").read_text("utf-8")


@contextmanager
def progress_bar(size: int) -> Iterator[Progress]:
    """Show on standard error how much was read, how fast, and how long it will still take."""
    import sys
    from time import monotonic

    start, read = monotonic(), 0

    def rate(_item: object) -> str:
        return f"{read:,} rows, {read / max(monotonic() - start, 0.001):,.0f} rows/s"

    def tell(size: int, rows: int) -> None:
        nonlocal read
        read += rows
        bar.update(size, rows)

    with click.progressbar(length=size, label="reading", file=sys.stderr, show_eta=True, item_show_func=rate) as bar:
        yield tell


for linked in (ontology, import_graph, list_, remove):
    import_.add_command(linked)
