"""Cells that a spreadsheet would take for a formula are written with an apostrophe before them.

A text such as `=HYPERLINK(...)` in a CSV file is run by the spreadsheet that opens it. So a text cell that begins with
`=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe in front, and so does one that would be mistaken for
such a cell. The rule can be reversed without loss (`plain`); numbers are left alone, because a number is no formula.
"""

from __future__ import annotations

import re

HAZARD = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that some spreadsheet takes for a formula, and how a cell begins that was guarded."""


def guarded(text: str) -> str:
    """Return the text as a cell that every spreadsheet takes for text."""
    return f"'{text}" if HAZARD.match(text) else text


def plain(cell: str) -> str:
    """Return the text that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and HAZARD.match(cell) else cell
