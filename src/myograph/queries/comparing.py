"""Compare two answers to the same query, from two engines.

What the standard leaves open makes no difference: names of blank nodes, the spelling of numbers (`1.50`, `1.5E0`) and
of truth values (`1`, `true`), the case of language tags, `xsd:string` told or not. Numbers are the same value within
one part in a billion, whatever their numeric type; another type is noted. Rows are compared as a bag first; the same
rows in another order are noted where the query orders them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from myograph.names import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from myograph.store.protocol import Answer

Cell = tuple[str, ...]
Line = tuple[Cell, ...]

DIGITS = 9
"""Significant digits in which two numbers have to agree."""

MOST_DIGITS = 60
"""Digits of whole numbers, which are compared exactly."""

NUMBERS = frozenset(
    XSD[name].value for name in ("integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger")
)
TRUTHS = {"true": "true", "1": "true", "false": "false", "0": "false"}


@dataclass(frozen=True, slots=True)
class Rows:
    """Hold an answer in the spelling in which answers are compared.

    `columns` are those of solutions; `types` are the datatypes of the numbers of each column, by its place.
    """

    kind: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    types: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Say how an answer differs from the expected one; `wrong` is None when it holds the same."""

    wrong: str | None
    notes: tuple[str, ...] = ()


def read(answer: Answer) -> Rows:
    """Read an answer, which is then used up."""
    if isinstance(answer, QueryBoolean):
        return Rows("truth", (), ((("truth", str(bool(answer)).lower()),),), ())
    if isinstance(answer, QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        return _rows("solutions", columns, ([solution[name] for name in columns] for solution in answer))
    return _rows("triples", ("subject", "predicate", "object"), ([*triple] for triple in answer))


def compare(expected: Rows, found: Rows, *, ordered: bool) -> Difference:
    """Say how `found` differs from what is expected; the order counts when the query is `ordered`."""
    if (expected.kind, expected.columns) != (found.kind, found.columns):
        return Difference(f"{_kind(found)} instead of {_kind(expected)}")
    missing = Counter(expected.lines) - Counter(found.lines)
    surplus = Counter(found.lines) - Counter(expected.lines)
    if missing or surplus:
        return Difference(_told(expected, found, missing, surplus))
    notes = (_other_types(expected, found), _other_order(expected, found) if ordered else None)
    return Difference(None, tuple(note for note in notes if note))


def _kind(rows: Rows) -> str:
    return f"{rows.kind} of {' '.join(rows.columns)}" if rows.columns else rows.kind


def _told(expected: Rows, found: Rows, missing: Counter[Line], surplus: Counter[Line]) -> str:
    if expected.kind == "truth":
        return f"{found.lines[0][0][1]} instead of {expected.lines[0][0][1]}"
    parts = [f"{len(found.lines)} rows, {len(expected.lines)} expected"]
    for what, lines in (("missing", missing), ("surplus", surplus)):
        if lines:
            parts.append(f"{lines.total()} {what}, as {_spelt(min(lines))}")
    return "; ".join(parts)


def _spelt(line: Line) -> str:
    return " | ".join(" ".join(cell[1:]) or "-" for cell in line)[:200]


def _other_types(expected: Rows, found: Rows) -> str | None:
    differing = [
        name for name, these, those in zip(expected.columns, expected.types, found.types, strict=True) if these != those
    ]
    return f"numbers of another type: {', '.join(differing)}" if differing else None


def _other_order(expected: Rows, found: Rows) -> str | None:
    return "in another order" if expected.lines != found.lines else None


def _rows(kind: str, columns: tuple[str, ...], terms: Iterable[list[object]]) -> Rows:
    types: list[set[str]] = [set() for _ in columns]
    lines: list[Line] = []
    for row in terms:
        for place, term in enumerate(row):
            if isinstance(term, Literal) and term.datatype.value in NUMBERS:
                types[place].add(term.datatype.value.rpartition("#")[2])
        lines.append(tuple(map(cell, row)))
    found = tuple(sorted(lines)) if kind == "triples" else tuple(lines)
    return Rows(kind, columns, found, tuple(map(frozenset, types)))


def cell(term: object) -> Cell:
    """Return a term as texts that are the same for the same value."""
    if isinstance(term, NamedNode):
        return ("iri", term.value)
    if isinstance(term, Literal):
        return _literal(term)
    if isinstance(term, Triple):
        return ("triple", *(part for each in term for part in cell(each)))
    return ("blank",) if isinstance(term, BlankNode) else ("unbound",)


def _literal(term: Literal) -> Cell:
    datatype = term.datatype.value
    if term.language:
        return ("text", term.value, term.language.lower())
    if datatype == XSD.string.value:
        return ("text", term.value)
    if datatype in NUMBERS:
        return ("number", _number(term.value))
    if datatype == XSD.boolean.value:
        return ("truth", TRUTHS.get(term.value, term.value))
    return ("literal", term.value, datatype)


def _number(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return str(value).lower()
    rounded = +Context(prec=DIGITS).create_decimal(value) if value != value.to_integral_value() else value
    return format(rounded.normalize(Context(prec=MOST_DIGITS)) + 0, "f")
