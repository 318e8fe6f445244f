"""`myograph intake`: a person's references, and what a day's foods bring against them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from myograph.cli.analysing import PICTURE
from myograph.cli.food_tables import FULL, HEAT, MINERALS, SHARE, heat_lines, table_of, write_food_picture
from myograph.cli.opening import STORE, open_graph, write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.knowledge.day import Line, Reference
    from myograph.viz.food_pictures import Table

EXAMPLES = """\b
Examples:
  myograph intake --age 40 --sex female
  myograph intake --age 30 --sex female --state pregnancy
  myograph intake --age 40 --sex male "banana, raw=118" "almonds, raw=28"
  myograph intake --age 40 --sex male --heat "banana, raw=118" "almonds, raw=28"
  myograph intake --age 40 --sex male --file day.txt --picture day.svg
  myograph intake --age 40 --sex male --file day.txt      one FOOD=GRAMS a line
"""

NOT_ADVICE = "These figures describe groups of healthy people. They are not medical advice."


@click.command(epilog=EXAMPLES)
@click.argument("eaten", nargs=-1, metavar="[FOOD=GRAMS]...")
@click.option("--age", type=int, required=True, help="Years.")
@click.option("--sex", type=click.Choice(["female", "male"]), required=True)
@click.option("--state", type=click.Choice(["pregnancy", "lactation"]), help="Pregnant or breast-feeding.")
@click.option("--file", type=click.Path(path_type=Path), help="File with one FOOD=GRAMS a line; # starts a comment.")
@HEAT
@PICTURE
@STORE
def intake(eaten: tuple[str, ...], file: Path | None, store: str | None, picture: str | None, **chosen: Any) -> None:
    """Tell a person's reference intakes, and what foods with grams bring against them.

    Gaps are told with the smallest additions that close them. A value that the table does not know is not counted, and
    told. Exit code 0: answered; 2: no such age, food or weight.
    """
    from myograph.errors import UsageError
    from myograph.knowledge.day import brought_by, day, life_stage, read_eaten, references

    stage, heat = life_stage(chosen["age"], chosen["sex"], chosen["state"]), chosen["heat"]
    graph = open_graph(store)
    person = references(graph, stage, chosen["age"])
    foods = read_eaten(graph, (*eaten, *(lines_of(file) if file else ())))
    if not foods and (heat or picture):
        raise UsageError("there are no foods to show", advice="Name some as FOOD=GRAMS, or a --file.")
    lines = list(day(graph, foods, person)) if foods else []
    write_lines(told_day(lines) if foods else told_references(person))
    whom = f"{chosen['state'] or chosen['sex']}, {chosen['age']} years"
    if heat:
        table = table_of(f"What each food brings: {whom}", SHARE, MINERALS, list(brought_by(graph, foods, person)))
        write_lines(heat_lines(table))
    else:
        table = day_table(lines, whom)
    write_food_picture(table, picture, heat=heat, mark=FULL)
    click.echo(NOT_ADVICE, err=True)


def day_table(lines: list[Line], whom: str) -> Table:
    """Return the share of each reference that the day brings, with what is not known or not sure in the names."""
    rows: list[tuple[str, tuple[float | None, ...]]] = []
    for line in lines:
        unknown = f", {line.unknown} without a value" if line.unknown else ""
        sure = doubt(line.reference) if line.reference else ""
        rows.append((f"{line.mineral}{unknown}{sure}", (None if line.percent is None else float(line.percent),)))
    return table_of(f"What the day brings: {whom}", SHARE, ("share",), rows)


def lines_of(file: Path) -> tuple[str, ...]:
    """Return the foods of a file; raises UsageError when it cannot be read."""
    from myograph.errors import UsageError

    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"the list of foods cannot be read: {fault}", place=str(file)) from None
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def told_references(person: tuple[Reference, ...]) -> Iterator[str]:
    """Yield the references, with what is not sure of them."""
    for reference in person:
        amount = "none set" if reference.amount is None else f"{reference.amount} mg a day"
        scope = "" if reference.scope == "total intake" else f", {reference.scope}"
        table = f" [{reference.source}]" if reference.imported else ""
        yield f"{reference.mineral}: {reference.kind}: {amount}{scope}{doubt(reference)}{table}"


def told_day(lines: list[Line]) -> Iterator[str]:
    """Yield what the day brings of each mineral, and how a gap can be closed."""
    for line in lines:
        if line.reference is None or line.reference.amount is None or line.percent is None:
            yield f"{line.mineral}: {line.brought:.0f} mg, no reference for this person"
            continue
        told = f"{line.mineral}: {line.brought:.0f} of {line.reference.amount} mg a day ({line.percent:.0f} %)"
        unknown = f"; {line.unknown} food{'s' * (line.unknown > 1)} without a value" if line.unknown else ""
        yield f"{told}{unknown}{doubt(line.reference)}"
        if line.gap:
            closing = " or ".join(f"{each.grams:.0f} g {each.food}" for each in line.additions)
            yield f"  {line.gap:.0f} mg short: {closing}"


def doubt(reference: Reference) -> str:
    """Return a mark for figures that are not sure."""
    return "" if reference.confidence.startswith("high") else f" [{reference.confidence}]"
