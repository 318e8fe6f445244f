"""Whose references a day is held against when a table of another country was imported."""

from __future__ import annotations

from decimal import Decimal

from myograph.knowledge.day import Reference, calling

ALLOWANCE = "recommended dietary allowance (RDA)"


def reference(mineral: str, amount: int, *, imported: bool) -> Reference:
    return Reference(mineral, ALLOWANCE, Decimal(amount), "total intake", "high", "table", imported)


def test_an_imported_table_counts_only_where_ours_has_no_reference() -> None:
    ours, theirs = reference("magnesium", 420, imported=False), reference("magnesium", 350, imported=True)
    other = reference("zinc", 10, imported=True)
    for order in ([ours, theirs, other], [other, theirs, ours]):
        assert calling(order) == {"magnesium": ours, "zinc": other}
