"""What is wrong with a question's file is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from myograph.content import Content
from myograph.errors import ContentError
from myograph.queries.catalogue import Catalogue, Question
from myograph.queries.header import Column

RIGHT = """\
# title: Foods of a mineral
# question: Which foods supply a mineral?
# columns: ?food (?foodLabel) the food; ?places how many places say so; or none (places)
# tags: food, mineral
# parameter: mineral (entity of class myo:Mineral or myo:FoodGroup) the mineral
# parameter: least (integer 1..9) the least number
# show: bars
# A note: with a colon.

PREFIX myo: <https://w3id.org/myograph/ontology#>
PREFIX myo-id: <https://w3id.org/myograph/id/>

SELECT ?food ?foodLabel ?places
WHERE {
  VALUES ?mineral { myo-id:magnesium }
  VALUES ?least { 2 }
  VALUES (?constant) { (1) }
  ?food myo:foodSourceOf ?mineral .
}
ORDER BY ?food
"""


def catalogue_of(root: Path, **files: str) -> Catalogue:
    (root / "ontology").mkdir(exist_ok=True)
    for name, text in files.items():
        file = root / "queries" / f"{name.replace('__', '/')}.rq"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Catalogue.load(Content(root))


@pytest.fixture
def question(tmp_path: Path) -> Question:
    return catalogue_of(tmp_path, foods__foods=RIGHT, views__made=RIGHT, machinery__inner=RIGHT).questions[0]


def test_a_header_is_read(question: Question) -> None:
    assert (question.name, question.group, question.path) == ("foods", "foods", "queries/foods/foods.rq")
    assert (question.title, question.question) == ("Foods of a mineral", "Which foods supply a mineral?")
    assert question.tags == ("food", "mineral")
    assert question.show == "bars"
    assert question.form == "SELECT"
    assert question.query.startswith("PREFIX myo: ")
    assert question.namespaces["myo-id"] == "https://w3id.org/myograph/id/"


def test_columns_have_meaning_unit_and_labels(question: Question) -> None:
    assert question.columns == (
        Column("food", "the food"),
        Column("foodLabel", "what ?food is called", labels="food"),
        Column("places", "how many places say so; or none (places)", unit="places"),
    )


def test_parameters_have_type_default_and_example(question: Question) -> None:
    mineral, least = question.parameters
    assert (mineral.default, mineral.example) == ("myo-id:magnesium", "magnesium")
    assert mineral.type.expected == "the name of a mineral or food group"
    assert (least.default, least.type.expected) == ("2", "a whole number from 1 to 9")


def test_what_has_to_be_imported_is_told(tmp_path: Path) -> None:
    text = RIGHT.replace("# show: bars", "# show: bars\n# needs: ontology symp\n# needs: graph physio-map")
    first, second = catalogue_of(tmp_path, foods__foods=text).questions[0].needs
    assert (first.graph, second.graph) == ("ontology-symp", "guest-physio-map")
    assert "myograph import graph FILE --name physio-map" in second.advice


def test_views_and_machinery_are_no_questions(tmp_path: Path) -> None:
    assert not catalogue_of(tmp_path, views__made="ASK {}", machinery__inner="ASK {}").questions


@pytest.mark.parametrize(
    ("old", "new", "place", "problem"),
    [
        ("# show: bars", "# show: bars\n# needs: symp", "queries/a/b.rq:8", "names nothing that can be"),
        ("# title: Foods of a mineral\n", "", "queries/a/b.rq:8", "`# title: ...` is missing"),
        ("# question: Which foods supply a mineral?\n", "", "queries/a/b.rq:8", "`# question: ...` is missing"),
        ("# tags: food, mineral\n", "", "queries/a/b.rq:8", "`# tags: ...` is missing"),
        ("# show: bars\n", "", "queries/a/b.rq:8", "`# show: ...` is missing"),
        ("# show: bars\n", "# show: bars\n# show: table\n", "queries/a/b.rq:8", "stands here twice"),
        ("Foods of a mineral", " ", "queries/a/b.rq:1", "says nothing"),
        ("show: bars", "show: pie", "queries/a/b.rq:7", "cannot be shown as 'pie'"),
        ("?food (?foodLabel) the food", "food", "queries/a/b.rq:3", "'food' does not describe a column"),
        ("(integer 1..9)", "(int)", "queries/a/b.rq:6", "'int' is no type of a parameter"),
        ("(integer 1..9) the least number", "1..9", "queries/a/b.rq:6", "does not declare a parameter"),
        ("  VALUES ?least { 2 }\n", "", "queries/a/b.rq:6", "no default for the parameter ?least"),
        ("  VALUES ?least { 2 }\n", "  VALUES ?least { 2 } .\n", "queries/a/b.rq:6", "no default for the parameter"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, place: str, problem: str) -> None:
    assert old in RIGHT
    with pytest.raises(ContentError) as told:
        catalogue_of(tmp_path, a__b=RIGHT.replace(old, new))
    assert told.value.place == place
    assert problem in told.value.problem
    assert told.value.advice


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    catalogue_of(tmp_path, a__b=RIGHT)
    (tmp_path / "queries/a/b.rq").write_bytes(b"# title: \xff")
    with pytest.raises(ContentError, match=r"queries/a/b\.rq: cannot be read"):
        Catalogue.load(Content(tmp_path))


def test_two_questions_cannot_have_one_name(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"queries/b/same\.rq: queries/a/same\.rq has the same name"):
        catalogue_of(tmp_path, a__same=RIGHT, b__same=RIGHT)
