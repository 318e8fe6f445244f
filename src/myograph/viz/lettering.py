"""How wide words are where no browser can measure them, and how a label is broken into lines."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_LINES = 5
SHORTEST_PIECE = 4
"""How many letters a broken word leaves for its last line."""

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Lettering:
    """Know the widths of letters in thousandths of the font size; others count as `otherwise`."""

    widths: Mapping[str, int]
    otherwise: int = 1000

    @classmethod
    def load(cls, viz: Path) -> Lettering:
        """Read the table of letters; raises ContentError when it is missing or broken."""
        path = viz / "letters.json"
        try:
            table = json.loads(path.read_text(encoding="utf-8"))
            widths = {letter: int(width) for width, letters in table["widths"].items() for letter in letters}
            return cls(widths, int(table["otherwise"]))
        except (OSError, ValueError, LookupError) as fault:
            raise ContentError(f"the table of letters cannot be read: {fault}", place=str(path)) from None

    def width(self, text: str, size: float) -> float:
        """Return the width of the text in pixels at a font size in pixels."""
        return sum(self._letter(letter) for letter in text) * size / 1000

    def _letter(self, letter: str) -> int:
        if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
            return 0
        return self.widths.get(letter, self.otherwise)

    def lines(self, text: str, size: float, room: float) -> tuple[str, ...]:
        """Return the text in lines that fit the room, at most MOST_LINES; a longer text ends with an ellipsis."""
        lines = [""]
        for word in " ".join(text.split()).split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer, size) <= room:
                lines[-1] = longer
            else:
                pieces = self._pieces(word, size, room)
                lines += pieces if lines[-1] else []
                lines = lines if lines[0] else list(pieces)
        if len(lines) > MOST_LINES:
            lines = [*lines[: MOST_LINES - 1], self._cut(lines[MOST_LINES - 1], size, room)]
        return tuple(lines)

    def _pieces(self, word: str, size: float, room: float) -> list[str]:
        """Break a word that is wider than the room."""
        if self.width(word, size) <= room:
            return [word]
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.width(f"{pieces[-1]}{letter}-", size) > room:
                pieces[-1] += "-"
                pieces.append("")
            pieces[-1] += letter
        return self._evened(pieces, size, room)

    def _evened(self, pieces: list[str], size: float, room: float) -> list[str]:
        """Give a last piece of few letters some of those before it: nobody reads `Muskelkontraktio-n`."""
        *first, last = pieces
        missing = SHORTEST_PIECE - len(last)
        if not first or missing <= 0:
            return pieces
        before = first[-1].removesuffix("-")
        longer = before[-missing:] + last
        fits = len(before) > SHORTEST_PIECE + missing and self.width(longer, size) <= room
        return [*first[:-1], f"{before[:-missing]}-", longer] if fits else pieces

    def _cut(self, line: str, size: float, room: float) -> str:
        while line and self.width(line + ELLIPSIS, size) > room:
            line = line[:-1]
        return line + ELLIPSIS
