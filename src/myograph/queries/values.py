"""RDF terms as native Python values.

IRIs, blank nodes and texts that carry more than their letters are strings of a kind of their own: they compare
and sort as plain strings do, and keep what else is known of them.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from myograph.names import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from myograph.names import Prefixes

    Term = NamedNode | BlankNode | Literal | Triple


class Iri(str):
    """An IRI as text; `curie` is its short form and `label` what it is called, where these are known."""

    __slots__ = ("curie", "label")

    curie: str
    label: str | None

    def __new__(cls, iri: str, curie: str | None = None, label: str | None = None) -> Iri:
        """Make the text of an IRI; its CURIE is `<iri>` where no prefix fits."""
        made = super().__new__(cls, iri)
        made.curie = f"<{iri}>" if curie is None else curie
        made.label = label
        return made

    def __repr__(self) -> str:
        return f"Iri({str(self)!r})"


class Blank(str):
    """A blank node as text: `_:` and a label that means something inside one answer only."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Blank({str(self)!r})"


class Text(str):
    """The text of a literal with `language`, or with the IRI of a `datatype` that has no native value."""

    __slots__ = ("datatype", "language")

    datatype: str | None
    language: str | None

    def __new__(cls, text: str, language: str | None = None, datatype: str | None = None) -> Text:
        """Make the text of a literal."""
        made = super().__new__(cls, text)
        made.language = language
        made.datatype = datatype
        return made

    def __repr__(self) -> str:
        kind = f"language={self.language!r}" if self.language else f"datatype={self.datatype!r}"
        return f"Text({str(self)!r}, {kind})"


Value = str | bool | int | float | Decimal | date | datetime | tuple["Value", "Value", "Value"] | None
"""A cell: Iri, Blank and Text are strings; a triple is a tuple of three; None is an unbound variable."""


def native(term: Term | None, prefixes: Prefixes | None = None) -> Value:
    """Return the native value of a term.

    Integers, decimals, doubles, booleans, dates and times get the Python type; a literal outside the range of that
    type, or not well-formed, stays a Text with its datatype.
    """
    if isinstance(term, NamedNode):
        return Iri(term.value, prefixes.compress(term.value) if prefixes else None)
    if isinstance(term, Literal):
        return _literal(term)
    if isinstance(term, BlankNode):
        return Blank(str(term))
    if isinstance(term, Triple):
        return native(term.subject, prefixes), native(term.predicate, prefixes), native(term.object, prefixes)
    return None


class Natives(dict["Term | None", Value]):
    """Give the native values of terms, each made once: answers repeat most of their terms."""

    def __init__(self, prefixes: Prefixes | None = None) -> None:
        super().__init__()
        self._prefixes = prefixes

    def __missing__(self, term: Term | None) -> Value:
        value = self[term] = native(term, self._prefixes)
        return value


def _literal(literal: Literal) -> Value:
    if literal.language:
        return Text(literal.value, literal.language)
    datatype = literal.datatype.value
    if datatype == XSD.string.value:
        return literal.value
    pattern, parse = _parsers().get(datatype, ("", str))
    if pattern and re.fullmatch(pattern, literal.value, re.ASCII):
        try:
            return parse(literal.value)
        except ValueError:  # out of the range of the Python type
            pass
    return Text(literal.value, datatype=datatype)


_INTEGERS = (
    *("integer", "long", "int", "short", "byte"),
    *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
    *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)
_DATE = r"\d{4}-\d\d-\d\d"
_TIME = r"\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"


@cache
def _parsers() -> Mapping[str, tuple[str, Callable[[str], Value]]]:
    # The patterns are those of XML Schema: Python also reads 1_000 and other spellings that are no numbers there.
    number = r"[+-]?(\d+(\.\d*)?|\.\d+)"
    double = (rf"{number}([eE][+-]?\d+)?|[+-]?INF|NaN", float)
    table: dict[str, tuple[str, Callable[[str], Value]]] = {
        "decimal": (number, Decimal),
        "double": double,
        "float": double,
        "boolean": ("true|false|0|1", lambda text: text in ("true", "1")),
        "date": (_DATE, date.fromisoformat),
        "dateTime": (f"{_DATE}T{_TIME}", datetime.fromisoformat),
        **dict.fromkeys(_INTEGERS, (r"[+-]?\d+", int)),
    }
    return {XSD[name].value: parser for name, parser in table.items()}
