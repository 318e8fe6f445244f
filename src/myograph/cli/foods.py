"""`myograph foods`: which foods hold most of a mineral, and what is in a food."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from myograph.cli.opening import STORE, open_graph, write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.knowledge import KnowledgeGraph
    from myograph.queries.results import Solutions

EXAMPLES = """\b
Examples:
  myograph foods                                  20 foods richest in magnesium
  myograph foods --mineral potassium --by portion
  myograph foods --mineral calcium --by energy --poorest
  myograph foods "banana, raw"                    what is in it
  myograph foods spinach                          its forms side by side
"""

QUESTIONS = {
    ("weight", False): ("richest-per-100-g", "amountMgPer100g", "mg in 100 g"),
    ("portion", False): ("richest-per-portion", "amountMgPerPortion", "mg in one usual portion"),
    ("energy", False): ("richest-per-100-kcal", "amountMgPer100kcal", "mg in 100 kcal"),
    ("energy", True): ("poorest-per-100-kcal", "amountMgPer100kcal", "mg in 100 kcal"),
}
"""How to rank, and whether the poorest -> question of the catalogue, its column, and the unit in words."""

WIDTH = 24


@click.command(epilog=EXAMPLES)
@click.argument("food", required=False)
@click.option("--mineral", default="magnesium", show_default=True, help="The mineral by which foods are ranked.")
@click.option(
    "--by",
    type=click.Choice(["weight", "portion", "energy"]),
    default="weight",
    show_default=True,
    help="Amount in what.",
)
@click.option("--poorest", is_flag=True, help="Rank the poorest first; with --by energy.")
@STORE
def foods(food: str | None, mineral: str, by: str, poorest: bool, store: str | None) -> None:
    """Rank foods by a mineral, or tell what is in FOOD: a food in one form, a food with several, or a food group."""
    from myograph.errors import UsageError

    if (by, poorest) not in QUESTIONS:
        raise UsageError("the poorest foods are ranked by energy", advice="Add --by energy.")
    graph = open_graph(store)
    if food is None:
        question, column, unit = QUESTIONS[by, poorest]
        write_lines(ranking(graph.answer(question, mineral=mineral), column, f"{mineral}, {unit}"))
    else:
        write_lines(told(graph, food))


def ranking(found: Solutions, column: str, head: str) -> Iterator[str]:
    """Yield a line with a bar for each food, the figures aligned."""
    rows = found.to_dicts()
    most = max((float(str(row[column])) for row in rows), default=0.0)
    names = [str(row["itemLabel"]) for row in rows]
    width = max(map(len, names), default=0)
    yield head
    for name, row in zip(names, rows, strict=True):
        amount = float(str(row[column]))
        portion = f"  ({row['portion']}, {row['portionG']} g)" if "portion" in row else ""
        yield f"{name:<{width}}  {amount:>8.1f}  {bar(amount, most)}{portion}".rstrip()


def bar(amount: float, most: float) -> str:
    """Return a bar whose length stands for the share of the greatest amount."""
    return "\N{FULL BLOCK}" * round(WIDTH * amount / most) if most > 0 else ""


def told(graph: KnowledgeGraph, name: str) -> Iterator[str]:
    """Yield what is in a food item, or the forms of a food; raises UnknownName and UsageError."""
    from myograph.errors import UnknownName
    from myograph.knowledge.day import find_food

    try:
        food = graph.find(name, ("food", "food group"))
    except UnknownName:
        yield from contents(graph.answer("what-is-in-a-food", food=find_food(graph, name).iri))
    else:
        yield from forms(graph.answer("forms-of-food", food=food), name)


def contents(found: Solutions) -> Iterator[str]:
    """Yield the amounts of one food item."""
    for place, row in enumerate(found.to_dicts()):
        if not place:
            yield f"FDC {row['fdcId']}, {row['sourceLabel']}; usual portion: {row['portion'] or 'none'}"
        portion = "" if row["perPortion"] is None else f", {row['perPortion']} {row['unit']} in the portion"
        origin = f" [{row['origin']}]" if row["origin"] else ""
        yield f"  {row['nutrientLabel']}: {row['amount']} {row['unit']} in 100 g{portion}{origin}"


def forms(found: Solutions, name: str) -> Iterator[str]:
    """Yield the forms of a food side by side, an empty place where the table does not say."""
    rows = found.to_dicts()
    heads = {"magnesiumMgPer100g": "Mg mg", "potassiumMgPer100g": "K mg", "calciumMgPer100g": "Ca mg"}
    heads |= {"sodiumMgPer100g": "Na mg", "energyKcalPer100g": "kcal"}
    width = max((len(str(row["itemLabel"])) for row in rows), default=0)
    if not rows:
        yield f"No food item is a form of {name}."
        return
    yield f"{'in 100 g':<{width}}  " + "".join(f"{head:>8}" for head in heads.values())
    for row in rows:
        figures = "".join(f"{'' if row[column] is None else str(row[column]):>8}" for column in heads)
        yield f"{row['itemLabel']!s:<{width}}  {figures}".rstrip()
