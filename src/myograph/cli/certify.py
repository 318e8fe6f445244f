"""`myograph certify`: tell whether an engine answers as the embedded one does."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from myograph.cli.opening import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from myograph.release.certifying import Certificate, Result, Verdict
    from myograph.store.endpoint import Endpoint

EXAMPLES = """\b
Examples:
  myograph certify http://localhost:7878/query
  myograph certify http://localhost:8890/sparql --name-graphs --format markdown > virtuoso.md
  myograph certify profile:lab --timeout 10
"""
MARKS = {"right": "green", "wrong": "red", "unsupported": "yellow", "slow": "yellow", "departs": "cyan"}
COUNTED: tuple[Verdict, ...] = ("right", "wrong", "unsupported", "slow")


@click.command(epilog=EXAMPLES)
@click.argument("endpoint")
@click.option(
    "--timeout",
    type=click.FloatRange(0, 86400, min_open=True),
    default=30.0,
    show_default=True,
    help="Seconds a query may take; one that takes longer is `slow`.",
)
@click.option(
    "--name-graphs", is_flag=True, help="Name the graphs of the release in each request, for they are the whole graph."
)
@click.option("--only", metavar="WORD", help="Try only queries whose group or name holds this.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "markdown", "json"]),
    default="table",
    show_default=True,
    help="Output format.",
)
@FOLDER
@click.pass_context
def certify(
    context: click.Context,
    endpoint: str,
    timeout: float,
    name_graphs: bool,
    only: str | None,
    form: str,
    store: str | None,
) -> None:
    """Try the whole catalogue and the probes on ENDPOINT, an address or profile:NAME, which holds the release.

    Each answer is compared with that of the embedded engine. Probes in the group `standard` try what no question rests
    on: what is not right there `departs`, and is told only. Exit code 0: all right; 1: an answer is wrong, not
    supported or too slow, or the endpoint cannot be asked.
    """
    from myograph.content import Content
    from myograph.errors import UsageError
    from myograph.release import certifying, open_release
    from myograph.store.remote import RemoteStore

    content = Content.find()
    release = open_release(Path(store) if store else None, content=content, progress=say)
    asked = endpoint_at(endpoint)
    if name_graphs:
        asked = replace(asked, graphs=certifying.graphs_of(content, release.store))
    tried = [trial for trial in certifying.trials(content) if (only or "") in trial.name]
    if not tried:
        raise UsageError(f"no query is called {only!r}", advice="Leave --only away.")
    found = certifying.certify(tried, release.store, RemoteStore(asked), timeout=timeout, tell=tell)
    write(found, form)
    say(summary(found))
    context.exit(0 if found.passed else 1)


def endpoint_at(place: str) -> Endpoint:
    """Return the endpoint at an address or of `profile:NAME`; raises UsageError."""
    from myograph.errors import UsageError
    from myograph.store.profiles import endpoint_named

    found = endpoint_named(place)
    if found is None:
        raise UsageError(f"{place!r} is no endpoint", advice="Write https://host/path, or profile:NAME.")
    return found


def tell(result: Result) -> None:
    """Tell of what went wrong as soon as it is known."""
    if result.verdict != "right":
        say(f"{click.style(result.verdict, fg=MARKS[result.verdict])} {result.name}: {result.why}")


def write(found: Certificate, form: str) -> None:
    """Write the report to standard output."""
    if form == "json":
        click.echo(json.dumps([asdict(result) for result in found.results], indent=2, ensure_ascii=False))
        return
    from myograph.queries.tables import markdown, plain

    lines = markdown if form == "markdown" else plain
    columns = ("query", "verdict", "rows", "ms", "embedded ms", "remarks")
    right = (False, False, True, True, True, False)
    for line in lines(columns, list(cells(found.results)), right):
        click.echo(line)


def cells(results: Iterable[Result]) -> Iterable[tuple[str, ...]]:
    """Yield the cells of each result."""
    from myograph.queries.tables import visible

    for result in results:
        times = (f"{seconds * 1000:.1f}" for seconds in (result.seconds, result.expected_seconds))
        yield result.name, result.verdict, str(result.rows), *times, visible(result.why)


def summary(found: Certificate) -> str:
    """Return the line that sums a certificate up, and what may help."""
    counts = ", ".join(f"{found.count(verdict)} {verdict}" for verdict in COUNTED)
    seconds = sum(result.seconds for result in found.results)
    embedded = sum(result.expected_seconds for result in found.results)
    line = f"{len(found.results)} queries: {counts}; {seconds:.2f} s, embedded {embedded:.2f} s"
    if departures := found.count("departs"):
        line += f"\nIt departs from SPARQL 1.1 in {departures} probes that no question rests on."
    if found.lacks_union:
        line += "\nIts default graph is not the union of the release's graphs alone: try --name-graphs."
    return line


def say(message: str) -> None:
    """Write to standard error."""
    click.echo(message, err=True)
