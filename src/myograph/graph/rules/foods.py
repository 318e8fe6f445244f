"""Amounts of foods can be true: right unit, plausible figure, and no more than 100 g of nutrients in 100 g."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from myograph.names import MYO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from myograph.errors import Finding
    from myograph.graph.loading import LoadedContent
    from myograph.graph.reading import Subject
    from myograph.graph.triple_index import TripleIndex

UNIT_SPACE = "http://qudt.org/vocab/unit/"
GRAMS_IN = {"GM": Decimal(1), "MilliGM": Decimal("0.001"), "MicroGM": Decimal("0.000001")}
"""Grams in one unit of mass, by the local name of the unit."""

ADVICE = "Look the figure up in the composition table, in the unit of the nutrient (graph/foods/nutrients.ttl)."


def amounts_are_plausible(loaded: LoadedContent) -> Iterator[Finding]:
    """Find amounts of an undescribed nutrient, in a unit that is not its own, or outside what can be true."""
    for amount in loaded.index.instances(MYO.Amount):
        problem = _problem(loaded, amount)
        if problem is not None:
            yield loaded.finding("food-amount", amount, problem, ADVICE)


def _problem(loaded: LoadedContent, amount: Subject) -> str | None:
    index = loaded.index
    nutrient, value = index.node(amount, MYO.nutrient), _decimal(index, amount, MYO.value)
    if nutrient is None or value is None:
        return "the amount names no nutrient, or its value is no number"
    if (wanted := index.node(nutrient, MYO.unit)) is None:
        return f"{loaded.written(nutrient)} is not among the nutrients of the food items"
    if index.node(amount, MYO.unit) != wanted:
        return f"the amount of {loaded.written(nutrient)} is not in {loaded.written(wanted)}"
    smallest = _decimal(index, nutrient, MYO.smallestPlausible) or Decimal(0)
    largest = _decimal(index, nutrient, MYO.largestPlausible)
    if 0 < value < smallest:
        return f"{value} is less than a table gives for {loaded.written(nutrient)} ({smallest}): is the unit right?"
    if largest is not None and value > largest:
        return f"{value} is more than 100 g of a food can hold of {loaded.written(nutrient)} ({largest})"
    return None


def nutrients_fit_into_foods(loaded: LoadedContent) -> Iterator[Finding]:
    """Find food items whose nutrients together weigh more than the food, or that give a nutrient twice."""
    for item in loaded.index.instances(MYO.FoodItem):
        amounts = loaded.index.objects(item, MYO.hasAmount)
        named = [amount for amount in amounts if isinstance(amount, NamedNode)]
        counted = Counter(loaded.index.node(amount, MYO.nutrient) for amount in named)
        for nutrient in (nutrient for nutrient, times in counted.items() if times > 1):
            yield loaded.finding("food-amount", item, f"{loaded.written(nutrient)} is given twice", "Keep one amount.")
        total = sum((_weight(loaded.index, amount) for amount in named), Decimal(0))
        if total > 100:  # noqa: PLR2004 - amounts are per 100 g
            yield loaded.finding("food-amount", item, f"100 g of it hold {total} g of nutrients", ADVICE)


def _weight(index: TripleIndex, amount: Subject) -> Decimal:
    unit = index.node(amount, MYO.unit)
    return grams(_decimal(index, amount, MYO.value) or Decimal(0), unit.value if unit else "", GRAMS_IN)


def grams(value: Decimal, unit: str, table: Mapping[str, Decimal] = GRAMS_IN) -> Decimal:
    """Return a mass in grams; what is no mass weighs nothing. `unit` is the IRI of a QUDT unit."""
    return value * table.get(unit.removeprefix(UNIT_SPACE), Decimal(0))


def _decimal(index: TripleIndex, subject: Subject, predicate: NamedNode) -> Decimal | None:
    written = index.text(subject, predicate)
    try:
        return Decimal(written) if written is not None else None
    except InvalidOperation:
        return None
