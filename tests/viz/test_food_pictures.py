"""Pictures of foods: the same bytes every time, with a unit and every figure in words, what is not known left empty."""

from __future__ import annotations

import re

import pytest

from myograph.errors import UsageError
from myograph.viz.food_pictures import MOST_ROWS, Table, bars, heat_map

TABLE = Table(
    "What foods bring",
    "% of a day's reference",
    ("almonds", "a sauce that costs $2 or $3"),
    ("magnesium", "sodium"),
    ((23.94, None), (0.0, 116.1)),
)


def words(svg: bytes) -> list[str]:
    """Return the texts that are drawn: letters are curves, and the words stand in comments."""
    return [found.strip() for found in re.findall(r"<!--(.*?)-->", svg.decode(), re.DOTALL)]


def test_a_heat_map_tells_names_unit_and_figures_and_leaves_the_unknown_empty() -> None:
    drawn = heat_map(TABLE, "svg")
    assert drawn == heat_map(TABLE, "svg")
    assert {"almonds", "magnesium", "% of a day's reference", "24", "116", "0", "\N{EN DASH}"} <= set(words(drawn))
    assert any("$2 or $3" in each for each in words(drawn))


def test_bars_tell_the_first_column_with_its_unit() -> None:
    drawn = bars(TABLE, "svg", mark=100)
    assert {"almonds", "% of a day's reference", "24", "0"} <= set(words(drawn))
    assert "116" not in words(drawn)
    assert bars(TABLE, "png").startswith(b"\x89PNG")


def test_nothing_and_too_much_are_not_drawn() -> None:
    with pytest.raises(UsageError, match="nothing to draw"):
        bars(Table("", "", (), ("a",), ()), "svg")
    many = MOST_ROWS + 1
    with pytest.raises(UsageError, match="do not fit"):
        heat_map(Table("", "", ("food",) * many, ("a",), ((1.0,),) * many), "svg")
