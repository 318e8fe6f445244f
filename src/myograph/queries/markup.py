"""Rows as an HTML table; the markup is `viz/templates/solutions.html` and `solutions-page.html`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from myograph.content import Content
from myograph.queries.tables import cell
from myograph.queries.values import Iri

if TYPE_CHECKING:
    from myograph.queries.results import Solutions
    from myograph.queries.values import Value

LINKED = ("http://", "https://")
"""What a cell may link to; an IRI of another scheme (`javascript:`) is text only."""

TABLE = "solutions.html"
PAGE = "solutions-page.html"


@dataclass(frozen=True, slots=True)
class MarkupCell:
    """Hold what a cell shows, where it links to, and whether it is a number."""

    text: str
    address: str | None
    number: bool


def html(solutions: Solutions, *, page: bool = False, most: int | None = None, iris: bool = False) -> str:
    """Return the rows as a table, with labels in the place of IRIs unless `iris`; or as a whole page.

    Beyond `most` rows it says how many are left out.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(Content.find().viz / "templates"),
        autoescape=True,
        trim_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    shown = solutions.rows[:most]
    return templates.get_template(PAGE if page else TABLE).render(
        columns=solutions.columns,
        rows=([markup_cell(value, iris=iris) for value in row] for row in shown),
        left_out=len(solutions) - len(shown),
    )


def markup_cell(value: Value, *, iris: bool = False) -> MarkupCell:
    """Return what a table shows of a value."""
    address = str(value) if isinstance(value, Iri) and value.startswith(LINKED) else None
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return MarkupCell(cell(value, iris=iris), address, number)
