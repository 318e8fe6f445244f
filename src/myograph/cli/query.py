"""`myograph query`: ask in SPARQL."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from myograph.cli.opening import STORE
from myograph.formats import BOOLEAN, FORMATS, SOLUTIONS, TRIPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from myograph.cli.destination import Destination
    from myograph.content import Content
    from myograph.formats import Kind
    from myograph.store import Store
    from myograph.store.sparql_text import Outline

EXAMPLES = """\b
Examples:
  myograph query -e 'SELECT ?symptom WHERE { ?symptom a myo:Symptom }'
  myograph query -e 'ASK { myo-id:magnesium ?relation ?other }'
  myograph query queries/causes/direct-causes.rq
  myograph query queries/causes/direct-causes.rq --output causes.md
  myograph query - --format json < question.rq
  myograph query --endpoint https://example.org/sparql -e 'SELECT ?symptom WHERE { ?symptom a myo:Symptom }'
"""

LONGEST_TIMEOUT = 7 * 24 * 3600.0
KIND_OF_FORM: dict[str, Kind] = {"SELECT": SOLUTIONS, "ASK": BOOLEAN, "CONSTRUCT": TRIPLES, "DESCRIBE": TRIPLES}


ANSWERED_IN = click.option(
    "--format",
    "form",
    type=click.Choice([row.name for row in FORMATS], case_sensitive=False),
    help="How to write the answer. Default: by the ending of --output, else a table on a terminal and CSV elsewhere; "
    "Turtle for graphs.",
)
OUTPUT = click.option("--output", type=click.Path(path_type=Path), help="File to write, replaced at the very end.")
WITH_IRIS = click.option("--iris", is_flag=True, help="Show IRIs in tables, in the place of labels and CURIEs.")


class Seconds(click.FloatRange):
    """A time in seconds; a number that is none compares with nothing, so the range alone would let it pass."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the seconds."""
        seconds = float(super().convert(value, param, ctx))
        if math.isnan(seconds):
            self.fail(f"{value!r} is no number of seconds.", param, ctx)
        return seconds


TIMEOUT = click.option(
    "--timeout",
    type=Seconds(0, LONGEST_TIMEOUT),
    default=60.0,
    show_default=True,
    help="Seconds after which the query is stopped; 0 lets it run.",
)


@click.command(epilog=EXAMPLES)
@click.argument("file", required=False)
@click.option("-e", "--expression", metavar="TEXT", help="The query itself, in the place of a file.")
@ANSWERED_IN
@OUTPUT
@WITH_IRIS
@TIMEOUT
@click.option(
    "--allow-service",
    "services",
    multiple=True,
    metavar="HOST",
    help="Let SERVICE call this host, or this host:port; may be given several times. Default: none.",
)
@STORE
def query(
    file: str | None,
    expression: str | None,
    form: str | None,
    output: Path | None,
    iris: bool,
    timeout: float,
    services: tuple[str, ...],
    store: str | None,
) -> None:
    """Ask the graph in SPARQL: a query in FILE, on standard input (-), or given with -e.

    A query sees the union of all named graphs, and need not declare the prefixes of the project. Updates are refused,
    and SERVICE unless its host is allowed. Exit code 0: answered, also when nothing was found; 1: an endpoint did not
    answer as it should; 2: not understood or not allowed; 3: stopped at the timeout.
    """
    from myograph.cli.destination import opened
    from myograph.cli.query_text import pointed, read_query
    from myograph.errors import QuerySyntaxError

    asked = read_query(file, expression)
    try:
        with opened(output) as destination:
            answer(asked.text, destination, form, lambda: open_store(store, services), timeout=timeout, iris=iris)
    except QuerySyntaxError as fault:
        raise pointed(fault, asked) from None


def open_store(store: str | None, services: tuple[str, ...] = ()) -> Store:
    """Open the store of the release at `store`, None for that of the content, or an endpoint.

    SERVICE may call the hosts in `services` from here; an endpoint makes such calls itself, as it sees fit.
    """
    from myograph.cli.opening import open_store as open_place
    from myograph.content import Content

    opened = open_place(store, Content.find(), progress)
    if not services:
        return opened
    from myograph.store.services import allowing

    return allowing(opened, services)


def answer(
    text: str, destination: Destination, form: str | None, store: Callable[[], Store], *, timeout: float, iris: bool
) -> None:
    """Answer the query text from a store, which is opened once it is known that the answer can be written."""
    from myograph.cli.answering import Answering
    from myograph.cli.watching import within
    from myograph.content import Content
    from myograph.store.sparql_text import outline

    seen = outline(text)
    if seen.form in KIND_OF_FORM:
        destination.format_for(KIND_OF_FORM[seen.form], form)  # what cannot be written is not asked
    content = Content.find()
    answering = Answering(store(), content, form, iris)
    prefixes = missing_prefixes(seen, content)
    within(timeout or None, lambda: answering.answer(text, prefixes, destination))


def missing_prefixes(seen: Outline, content: Content) -> Mapping[str, str]:
    """Return the prefixes of the project when the query uses one it does not declare."""
    if not seen.undeclared:
        return {}
    from myograph.names import Prefixes

    return Prefixes.load(content).namespaces


def progress(message: str) -> None:
    """Write progress to standard error."""
    click.echo(message, err=True)
