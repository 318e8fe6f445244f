"""`myograph push`: load the release into an endpoint that can be written."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from myograph.cli.opening import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.content import Content
    from myograph.release.pushing import Graphs, Pushed, Target, Tell
    from myograph.store.endpoint import Endpoint

EXAMPLES = """\b
Examples:
  myograph push http://localhost:7878/store --ask http://localhost:7878/query
  myograph push http://localhost:7878/update --by update --ask http://localhost:7878/query --replace --at-once
  MYOGRAPH_AUTH=digest MYOGRAPH_USER=dba MYOGRAPH_PASSWORD=... \\
    myograph push http://localhost:8890/sparql-graph-crud-auth --ask http://localhost:8890/sparql
"""
QUADS = "myograph.nq"


@click.command(epilog=EXAMPLES)
@click.argument("url")
@click.option(
    "--by",
    type=click.Choice(["graph-store", "update"]),
    default="graph-store",
    show_default=True,
    help="What URL understands: the Graph Store Protocol or SPARQL Update.",
)
@click.option("--ask", "asked", metavar="URL", help="Where the same engine answers queries. Default: URL itself.")
@click.option("--profile", metavar="NAME", help="Take credentials and headers, and where to ask, from this profile.")
@click.option("--replace", is_flag=True, help="Overwrite graphs that hold something, remove those no longer needed.")
@click.option("--at-once", is_flag=True, help="Send everything in one update: all or nothing with transactions.")
@FOLDER
def push(
    url: str, by: str, asked: str | None, profile: str | None, replace: bool, at_once: bool, store: str | None
) -> None:
    """Load the release into the endpoint at URL, and count there what has arrived.

    A push that broke off goes on where it was when it is asked for again. Exit code 0: everything is there; 1: it is
    not; 2: not understood, or graphs would be overwritten.
    """
    from myograph.content import Content
    from myograph.errors import UsageError

    if at_once and by != "update":
        raise UsageError("only an update can hold everything", advice="Add --by update.")
    content = Content.find()
    build, graphs = release_graphs(store, content)
    target = target_at(url, by, asked, profile, content)
    say(target.writer.per_graph if not at_once else "one request: all or nothing, on engines with transactions")
    done = _pushed(graphs, target, f"{url} {build}", replace=replace, at_once=at_once)
    for graph in done.removed:
        say(f"removed {graph}, which this release does not have")
    say(f"counted: {done.triples} triples in {len(graphs)} graphs ({len(done.kept)} were there already)")


def _pushed(graphs: Graphs, target: Target, name: str, *, replace: bool, at_once: bool) -> Pushed:
    from myograph.release.pushing import Journal, push, push_at_once

    if at_once:
        return push_at_once(graphs, target, replace=replace)
    with progress(graphs) as tell:
        return push(graphs, target, Journal.of(*name.split(" ")), tell, replace=replace)


def release_graphs(store: str | None, content: Content) -> tuple[str, Graphs]:
    """Return the build id of a release and the triples of its graphs; raises UsageError for a bare store."""
    from pathlib import Path

    from myograph.errors import UsageError
    from myograph.release import open_release
    from myograph.release.pushing import graphs_of

    release = open_release(Path(store) if store else None, content=content, progress=say)
    if release.manifest is None:
        raise UsageError("a bare store cannot be pushed", place=store, advice="Name a release: `myograph build`.")
    return release.manifest.build, graphs_of(release.path / QUADS)


def target_at(url: str, by: str, asked: str | None, name: str | None, content: Content) -> Target:
    """Return where to write and where to ask; credentials of a profile go to its own server only."""
    from dataclasses import replace as with_other

    from myograph.errors import UsageError
    from myograph.release.pushing import Target
    from myograph.store.endpoint import Endpoint, origin
    from myograph.store.profiles import profile
    from myograph.store.remote import RemoteStore
    from myograph.store.remote_graphs import GraphStoreProtocol, SparqlUpdate

    known = profile(name) if name else None
    if known is not None and origin(known.url) != origin(url):
        raise UsageError(f"the profile {name!r} is of another server", place=url)
    written = with_other(known, url=url) if known else Endpoint.at(url)
    questions = asking(written, asked or (known.url if known else url))
    writer = SparqlUpdate(written) if by == "update" else GraphStoreProtocol(written)
    return Target(writer, RemoteStore(questions), content)


def asking(written: Endpoint, url: str) -> Endpoint:
    """Return the endpoint that answers, with the credentials of the one that is written when it is the same server."""
    from dataclasses import replace as with_other

    from myograph.store.endpoint import Endpoint, origin

    return with_other(written, url=url) if origin(url) == origin(written.url) else Endpoint(url)


@contextmanager
def progress(graphs: Graphs) -> Iterator[Tell]:
    """Show a bar on a terminal, and a line for each graph elsewhere."""
    if not sys.stderr.isatty():
        yield lambda graph, triples: say(f"{graph}: {triples} triples")
        return
    with click.progressbar(length=sum(map(len, graphs.values())), file=sys.stderr, show_pos=True) as bar:
        waiting = 0

        def tell(graph: str, triples: int) -> None:
            nonlocal waiting
            bar.label = graph.rpartition("/")[2]
            bar.update(waiting)
            waiting = triples

        yield tell
        bar.update(waiting)


def say(message: str) -> None:
    """Write progress to standard error."""
    click.echo(message, err=True)
