"""Read the comment lines at the top of a question's file.

A question starts with what a reader has to know::

    # title: Foods for a mineral
    # question: Which foods and food groups are said to supply a mineral?
    # columns: ?food (?foodLabel) the food; ?places how many places state it (places)
    # tags: food, mineral
    # parameter: mineral (entity of class myo:Mineral) the mineral
    # show: table

A question that walks a graph of others says with `# needs: ontology symp` or `# needs: graph physiomap` what has to be
imported. There may be any number of parameters, and notes of other words. `columns` goes through the answer from left
to right: a column, in brackets the column with its label, what it means, and the unit in brackets at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NoReturn, cast, get_args

from myograph.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

Show = Literal["table", "tree", "graph", "bars"]

_LINE = re.compile(r"# (title|question|columns|tags|parameter|show|needs):(.*)")
_NEED = re.compile(r"(ontology|graph) ([a-z0-9]+(?:-[a-z0-9]+)*)")
_COLUMNS = re.compile(r"((?:\?\w+|\(\?\w+\))(?:,? *(?:\?\w+|\(\?\w+\)))*) +(.+)")
_UNIT = re.compile(r".* \(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Column:
    """Say what a column of an answer means, in which unit, and which column it holds the labels of, if any."""

    name: str
    meaning: str
    unit: str | None = None
    labels: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Name what a question needs beside the release: `kind` is "ontology" or "graph", as it is imported."""

    kind: str
    name: str

    @property
    def graph(self) -> str:
        """Return the local name of the named graph into which it is imported."""
        return f"{'ontology' if self.kind == 'ontology' else 'guest'}-{self.name}"

    @property
    def advice(self) -> str:
        """Return how to get it."""
        what = f"myograph import {self.kind} FILE --name {self.name} --into STORE"
        return f"Import it: {what}; then ask with --store STORE."


@dataclass(frozen=True, slots=True)
class Header:
    """Hold the header of one file: key, value and line number of each of its lines.

    `end` is the number of the first line behind the header.
    """

    path: str
    lines: tuple[tuple[str, str, int], ...]
    end: int

    def one(self, key: str) -> tuple[str, int]:
        """Return value and line number of a key; raises ContentError unless it stands there once, with a value."""
        found = self.every(key)
        if not found:
            self.fail(self.end, f"the header line `# {key}: ...` is missing", "Add it to the comment at the top.")
        if len(found) > 1:
            self.fail(found[1][1], f"the header line `# {key}: ...` stands here twice", "Keep one.")
        if not found[0][0]:
            self.fail(found[0][1], f"the header line `# {key}:` says nothing", "Write it out.")
        return found[0]

    def every(self, key: str) -> tuple[tuple[str, int], ...]:
        """Return value and line number of each line with this key."""
        return tuple((value, number) for name, value, number in self.lines if name == key)

    def fail(self, line: int, problem: str, advice: str) -> NoReturn:
        """Raise a ContentError that points at a line of the file."""
        raise ContentError(problem, place=f"{self.path}:{line}", advice=advice)


def read_header(text: str, path: str) -> Header:
    """Read the comment lines before the first other line of a file."""
    comments: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        comments.append(line)
    matches = ((_LINE.fullmatch(line), number) for number, line in enumerate(comments, 1))
    lines = ((match[1], match[2].strip(), number) for match, number in matches if match)
    return Header(path, tuple(lines), len(comments) + 1)


def read_columns(header: Header) -> tuple[Column, ...]:
    """Return the columns in the order of the header; raises ContentError for what is not written as one."""
    value, line = header.one("columns")
    columns: list[Column] = []
    for part in re.split(r";(?=\s*\?)", value):
        match = _COLUMNS.fullmatch(part.strip())
        if match is None:
            advice = "Write `?name what it is (unit)`, with `;` between columns."
            header.fail(line, f"{part.strip()!r} does not describe a column", advice)
        columns += _described(match[1], match[2])
    return tuple(columns)


def _described(names: str, meaning: str) -> Iterator[Column]:
    match = _UNIT.fullmatch(meaning)
    unit = match[1] if match else None
    before = None
    for written in re.findall(r"\(?\?\w+", names):
        name = written.lstrip("(?")
        if written.startswith("("):
            yield Column(name, f"what ?{before} is called", labels=before)
        else:
            before = name
            yield Column(name, meaning, unit)


def read_tags(header: Header) -> tuple[str, ...]:
    """Return the tags in the order of the header."""
    return tuple(tag.strip() for tag in header.one("tags")[0].split(",") if tag.strip())


def read_show(header: Header) -> Show:
    """Return how the answer is best shown; raises ContentError for a way that nobody knows."""
    value, line = header.one("show")
    known = get_args(Show)
    if value not in known:
        header.fail(line, f"an answer cannot be shown as {value!r}", f"Known: {', '.join(known)}.")
    return cast("Show", value)


def read_needs(header: Header) -> tuple[Need, ...]:
    """Return what has to be imported, in the order of the header; raises ContentError for what is not written so."""
    found: list[Need] = []
    for value, line in header.every("needs"):
        match = _NEED.fullmatch(value)
        if match is None:
            header.fail(line, f"{value!r} names nothing that can be imported", "Write `ontology NAME` or `graph NAME`.")
        found.append(Need(match[1], match[2]))
    return tuple(found)
