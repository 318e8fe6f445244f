"""What an import remembers of the foods: three bytes for each possible record number, and nothing for each amount."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from heapq import heappush, heapreplace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from myograph.names import MYO_FOOD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

LARGEST_ID = 50_000_000
LONGEST_ID = 14
KNOWN = 1 << 15
MOST_NUTRIENTS = 15
HAS_PORTION = 1 << 7
LEADING = 100
"""Foods of one kind that are kept as the richest in a nutrient: five times as many as a ranking shows, because several
records may be of one food."""

FOOD_IRI = str(MYO_FOOD)


@dataclass(slots=True)
class Foods:
    """Remember which record numbers are foods, of which kind, which nutrients each has, and whether a portion."""

    marks: array[int] = field(default_factory=lambda: array("H"))
    kinds: bytearray = field(default_factory=bytearray)

    @classmethod
    def restored(cls, saved: bytes) -> Foods:
        """Return what `saved` gave."""
        count = len(saved) // 3
        return cls(array("H", saved[: 2 * count]), bytearray(saved[2 * count :]))

    def saved(self) -> bytes:
        """Return everything as bytes, for `restored` on the same machine."""
        return self.marks.tobytes() + bytes(self.kinds)

    def add(self, fdc: int, kind: int) -> None:
        """Take a food in; `kind` counts from 0."""
        missing = fdc + 1 - len(self.marks)
        if missing > 0:
            self.marks.extend(array("H", bytes(2 * missing)))
            self.kinds.extend(bytes(missing))
        self.marks[fdc] = KNOWN
        self.kinds[fdc] = kind

    def __contains__(self, fdc: int) -> bool:
        return 0 <= fdc < len(self.marks) and bool(self.marks[fdc])

    def kind(self, fdc: int) -> int:
        """Return the kind of a food that is known."""
        return self.kinds[fdc] & ~HAS_PORTION

    def first(self, fdc: int, place: int) -> bool:
        """Tell whether the food had no amount of the nutrient at `place` yet, and note that it has one now."""
        new = not self.marks[fdc] & (1 << place)
        self.marks[fdc] |= 1 << place
        return new

    def first_portion(self, fdc: int) -> bool:
        """Tell whether the food had no portion yet, and note that it has one now."""
        new = not self.kinds[fdc] & HAS_PORTION
        self.kinds[fdc] |= HAS_PORTION
        return new


Leader = tuple[str, tuple[int, ...], int]


@dataclass(slots=True)
class Leaders:
    """Keep the records with the greatest amounts of each kind of food and nutrient; of equal ones the first by IRI."""

    heaps: dict[tuple[int, str], list[tuple[Decimal, tuple[int, ...], int]]] = field(default_factory=dict)

    def add(self, kind: int, nutrient: str, record: int, amount: Decimal) -> None:
        """Take an amount into account."""
        heap = self.heaps.setdefault((kind, nutrient), [])
        if len(heap) < LEADING:
            heappush(heap, (amount, _first_by_text(record), record))
        elif amount >= heap[0][0]:
            entry = (amount, _first_by_text(record), record)
            if entry > heap[0]:
                heapreplace(heap, entry)

    def greatest(self, nutrient: str) -> Decimal | int:
        """Return the greatest amount of a nutrient, 0 when there is none."""
        return max((max(heap)[0] for (_, name), heap in self.heaps.items() if name == nutrient), default=0)

    def __iter__(self) -> Iterator[tuple[int, str, int]]:
        """Yield kind, IRI of the nutrient and record."""
        for (kind, nutrient), heap in self.heaps.items():
            for _, _, record in heap:
                yield kind, nutrient, record

    def saved(self) -> list[list[str]]:
        """Return everything as texts, for `restored`."""
        return [
            [str(kind), nutrient, str(record), str(amount)]
            for (kind, nutrient), heap in self.heaps.items()
            for amount, _, record in heap
        ]

    @classmethod
    def restored(cls, saved: list[list[str]]) -> Leaders:
        """Return what `saved` gave."""
        from decimal import Decimal

        leaders = cls()
        for kind, nutrient, record, amount in saved:
            leaders.add(int(kind), nutrient, int(record), Decimal(amount))
        return leaders


def _first_by_text(record: int) -> tuple[int, ...]:
    """Return what is the greater the earlier the IRI of the record sorts among texts."""
    return (*(-ord(digit) for digit in str(record)), 0)


def record_number(fdc: str) -> int | None:
    """Return a record number, or None for what is none."""
    if not (fdc.isascii() and fdc.isdigit()) or len(fdc) > LONGEST_ID:
        return None
    number = int(fdc)
    return number if number <= LARGEST_ID else None


def food_node(record: int) -> NamedNode:
    """Return the food item of a record."""
    return NamedNode(f"{FOOD_IRI}fdc-{record}")
