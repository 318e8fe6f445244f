"""FoodData Central downloads: what is read, what is left out with which words, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
import tracemalloc
import zipfile
from collections import deque
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from myograph.content import Content
from myograph.errors import ContentError, UsageError
from myograph.importers import archive as archives
from myograph.importers import food_records, usda
from myograph.importers.archive import Archive
from myograph.importers.food_links import LINKS, FoodLinks
from myograph.importers.food_records import LEADING, Foods, Leaders
from myograph.importers.nutrients import Nutrient
from myograph.importers.report import MOST_REASONS, Report
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


def an_import(path: Path, links: FoodLinks | None = None) -> Import:
    return Import(Archive.open(path), NUTRIENTS, links or FoodLinks(), Report(), lambda _bytes, _rows: None)


def imported(path: Path, links: FoodLinks | None = None) -> tuple[set[Quad], Report]:
    run = an_import(path, links)
    return set(run.quads()), run.report


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
    assert {quad.graph_name for quad in quads} == {graph, MYO_GRAPH["usda-foundation"], LINKS}
    assert kinds_in(Archive.open(path)) == {"usda-sr-legacy": 1, "usda-foundation": 1}
    assert report.taken == {
        "nutrient.csv": 2,
        "food_category.csv": 1,
        "measure_unit.csv": 2,
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
    shipped, old, new = MYO_FOOD["oats-dry"], MYO_FOOD["fdc-1"], MYO_FOOD["fdc-3"]

    def links(known: FoodLinks) -> set[tuple[object, object]]:
        quads, _ = imported(write_folder(tmp_path), known)
        return {(q.subject, q.object) for q in quads if q.predicate == MYO.sameFoodAs}

    known = FoodLinks()
    assert links(known) == {(old, new)}
    known.by_key["08120"].append((-1, 0, shipped))
    assert links(known) == {(old, shipped), (new, shipped)}


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


@pytest.mark.no_cover
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """A table of 2 MB is read in a fraction of its size."""
    head, *lines = TABLES["food_nutrient.csv"].splitlines()
    path = write_folder(tmp_path, food_nutrient="\n".join([head, *(lines * 20_000)]) + "\n")
    deque(an_import(path).quads(), maxlen=0)  # imports count once
    run = an_import(path)
    tracemalloc.start()
    deque(run.quads(), maxlen=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (path / "food_nutrient.csv").stat().st_size > 1_500_000
    assert peak < 500_000


def test_a_stopped_import_goes_on_and_ends_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usda, "STEP", 2)
    path = write_folder(tmp_path)
    whole, report = imported(path)
    first = an_import(path)
    found, steps = set(), first.steps()
    for _ in range(3):  # foods, the other foods, half of the amounts
        found |= set(next(steps))
        state, memory = json.loads(json.dumps(first.saved())), first.foods.saved()
    next(next(steps))  # stopped within the other half
    second = an_import(path)
    second.restore(state, Foods.restored(memory))
    assert second.report.read["food_nutrient.csv"] == 2
    assert found | set(second.quads()) == whole
    assert (second.report.read, second.report.taken, second.report.skipped) == (
        report.read,
        report.taken,
        report.skipped,
    )


@given(amounts=st.lists(st.integers(0, 9), max_size=40), keep=st.integers(1, 12))
def test_leaders_are_the_greatest_and_of_equal_ones_the_first(amounts: list[int], keep: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(food_records, "LEADING", keep)
        leaders = Leaders()
        for record, amount in enumerate(amounts):
            leaders.add(0, "n", record, Decimal(amount))
        greatest = sorted(range(len(amounts)), key=lambda record: (-amounts[record], str(record)))
        assert {record for _, _, record in leaders} == set(greatest[:keep])
        assert set(Leaders.restored(leaders.saved())) == set(leaders)


def test_rankings_start_from_more_leaders_than_they_show() -> None:
    text = (Content.find().queries / "foods" / "richest-per-100-g.rq").read_text("utf-8")
    assert "myo:leadsIn" in text
    assert all(5 * int(limit) <= LEADING for limit in re.findall(r"LIMIT (\d+)", text))


def test_reasons_do_not_grow_with_a_file_of_nonsense(tmp_path: Path) -> None:
    nonsense = "\n".join([*TABLES["food.csv"].splitlines(), *(f'"{n}","kind {n}","food","",""' for n in range(500))])
    _, report = imported(write_folder(tmp_path, food=f"{nonsense}\n"))
    assert len(report.skipped) <= MOST_REASONS + 3
    assert report.read["food.csv"] == 503


def test_servings_of_branded_foods_are_their_portions_where_they_are_weighed(tmp_path: Path) -> None:
    foods = '"fdc_id","data_type","description"\n"5","branded_food","BAR"\n"6","branded_food","DRINK"\n'
    servings = (
        "fdc_id,serving_size,serving_size_unit,household_serving_fulltext,branded_food_category\n"
        "5,40,g,1 BAR,Snacks\n6,240,ml,1 cup,Drinks\n7,30,g,,\n"
    )
    quads, report = imported(write_folder(tmp_path, food=foods, branded_food=servings))
    graph, portion = MYO_GRAPH["usda-branded"], MYO_FOOD["fdc-5.portion-serving"]
    assert Quad(MYO_FOOD["fdc-5"], MYO.usualPortion, portion, graph) in quads
    assert Quad(MYO_FOOD["fdc-6"], MYO.tableGroup, Literal("Drinks"), graph) in quads
    assert reasons(report)["branded_food.csv", "serving that is not given in grams"] == [3]
    assert reasons(report)["branded_food.csv", "serving of a record that is no food here"] == [4]


def test_survey_tables_name_nutrients_by_number(tmp_path: Path) -> None:
    quads, _ = imported(write_folder(tmp_path, food_nutrient=TABLES["food_nutrient.csv"].replace('"1090"', '"304"')))
    assert amount(quads, 1) == ["138"]


def many(amounts: list[str], unit: str = "MG") -> dict[str, str]:
    """Return tables of so many foods with these amounts of magnesium."""
    foods = "".join(f"{fdc},sr_legacy_food,food {fdc}\n" for fdc in range(1, len(amounts) + 1))
    rows = "".join(f"{fdc},1090,{amount}\n" for fdc, amount in enumerate(amounts, start=1))
    return {
        "food.csv": f"fdc_id,data_type,description\n{foods}",
        "nutrient.csv": f"id,name,unit_name,nutrient_nbr\n1090,Magnesium,{unit},304\n",
        "food_nutrient.csv": f"fdc_id,nutrient_id,amount\n{rows}",
    }


def test_a_table_in_another_unit_than_it_says_is_refused(tmp_path: Path) -> None:
    in_milligrams_but_called_grams = many([str(20 + 5 * number) for number in range(30)] + ["0.5"], unit="G")
    with pytest.raises(ContentError, match="30 of 31 amounts of magnesium cannot be"):
        imported(write_folder(tmp_path, in_milligrams_but_called_grams))


def test_amounts_that_are_all_small_are_noted(tmp_path: Path) -> None:
    _, report = imported(write_folder(tmp_path / "small", many(["0.5"] * 120)))
    assert "the greatest of 120 amounts of magnesium is 0.5: another unit?" in list(report.lines())
    _, usual = imported(write_folder(tmp_path / "usual", many(["0.5"] * 119 + ["300"])))
    assert not usual.notes


@pytest.mark.parametrize("written", ["1_000", "\uff11\uff12"])
def test_numbers_are_those_that_people_write(tmp_path: Path, written: str) -> None:
    quads, _ = imported(
        write_folder(tmp_path, food_nutrient=TABLES["food_nutrient.csv"].replace('"138"', f'"{written}"'))
    )
    assert amount(quads, 1) == []


def test_two_downloads_at_once_are_refused(tmp_path: Path) -> None:
    write_folder(tmp_path / "a" / "one")
    write_folder(tmp_path / "a" / "two")
    packed = write_zip(tmp_path / "both.zip", {f"{name}/food.csv": TABLES["food.csv"] for name in ("one", "two")})
    for path in (tmp_path / "a", packed):
        with pytest.raises(ContentError, match=r"two tables called \w+\.csv"):
            Archive.open(path)


def test_an_archive_with_a_password_is_told(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "download.zip", compression=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(signature, place + 1)) >= 0:
            data[place + flags] |= 1
    path.write_bytes(data)
    with pytest.raises(ContentError, match="cannot be opened"):
        imported(path)


def test_earlier_versions_of_a_record_are_linked_to_the_newest(tmp_path: Path) -> None:
    foods = TABLES["food.csv"] + '"9","foundation_food","Oats, whole grain","20","2024-04-01"\n'
    quads, _ = imported(write_folder(tmp_path, food=foods))
    links = {(q.subject, q.object) for q in quads if q.predicate == MYO.sameFoodAs}
    old, new = MYO_FOOD["fdc-3"], MYO_FOOD["fdc-9"]
    assert (old, new) in links
    assert new not in {subject for subject, _ in links}
