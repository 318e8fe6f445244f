"""Rows of one table, as they come: by column name whatever the order, with the number of their line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import IO, TYPE_CHECKING

from myograph.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.importers.report import Report

Progress = Callable[[int, int], None]
"""Takes how many bytes and rows were read since the last time."""

LONGEST_FIELD = 2**20
STEP = 20_000
"""Rows between two reports of progress."""

LATIN_1 = "texts that are not UTF-8 were read as Latin-1"


@dataclass(frozen=True, slots=True)
class Table:
    """Name a table and the columns that are wanted of it, `optional` ones being empty where they are missing."""

    name: str
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Return the name of its file."""
        return f"{self.name}.csv"


def rows(
    table: Table, data: IO[bytes], report: Report, progress: Progress, start: int = 0
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (line, values of the wanted columns) of each row that has all columns, after the first `start` rows.

    A byte order mark, any line end and quotes are understood. `progress` is told the bytes and rows that were read
    since the last time. Raises ContentError when the header lacks a column, or a row cannot be read at all.
    """
    csv.field_size_limit(LONGEST_FIELD)
    with io.TextIOWrapper(data, encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        reader = csv.reader(text)
        try:
            header = [name.strip() for name in next(reader, [])]
            chosen, width = _chosen(table, header), len(header)
            told = _Told(data, progress)
            for count, row in enumerate(reader, start=1):
                if count % STEP == 0:
                    told.tell(count)
                if count <= start:
                    continue
                report.read[table.file] += 1
                if len(row) == width:
                    yield reader.line_num, chosen(row)
                else:
                    report.skip(table.file, reader.line_num, f"{len(row)} columns in the place of {width}")
            told.tell(max(report.read[table.file], start))
        except csv.Error as fault:
            raise ContentError(f"the row cannot be read: {fault}", place=f"{table.file}:{reader.line_num}") from None


@dataclass(slots=True)
class _Told:
    """Tell how far a table was read since the last time."""

    data: IO[bytes]
    progress: Progress
    bytes: int = 0
    rows: int = 0

    def tell(self, count: int) -> None:
        now = self.data.tell()
        self.progress(now - self.bytes, count - self.rows)
        self.bytes, self.rows = now, count


def _chosen(table: Table, header: list[str]) -> Callable[[list[str]], tuple[str, ...]]:
    """Return what takes the wanted values out of a row, at the speed of the standard library where none is missing."""
    places = _places(table, header)
    if min(places) >= 0 and len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple(row[place] if place >= 0 else "" for place in places)


def _places(table: Table, header: list[str]) -> tuple[int, ...]:
    missing = [name for name in table.columns if name not in header]
    if missing:
        found = ", ".join(header[:20]) or "nothing"
        raise ContentError(f"the column {missing[0]!r} is missing", place=f"{table.file}:1", advice=f"Found: {found}.")
    return tuple(header.index(name) if name in header else -1 for name in (*table.columns, *table.optional))


def clean(text: str, report: Report) -> str:
    """Return a text with single spaces and without control characters; what is not UTF-8 is read as Latin-1."""
    try:
        text.encode()
    except UnicodeEncodeError:
        report.notes[LATIN_1] += 1
        text = text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())
