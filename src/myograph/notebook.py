"""Ask in a notebook: `%load_ext myograph.notebook`, and then cells that start with `%%sparql`.

::

    %%sparql --with mineral --store-to foods
    SELECT ?food {
      VALUES ?mineral { myo-id:magnesium }
      ?food myo:foodSourceOf ?mineral
    }

`--with mineral` puts the value of the Python variable `mineral` into the `VALUES` line, `--store-to` keeps the answer
in a variable, `--name` the text of the query with its values, `--format` writes the answer as text. `--timeout` stops
the query after so many seconds.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from myograph.errors import MyographError, UsageError
from myograph.names import XSD
from myograph.queries.values import Iri

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Mapping

    from myograph.knowledge import KnowledgeGraph
    from myograph.queries.results import Solutions

    Term = NamedNode | Literal


def load_ipython_extension(shell: Any) -> None:
    """Add the cell magic `%%sparql` to a shell of IPython."""
    from IPython.core.error import UsageError as Told

    def sparql(line: str, cell: str) -> object:
        try:
            return asked(parser().parse_args(line.split()), cell, shell.user_ns)
        except MyographError as fault:
            raise Told(str(fault)) from None

    sparql.__doc__ = __doc__
    shell.register_magic_function(sparql, "cell", "sparql")


def parser() -> ArgumentParser:
    """Return what reads the line behind `%%sparql`."""
    from IPython.core.magic_arguments import MagicArgumentParser

    made: ArgumentParser = MagicArgumentParser("%%sparql")  # type: ignore[no-untyped-call]
    made.add_argument("--with", dest="values", action="append", default=[], metavar="PARAMETER[=VARIABLE]")
    made.add_argument("--store-to", metavar="VARIABLE", help="keep the answer")
    made.add_argument("--name", metavar="VARIABLE", help="keep the query with its values")
    made.add_argument("--format", dest="form", metavar="NAME", help="write the answer in this format")
    made.add_argument("--timeout", type=float, metavar="SECONDS", help="stop the query after this time")
    made.add_argument("--graph", metavar="VARIABLE", help="the graph to ask; default: myograph.open()")
    return made


def asked(options: Namespace, cell: str, variables: dict[str, Any]) -> object:
    """Answer the query of a cell: rows, a truth value, or None when it was stored or written as text."""
    from myograph.queries.parameters import bind

    graph = opened(options.graph, variables)
    text = bind(cell, dict(given(graph, pair, variables) for pair in options.values))
    if options.name:
        variables[options.name] = text
    if options.form:
        print(written(graph, text, options.form, options.timeout), end="")  # noqa: T201
    if options.form and not options.store_to:
        return None
    found = answer(graph, text, options.timeout)
    if not options.store_to:
        return found
    variables[options.store_to] = found
    return None


def opened(name: str | None, variables: Mapping[str, Any]) -> KnowledgeGraph:
    """Return the graph in a variable, else that of the installed content; raises UsageError for another object."""
    from myograph.knowledge import KnowledgeGraph, open_release

    if name is None:
        return open_release()
    graph = variable(name, variables)
    if not isinstance(graph, KnowledgeGraph):
        raise UsageError(f"{name} is no graph", advice=f"Write {name} = myograph.open() first.")
    return graph


def answer(graph: KnowledgeGraph, text: str, timeout: float | None = None) -> Solutions | bool:
    """Return the answer to a query of any form; a graph is rows of subject, predicate and object."""
    from myograph.queries.results import Solutions

    found = graph.store.query(text, timeout=timeout, prefixes=graph.prefixes.namespaces)
    if isinstance(found, QueryBoolean):
        return bool(found)
    rows = (
        Solutions.of(found, graph.prefixes)
        if isinstance(found, QuerySolutions)
        else Solutions.of_triples(found, graph.prefixes)
    )
    return rows.with_labels(labels(graph, rows.iris()))


def labels(graph: KnowledgeGraph, iris: Iterable[str]) -> dict[str, str]:
    """Return what things are called in the graph, by IRI."""
    from myograph.queries.labels import find_labels

    query = (graph.content.queries / "machinery" / "labels.rq").read_text("utf-8")
    return find_labels(graph.store, query, iris)


def written(graph: KnowledgeGraph, text: str, name: str, timeout: float | None = None) -> str:
    """Return the answer as text in a format; raises UsageError for a format that is no text."""
    from myograph.formats import named
    from myograph.queries.writers import Wording, write

    form = named(name)
    if form.binary:
        raise UsageError(f"the format {form.name} is no text", advice="Store the answer, and write it from there.")
    target = io.BytesIO()
    found = graph.store.query(text, timeout=timeout, prefixes=graph.prefixes.namespaces)
    write(found, form, target, Wording(lambda: graph.prefixes, lambda iris: labels(graph, iris)))
    return target.getvalue().decode()


def given(graph: KnowledgeGraph, pair: str, variables: Mapping[str, Any]) -> tuple[str, list[Term]]:
    """Return a parameter and the terms for the value of its variable, for each value of a list."""
    parameter, _, name = pair.partition("=")
    value = variable(name or parameter, variables)
    values = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return parameter, [term(graph, each) for each in values]


def variable(name: str, variables: Mapping[str, Any]) -> Any:
    """Return the value of a variable; raises UsageError."""
    if name not in variables:
        raise UsageError(f"there is no variable {name!r}", advice=f"Write {name} = ... in a cell above.")
    return variables[name]


def term(graph: KnowledgeGraph, value: object) -> Term:
    """Return the term for a Python value: a name of a thing in the graph is that thing; terms stay as they are.

    Raises UnknownName with near names, and UsageError for a value that no term stands for.
    """
    if isinstance(value, NamedNode | Literal):
        return value
    if isinstance(value, str):
        return NamedNode(value if isinstance(value, Iri) else graph.find(value))
    if isinstance(value, bool | int | float):
        return Literal(value)
    if isinstance(value, Decimal):
        return Literal(format(value, "f"), datatype=XSD.decimal)
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=XSD.dateTime if isinstance(value, datetime) else XSD.date)
    kind = type(value).__name__
    raise UsageError(f"a value of the type {kind} is no term", advice="Give a name, a number, a date or a Literal.")
