r"""Read SPARQL as text: tokens, the form of a query, prefixes, brackets. It never parses and never evaluates.

Tokens are cut where the engine cuts them, which is not everywhere where the specification does. The engine reads
keywords without a boundary (`SERVICEex:a`), and knows from the grammar whether `<` opens an IRI or compares.
A text alone cannot always know: `(?a<?b)SERVICE#>` followed by a line break may be an IRI or a comparison,
a call to another server and a comment. `Outline.doubtful` points at such a place, so that whoever has to be
sure can refuse instead of guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")

_BRACKETS = {"(": ")", "{": "}", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
OPENING = frozenset(_BRACKETS)
CLOSING = frozenset(_BRACKETS.values())
_OPERATORS = frozenset(("||", "&&", "|", "/", "*", "^", "!", "+", "-"))
_OPERANDS = frozenset(("variable", "iri", "name", "string", "language", "number", "blank"))
_NAMES = frozenset(("variable", "iri", "name"))
_NEVER_KEYWORDS = frozenset(("string", "iri", "variable", "blank"))
_SEPARATORS = frozenset("&(),;'#\\")


class Token(NamedTuple):
    """Hold one piece of a query; `start` is its offset in code points."""

    kind: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Say what a query text shows without being parsed; places are offsets in code points.

    `form` is one of FORMS, or the first word in capitals when it is another one, or None.
    `used` maps a prefix to the place of its first use. `nesting` is the deepest nesting of brackets and
    negations. `links` counts operators and brackets outside VALUES: what makes a long chain in the engine.
    `service` is where another server may be called, `doubtful` where `<` may be read in two ways,
    `unclosed` the innermost bracket left open.
    """

    form: str | None
    declared: frozenset[str]
    used: Mapping[str, int]
    nesting: int
    links: int
    service: int | None
    doubtful: int | None
    unclosed: int | None

    @property
    def undeclared(self) -> tuple[str, ...]:
        """Return the prefixes used and not declared, in order of first use."""
        return tuple(prefix for prefix in self.used if prefix not in self.declared)


def tokens(text: str) -> Iterator[Token]:
    """Cut `text` into tokens; joined, they are the text again."""
    for match in _pattern().finditer(text):
        yield Token(_KINDS[(match.lastindex or 0) - 1], match[0], match.start())


@lru_cache(maxsize=1)
def outline(text: str) -> Outline:
    """Read what a query shows without being parsed; who asks again for the same text gets the same answer at once."""
    found = significant(text)
    declared, used = _prefixes(found)
    nesting, unclosed = _nesting(found)
    return Outline(
        form=_form(found),
        declared=declared,
        used=used,
        nesting=nesting,
        links=_links(found),
        service=_service(found),
        doubtful=_doubtful(found, text),
        unclosed=unclosed,
    )


def significant(text: str) -> list[Token]:
    """Return the tokens that are neither space nor comment."""
    return [token for token in tokens(text) if token.kind not in ("space", "comment")]


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1, in code points."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


# Anything beyond ASCII counts as a letter: where it is none, the engine rejects the query anyhow.
_LETTER = r"[^\x00-@\[-`{-\x7f]"
_WORD = r"[^\x00-/:-@\[-^`{-\x7f]"
_IN_PREFIX = r"[^\x00-,/:-@\[-^`{-\x7f]"
_END_OF_PREFIX = r"[^\x00-,./:-@\[-^`{-\x7f]"
_FIRST_OF_LOCAL = r"[^\x00-/;-@\[-^`{-\x7f]"
_IN_LOCAL = r"[^\x00-,/;-@\[-^`{-\x7f]"
_END_OF_LOCAL = r"[^\x00-,./;-@\[-^`{-\x7f]"
_LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?#@%]"
# A wrong escape ends no string in the engine: it takes the quotes of the long string for empty short ones.
_ESCAPE = (
    r"""\\(?:[tbnrf\\"']|u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}|U00(?:0(?!0[Dd][89A-Fa-f])[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})"""
)

_LEXICON = (
    ("space", r"[ \t\r\n]++"),
    ("comment", r"#[^\r\n]*+"),
    (
        "string",
        rf'"""(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*+"""'
        rf"|'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*+'''"
        rf'|"(?:[^"\\\r\n]|{_ESCAPE})*+"'
        rf"|'(?:[^'\\\r\n]|{_ESCAPE})*+'",
    ),
    ("iri", r'<[^<>"{}|^`\x00-\x20]*+>'),
    ("variable", rf"[?$]{_WORD}++"),
    ("blank", rf"_:{_WORD}(?:{_IN_PREFIX}*{_END_OF_PREFIX})?"),
    # The bound on the prefix keeps a long run of words and dots from taking quadratic time.
    (
        "name",
        rf"(?:{_LETTER}(?:{_IN_PREFIX}{{0,64}}{_END_OF_PREFIX})?)?:"
        rf"(?:(?:{_FIRST_OF_LOCAL}|{_LOCAL_ESCAPE})"
        rf"(?:(?:{_IN_LOCAL}|{_LOCAL_ESCAPE})*(?:{_END_OF_LOCAL}|{_LOCAL_ESCAPE}))?)?",
    ),
    ("language", r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?"),
    ("number", r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
    ("word", rf"{_WORD}++"),
    ("mark", r"<<\(|\)>>|<<|>>|\{\||\|\}|&&|\|\||\^\^|<=|>=|!=|."),
)
_KINDS = tuple(kind for kind, _ in _LEXICON)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"({pattern})" for _, pattern in _LEXICON), re.DOTALL)


