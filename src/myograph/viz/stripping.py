"""Scripts without what only people read: comments and needless space.

Nothing is renamed and no statement changed: words, signs, strings and patterns come out in the order in which they went
in, and a line still ends where a script might lean on it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = re.compile(
    r"""(?P<space>\s+ | /\*.*?\*/ | //[^\n]*)
    | (?P<text>"(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*')
    | (?P<word>[\w$]+)
    | (?P<sign>=> | .)""",
    re.VERBOSE | re.DOTALL,
)
_PATTERN = re.compile(r"/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/\w*")
_BEFORE_PATTERN = frozenset([*"(,=:[!&|?{};", "=>", "return", "typeof", "case"])
_GOES_ON_AFTER = "{([,;=>&|?:"
_GOES_ON_BEFORE = "})],;.?:=&|"


def plain_script(text: str) -> str:
    """Return a script without comments and needless space."""
    kept: list[str] = []
    gap = ""
    for is_space, piece in script_pieces(text):
        if is_space:
            gap += " " if piece.startswith("/") else piece
            continue
        kept += [_gap(kept[-1][-1], gap, piece[0]), piece] if kept else [piece]
        gap = ""
    return "".join(kept)


def _gap(before: str, gap: str, after: str) -> str:
    if "\n" in gap:
        return "" if before in _GOES_ON_AFTER or after in _GOES_ON_BEFORE else "\n"
    apart = (_of_word(before) and _of_word(after)) or (before in "+-/" and after in "+-/")
    return " " if gap and apart else ""


def _of_word(letter: str) -> bool:
    return letter.isalnum() or letter in "_$"


def script_pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the pieces of a script, and whether each is space or comment; templates and patterns are one piece each."""
    at, last = 0, ";"
    while at < len(text):
        is_space, piece = _piece(text, at, last)
        yield is_space, piece
        at += len(piece)
        last = last if is_space else piece


def _piece(text: str, at: int, last: str) -> tuple[bool, str]:
    if text[at] == "`":
        return False, text[at : _template_end(text, at)]
    pattern = _PATTERN.match(text, at) if last in _BEFORE_PATTERN else None
    found = pattern or _PIECE.match(text, at)
    return (found.lastgroup == "space", found[0]) if found else (False, text[at])


def _template_end(text: str, start: int) -> int:
    """Return where the template that starts here ends; what it holds may hold templates."""
    at = start + 1
    while text[at] != "`":
        if text.startswith("${", at):
            at = _hole_end(text, at + 2)
        else:
            at += 2 if text[at] == "\\" else 1
    return at + 1


def _hole_end(text: str, start: int) -> int:
    """Return where the hole of a template ends, behind its brace."""
    depth, last = 1, "{"
    at = start
    while depth:
        _, piece = _piece(text, at, last)
        depth += (piece == "{") - (piece == "}")
        at, last = at + len(piece), piece
    return at
