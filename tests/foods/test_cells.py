"""Every figure of graph/foods against the tables it was typed from, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.foods.food_table import nodes, number, of_class, rows
from tests.shared_material import shared_file

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
NUTRIENTS = {
    "magnesium": "Magnesium",
    "potassium": "Potassium",
    "calcium": "Calcium",
    "sodium": "Sodium",
    "phosphorus": "Phosphorus",
    "iron": "Iron",
    "zinc": "Zinc",
    "caffeine": "Caffeine",
    "vitamin-d": "Vitamin D",
    "food-energy": "Energy",
}
FACTORS = {"Protein": 4, "Total lipid": 9, "Carbohydrate, by difference": 4, "Alcohol, ethyl": 7}
ALWAYS = ("magnesium", "potassium", "calcium", "sodium", "food-energy")
Items = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def items() -> Items:
    return of_class("items.ttl", "FoodItem")


@pytest.fixture(scope="module")
def table(items: Items) -> dict[tuple[str, str], dict[str, str]]:
    wanted = {item["fdcId"][0] for item in items.values()}
    path = shared_file("data/nutrients.csv.gz")
    return {
        (row["food_id"], row["nutrient"].split(" (")[0]): row
        for row in rows(path)
        if row["source"] == "usda_sr_legacy" and row["food_id"] in wanted
    }


def test_size_is_what_the_documentation_says(items: Items) -> None:
    assert 120 <= len(items) <= 200


def test_every_amount_is_that_of_the_table(items: Items, table: dict[tuple[str, str], dict[str, str]]) -> None:
    everything, wrong, seen = nodes("items.ttl"), [], 0
    for name, item in items.items():
        for amount in item["hasAmount"]:
            node = everything[amount]
            row = table.get((item["fdcId"][0], NUTRIENTS[node["nutrient"][0]]))
            seen += 1
            if row is None or Decimal(row["amount"]) != Decimal(node["value"][0]):
                wrong.append((name, amount, node["value"], row and row["amount"]))
    assert not wrong
    assert seen > 1000


def test_nothing_the_table_knows_of_the_minerals_is_left_out(
    items: Items, table: dict[tuple[str, str], dict[str, str]]
) -> None:
    everything = nodes("items.ttl")
    for name, item in items.items():
        held = {everything[amount]["nutrient"][0] for amount in item["hasAmount"]}
        known = {nutrient for nutrient in ALWAYS if (item["fdcId"][0], NUTRIENTS[nutrient]) in table}
        assert held & set(ALWAYS) == known, name


def test_identifiers_and_names_are_those_of_the_table(items: Items) -> None:
    foods = {row["id"]: row for row in rows(shared_file("data/foods.csv")) if row["source"] == "usda_sr_legacy"}
    for name, item in items.items():
        row = foods[item["fdcId"][0]]
        found = (item["ndbNumber"][0], item["tableName"][0], item["tableGroup"][0])
        assert found == (row["ndb_no"], row["description"], row["food_group"]), name


def test_portions_are_those_of_the_table(items: Items) -> None:
    known = {
        (row["food_id"], row["portion"], Decimal(row["grams"]))
        for row in rows(shared_file("data/portions.csv"))
        if row["source"] == "usda_sr_legacy"
    }
    everything = nodes("items.ttl")
    for name, item in items.items():
        for portion in item.get("usualPortion", []) + item.get("hasPortion", []):
            node = everything[portion]
            assert (item["fdcId"][0], node["measure"][0], Decimal(node["grams"][0])) in known, name


def test_langual_codes_and_foodon_terms_are_linked_in_the_tables(items: Items) -> None:
    codes: dict[str, set[str]] = {}
    terms: dict[str, set[str]] = {}
    for row in rows(shared_file("data/food_langual.csv")):
        codes.setdefault(row["fdc_id"], set()).add(row["langual_code"])
        terms.setdefault(row["fdc_id"], set()).add(row["foodon_id"].replace(":", "_"))
    for name, item in items.items():
        fdc = item["fdcId"][0]
        assert set(item.get("langualCode", [])) <= codes.get(fdc, set()), name
        assert set(item.get("foodOnTerm", [])) <= terms.get(fdc, set()), name


def test_energy_agrees_with_protein_fat_carbohydrate_and_alcohol(
    items: Items, table: dict[tuple[str, str], dict[str, str]]
) -> None:
    """The general factors overrate fibre, by half at most; kJ would be four times as much."""
    for name, item in items.items():
        fdc = item["fdcId"][0]
        parts = {part: factor for part, factor in FACTORS.items() if (fdc, part) in table}
        total = sum((Decimal(table[fdc, part]["amount"]) * factor for part, factor in parts.items()), Decimal(0))
        energy = Decimal(table[fdc, "Energy"]["amount"])
        assert len(parts) >= 3, name
        assert abs(total - energy) <= 35 or total / 2 <= energy <= total * Decimal("1.3"), (name, energy, total)


def reference_key(row: dict[str, str]) -> tuple[str, str, str, Decimal, Decimal | None, str]:
    stages = {"infants": "infancy", "children": "childhood", "all": "everybody"}
    stage = stages.get(row["life_stage"], row["life_stage"])
    stage = "adolescentsAndAdults" if stage.startswith("adolescents") else stage
    upper = number(row["age_to_y_exclusive"])
    return row["nutrient"].lower(), row["kind"], stage, Decimal(row["age_from_y"]), upper, row["sex"]


KINDS = {
    "recommendedAllowance": "RDA",
    "adequateIntake": "AI",
    "averageRequirement": "EAR",
    "upperLevel": "UL",
    "riskReductionIntake": "CDRR",
}


def test_every_reference_intake_is_that_of_the_table() -> None:
    expected = {reference_key(row): row for row in rows(shared_file("data/dri.csv"))}
    found = 0
    for name, node in of_class("intakes.ttl", "ReferenceIntake").items():
        kind = KINDS.get(node["intakeKind"][0])
        if kind is None:
            continue
        upper = Decimal(node["ageTo"][0]) if "ageTo" in node else None
        key = (node["nutrient"][0], kind, node["lifeStage"][0], Decimal(node["ageFrom"][0]), upper, node["sex"][0])
        row = expected[key]
        assert [Decimal(value) for value in node.get("dailyAmount", [])] == (
            [Decimal(row["amount"])] if row["amount"] else []
        ), name
        assert node["confidence"][0] == f"{row['confidence']}Confidence", name
        assert ("supplementalIntake" in node["intakeScope"]) == (row["applies_to"] == "supplemental only"), name
        found += 1
    assert found == len(expected) == 180


def figures(path: Path, keep: Callable[[dict[str, str]], bool] = lambda row: True) -> list[dict[str, str]]:
    return [row for row in rows(path) if keep(row)]


def test_every_serum_interval_is_that_of_the_table() -> None:
    expected = figures(shared_file("data/reference_ranges.csv"))
    found = list(of_class("serum.ttl", "ReferenceInterval").values())
    assert len(found) == len(expected)
    for node, row in zip(found, expected, strict=True):
        given = row["unit"] != "mEq/L"
        low, high = (row["low"], row["high"]) if given else (row["low_mmol_l"], row["high_mmol_l"])
        assert [Decimal(v) for v in node.get("lowLimit", [])] == ([Decimal(low)] if low else []), row
        assert [Decimal(v) for v in node.get("highLimit", [])] == ([Decimal(high)] if high else []), row
        assert node["people"] == [row["population"]]
        assert node["specimen"] == [row["specimen"]]


def test_every_sweat_figure_is_that_of_the_table() -> None:
    path = shared_file("data/sweat.csv")
    expected = figures(path, lambda row: row["measure"] != "sweating_rate_per_mass" and row["analyte"] != "Copper")
    found = list(of_class("sweat.ttl", "SweatFinding").values())
    assert len(found) == len(expected)
    for node, row in zip(found, expected, strict=True):
        mean = row["mean_mg"] if row["unit"] == "mmol/h" else row["mean"]
        for property_, value in (("mean", mean), ("smallest", row["min"]), ("largest", row["max"])):
            assert [Decimal(v) for v in node.get(property_, [])] == ([Decimal(value)] if value else []), row
        assert node.get("peopleCount", []) == ([row["n"]] if row["n"] else [])
        assert node["conditions"] == [row["conditions"]]


@pytest.mark.parametrize("name", ["intakes.ttl", "serum.ttl", "sweat.ttl"])
def test_every_figure_has_a_source_and_a_confidence(name: str) -> None:
    found = [node for node in nodes(name).values() if "figureSource" in node or "confidence" in node]
    assert found
    assert all(len(node["figureSource"]) == len(node["confidence"]) == 1 for node in found)