def _form(found: Sequence[Token]) -> str | None:
    place = 0
    while place < len(found) and found[place].kind == "word":
        word = found[place].text.upper()
        if word not in ("PREFIX", "BASE", "VERSION"):
            return word
        place += 3 if word == "PREFIX" else 2
    return None


def _prefixes(found: Sequence[Token]) -> tuple[frozenset[str], dict[str, int]]:
    declared: set[str] = set()
    used: dict[str, int] = {}
    before = None
    for token in found:
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before is not None and before.kind == "word" and before.text.upper() == "PREFIX":
                declared.add(prefix)
            else:
                used.setdefault(prefix, token.start)
        before = token
    return frozenset(declared), used


def _nesting(found: Iterable[Token]) -> tuple[int, int | None]:
    deepest = depth = negations = 0
    opened: list[tuple[Token, int]] = []
    crossed: int | None = None
    for token in found:
        if token.text == "!":
            negations += 1
        elif token.kind == "mark" and token.text in OPENING:
            opened.append((token, negations + 1))
            depth, negations = depth + negations + 1, 0
        elif token.kind == "mark" and token.text in CLOSING and opened:
            bracket, levels = opened.pop()
            depth, negations = depth - levels, 0
            if crossed is None and _BRACKETS[bracket.text] != token.text:
                crossed = bracket.start
        elif token.kind not in ("word", "name", "iri"):
            negations = 0
        deepest = max(deepest, depth + negations)
    innermost = opened[-1][0].start if opened else None
    return deepest, innermost if crossed is None else crossed


def _links(found: Sequence[Token]) -> int:
    outside = list(_outside_values(found))
    pairs = zip([None, *outside], outside, strict=False)
    return sum(_is_link(token, before) for before, token in pairs) + _described(found)


def _is_link(token: Token, before: Token | None) -> bool:
    if token.kind != "mark":
        return False
    if token.text in "+-":
        return before is not None and _ends_operand(before)
    return token.text in OPENING or token.text in _OPERATORS


def _outside_values(found: Iterable[Token]) -> Iterator[Token]:
    depth, announced = 0, False
    for token in found:
        if depth:
            depth += (token.text == "{") - (token.text == "}")
        elif announced and token.text == "{":
            depth, announced = 1, False
        else:
            announced = announced or (token.kind == "word" and token.text.upper() == "VALUES")
            yield token


def _described(found: Iterable[Token]) -> int:
    count, inside = 0, False
    for token in found:
        if token.kind == "word":
            inside = token.text.upper() == "DESCRIBE"
        elif token.text == "{":
            inside = False
        count += inside and token.kind in _NAMES
    return count


def _service(found: Sequence[Token]) -> int | None:
    for token, following in zip_longest(found, found[1:]):
        if token.kind in _NEVER_KEYWORDS or "service" not in token.text.lower():
            continue
        if token.kind != "name" or _hides_keyword(token, following):
            return token.start
    return None


def _hides_keyword(name: Token, following: Token | None) -> bool:
    # SERVICEex:a calls the server ex:a when a group follows, unless SERVICEex is a prefix in some other place.
    prefix = name.text.partition(":")[0]
    return "service" in prefix.lower() and following is not None and following.text == "{"


def _doubtful(found: Iterable[Token], text: str) -> int | None:
    before: Token | None = None
    opened: list[str] = []
    for token in found:
        if token.text == "<<" and _opens_doubtfully(text, token.start):
            return token.start
        if token.kind == "iri" and _inside_round(opened) and _may_compare(before, token):
            return token.start
        if token.kind == "mark" and token.text in OPENING:
            opened.append(token.text)
        elif token.kind == "mark" and token.text in CLOSING and opened:
            opened.pop()
        before = token
    return None


def _opens_doubtfully(text: str, start: int) -> bool:
    # `<<` may also compare with an IRI (?a<<ex:b>) or with a triple (?a<<<(...)>>).
    match = _pattern().match(text, start + 1)
    opens_iri = match is not None and _KINDS[(match.lastindex or 0) - 1] == "iri"
    return opens_iri or text.startswith("<<<(", start)


def _inside_round(opened: Sequence[str]) -> bool:
    return bool(opened) and opened[-1].endswith("(")


def _may_compare(before: Token | None, iri: Token) -> bool:
    # Two comparisons never follow each other in one expression: an IRI that were two would hold one of these.
    # Nothing before `://` can open a string or a comment, and no comparison has `//` in it.
    scheme, authority, _ = iri.text[1:].partition("://")
    if before is None or not _ends_operand(before) or (authority and scheme.isalnum()):
        return False
    return not _SEPARATORS.isdisjoint(iri.text)


def _ends_operand(token: Token) -> bool:
    if token.kind == "word":
        return token.text.lower().endswith(("true", "false"))
    return token.kind in _OPERANDS or token.text in CLOSING
