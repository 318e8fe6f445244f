"""Say things on a page in one language: words with values put in, counted things, numbers, translated labels."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from myograph.viz.languages import Language

TURNING = frozenset(("R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI", "PDF", "PDI"))
"""Bidirectional classes of Unicode: a text with one of them must stand apart, or it turns what is around it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Speak one language."""

    language: Language

    def say(self, key: str, **values: object) -> Markup:
        """Return the words for a key, values put in and escaped; raises KeyError for a key that no table holds.

        A place without a value stays as it is: the scripts of the page fill it.
        """
        words = escape(self.language.pages.get(key) or self.language.strings[key])
        told = {name: escape(self._told(value)) for name, value in values.items()}
        return Markup(_PLACE.sub(lambda place: str(told.get(place[1], place[0])), words))  # noqa: S704 all parts escaped

    def group(self, name: str) -> str | None:
        """Return what a group of questions is called, None where no table says it."""
        return self.language.pages.get(f"group.{name}")

    def count(self, key: str, number: int) -> Markup:
        """Return a number with what it counts: the key with `.one` or `.many`."""
        return self.say(f"{key}.{'one' if number == 1 else 'many'}", count=number)

    def _told(self, value: object) -> object:
        return self.number(value) if isinstance(value, int | Decimal) else value

    def number(self, value: int | Decimal, places: int | None = None) -> str:
        """Return a number as people write it, rounded to `places` if given; thousands are set apart from 10,000 on."""
        marks = self.language.marks
        exact = (
            Decimal(value) if places is None else Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
        )
        text = f"{exact:,f}" if abs(exact) >= GROUPED_FROM else f"{exact:f}"
        return text.translate({ord("."): marks["decimal"], ord(","): marks["group"]})

    def term(self, text: str) -> str:
        """Return the translation of a label or term of the graph, the English one where there is none."""
        return self.language.labels.get(text) or self.language.terms.get(text) or text

    def is_foreign(self, text: str) -> bool:
        """Tell whether a label or term stays in English on a page of another language."""
        return self.language.code != "en" and self.term(text) == text and text not in self.language.terms

    @property
    def in_english(self) -> bool:
        """Tell whether English needs no mark on the page."""
        return self.language.code == "en"


GROUPED_FROM = 10_000
_PLACE = re.compile(r"\{(\w+)\}")


def is_turning(text: str) -> bool:
    """Tell whether a text would change the writing direction around it."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in TURNING for letter in text)
