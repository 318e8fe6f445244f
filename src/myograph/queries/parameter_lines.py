"""Read the parameters of a question: the header says what they are, the query holds their defaults."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from myograph.queries.parameters import defaults
from myograph.queries.typed_values import ChoiceType, DecimalType, EntityType, IntegerType, Parameter, TextType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.queries.header import Header
    from myograph.queries.typed_values import Term, ValueType

_DECLARATION = re.compile(r"(\w+) \(([^()]+)\) (.+)")
_CLASS = re.compile(r"(?:entity of class )?[\w-]+:(\w+)")
_BOUNDS = re.compile(r"integer (-?\d+)\.\.(-?\d+)")
_RANGE = re.compile(r"decimal (-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([\w-]+))?')
_NAME = re.compile(r"([\w-]*):(.+)")

FORMS = "entity, entity of class C, claim, text, integer 1..9, decimal 0.1..9, one of a, b, c"


def read_parameters(header: Header, text: str, namespaces: Mapping[str, str]) -> tuple[Parameter, ...]:
    """Return the parameters in the order of the header.

    `namespaces` are the prefixes that the query declares. Raises ContentError when a declaration does not read, or
    has no `VALUES` line in the query.
    """
    written = defaults(text)
    return tuple(_parameter(header, line, value, written, namespaces) for value, line in header.every("parameter"))


def _parameter(
    header: Header, line: int, value: str, written: Mapping[str, str], namespaces: Mapping[str, str]
) -> Parameter:
    match = _DECLARATION.fullmatch(value)
    if match is None:
        header.fail(line, f"{value!r} does not declare a parameter", "Write `name (type) what it is`.")
    name, form, meaning = match.groups()
    if name not in written:
        advice = f"Add a line `  VALUES ?{name} {{ default }}` of its own."
        header.fail(line, f"the query has no default for the parameter ?{name}", advice)
    kind = _type(form, written[name], namespaces)
    if kind is None:
        header.fail(line, f"{form!r} is no type of a parameter", f"Known: {FORMS}.")
    return Parameter(name, kind, meaning, written[name], _example(written[name]))


def _type(form: str, default: str, namespaces: Mapping[str, str]) -> ValueType | None:
    if form in _SIMPLE:
        return _SIMPLE[form]
    if form.startswith("entity of class "):
        return _entity_type(form)
    if match := _BOUNDS.fullmatch(form):
        return IntegerType(int(match[1]), int(match[2]))
    if match := _RANGE.fullmatch(form):
        return DecimalType(Decimal(match[1]), Decimal(match[2]))
    if form.startswith("one of "):
        words = tuple(word.strip() for word in form.removeprefix("one of ").split(","))
        return ChoiceType(words, tuple(_alike(default, word, namespaces) for word in words))
    return None


_SIMPLE: dict[str, ValueType] = {"entity": EntityType(), "claim": EntityType(("claim",)), "text": TextType()}


def _entity_type(form: str) -> EntityType | None:
    classes = [_CLASS.fullmatch(part) for part in form.split(" or ")]
    return EntityType(tuple(_label(match[1]) for match in classes if match)) if all(classes) else None


def _label(local: str) -> str:
    """Return the label of a class by its local name: `FoodGroup` is a food group."""
    return re.sub(r"(?<!^)([A-Z])", r" \1", local).lower()


def _alike(default: str, word: str, namespaces: Mapping[str, str]) -> Term:
    """Return the term that is written as the default is, with another word."""
    if match := _TEXT.fullmatch(default):
        return Literal(word, language=match[2]) if match[2] else Literal(word)
    prefix = default.partition(":")[0]
    return NamedNode(namespaces[prefix] + word)


def _example(default: str) -> str:
    """Return what a person can type for the default."""
    if match := _TEXT.fullmatch(default):
        return match[1]
    match = _NAME.fullmatch(default)
    return match[2] if match and not default.startswith("<") else default
