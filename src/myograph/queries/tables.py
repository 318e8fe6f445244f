"""Rows as text for people: aligned columns and Markdown.

What a label holds is data: control characters and characters that turn the writing direction never leave as they
are, so that no label can drive a terminal or disguise its neighbours.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from myograph.queries.values import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from myograph.queries.results import Solutions
    from myograph.queries.values import Value

GAP = "  "
MARKDOWN_MARKS = frozenset("\\`*_[]<>|~&$#!")


def cell(value: Value, *, iris: bool = False) -> str:
    """Return what a reader sees of a value: the label of an entity, else its CURIE; with `iris` its IRI."""
    if isinstance(value, Iri):
        return visible(str(value) if iris else value.label or value.curie)
    if isinstance(value, tuple):
        return f"<< {' '.join(cell(part, iris=iris) for part in value)} >>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else visible(str(value))


def visible(text: str) -> str:
    r"""Return the text with escapes (`\n`, `\x1b`) in the place of everything that does not show as a letter."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _escape(letter) for letter in text)


def _escape(letter: str) -> str:
    if unicodedata.category(letter) == "Zs":
        return letter
    return letter.encode("unicode_escape").decode("ascii")


def cells(solutions: Solutions, *, iris: bool = False) -> list[tuple[str, ...]]:
    """Return the cells of every row as text."""
    return [tuple(cell(value, iris=iris) for value in row) for row in solutions]


def numeric(solutions: Solutions) -> tuple[bool, ...]:
    """Tell for each column whether it holds numbers only."""
    return tuple(_all_numbers(column) for column in zip(*solutions.rows, strict=True)) or (False,) * len(
        solutions.columns
    )


def _all_numbers(values: Iterable[Value]) -> bool:
    given = [value for value in values if value is not None]
    return bool(given) and all(isinstance(value, int | float | Decimal) for value in given)


def plain(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> Iterator[str]:
    """Yield the lines of a table in aligned columns under a rule; `right` says which columns align right."""
    widths = [max(map(width, column)) for column in zip(columns, *rows, strict=True)]
    yield _aligned(columns, widths, right)
    yield GAP.join("-" * wide for wide in widths)
    for row in rows:
        yield _aligned(row, widths, right)


def _aligned(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (_padded(*parts) for parts in zip(row, widths, right, strict=True))
    return GAP.join(padded).rstrip()


def _padded(text: str, wide: int, right: bool) -> str:
    blank = " " * (wide - width(text))
    return blank + text if right else text + blank


def width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[bool]) -> Iterator[str]:
    """Yield the lines of a Markdown table; whatever means something in Markdown is escaped."""
    yield _markdown_row(columns)
    yield f"|{'|'.join(' ---: ' if number else ' --- ' for number in right)}|"
    for row in rows:
        yield _markdown_row(row)


def _markdown_row(row: Sequence[str]) -> str:
    return f"| {' | '.join(map(_markdown_text, row))} |"


def _markdown_text(text: str) -> str:
    return "".join(f"\\{letter}" if letter in MARKDOWN_MARKS else letter for letter in text)
