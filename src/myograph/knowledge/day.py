"""What foods with grams bring against a person's references: sums, gaps, and the least that closes a gap.

A value that the table does not know is not counted as zero: the sum says for how many foods it could not be added.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from myograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from myograph.knowledge.graph import KnowledgeGraph
    from myograph.knowledge.records import Name

MINERALS = ("magnesium", "potassium", "calcium", "sodium")
GAPLESS = frozenset(("sodium",))
"""Minerals of which nobody is told to add."""

MOST_GRAMS = 5000
OLDEST = 120
CHILD_UNTIL, INFANT_UNTIL = 9, 1
ADDITIONS = 3
IMPORTED = "/source/intakes-"
KINDS_THAT_CALL = ("recommended dietary allowance (RDA)", "adequate intake (AI)")


@dataclass(frozen=True, slots=True)
class Eaten:
    """Hold a food item and its weight in grams."""

    food: Name
    grams: Decimal


@dataclass(frozen=True, slots=True)
class Reference:
    """Hold a reference in mg a day; `amount` is None where the authority set none."""

    mineral: str
    kind: str
    amount: Decimal | None
    scope: str
    confidence: str
    source: str = ""
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Addition:
    """Say how many grams of a food close a gap."""

    food: str
    grams: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """Hold what a day brings of one mineral, in mg, against its reference; `unknown` foods lack a value."""

    mineral: str
    brought: Decimal
    unknown: int
    reference: Reference | None
    additions: tuple[Addition, ...] = ()

    @property
    def percent(self) -> Decimal | None:
        """Return the share of the reference, in percent."""
        called = self.reference.amount if self.reference else None
        return self.brought * 100 / called if called else None

    @property
    def gap(self) -> Decimal:
        """Return what is missing, in mg; nothing for minerals of which nobody is told to add."""
        called = self.reference.amount if self.reference else None
        wanted = called is not None and self.mineral not in GAPLESS
        return max(called - self.brought, Decimal(0)) if wanted and called is not None else Decimal(0)


def read_eaten(graph: KnowledgeGraph, written: Iterable[str]) -> tuple[Eaten, ...]:
    """Read `food=grams` texts; raises UsageError for grams that cannot be, UnknownName and the matches for a food."""
    return tuple(_eaten(graph, text) for text in written)


def _eaten(graph: KnowledgeGraph, text: str) -> Eaten:
    name, equals, weight = text.rpartition("=")
    if not equals or not name.strip():
        raise UsageError(f"{text!r} is not FOOD=GRAMS", advice='For example "banana, raw"=118')
    return Eaten(find_food(graph, name), read_grams(weight, text))


def read_grams(written: str, place: str) -> Decimal:
    """Return a weight; raises UsageError unless it is above 0 and at most 5000 g."""
    plain = written.strip().removesuffix("g").strip()
    try:
        found = Decimal(plain if plain.isascii() and "_" not in plain else "NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 < found <= MOST_GRAMS:
        advice = f"Give grams above 0 and at most {MOST_GRAMS}."
        raise UsageError(f"{written.strip()!r} cannot be the grams of a food in a day", place=place, advice=advice)
    return found


def find_food(graph: KnowledgeGraph, name: str) -> Name:
    """Return the food item called so, else the one whose name holds all the words.

    Raises UsageError that lists them when several do, and UnknownName with near names when none does.
    """
    from myograph.knowledge.records import Name

    items = {thing.iri: thing.name for thing in graph.lookup.things if thing.kind == "food item"}
    wanted = name.casefold().strip()
    exact = [iri for iri, label in items.items() if label.casefold() == wanted]
    words = wanted.replace(",", " ").split()
    found = exact or [iri for iri, label in items.items() if words and all(word in label.casefold() for word in words)]
    if not found:
        return graph.lookup.resolve(name, kinds=("food item",))
    if len(found) > 1:
        told = "; ".join(sorted(items[iri] for iri in found)[:12])
        raise UsageError(f"{name!r} matches {len(found)} foods", advice=f"Say which one: {told}.")
    return Name(found[0], items[found[0]])


def life_stage(age: int, sex: str, state: str | None) -> str:
    """Return the stage of life whose references hold; raises UsageError for what does not go together."""
    if not 0 <= age <= OLDEST:
        raise UsageError(f"{age} is no age", advice=f"Give years from 0 to {OLDEST}.")
    if state and (sex != "female" or age < CHILD_UNTIL):
        raise UsageError(f"{state} goes with --sex female and an age from {CHILD_UNTIL}")
    if age < INFANT_UNTIL:
        return "infancy"
    if age < CHILD_UNTIL:
        return "childhood"
    return state or f"{sex}s"


def references(graph: KnowledgeGraph, stage: str, age: int) -> tuple[Reference, ...]:
    """Return the references of a person, by mineral and kind."""
    rows = graph.answer("references-for-person", stage=stage, age=age).to_dicts()
    return tuple(
        Reference(
            str(row["mineralLabel"]),
            str(row["kind"]),
            None if row["amountMgPerDay"] is None else Decimal(str(row["amountMgPerDay"])),
            str(row["scope"]),
            str(row["confidence"]),
            str(row["sourceLabel"]),
            imported=IMPORTED in str(row["source"]),
        )
        for row in rows
    )


def calling(person: Iterable[Reference]) -> Mapping[str, Reference]:
    """Return mineral -> the reference that a day is held against: an imported table only counts where ours has none."""
    asked = sorted((ref for ref in person if ref.kind in KINDS_THAT_CALL), key=lambda ref: not ref.imported)
    return {ref.mineral: ref for ref in asked}


def day(graph: KnowledgeGraph, eaten: Iterable[Eaten], person: Iterable[Reference]) -> Iterator[Line]:
    """Yield what the foods bring of each mineral, and for each gap the smallest additions that close it."""
    called = calling(person)
    foods = tuple(eaten)
    for mineral in MINERALS:
        amounts = amounts_of(graph, mineral)
        known = [food for food in foods if food.food.iri in amounts]
        brought = sum((amounts[food.food.iri] * food.grams / 100 for food in known), Decimal(0))
        line = Line(mineral, brought, len(foods) - len(known), called.get(mineral))
        yield Line(mineral, brought, line.unknown, line.reference, additions(graph, mineral, line.gap))


def brought_by(
    graph: KnowledgeGraph, eaten: Iterable[Eaten], person: Iterable[Reference]
) -> Iterator[tuple[str, tuple[float | None, ...]]]:
    """Yield each food with the share of each reference that it brings, in percent, in the order of MINERALS.

    A share is None where the table does not know the amount, or there is no reference.
    """
    called = {mineral: reference.amount for mineral, reference in calling(person).items()}
    known = {mineral: amounts_of(graph, mineral) for mineral in MINERALS}
    for food in eaten:
        shares = (_share(known[mineral].get(food.food.iri), food.grams, called.get(mineral)) for mineral in MINERALS)
        yield f"{food.food.label}, {food.grams.normalize():f} g", tuple(shares)


def _share(amount: Decimal | None, grams: Decimal, reference: Decimal | None) -> float | None:
    return None if amount is None or not reference else float(amount * grams / reference)


def amounts_of(graph: KnowledgeGraph, mineral: str) -> Mapping[str, Decimal]:
    """Return food item -> mg in 100 g, where the table knows it."""
    rows = graph.store.select((graph.content.queries / "machinery" / "amounts.rq").read_text("utf-8"))
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in rows:
        found[row["mineral"].value][row["item"].value] = Decimal(row["amount"].value)
    return found[graph.find(mineral, ("mineral",))]


def additions(graph: KnowledgeGraph, mineral: str, gap: Decimal) -> tuple[Addition, ...]:
    """Return the foods of which the fewest usual portions close a gap, and how many grams that is."""
    if not gap:
        return ()
    rows = graph.answer("richest-per-portion", mineral=mineral).to_dicts()[:ADDITIONS]
    return tuple(
        Addition(str(row["itemLabel"]), gap * Decimal(str(row["portionG"])) / Decimal(str(row["amountMgPerPortion"])))
        for row in rows
    )
