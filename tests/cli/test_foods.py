"""`myograph foods` and `myograph intake` as a person uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from myograph.cli.foods import foods
from myograph.cli.intake import intake
from myograph.errors import UsageError


def run(command: object, *words: str) -> Result:
    assert command in (foods, intake)
    return CliRunner().invoke(foods if command is foods else intake, list(words))


def test_the_richest_foods_come_first_with_their_unit() -> None:
    told = run(foods, "--mineral", "potassium", "--by", "portion").stdout.splitlines()
    assert told[0] == "potassium, mg in one usual portion"
    amounts = [float(line.split("  (")[0].rstrip("\N{FULL BLOCK} ").split()[-1]) for line in told[1:]]
    assert amounts == sorted(amounts, reverse=True)
    assert len(amounts) == 20


def test_a_food_is_told_with_record_unit_and_origin() -> None:
    told = run(foods, "banana, raw").stdout
    assert "FDC 173944" in told
    assert "potassium: 358 mg in 100 g, 422.44 mg in the portion [measured]" in told


def test_forms_stand_side_by_side_and_missing_stays_empty() -> None:
    told = run(foods, "sweet potato").stdout.splitlines()
    fries = next(line for line in told if line.startswith("sweet potato fries"))
    head = next(line for line in told if line.startswith("in 100 g"))
    assert fries.split()[-4:] == ["244", "39", "214", "209"]
    assert fries[: head.index("Mg mg") + 5].rstrip() == "sweet potato fries, frozen"


def test_the_poorest_need_energy() -> None:
    assert isinstance(run(foods, "--poorest").exception, UsageError)
    assert run(foods, "--poorest", "--by", "energy").exit_code == 0


def test_references_that_are_not_sure_are_marked() -> None:
    told = run(intake, "--age", "5", "--sex", "male").stdout
    assert "(CDRR): 1500 mg a day [low confidence]" in told
    assert "magnesium: tolerable upper intake level (UL): 110 mg a day, supplements and medicines alone" in told


def test_a_file_gives_the_same_as_words(tmp_path: Path) -> None:
    file = tmp_path / "day.txt"
    file.write_text("# breakfast\nbanana, raw=118\nalmonds, raw = 28  # a handful\n", encoding="utf-8")
    person = ("--age", "40", "--sex", "male")
    by_words = run(intake, *person, "banana, raw=118", "almonds, raw=28")
    assert run(intake, *person, "--file", str(file)).stdout == by_words.stdout
    assert "magnesium: 107 of 420 mg a day (26 %)" in by_words.stdout


@pytest.mark.parametrize("eaten", ["banana, raw", "banana, raw=-1", "boiled=100", "=5"])
def test_what_cannot_be_understood_is_refused(eaten: str) -> None:
    assert isinstance(run(intake, "--age", "40", "--sex", "male", eaten).exception, UsageError)


def test_a_heat_map_shows_a_figure_for_each_food_and_mineral() -> None:
    told = run(foods, "nuts", "--heat").stdout.splitlines()
    assert told[0] == "What a usual portion brings: female, 40 years"
    assert told[1].split()[-4:] == ["magnesium", "potassium", "calcium", "sodium"]
    almonds = next(line for line in told if line.startswith("almonds, raw"))
    assert [float(figure) for figure in almonds.replace("░", " ").split()[-4:]] == [23.9, 8.0, 7.6, 0.0]


def test_a_day_is_shown_by_food_and_a_missing_value_as_a_dash() -> None:
    told = run(intake, "--age", "40", "--sex", "male", "--heat", "sweet potato fries=100", "banana, raw=118").stdout
    fries = next(line for line in told.splitlines() if line.startswith("sweet potato fries, frozen, 100 g"))
    assert fries.split()[-7:].count("\N{EN DASH}") == 1
    assert "banana, raw, 118 g" in told
    assert isinstance(run(intake, "--age", "40", "--sex", "male", "--heat").exception, UsageError)


def test_shares_of_a_person_are_marked_where_the_reference_is_not_sure() -> None:
    of_adults = run(foods, "--by", "share", "--mineral", "calcium", "--age", "60").stdout
    assert of_adults.splitlines()[0] == "calcium, % of a day's reference in one usual portion"
    assert "confidence]" not in of_adults


@pytest.mark.parametrize("words", [("foods", "nuts", "--heat"), ("foods",), ("intake", "banana, raw=118")])
def test_pictures_are_written_whole_or_not_at_all(tmp_path: Path, words: tuple[str, ...]) -> None:
    command = foods if words[0] == "foods" else intake
    person = () if command is foods else ("--age", "40", "--sex", "male")
    drawn = tmp_path / "drawn.svg"
    assert run(command, *words[1:], *person, "--picture", str(drawn)).exit_code == 0
    assert drawn.read_bytes().startswith(b"<?xml")
    assert run(command, *words[1:], *person, "--picture", str(tmp_path / "drawn.gif")).exit_code != 0
    assert [path.name for path in tmp_path.iterdir()] == ["drawn.svg"]
