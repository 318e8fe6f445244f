"""`ask` and `questions` as a person uses them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from myograph.content import Content
from myograph.queries.catalogue import Catalogue

CATALOGUE = Catalogue.load(Content.find())


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "myograph", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_ask_answers_with_the_default() -> None:
    told = run("ask", "foods-for-mineral", "--format", "csv")
    rows = list(csv.DictReader(told.stdout.splitlines()))
    assert told.returncode == 0
    assert "leafy greens" in {row["foodLabel"] for row in rows}


@pytest.mark.parametrize(
    "name", ["potassium", "K", "kalium", "myo-id:potassium", "https://w3id.org/myograph/id/potassium"]
)
def test_ask_takes_every_way_of_naming_a_thing(name: str) -> None:
    told = run("ask", "foods-for-mineral", f"mineral={name}", "--format", "csv")
    assert told.returncode == 0, told.stderr
    foods = {row["foodLabel"] for row in csv.DictReader(told.stdout.splitlines())}
    assert "banana" in foods
    assert "almond" not in foods


def test_a_table_names_things_once() -> None:
    told = run("ask", "foods-for-mineral", "--format", "table").stdout.splitlines()
    assert told[0].split() == ["food", "group", "certainty", "verdict", "places"]
    with_iris = run("ask", "foods-for-mineral", "--format", "table", "--iris").stdout.splitlines()
    assert with_iris[0].split()[:2] == ["food", "foodLabel"]
    assert "https://w3id.org/myograph/id/" in with_iris[2]


def test_sparql_is_written_with_the_values_in_place_and_runs_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "question.rq"
    told = run("ask", "foods-for-mineral", "mineral=calcium", "--sparql", "--output", str(file))
    assert (told.returncode, told.stdout) == (0, "")
    assert "VALUES ?mineral { <https://w3id.org/myograph/id/calcium> }" in file.read_text("utf-8")
    asked = run("ask", "foods-for-mineral", "mineral=calcium", "--format", "csv")
    assert run("query", str(file), "--format", "csv").stdout == asked.stdout


def test_sparql_without_values_is_the_file() -> None:
    assert run("ask", "red-flags", "--sparql").stdout == CATALOGUE.named("red-flags").text


@pytest.mark.parametrize(
    ("words", "problem", "advice"),
    [
        (("red-flag",), "there is no question 'red-flag'", "Did you mean red-flags"),
        (
            ("foods-for-mineral", "mineral=magnesum"),
            "nothing in the graph is called 'magnesum'",
            "Did you mean magnesium",
        ),
        (("foods-for-mineral", "mineral=tremor"), "the name of a mineral, and not 'tremor'", "mineral=magnesium"),
        (("foods-for-mineral", "food=banana"), "no parameter 'food'", "mineral (the mineral)"),
        (("foods-for-mineral", "mineral"), "does not give a parameter a value", "Write mineral=VALUE."),
        (("foods-for-mineral", "banana"), "does not give a parameter a value", "Write mineral=banana."),
        (("red-flags", "banana"), "does not give a parameter a value", "red-flags has no parameters."),
        (("claims-in-passage", "number=0"), "a whole number from 1 to 9999", "number=8"),
        (("claims-in-passage", "number=1", "number=2"), "number is given twice", "one value"),
    ],
)
def test_what_is_not_understood_is_told_and_nothing_is_written(
    words: tuple[str, ...], problem: str, advice: str
) -> None:
    told = run("ask", *words)
    assert (told.returncode, told.stdout) == (2, "")
    assert problem in told.stderr
    assert advice in told.stderr
    assert "Traceback" not in told.stderr


def test_a_failed_question_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "answer.csv"
    file.write_text("before", encoding="utf-8")
    assert run("ask", "foods-for-mineral", "mineral=xyzzy", "--output", str(file)).returncode == 2
    assert file.read_text("utf-8") == "before"


def test_questions_lists_all_by_group() -> None:
    lines = run("questions").stdout.splitlines()
    assert set(CATALOGUE.groups) <= set(lines)
    assert {line.split()[0] for line in lines if line.startswith("  ")} == {each.name for each in CATALOGUE}


def test_questions_searches() -> None:
    told = run("questions", "magnesum", "food")
    assert told.stdout.split()[0] == "foods-for-mineral"


def test_questions_tells_what_belongs_to_one() -> None:
    told = run("questions", "most-repeated-claims").stdout
    assert "atLeast: the smallest number of places; a whole number from 2 to 50; default 3" in told
    assert "File: queries/claims/most-repeated-claims.rq" in told


def test_questions_as_json() -> None:
    found = json.loads(run("questions", "--format", "json").stdout)
    assert [each["name"] for each in found] == [each.name for each in CATALOGUE]
    [one] = json.loads(run("questions", "foods-for-mineral", "--format", "json").stdout)
    assert one["parameters"] == [
        {"name": "mineral", "expects": "the name of a mineral", "meaning": "the mineral", "default": "magnesium"}
    ]
    assert {"name": "places", "meaning": "how many places state it (places)", "unit": "places", "labels": None} in one[
        "columns"
    ]


def test_questions_as_markdown_for_a_document() -> None:
    header, rule, *rows = run("questions", "--format", "markdown").stdout.splitlines()
    assert header == "| group | name | question |"
    assert set(rule) <= set("| -")
    assert len(rows) == len(CATALOGUE)


def test_questions_about_nothing_are_told() -> None:
    told = run("questions", "xyzzy")
    assert (told.returncode, told.stdout) == (2, "")
    assert "no question is about 'xyzzy'" in told.stderr
