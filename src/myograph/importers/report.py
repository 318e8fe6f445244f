"""Tell what was read, what was left out, and why: the reason, how often, and the first places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = 3
"""Places that are named for each reason."""


@dataclass(slots=True)
class Report:
    """Count rows: read, by table; taken, by table; left out, by table and reason, with the first places."""

    read: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)

    def skip(self, table: str, line: int, reason: str) -> None:
        """Leave a row out for a reason."""
        key = (table, reason)
        self.skipped[key] += 1
        if self.skipped[key] <= PLACES:
            self.places.setdefault(key, []).append(line)

    def lines(self) -> Iterator[str]:
        """Yield the report as text, tables in the order in which they were read."""
        for table, count in self.read.items():
            yield f"{table}: {count} rows read, {self.taken[table]} taken"
            for (owner, reason), times in sorted(self.skipped.items()):
                if owner == table:
                    places = ", ".join(f"{table}:{line}" for line in self.places[owner, reason])
                    yield f"  {times} left out: {reason} ({places}{', ...' if times > PLACES else ''})"
        for note, times in sorted(self.notes.items()):
            yield f"{times} times: {note}"
