"""Which nutrients are imported, in which unit, and what an amount must be to be believed: content says so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import QuerySolution

LONGEST_NUMBER = 24

SIZES = {
    "GM": Decimal(1),
    "MilliGM": Decimal("0.001"),
    "MicroGM": Decimal("0.000001"),
    "KiloCAL": Decimal("4.184"),
}
"""Grams, or kilojoules, in one of the units of the content, by the local name of the QUDT unit."""

WRITTEN = {
    "G": ("mass", Decimal(1)),
    "MG": ("mass", Decimal("0.001")),
    "UG": ("mass", Decimal("0.000001")),
    "MCG": ("mass", Decimal("0.000001")),
    "KCAL": ("energy", Decimal("4.184")),
    "KJ": ("energy", Decimal(1)),
}
"""Kind and size, in grams or kilojoules, of the units that tables write."""


@dataclass(frozen=True, slots=True)
class Nutrient:
    """Hold what the content says of a nutrient; bounds are for 100 g, in its unit."""

    iri: NamedNode
    unit: NamedNode
    shortcut: NamedNode
    smallest: Decimal
    largest: Decimal

    @property
    def local(self) -> str:
        """Return the local name, of which names of amounts are made."""
        return self.iri.value.rpartition("/")[2]

    def factor(self, written: str) -> Decimal | None:
        """Return what turns amounts in a written unit into the unit of the content, None when nothing does."""
        found = WRITTEN.get(written.strip().upper().replace("\N{MICRO SIGN}", "U"))
        own = self.unit.value.rpartition("/")[2]
        if found is None or own not in SIZES or (found[0] == "energy") != (own == "KiloCAL"):
            return None
        return found[1] / SIZES[own]

    def fault(self, amount: Decimal) -> str | None:
        """Say why an amount cannot be believed, or return None."""
        if amount < 0:
            return "negative amount"
        if 0 < amount < self.smallest or amount > self.largest:
            return self.implausible
        return None

    @property
    def implausible(self) -> str:
        """Return what is said of amounts that are out of bounds."""
        return f"implausible amount of {self.local} (another unit?)"


def read_nutrients(solutions: Iterable[QuerySolution]) -> Mapping[str, Nutrient]:
    """Return number in the USDA tables -> nutrient, from the answer to machinery/nutrients.rq."""
    return {row["number"].value: _nutrient(row) for row in solutions}


def _nutrient(row: QuerySolution) -> Nutrient:
    smallest = row["smallest"]
    return Nutrient(
        row["nutrient"],
        row["unit"],
        row["property"],
        Decimal(smallest.value) if isinstance(smallest, Literal) else Decimal(0),
        Decimal(row["largest"].value),
    )


def number(text: str) -> Decimal | None:
    """Return a plain number, or None for anything else."""
    written = text.strip()
    if len(written) > LONGEST_NUMBER or "_" in written or not written.isascii():
        return None
    try:
        found = Decimal(written)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
