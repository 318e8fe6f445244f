"""Glyphs of the one palette table (`viz/palette.json`), for lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.content import Content


@dataclass(frozen=True, slots=True)
class Palette:
    """Hold the glyph of each sign, verdict and kind of thing, by its label."""

    signs: Mapping[str, str]
    verdicts: Mapping[str, str]
    kinds: Mapping[str, str]

    @classmethod
    def load(cls, content: Content) -> Palette:
        """Read the table; raises ContentError when it is missing or broken."""
        import json

        path = content.viz / "palette.json"
        try:
            table = json.loads(path.read_text(encoding="utf-8"))
            glyphs = {part: {name: row["glyph"] for name, row in table[part].items()} for part in cls.__slots__}
        except (OSError, ValueError, LookupError) as fault:
            raise ContentError(f"the palette cannot be read: {fault}", place=str(path)) from None
        return cls(**glyphs)

    def verdict(self, label: str) -> str:
        """Return glyph and words of a verdict; the words alone when the table lacks it."""
        return f"{self.verdicts.get(label, '')} {label}".strip()
