"""Foods in numbers for the static site: amounts in 100 g and in the usual portion, against references for a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from myograph.knowledge.reading import local_name, text
from myograph.knowledge.showing import by_column, machinery_rows
from myograph.viz.site import Daily, FoodRow, Foods, MineralPage, Pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from myograph.knowledge.graph import KnowledgeGraph
    from myograph.viz.site import Cited, ClaimRow

    Row = dict[str, str | None]

ENERGY = "food-energy"


FOOD_CLAIM = "food source"


def foods_of(
    graph: KnowledgeGraph,
    claims: Iterable[ClaimRow],
    pointer: Callable[[str], Pointer],
    cited: Callable[[str], Cited],
) -> Foods:
    """Return a page of foods for each mineral that a reference is known of; nothing where the graph holds no foods.

    `pointer` points at the entity of an IRI, `cited` cites the source of an IRI.
    """
    said = [row for row in claims if row.kind == FOOD_CLAIM]
    rows = machinery_rows(graph, "food-table")
    daily: dict[str, list[Daily]] = defaultdict(list)
    for row in machinery_rows(graph, "daily-references"):
        daily[text(row, "mineral")].append(_daily(row, cited))
    foods = by_column(rows, "item")
    pages = (
        replace(page, claims=tuple(row for row in said if row.object == page.mineral))
        for page in (_page(mineral, tuple(daily[mineral]), foods, pointer) for mineral in daily)
    )
    ordered = sorted(pages, key=lambda page: MINERAL_ORDER.get(page.mineral.label, len(MINERAL_ORDER)))
    sources = sorted({text(row, "source") for row in rows})
    return Foods(tuple(page for page in ordered if page.rows), tuple(cited(iri) for iri in sources))


MINERAL_ORDER = {"magnesium": 0, "potassium": 1, "calcium": 2, "sodium": 3}
"""The minerals in the order of the article."""


def _daily(row: Row, cited: Callable[[str], Cited]) -> Daily:
    return Daily(
        text(row, "who"),
        text(row, "kind"),
        Decimal(text(row, "amount")),
        text(row, "confidence"),
        cited(text(row, "source")),
    )


def _page(
    mineral: str, daily: tuple[Daily, ...], foods: list[list[Row]], pointer: Callable[[str], Pointer]
) -> MineralPage:
    rows = sorted((_food(mineral, same, pointer) for same in foods), key=_richest_first)
    ordered = sorted(daily, key=lambda each: (each.unsure, each.who, each.kind))
    return MineralPage(f"food/{local_name(mineral)}.html", pointer(mineral), tuple(ordered), tuple(rows))


def _food(mineral: str, rows: list[Row], pointer: Callable[[str], Pointer]) -> FoodRow:
    first = rows[0]
    own = next((row for row in rows if row["nutrient"] == mineral), None)
    energy = next((row for row in rows if local_name(text(row, "nutrient")) == ENERGY), None)
    page = pointer(first["form"]).page if first["form"] else ""
    return FoodRow(
        food=Pointer(text(first, "itemLabel"), "food", page),
        amount=None if own is None else Decimal(text(own, "amount")),
        origin="" if own is None else own["origin"] or "",
        portion=first["portion"] or "",
        grams=Decimal(first["grams"]) if first["grams"] else None,
        energy=None if energy is None else Decimal(text(energy, "amount")),
    )


def _richest_first(row: FoodRow) -> tuple[Decimal, Decimal, str]:
    """Order by what the portion brings, then by what 100 g bring; what is not known comes last."""
    unknown = Decimal(-1)
    portion = unknown if row.in_portion is None else row.in_portion
    weight = unknown if row.amount is None else row.amount
    return (-portion, -weight, row.food.label)
