"""`myograph questions`: what can be asked without writing SPARQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from myograph.queries.catalogue import Question

EXAMPLES = """\b
Examples:
  myograph questions                        all of them, by group
  myograph questions food magnesium         those about these words, best first
  myograph questions foods-for-mineral      one of them: its parameters and columns
  myograph questions --format markdown      for a document
  myograph questions --format json | jq '.[].name'
"""


@click.command(epilog=EXAMPLES)
@click.argument("words", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "markdown", "json"]),
    default="table",
    show_default=True,
    help="Output format.",
)
def questions(words: tuple[str, ...], form: str) -> None:
    """List the questions of the catalogue, those about WORDS, or what belongs to the one of that name.

    Ask one with `myograph ask NAME`.
    """
    from myograph.cli.opening import write_lines
    from myograph.content import Content
    from myograph.errors import UnknownName
    from myograph.queries.catalogue import Catalogue

    catalogue = Catalogue.load(Content.find())
    named = [question for question in catalogue if words == (question.name,)]
    asked = " ".join(words)
    found = named or (catalogue.search(asked) if asked.strip() else catalogue.questions)
    if not found:
        advice = "Try fewer or other words, or list all with `myograph questions`."
        raise UnknownName(f"no question is about {asked!r}", name=asked, advice=advice)
    if form == "json":
        click.echo(as_json(found))
    elif form == "markdown":
        write_lines(as_markdown(found))
    elif named:
        write_lines(card(named[0]))
    else:
        write_lines(as_list(found) if words else by_group(catalogue.groups.items()))


def as_json(found: Iterable[Question]) -> str:
    """Return a list of objects, one for each question."""
    return json.dumps([described(question) for question in found], indent=2, ensure_ascii=False)


def described(question: Question) -> dict[str, object]:
    """Return what a program may want to know of a question."""
    return {
        "name": question.name,
        "group": question.group,
        "title": question.title,
        "question": question.question,
        "tags": list(question.tags),
        "parameters": [
            {"name": each.name, "expects": each.type.expected, "meaning": each.meaning, "default": each.example}
            for each in question.parameters
        ],
        "columns": [
            {"name": each.name, "meaning": each.meaning, "unit": each.unit, "labels": each.labels}
            for each in question.columns
        ],
        "show": question.show,
        "needs": [f"{each.kind} {each.name}" for each in question.needs],
        "file": question.path,
    }


def as_markdown(found: Iterable[Question]) -> Iterator[str]:
    """Return a table for a document: group, name with parameters, and the question in words."""
    from myograph.queries.tables import markdown

    rows = [(question.group, called(question), question.question) for question in found]
    return markdown(("group", "name", "question"), rows, (False, False, False))


def by_group(groups: Iterable[tuple[str, Iterable[Question]]]) -> Iterator[str]:
    """Tell every question under the name of its group."""
    for number, (group, members) in enumerate(groups):
        if number:
            yield ""
        yield group
        yield from (f"  {line}" for line in as_list(members))


def as_list(found: Iterable[Question]) -> Iterator[str]:
    """Tell name, parameters and title of each question, in columns."""
    rows = [(called(question), question.title) for question in found]
    wide = max(len(name) for name, _ in rows)
    yield from (f"{name.ljust(wide)}  {title}" for name, title in rows)


def called(question: Question) -> str:
    """Return the name of a question with its parameters, as it is asked."""
    return " ".join((question.name, *(f"[{parameter.name}=...]" for parameter in question.parameters)))


def card(question: Question) -> Iterator[str]:
    """Tell what belongs to one question."""
    yield question.title
    yield question.question
    if question.parameters:
        yield ""
        yield "Parameters"
        yield from (
            f"  {each.name}: {each.meaning}; {each.type.expected}; default {each.example}"
            for each in question.parameters
        )
    yield ""
    yield "Columns"
    yield from (f"  {each.name}: {each.meaning}" for each in question.columns if each.labels is None)
    if question.needs:
        yield ""
        yield "Needs"
        yield from (f"  {each.kind} {each.name}. {each.advice}" for each in question.needs)
    yield ""
    yield f"Tags: {', '.join(question.tags)}"
    yield f"File: {question.path}"
