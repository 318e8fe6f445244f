"""Where the text of a query comes from, and how it is shown when it does not parse."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from myograph.errors import QuerySyntaxError, UsageError, written_place

LONGEST = 4 * 1024 * 1024
STANDARD_INPUT = "-"
SHOWN_BEFORE = 60
SHOWN_AFTER = 40


@dataclass(frozen=True, slots=True)
class QueryText:
    """Hold the text of a query; `name` is the file it comes from, None when it was typed or piped."""

    name: str | None
    text: str


def read_query(file: str | None, expression: str | None) -> QueryText:
    """Read the query from a file, from standard input (`-`), or from the command line itself."""
    if file is not None and expression is not None:
        raise click.UsageError("Give a FILE or -e TEXT, not both.")
    if expression is not None:
        return QueryText(None, decoded(os.fsencode(expression), "-e"))
    if file is None:
        raise click.UsageError("Nothing to ask: give a FILE, - for standard input, or -e TEXT.")
    if file == STANDARD_INPUT:
        return QueryText(None, decoded(sys.stdin.buffer.read(LONGEST + 1), "standard input"))
    return QueryText(file, decoded(_read(file), file))


def _read(file: str) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            return stream.read(LONGEST + 1)
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "this is no file name"
        advice = "To give the query itself, write it behind -e." if "{" in file else "Name a file with a SPARQL query."
        raise UsageError(f"the query cannot be read: {reason}", place=file, advice=advice) from None


def decoded(data: bytes, place: str) -> str:
    """Return the text of UTF-8 bytes, without a byte order mark; raises UsageError when it is too long or no UTF-8."""
    if len(data) > LONGEST:
        limit = LONGEST // 1024 // 1024
        raise UsageError(f"the query is longer than {limit} MiB", place=place, advice="Ask in several queries.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise UsageError(
            f"the query is not UTF-8: byte 0x{data[fault.start]:02x} on line {line}",
            place=place,
            advice="Save it as UTF-8.",
        ) from None


def pointed(fault: QuerySyntaxError, query: QueryText) -> QuerySyntaxError:
    """Return the error with the file it is in, and with its line and a mark below the place."""
    if fault.line is None or fault.column is None:
        return fault
    told = written_place(fault.line, fault.column)
    return QuerySyntaxError(
        fault.problem,
        line=fault.line,
        column=fault.column,
        hint="\n".join((*_excerpt(query.text, fault.line, fault.column), *((fault.hint,) if fault.hint else ()))),
        place=f"{query.name}, {told}" if query.name else told,
    )


def _excerpt(text: str, line: int, column: int) -> tuple[str, str]:
    from myograph.queries.tables import visible, width

    written = text.split("\n")[line - 1].expandtabs(1)
    start = max(0, column - 1 - SHOWN_BEFORE)
    before, after = visible(written[start : column - 1]), visible(written[column - 1 : column - 1 + SHOWN_AFTER])
    return f"  {before}{after}", f"  {' ' * width(before)}^"
