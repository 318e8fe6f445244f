"""FoodData Central downloads: what is read, what is left out with which words, and what is refused."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from collections import deque
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from myograph.errors import ContentError, UsageError
from myograph.importers import archive as archives
from myograph.importers.archive import Archive
from myograph.importers.nutrients import Nutrient
from myograph.importers.report import Report
from myograph.importers.tables import LATIN_1
from myograph.importers.usda import Import, kinds_in
from myograph.names import MYO, MYO_FOOD, MYO_GRAPH, MYO_ID
from tests.importers.downloads import TABLES, write_folder, write_zip

UNIT = "http://qudt.org/vocab/unit/"
NUTRIENTS = {
    "304": Nutrient(MYO_ID.magnesium, NamedNode(f"{UNIT}MilliGM"), MYO.magnesiumPer100g, Decimal("0.1"), Decimal(2000)),
    "208": Nutrient(
        MYO_ID["food-energy"], NamedNode(f"{UNIT}KiloCAL"), MYO.energyPer100g, Decimal("0.1"), Decimal(902)
    ),
}


def imported(path: Path, known: dict[str, tuple[NamedNode, ...]] | None = None) -> tuple[set[Quad], Report]:
    report = Report()
    run = Import(Archive.open(path), NUTRIENTS, known or {}, report, lambda _: None)
    return set(run.quads()), report


def amount(quads: set[Quad], food: int, property_: NamedNode = MYO.magnesiumPer100g) -> list[str]:
    node = MYO_FOOD[f"fdc-{food}"]
    return [
        q.object.value
        for q in quads
        if q.subject == node and q.predicate == property_ and isinstance(q.object, Literal)
    ]


def reasons(report: Report) -> dict[tuple[str, str], list[int]]:
    return {key: report.places[key] for key in report.skipped}


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_foods_amounts_and_portions_are_read(tmp_path: Path, form: str) -> None:
    path = write_folder(tmp_path / "download") if form == "folder" else write_zip(tmp_path / "download.zip")
    quads, report = imported(path)
    oats, graph = MYO_FOOD["fdc-1"], MYO_GRAPH["usda-sr-legacy"]
    assert Quad(oats, MYO.tableName, Literal('Oats, "old" style'), graph) in quads
    assert Quad(oats, MYO.ndbNumber, Literal("08120"), graph) in quads
    assert Quad(oats, MYO.tableGroup, Literal("Cereal Grains and Pasta"), graph) in quads
    assert Quad(MYO_FOOD["fdc-1.portion-7"], MYO.measure, Literal("1 cup"), graph) in quads
    assert (amount(quads, 1), amount(quads, 3)) == (["138"], ["126"])
    assert {quad.graph_name for quad in quads} == {graph, MYO_GRAPH["usda-foundation"]}
    assert kinds_in(Archive.open(path), Report()) == {"usda-sr-legacy", "usda-foundation"}
    assert report.taken == {
        "nutrient.csv": 2,
        "food.csv": 2,
        "food_nutrient.csv": 3,
        "sr_legacy_food.csv": 1,
        "foundation_food.csv": 1,
        "food_portion.csv": 1,
    }


def test_what_is_left_out_is_told_with_line_and_reason(tmp_path: Path) -> None:
    _, report = imported(write_folder(tmp_path))
    assert reasons(report) == {
        ("nutrient.csv", "nutrient that is not asked for"): [4],
        ("food.csv", "record of the type 'sample_food', which is no food of its own"): [3],
        ("food_nutrient.csv", "amount of a record that is no food here"): [5],
    }
    assert "  1 left out: nutrient that is not asked for (nutrient.csv:4)" in list(report.lines())


def test_records_of_one_food_are_linked_and_not_mixed(tmp_path: Path) -> None:
    shipped = MYO_FOOD["oats-dry"]
    quads, _ = imported(write_folder(tmp_path), {"ndb 08120": (shipped,), "fdc 1": (shipped,)})
    links = {(q.subject, q.object) for q in quads if q.predicate == MYO.sameFoodAs}
    assert links == {(MYO_FOOD["fdc-1"], shipped), (MYO_FOOD["fdc-3"], shipped)}


def rewritten(text: str, **style: Any) -> str:
    out = io.StringIO()
    csv.writer(out, **style).writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


def reversed_columns(text: str) -> str:
    return rewritten("".join(rewritten_row(row) for row in csv.reader(io.StringIO(text))))


def rewritten_row(row: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(row[::-1])
    return out.getvalue()


SPELLINGS: dict[str, Callable[[str], str]] = {
    "byte-order-mark": lambda text: "\ufeff" + text,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "quotes-where-needed": lambda text: rewritten(text, quoting=csv.QUOTE_MINIMAL),
    "other-column-order": reversed_columns,
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings_of_the_tables_give_the_same(tmp_path: Path, spelling: str) -> None:
    plain, _ = imported(write_folder(tmp_path / "plain"))
    tables = {name: SPELLINGS[spelling](text) for name, text in TABLES.items()}
    assert imported(write_folder(tmp_path / "changed", tables))[0] == plain


def test_latin_1_is_read_and_told(tmp_path: Path) -> None:
    quads, report = imported(
        write_folder(tmp_path, food=TABLES["food.csv"].replace("Oats, whole", "Rösti").encode("latin-1"))
    )
    assert Quad(MYO_FOOD["fdc-3"], MYO.tableName, Literal("Rösti grain"), MYO_GRAPH["usda-foundation"]) in quads
    assert report.notes[LATIN_1] == 1


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("-5", "negative amount"),
        ("trace", "amount that is missing or no number"),
        ("", "amount that is missing or no number"),
        ("NaN", "amount that is missing or no number"),
        ("0.0138", "implausible amount of magnesium (another unit?)"),
        ("138000", "implausible amount of magnesium (another unit?)"),
    ],
)
def test_amounts_that_cannot_be_are_left_out(tmp_path: Path, written: str, reason: str) -> None:
    quads, report = imported(
        write_folder(tmp_path, food_nutrient=TABLES["food_nutrient.csv"].replace('"138"', f'"{written}"'))
    )
    assert amount(quads, 1) == []
    assert reasons(report)["food_nutrient.csv", reason] == [2]


@pytest.mark.parametrize(
    ("number", "unit", "new", "energy"),
    [("304", "G", "138", "379"), ("304", "UG", "0.138", "379"), ("208", "kJ", "138", "90.583")],
)
def test_other_units_are_converted(tmp_path: Path, number: str, unit: str, new: str, energy: str) -> None:
    old = {"304": "MG", "208": "KCAL"}[number]
    table = TABLES["nutrient.csv"].replace(f'"{old}","{number}"', f'"{unit}","{number}"')
    amounts = TABLES["food_nutrient.csv"].replace('"138"', {"G": '"0.138"', "UG": '"138"', "kJ": '"138"'}[unit])
    quads, _ = imported(write_folder(tmp_path, nutrient=table, food_nutrient=amounts))
    assert amount(quads, 1) == [new]
    assert amount(quads, 1, MYO.energyPer100g)[0].startswith(energy)


def test_a_nutrient_in_a_unit_that_nobody_knows_is_left_out(tmp_path: Path) -> None:
    quads, report = imported(
        write_folder(tmp_path, nutrient=TABLES["nutrient.csv"].replace('"MG","304"', '"IU","304"'))
    )
    assert amount(quads, 1) == []
    assert reasons(report)["nutrient.csv", "unit 'IU' of 'Magnesium, Mg' is not understood"] == [2]


def test_a_second_amount_of_a_nutrient_does_not_count(tmp_path: Path) -> None:
    quads, report = imported(
        write_folder(tmp_path, food_nutrient=TABLES["food_nutrient.csv"] + '"9","1","1090","999","1"\n')
    )
    assert amount(quads, 1) == ["138"]
    assert reasons(report)["food_nutrient.csv", "nutrient given already"] == [6]


@pytest.mark.parametrize("table", ["food", "nutrient", "food_nutrient"])
def test_a_missing_table_is_told(tmp_path: Path, table: str) -> None:
    with pytest.raises(ContentError, match=f"the table {table}.csv is missing"):
        imported(write_folder(tmp_path, **{table: None}))


def test_a_missing_column_is_told_with_its_file(tmp_path: Path) -> None:
    broken = write_folder(tmp_path, food_nutrient=TABLES["food_nutrient.csv"].replace('"amount"', '"quantity"'))
    with pytest.raises(ContentError, match=r"food_nutrient\.csv:1: the column 'amount' is missing"):
        imported(broken)


def test_an_archive_without_foods_is_refused(tmp_path: Path) -> None:
    only_samples = TABLES["food.csv"].replace("sr_legacy_food", "sample_food").replace("foundation_food", "sample_food")
    with pytest.raises(ContentError, match="holds no foods"):
        imported(write_folder(tmp_path, food=only_samples))


def test_a_truncated_zip_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "download.zip")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ContentError, match="damaged"):
        imported(path)


def test_a_zip_damaged_inside_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "download.zip", compression=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b'"138"', b'"139"'))
    with pytest.raises(ContentError, match="damaged"):
        imported(path)


@pytest.mark.parametrize("name", ["../food.csv", "/food.csv", "a/../../food.csv", "..\\food.csv"])
def test_names_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    path = write_zip(tmp_path / "download.zip", {**TABLES, name: "x"})
    with pytest.raises(ContentError, match="outside the archive"):
        Archive.open(path)


def test_a_zip_bomb_is_refused_by_ratio_and_by_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_zip(tmp_path / "bomb.zip", {"food.csv": "0" * 8_000_000})
    with pytest.raises(ContentError, match="no food table"):
        Archive.open(path)
    monkeypatch.setattr(archives, "LARGEST", 100)
    with pytest.raises(ContentError, match="no food table"):
        Archive.open(write_zip(tmp_path / "download.zip"))


def test_nothing_at_the_path_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such archive"):
        Archive.open(tmp_path / "absent.zip")


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """A table of 2 MB is read in a fraction of its size."""
    head, *lines = TABLES["food_nutrient.csv"].splitlines()
    path = write_folder(tmp_path, food_nutrient="\n".join([head, *(lines * 20_000)]) + "\n")
    deque(Import(Archive.open(path), NUTRIENTS, {}, Report(), lambda _: None).quads(), maxlen=0)  # imports count once
    run = Import(Archive.open(path), NUTRIENTS, {}, Report(), lambda _: None)
    tracemalloc.start()
    deque(run.quads(), maxlen=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (path / "food_nutrient.csv").stat().st_size > 1_500_000
    assert peak < 500_000
