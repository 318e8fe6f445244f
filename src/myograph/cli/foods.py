"""`myograph foods`: which foods hold most of a mineral, and what is in a food."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from myograph.cli.analysing import PICTURE
from myograph.cli.food_tables import HEAT, MINERALS, SHARE, heat_lines, table_of, write_food_picture
from myograph.cli.opening import STORE, open_graph, write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from myograph.knowledge import KnowledgeGraph
    from myograph.queries.results import Solutions
    from myograph.viz.food_pictures import Table

EXAMPLES = """\b
Examples:
  myograph foods                                  20 foods richest in magnesium
  myograph foods --mineral potassium --by portion
  myograph foods --mineral calcium --by energy --poorest
  myograph foods --mineral calcium --by share --age 60 --sex female
  myograph foods nuts --heat                      its forms against four minerals
  myograph foods --picture magnesium.svg
  myograph foods "banana, raw"                    what is in it
  myograph foods spinach                          its forms side by side
"""

QUESTIONS = {
    ("weight", False): ("richest-per-100-g", "amountMgPer100g", "mg in 100 g"),
    ("portion", False): ("richest-per-portion", "amountMgPerPortion", "mg in one usual portion"),
    ("energy", False): ("richest-per-100-kcal", "amountMgPer100kcal", "mg in 100 kcal"),
    ("share", False): ("share-of-reference", "sharePercent", "% of a day's reference in one usual portion"),
    ("energy", True): ("poorest-per-100-kcal", "amountMgPer100kcal", "mg in 100 kcal"),
}
"""How to rank, and whether the poorest -> question of the catalogue, its column, and the unit in words."""

WIDTH = 24


@click.command(epilog=EXAMPLES)
@click.argument("food", required=False)
@click.option("--mineral", default="magnesium", show_default=True, help="The mineral by which foods are ranked.")
@click.option(
    "--by",
    type=click.Choice(["weight", "portion", "energy", "share"]),
    default="weight",
    show_default=True,
    help="Amount in 100 g, in a usual portion, in 100 kcal, or as share of a person's reference in a portion.",
)
@click.option("--poorest", is_flag=True, help="Rank the poorest first; with --by energy.")
@click.option("--age", type=int, default=40, show_default=True, help="Years; with --by share and --heat.")
@click.option("--sex", type=click.Choice(["female", "male"]), default="female", show_default=True)
@click.option("--state", type=click.Choice(["pregnancy", "lactation"]), help="Pregnant or breast-feeding.")
@HEAT
@PICTURE
@STORE
def foods(food: str | None, store: str | None, picture: str | None, **chosen: Any) -> None:
    """Rank foods by a mineral, or tell what is in FOOD: a food in one form, a food with several, or a food group.

    Imported foods are marked with their table; of several records of one food one is ranked. Shares that rest on
    figures which are not sure are marked.
    """
    from myograph.knowledge.day import life_stage

    asked = Asked(life_stage(chosen["age"], chosen["sex"], chosen["state"]), **chosen)
    graph = open_graph(store)
    if asked.heat:
        table = heat_table(graph, food, asked)
        write_lines(heat_lines(table))
    elif food is None:
        rows = ranked(graph, asked)
        write_lines(ranking(rows, asked.column, asked.head))
        table = ranking_table(rows, asked)
    else:
        write_lines(told(graph, food))
        table = heat_table(graph, food, asked)
    write_food_picture(table, picture, heat=asked.heat or food is not None)


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold how foods are ranked and for whom."""

    stage: str
    mineral: str
    by: str
    poorest: bool
    age: int
    sex: str
    state: str | None
    heat: bool

    def __post_init__(self) -> None:
        from myograph.errors import UsageError

        if (self.by, self.poorest) not in QUESTIONS:
            raise UsageError("the poorest foods are ranked by energy", advice="Add --by energy.")

    @property
    def column(self) -> str:
        """Return the column that holds what is ranked."""
        return QUESTIONS[self.by, self.poorest][1]

    @property
    def head(self) -> str:
        """Return what is ranked, with its unit."""
        return f"{self.mineral}, {QUESTIONS[self.by, self.poorest][2]}"


def ranked(graph: KnowledgeGraph, asked: Asked) -> list[Mapping[str, object]]:
    """Return the rows of the question that ranks foods so."""
    question = QUESTIONS[asked.by, asked.poorest][0]
    person: dict[str, str | int] = {"stage": asked.stage, "age": asked.age} if asked.by == "share" else {}
    return list(graph.answer(question, mineral=asked.mineral, **person).to_dicts())


def ranking_table(rows: list[Mapping[str, object]], asked: Asked) -> Table:
    """Return the ranking as a table of one column."""
    found = [(f"{row['itemLabel']}{mark(row)}", (float(str(row[asked.column])),)) for row in rows]
    return table_of(f"Foods by {asked.mineral}", asked.head, (asked.mineral,), found)


def heat_table(graph: KnowledgeGraph, food: str | None, asked: Asked) -> Table:
    """Return foods against four minerals: the share of a person's references that a usual portion brings."""
    every = graph.answer("food-table", stage=asked.stage, age=asked.age).to_dicts()
    rows = {str(row["item"]): row for row in every}
    items = [str(row["item"]) for row in ranked(graph, asked)] if food is None else items_of(graph, food)
    found = [
        (f"{rows[item]['itemLabel']}{mark(rows[item])}", tuple(shares(rows[item]))) for item in items if item in rows
    ]
    sure = {str(row["lowestConfidence"]) for row in rows.values()} <= {"high confidence"}
    doubt = "" if sure else " (references not all of high confidence)"
    person = f"{asked.state or asked.sex}, {asked.age} years"
    return table_of(f"What a usual portion brings: {person}{doubt}", SHARE, MINERALS, found)


def shares(row: Mapping[str, object]) -> Iterator[float | None]:
    """Yield the shares of a row of the food table, None for what is not known."""
    for mineral in MINERALS:
        share = row[f"{mineral}SharePercent"]
        yield None if share is None else float(str(share))


def items_of(graph: KnowledgeGraph, name: str) -> list[str]:
    """Return the food items that are forms of a food or group, or the one item called so."""
    from myograph.errors import UnknownName
    from myograph.knowledge.day import find_food

    try:
        food = graph.find(name, ("food", "food group"))
    except UnknownName:
        return [find_food(graph, name).iri]
    return [str(row["item"]) for row in graph.answer("forms-of-food", food=food).to_dicts()]


def mark(row: Mapping[str, object]) -> str:
    """Return which table an imported food is from; nothing for the shipped ones."""
    return f" [{row['sourceLabel']}]" if "/fdc-" in str(row["item"]) else ""


def ranking(rows: list[Mapping[str, object]], column: str, head: str) -> Iterator[str]:
    """Yield a line with a bar for each food, the figures aligned."""
    most = max((float(str(row[column])) for row in rows), default=0.0)
    names = [str(row["itemLabel"]) for row in rows]
    width = max(map(len, names), default=0)
    yield head
    for name, row in zip(names, rows, strict=True):
        amount = float(str(row[column]))
        portion = f"  ({row['portion']}, {row['portionG']} g)" if "portion" in row else ""
        doubt = "" if str(row.get("confidence", "high")).startswith("high") else f" [{row['confidence']}]"
        yield f"{name:<{width}}  {amount:>8.1f}  {bar(amount, most)}{portion}{doubt}{mark(row)}".rstrip()


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
