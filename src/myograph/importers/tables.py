"""Rows of one table, as they come: by column name whatever the order, with the number of their line."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from myograph.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from myograph.importers.report import Report

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
    table: Table, data: IO[bytes], report: Report, progress: Callable[[int], None]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (line, values of the wanted columns) of each row that has all columns.

    A byte order mark, any line end and quotes are understood. `progress` is told the bytes read since the last time.
    Raises ContentError when the header lacks a column, or a row cannot be read at all.
    """
    csv.field_size_limit(LONGEST_FIELD)
    with io.TextIOWrapper(data, encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        reader = csv.reader(text)
        try:
            header = [name.strip() for name in next(reader, [])]
            places = _places(table, header)
            told = 0
            for row in reader:
                report.read[table.file] += 1
                if report.read[table.file] % STEP == 0:
                    told = _tell(data, told, progress)
                if len(row) == len(header):
                    yield reader.line_num, tuple(row[place] if place >= 0 else "" for place in places)
                else:
                    report.skip(table.file, reader.line_num, f"{len(row)} columns in the place of {len(header)}")
            _tell(data, told, progress)
        except csv.Error as fault:
            raise ContentError(f"the row cannot be read: {fault}", place=f"{table.file}:{reader.line_num}") from None


def _tell(data: IO[bytes], told: int, progress: Callable[[int], None]) -> int:
    now = data.tell()
    progress(now - told)
    return now


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
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
