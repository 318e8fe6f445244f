"""`myograph import ontology`, `graph`, `list` and `remove`: graphs of others beside ours, in a working store."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from myograph.cli.opening import STORE, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import NamedNode, Quad, Triple

    from myograph.importers.guests import Origin, Tally
    from myograph.importers.ontology_rdf import RdfFile
    from myograph.knowledge import KnowledgeGraph

EXAMPLES = """\b
Examples:
  myograph import ontology symp.owl --into working
  myograph import ontology cdno.obo --slim --into working
  myograph import ontology http://purl.obolibrary.org/obo/maxo.owl --slim --into working
  myograph import graph physiomap.ttl --into working
  myograph import list working
  myograph import remove ontology-symp working
  myograph ask symptoms-under-symp-class --store working
"""

INTO = click.option(
    "--into",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder of the working store. It is made from the release when it is new; a release itself is never changed.",
)
NAME = click.option("--name", help="What to call the graph, in lower case, in the place of what the file calls itself.")
CHECKSUM = click.option("--sha256", metavar="HEX", help="Import only a file with this checksum.")
WORKING = click.argument("folder", metavar="STORE", type=click.Path(path_type=Path))


@dataclass(frozen=True, slots=True)
class Place:
    """Tell what is to be imported where: the file as RDF, the graph, the working store and what it starts from."""

    file: RdfFile
    name: str
    graph: NamedNode
    target: Path
    knowledge: KnowledgeGraph


@click.command(epilog=EXAMPLES)
@click.argument("source", metavar="FILE_OR_ADDRESS")
@INTO
@click.option("--slim", is_flag=True, help="Take only terms that are mapped to, what is above them, and their names.")
@NAME
@CHECKSUM
@STORE
def ontology(source: str, target: Path, slim: bool, name: str | None, sha256: str | None, store: str | None) -> None:
    """Read an ontology into a named graph of a working store: OWL (RDF/XML, Turtle, functional, XML), OBO, OBO graph.

    Its labels, synonyms, definitions and hierarchy can then be asked together with this graph. The graph is called
    `ontology-` and the short name of the ontology, and replaces what an earlier import put there. A download is kept,
    goes on where it broke off, and is not repeated while the server has nothing newer. Exit code 0: imported; 1: the
    download failed; 2: not understood. Whatever fails, the working store stays as it was.
    """
    from myograph.importers.guests import ONTOLOGY_GRAPH, ontology_name

    with brought_here(source, sha256, target) as (file, origin, base):
        chosen = name or ontology_name(file)
        extent = "slim" if slim else "whole"
        place = placed(file, chosen, ONTOLOGY_GRAPH, target, store)
        write_lines(filled(place, origin(extent), kept_of(place, slim), base))


@click.command(epilog=EXAMPLES)
@click.argument("source", metavar="FILE_OR_ADDRESS")
@INTO
@NAME
@CHECKSUM
@click.option("--base", metavar="IRI", help="What relative IRIs in the file are relative to.")
@STORE
def graph(source: str, target: Path, name: str | None, sha256: str | None, base: str | None, store: str | None) -> None:
    """Read any RDF file into a named graph of a working store: Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML.

    The graph is called `guest-` and the name of the file. What a guest says about things of this graph is left out and
    counted; it may point to them. Exit codes as for `import ontology`.
    """
    from myograph.importers.guests import GUEST_GRAPH, name_of_file

    with brought_here(source, sha256, target) as (file, origin, address):
        place = placed(file, name or name_of_file(file), GUEST_GRAPH, target, store)
        write_lines(filled(place, origin("whole"), None, base or address))


@click.command("list", epilog=EXAMPLES)
@WORKING
def list_(folder: Path) -> None:
    """Tell which graphs were imported into a working store, from where and when."""
    from myograph.cli.import_ import machinery
    from myograph.cli.opening import open_graph

    knowledge = open_graph(folder)
    rows = list(knowledge.store.select(machinery(knowledge, "imports")))
    if not rows:
        click.echo("Nothing was imported into this store.", err=True)
    for row in rows:
        told = [row["graph"].value.rpartition("/")[2]]
        if row["extent"] is not None:
            told.append(f"{row['extent'].value}, {row['triples'].value} triples")
            told += [row[name].value for name in ("version", "source", "licence") if row[name] is not None]
            told += [f"SHA-256 {row['digest'].value}", row["time"].value]
        write_lines([" · ".join(told)])


@click.command(epilog=EXAMPLES)
@click.argument("name")
@WORKING
def remove(name: str, folder: Path) -> None:
    """Take the imported graph NAME out of a working store; `myograph import list` tells the names."""
    from myograph.cli.import_ import base, machinery, working_graph
    from myograph.errors import UnknownName
    from myograph.names import MYO_GRAPH

    knowledge = working_graph(folder, None)
    held = {row["graph"].value.rpartition("/")[2] for row in knowledge.store.select(machinery(knowledge, "imports"))}
    if name not in held or base(knowledge) != folder.absolute():
        raise UnknownName(f"no graph {name!r} was imported here", name=name, near=sorted(held), place=str(folder))
    with new_state(folder, knowledge, MYO_GRAPH[name]):
        pass
    click.echo(f"{name} removed", err=True)


@contextmanager
def brought_here(
    source: str, sha256: str | None, target: Path
) -> Iterator[tuple[RdfFile, Callable[[str], Origin], str | None]]:
    """Give a file or download as RDF, what makes its origin of its extent, and the address it came from."""
    import tempfile
    from datetime import UTC, datetime

    from myograph.importers.download import check_digest, digest_of, fetched, is_address, without_credentials
    from myograph.importers.guests import Origin
    from myograph.importers.ontology_rdf import as_rdf
    from myograph.release.locating import cache_folder

    if is_address(source):
        with progress_bar() as progress:
            found = fetched(source, cache_folder(), sha256, progress)
        click.echo(f"{without_credentials(source)}: {found.note}", err=True)
        path, digest, told, base = found.path, found.digest, without_credentials(source), without_credentials(source)
    else:
        path, base = Path(source), None
        digest, told = digest_of(path), path.name
        check_digest(digest, sha256, source)
    time = datetime.now(UTC).replace(microsecond=0).isoformat()
    with tempfile.TemporaryDirectory(prefix="myograph-import-") as folder:
        yield as_rdf(path, Path(folder)), lambda extent: Origin(told, digest, time, extent), base


def placed(file: RdfFile, name: str, kind: str, target: Path, store: str | None) -> Place:
    """Return the place of an import; raises UsageError for a name that is none and for a target that is a release."""
    from myograph.cli.import_ import working_graph
    from myograph.importers.guests import checked_name, graph_of

    checked = checked_name(name)
    return Place(file, checked, graph_of(kind, checked), target, working_graph(target, store))


def kept_of(place: Place, slim: bool) -> Callable[[Triple], bool]:
    """Return which triples of an ontology are taken: not the names that the graph has already, and only a slim."""
    from myograph.cli.import_ import machinery
    from myograph.importers.slims import slim_of, without_names

    rows = list(place.knowledge.store.select(machinery(place.knowledge, "pointed-to")))
    names = {(row["term"].value, row["label"].value) for row in rows if row["label"] is not None}
    every = slim_of(place.file, {row["term"].value for row in rows}) if slim else None
    return without_names(names, every)


def filled(place: Place, origin: Origin, kept: Callable[[Triple], bool] | None, base: str | None) -> Iterator[str]:
    """Fill the working store aside, put it in its place, and yield what there is to tell."""
    from myograph.importers.guests import Tally, guest_quads, provenance
    from myograph.release.collecting import without_collection

    tally = Tally()
    with without_collection(), new_state(place.target, place.knowledge, place.graph) as add:
        add(guest_quads(place.file, place.graph, tally, kept, base))
        refuse_empty(place, tally)
        add(provenance(place.graph, place.name, origin, tally))
    yield f"{place.graph.value}: {tally.triples} triples, {origin.extent}"
    yield from remarks(place, tally)


def refuse_empty(place: Place, tally: Tally) -> None:
    """Raise UsageError when the file says nothing."""
    from myograph.errors import UsageError

    if not tally.triples:
        advice = "See whether this is the file that was meant."
        raise UsageError("the file says nothing that could be imported", place=str(place.file.original), advice=advice)


def remarks(place: Place, tally: Tally) -> Iterator[str]:
    """Yield what was left out, and what became of named graphs."""
    for unread in place.file.unread[:3]:
        yield f"  a term was left out: {unread.reason} ({place.file.original}:{unread.line})"
    if len(place.file.unread) > 3:  # noqa: PLR2004 - as many as were told
        yield f"  {len(place.file.unread) - 3} more terms were left out"
    if tally.left_out:
        yield f"  {tally.left_out} triples about things of this graph were left out: a guest may only point to them"
    if tally.graphs:
        yield f"  {len(tally.graphs)} named graphs of the file became one"


@contextmanager
def new_state(target: Path, knowledge: KnowledgeGraph, graph: NamedNode) -> Iterator[Callable[[Iterable[Quad]], None]]:
    """Give what adds quads to the working store without this graph; all of it takes its place at the end, or nothing.

    A stopped import is begun anew: its blank nodes have other names the second time.
    """
    from secrets import token_hex

    from myograph.cli.import_ import base
    from myograph.release.working_store import working_store

    with working_store(target.absolute(), base(knowledge), frozenset((graph.value,)), token_hex(8)) as unfinished:
        yield unfinished.add


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """Show on standard error how much of a download has come."""
    import sys

    with click.progressbar(length=0, label="fetching", file=sys.stderr, show_eta=True) as bar:

        def tell(so_far: int, total: int) -> None:
            bar.length = total
            bar.update(so_far - bar.pos)

        yield tell
