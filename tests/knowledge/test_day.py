"""A day's foods against references: sums by hand, missing values that stay missing, weights that cannot be."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import myograph
from myograph.errors import UnknownName, UsageError
from myograph.knowledge import KnowledgeGraph
from myograph.knowledge.day import Line, Reference, day, find_food, life_stage, read_eaten, read_grams, references


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return myograph.open()


def lines(graph: KnowledgeGraph, *eaten: str) -> dict[str, Line]:
    person = references(graph, "males", 40)
    return {line.mineral: line for line in day(graph, read_eaten(graph, eaten), person)}


def test_sums_by_hand(graph: KnowledgeGraph) -> None:
    found = lines(graph, "banana, raw=118", "almonds, raw=28")
    assert found["magnesium"].brought == Decimal("107.46")  # 27 * 1.18 + 270 * 0.28
    assert found["potassium"].brought == Decimal("627.68")  # 358 * 1.18 + 733 * 0.28
    assert found["magnesium"].reference is not None
    assert found["magnesium"].reference.amount == 420
    assert found["magnesium"].gap == Decimal("312.54")


def test_what_closes_a_gap_closes_it(graph: KnowledgeGraph) -> None:
    found = lines(graph, "banana, raw=118")["magnesium"]
    assert len(found.additions) == 3
    for addition in found.additions:
        added = lines(graph, "banana, raw=118", f"{addition.food}={addition.grams.quantize(Decimal('0.1')) + 1}")
        assert added["magnesium"].gap == 0


def test_a_missing_value_is_told_and_is_no_zero(graph: KnowledgeGraph) -> None:
    found = lines(graph, "sweet potato fries, frozen=100")
    assert (found["magnesium"].brought, found["magnesium"].unknown) == (Decimal(0), 1)
    assert (found["potassium"].brought, found["potassium"].unknown) == (Decimal(244), 0)


def test_nobody_is_told_to_add_sodium(graph: KnowledgeGraph) -> None:
    assert lines(graph, "banana, raw=10")["sodium"].gap == 0


def test_a_name_that_matches_several_foods_lists_them(graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="matches 4 foods") as told:
        find_food(graph, "yoghurt plain")
    assert "yoghurt, plain, low fat" in str(told.value)


def test_a_name_that_matches_none_is_told(graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName):
        find_food(graph, "unobtainium pie")


@pytest.mark.parametrize("written", ["-5", "0", "5001", "1e9", "NaN", "inf", "much", ""])
def test_grams_that_cannot_be_are_refused(written: str) -> None:
    with pytest.raises(UsageError, match="cannot be the grams"):
        read_grams(written, "bread")


@given(st.decimals(min_value=Decimal("0.01"), max_value=5000, places=2))
def test_plain_grams_are_read_as_they_stand(grams: Decimal) -> None:
    assert read_grams(f"{grams}", "bread") == read_grams(f"{grams} g", "bread") == grams


@pytest.mark.parametrize(
    ("age", "sex", "state", "stage"),
    [
        (0, "male", None, "infancy"),
        (8, "female", None, "childhood"),
        (9, "male", None, "males"),
        (40, "female", "pregnancy", "pregnancy"),
    ],
)
def test_life_stages(age: int, sex: str, state: str | None, stage: str) -> None:
    assert life_stage(age, sex, state) == stage


@pytest.mark.parametrize(
    ("age", "sex", "state"), [(-1, "male", None), (40, "male", "pregnancy"), (7, "female", "lactation")]
)
def test_what_does_not_go_together_is_refused(age: int, sex: str, state: str | None) -> None:
    with pytest.raises(UsageError):
        life_stage(age, sex, state)


def test_the_share_of_no_reference_is_no_number() -> None:
    nothing = Reference("sodium", "tolerable upper intake level (UL)", None, "total intake", "high confidence")
    assert Line("sodium", Decimal(5), 0, nothing).percent is None
    assert Line("sodium", Decimal(5), 0, None).gap == 0
