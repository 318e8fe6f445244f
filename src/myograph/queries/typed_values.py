"""What a parameter accepts, and how what a person types becomes an RDF term.

The header of a question gives each parameter a type::

    entity                                   anything that has a name
    entity of class myo:Food or myo:FoodGroup
    claim
    text
    integer 1..10
    decimal 0.1..24
    one of asserted, likely, possible

A name is looked up by the caller's resolver, a word of a list stands for the term of the default with that word in
its place. Whatever is typed becomes one term, and never a piece of query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from myograph.errors import UnknownName, UsageError
from myograph.names import XSD

Term = NamedNode | Literal

Resolve = Callable[[str, Sequence[str]], str]
"""Find the IRI of what a person calls so, among things of these classes (by label); no classes: among all things."""

SHOWN = 60
DIGITS = 18


class ValueType(Protocol):
    """Turn what is typed into a term."""

    @property
    def expected(self) -> str:
        """Return what is accepted, in words that follow "expects"."""
        ...

    def term(self, typed: str, resolve: Resolve) -> Term | None:
        """Return the term, or None for what is not of this type; raises what the resolver raises."""
        ...


@dataclass(frozen=True, slots=True)
class EntityType:
    """Accept the name, CURIE or IRI of a thing; `kinds` are labels of classes, empty for any."""

    kinds: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """Return what is accepted."""
        return f"the name of a {' or '.join(self.kinds)}" if self.kinds else "the name of a thing"

    def term(self, typed: str, resolve: Resolve) -> Term | None:
        """Return the node that is called so, None for a thing of another class."""
        try:
            return NamedNode(resolve(typed, self.kinds))
        except UnknownName:
            if self.kinds and _names_something(typed, resolve):
                return None
            raise


def _names_something(typed: str, resolve: Resolve) -> bool:
    try:
        resolve(typed, ())
    except UnknownName:
        return False
    except UsageError:
        return True  # it names several things
    return True


@dataclass(frozen=True, slots=True)
class TextType:
    """Accept any text."""

    @property
    def expected(self) -> str:
        """Return what is accepted."""
        return "a text"

    def term(self, typed: str, resolve: Resolve) -> Term | None:
        """Return the text as a literal, None for what is not Unicode."""
        try:
            typed.encode()
        except UnicodeEncodeError:
            return None
        return Literal(typed)


@dataclass(frozen=True, slots=True)
class IntegerType:
    """Accept whole numbers from `low` to `high`, both included."""

    low: int
    high: int

    @property
    def expected(self) -> str:
        """Return what is accepted."""
        return f"a whole number from {self.low} to {self.high}"

    def term(self, typed: str, resolve: Resolve) -> Term | None:
        """Return the number as a literal, None for anything else and for a number out of bounds."""
        if not re.fullmatch(rf"[+-]?[0-9]{{1,{DIGITS}}}", typed.strip()):
            return None
        number = int(typed)
        return Literal(number) if self.low <= number <= self.high else None


@dataclass(frozen=True, slots=True)
class DecimalType:
    """Accept numbers from `low` to `high`, both included, written with a point and without an exponent."""

    low: Decimal
    high: Decimal

    @property
    def expected(self) -> str:
        """Return what is accepted."""
        return f"a number from {self.low} to {self.high}"

    def term(self, typed: str, resolve: Resolve) -> Term | None:
        """Return the number as a literal, None for anything else and for a number out of bounds."""
        if not re.fullmatch(rf"[+-]?[0-9]{{1,{DIGITS}}}(\.[0-9]{{1,{DIGITS}}})?", typed.strip()):
            return None
        number = Decimal(typed.strip())
        return Literal(format(number, "f"), datatype=XSD.decimal) if self.low <= number <= self.high else None


@dataclass(frozen=True, slots=True)
class ChoiceType:
    """Accept one of some words, whatever their case; `terms` are the terms that the words stand for."""

    words: tuple[str, ...]
    terms: tuple[Term, ...]

    @property
    def expected(self) -> str:
        """Return what is accepted."""
        return f"one of {', '.join(self.words)}"

    def term(self, typed: str, resolve: Resolve) -> Term | None:
        """Return the term that the word stands for, None for another word."""
        wanted = _letters(typed)
        return next((term for word, term in zip(self.words, self.terms, strict=True) if _letters(word) == wanted), None)


def _letters(word: str) -> str:
    return re.sub(r"[\s_-]+", "", word).casefold()


@dataclass(frozen=True, slots=True)
class Parameter:
    """Name a value that a question takes: `default` is the term as the file writes it, `example` one that works."""

    name: str
    type: ValueType
    meaning: str
    default: str
    example: str

    def term(self, value: object, resolve: Resolve) -> Term:
        """Return the RDF term for what a person gave, a text or a number.

        Raises UsageError with the expected type and an example, and UnknownName with near names.
        """
        typed = str(value)
        advice = f"For example {self.name}={self.example}"
        try:
            found = self.type.term(typed, resolve)
        except UnknownName as fault:
            raise UnknownName(
                fault.problem, name=fault.name, near=fault.near, place=self.name, advice=fault.advice or advice
            ) from None
        except UsageError as fault:
            raise UsageError(fault.problem, place=self.name, advice=fault.advice or advice) from None
        if found is None:
            shown = repr(typed if len(typed) <= SHOWN else f"{typed[:SHOWN]}...")
            raise UsageError(f"{self.name} expects {self.type.expected}, and not {shown}", advice=advice)
        return found
