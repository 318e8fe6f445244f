"""The words of the pages, language by language: one table a language in `viz/languages`.

`strings` are the words of the explorer and of the frame around every page, `pages` those of the site; both have the
same keys in every language. `labels` and `terms` translate what the graph calls things: labels those of the map, terms
what only the site tells. What has no translation stays in English and is marked as such.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from myograph.errors import ContentError, UnknownName

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FIRST = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """Hold the words of one language; `labels` and `terms` translate labels of the graph, from English.

    `marks` are the signs in numbers: "decimal" between whole and part, "group" between thousands.
    """

    code: str
    name: str
    direction: str
    strings: Mapping[str, str]
    labels: Mapping[str, str]
    pages: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=lambda: {"decimal": ".", "group": ","})

    def __getitem__(self, key: str) -> str:
        return self.strings[key]


def load_languages(viz: Path) -> dict[str, Language]:
    """Return every language by its code, English first; raises ContentError for a table that lacks a word."""
    paths = sorted((viz / "languages").glob("*.json"), key=lambda path: (path.stem != FIRST, path.stem))
    found = {path.stem: _language(path) for path in paths}
    if FIRST not in found:
        raise ContentError("the words in English are missing", place=str(viz / "languages" / f"{FIRST}.json"))
    for language in found.values():
        _refuse_gaps(found[FIRST], language, viz)
    return found


def _refuse_gaps(first: Language, language: Language, viz: Path) -> None:
    keys = [set(each.strings) | {f"pages.{key}" for key in each.pages} for each in (first, language)]
    missing = sorted(keys[0] ^ keys[1])
    if missing:
        raise ContentError(
            f"{language.name} and English do not have the same words: {', '.join(missing)}",
            place=str(viz / "languages" / f"{language.code}.json"),
        )


def language(languages: Mapping[str, Language], code: str) -> Language:
    """Return the language with this code; raises UnknownName with those there are."""
    try:
        return languages[code]
    except KeyError:
        raise UnknownName(
            f"there is no language {code!r}", name=code, advice=f"Choose one of {', '.join(languages)}."
        ) from None


def _language(path: Path) -> Language:
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return Language(
            path.stem,
            table["name"],
            table["direction"],
            table["strings"],
            table["labels"],
            table["pages"],
            table["terms"],
            table["marks"],
        )
    except (OSError, ValueError, LookupError) as fault:
        raise ContentError(f"the words cannot be read: {fault}", place=str(path)) from None
