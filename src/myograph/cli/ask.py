"""`myograph ask`: answer a question of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from myograph.cli.opening import NARROWING, STORE
from myograph.cli.query import ANSWERED_IN, OUTPUT, TIMEOUT, WITH_IRIS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from myograph.queries.catalogue import Question
    from myograph.store import Store

EXAMPLES = """\b
Examples:
  myograph ask red-flags
  myograph ask foods-for-mineral mineral=potassium
  myograph ask causes-through-imbalances symptom="leg cramp" --format markdown
  myograph ask evidence-for-claim claim=mg-relieves-spasm --output evidence.csv
  myograph ask foods-for-mineral mineral=calcium --sparql > question.rq
  myograph ask direct-causes --evidence qualified               above an evidence bar
  myograph ask direct-causes --source "article on magnesium and muscle twitching"
  myograph ask symptoms-under-symp-class --store working        needs an import
"""


@click.command(epilog=EXAMPLES)
@click.argument("name")
@click.argument("values", nargs=-1, metavar="[PARAMETER=VALUE]...")
@click.option("--sparql", is_flag=True, help="Write the SPARQL with the values in place, and answer nothing.")
@ANSWERED_IN
@OUTPUT
@WITH_IRIS
@TIMEOUT
@NARROWING
@STORE
def ask(
    name: str,
    values: tuple[str, ...],
    sparql: bool,
    form: str | None,
    output: Path | None,
    iris: bool,
    timeout: float,
    store: str | None,
) -> None:
    """Answer the question NAME of the catalogue; `myograph questions` lists them.

    A parameter that is left out keeps its default. A thing may be named by a label, a synonym, a CURIE or an IRI.
    Exit code 0: answered, also when nothing was found; 2: no such question, parameter or name; 3: stopped at the
    timeout.
    """
    from myograph.cli.destination import opened
    from myograph.cli.opening import narrowing, open_graph
    from myograph.cli.query import answer, open_store
    from myograph.content import Content
    from myograph.queries.catalogue import Catalogue

    question = Catalogue.load(Content.find()).named(name)
    given = dict(pairs(question, values))
    wanted = narrowing()
    graph = open_graph(store) if given or wanted else None  # opened only where names have to be looked up in it
    if graph and wanted:
        graph = graph.narrowed(**wanted)
    text = question.with_values(given, graph.find) if graph else question.text
    with opened(output) as destination:
        if sparql:
            destination.stream.write(text.encode())
        else:
            answer(
                text,
                destination,
                form,
                lambda: graph.store if graph else open_store(store),
                timeout=timeout,
                iris=iris,
            )
            tell_needs(question, graph.store if graph else open_store(store))


def tell_needs(question: Question, store: Store) -> None:
    """Tell on standard error what the question needs and the store does not hold."""
    from myograph.names import MYO_GRAPH

    for need in question.needs:
        if not store.ask(f"ASK {{ GRAPH <{MYO_GRAPH[need.graph].value}> {{ ?s ?p ?o }} }}"):
            click.echo(f"{question.name} walks the {need.kind} {need.name}, which this store does not hold.", err=True)
            click.echo(need.advice, err=True)


def pairs(question: Question, written: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield name and value of each `name=value`; raises UsageError for what is none, and for a name given twice."""
    from myograph.errors import UsageError

    seen: set[str] = set()
    for argument in written:
        name, equals, value = argument.partition("=")
        if not equals:
            names = [parameter.name for parameter in question.parameters]
            meant = f"{argument}=VALUE" if argument in names else f"{names[0]}={argument}" if names else None
            advice = f"Write {meant}." if meant else f"{question.name} has no parameters."
            raise UsageError(f"{argument!r} does not give a parameter a value", advice=advice)
        if name in seen:
            raise UsageError(f"{name} is given twice", advice="Give each parameter one value.")
        seen.add(name)
        yield name, value
