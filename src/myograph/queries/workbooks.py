"""Rows as files that are no text: Parquet and Excel workbooks."""

from __future__ import annotations

import io
import math
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from myograph.errors import MissingExtra, QueryError
from myograph.queries.tables import cell
from myograph.queries.typed_columns import arrow_table

if TYPE_CHECKING:
    from myograph.queries.results import Solutions
    from myograph.queries.values import Value

MOST_ROWS = 2**20 - 1
"""How many rows fit on a sheet below the line of column names."""

LONGEST_TEXT = 32767
EXACT_DIGITS = 15
FIRST_YEAR = 1901
"""Excel counts days from 1900, and counts a day too many in that year."""

ADVICE = "Ask for Parquet or CSV."


def parquet(solutions: Solutions) -> bytes:
    """Return a Parquet file with IRIs in full; raises MissingExtra without pyarrow."""
    table = arrow_table(solutions)
    from pyarrow import parquet as pq

    target = io.BytesIO()
    pq.write_table(table, target)
    return target.getvalue()


def workbook(solutions: Solutions, *, iris: bool = False) -> bytes:
    """Return an Excel workbook of one sheet, labels in the place of IRIs unless `iris`.

    Texts are texts, whatever they begin with: none becomes a formula. Numbers beyond what Excel keeps exactly are
    text. Raises MissingExtra without openpyxl, and QueryError for more than a sheet can hold.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise MissingExtra("openpyxl", "xlsx") from None
    if len(solutions) > MOST_ROWS:
        raise QueryError(f"a sheet holds {MOST_ROWS} rows, and the answer has {len(solutions)}", advice=ADVICE)
    # Every cell is judged before the sheet opens a file of its own, which an error would leave open.
    rows = [[_sheet_value(value, iris=iris) for value in row] for row in solutions]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("answer")
    sheet.append([_sheet_cell(sheet, name) for name in solutions.columns])
    for row in rows:
        sheet.append([_sheet_cell(sheet, value) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


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
