"""Tell what was read, what was left out, and why: the reason, how often, and the first places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLACES = 3
"""Places that are named for each reason."""

MOST_REASONS = 60
"""Reasons that are kept apart; a file of nonsense may have one for each row."""

OTHERWISE = "for other reasons"


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
        if key not in self.skipped and len(self.skipped) >= MOST_REASONS:
            key = (table, OTHERWISE)
        self.skipped[key] += 1
        if self.skipped[key] <= PLACES:
            self.places.setdefault(key, []).append(line)

    def saved(self) -> dict[str, Any]:
        """Return everything in lists and dictionaries, for `restore`."""
        skipped = [[*key, times, self.places[key]] for key, times in self.skipped.items()]
        return {"read": self.read, "taken": self.taken, "skipped": skipped, "notes": self.notes}

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Count on from what `saved` gave."""
        self.read, self.taken, self.notes = (Counter(saved[name]) for name in ("read", "taken", "notes"))
        for table, reason, times, places in saved["skipped"]:
            self.skipped[table, reason], self.places[table, reason] = times, places

    def lines(self) -> Iterator[str]:
        """Yield the report as text, tables in the order in which they were read."""
        for table, count in self.read.items():
            yield f"{table}: {count} rows read, {self.taken[table]} taken"
            for (owner, reason), times in sorted(self.skipped.items()):
                if owner == table:
                    places = ", ".join(f"{table}:{line}" for line in self.places[owner, reason])
                    yield f"  {times} left out: {reason} ({places}{', ...' if times > PLACES else ''})"
        for note, times in sorted(self.notes.items()):
            yield f"{times} times: {note}" if times > 1 else note
