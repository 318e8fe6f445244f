"""Rows as files that are no text: Parquet and Excel workbooks."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from myograph.errors import MissingExtra, QueryError
from myograph.queries.tables import cell
from myograph.queries.typed_columns import arrow_batches

if TYPE_CHECKING:
    from myograph.queries.results import Solutions
    from myograph.queries.values import Value

MOST_ROWS = 2**20 - 1
"""How many rows fit on a sheet below the line of column names."""

BATCH = 20_000
"""Rows of a Parquet file that are made and written together."""

LONGEST_TEXT = 32767
EXACT_DIGITS = 15
FIRST_YEAR = 1901
"""Excel counts days from 1900, and counts a day too many in that year."""

ADVICE = "Ask for Parquet or CSV."


def parquet(solutions: Solutions, target: BinaryIO) -> None:
    """Write a Parquet file with IRIs in full, BATCH rows a group; raises MissingExtra without pyarrow."""
    schema, batches = arrow_batches(solutions, BATCH)
    from pyarrow import parquet as pq

    with pq.ParquetWriter(target, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def workbook(solutions: Solutions, target: BinaryIO, *, iris: bool = False) -> None:
    """Write an Excel workbook of one sheet, row by row, labels in the place of IRIs unless `iris`.

    Texts are texts, whatever they begin with: none becomes a formula. Numbers beyond what Excel keeps exactly are
    text. Raises MissingExtra without openpyxl, and QueryError for more than a sheet can hold.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise MissingExtra("openpyxl", "xlsx") from None
    _check_sheet(solutions, iris=iris)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("answer")
    sheet.append([_sheet_cell(sheet, name) for name in solutions.columns])
    for row in solutions:
        sheet.append([_sheet_cell(sheet, _sheet_value(value, iris=iris)) for value in row])
    book.save(target)


def _check_sheet(solutions: Solutions, *, iris: bool) -> None:
    # Before the sheet opens a file of its own, which an error would leave open.
    if len(solutions) > MOST_ROWS:
        raise QueryError(f"a sheet holds {MOST_ROWS} rows, and the answer has {len(solutions)}", advice=ADVICE)
    for row in solutions:
        for value in row:
            _sheet_value(value, iris=iris)


def _sheet_cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None:
        return None
    made = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        made.data_type = "s"
    return made


def _sheet_value(value: Value, *, iris: bool) -> bool | int | float | Decimal | date | str | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal) and _is_kept(value):
        return value
    if isinstance(value, date) and value.year >= FIRST_YEAR and not _has_zone(value):
        return value
    return _checked(cell(value, iris=iris))


def _is_kept(number: float | Decimal) -> bool:
    if isinstance(number, float):
        return math.isfinite(number)
    return len(Decimal(number).normalize().as_tuple().digits) <= EXACT_DIGITS


def _has_zone(value: date) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


def _checked(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise QueryError(f"a cell of a sheet holds {LONGEST_TEXT} letters, and a text has {len(text)}", advice=ADVICE)
    return text
