"""Tables of reference intakes: what is read, and which rows are left out with which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad

from myograph.errors import ContentError, UsageError
from myograph.importers.intakes import IntakeImport
from myograph.importers.report import Report
from myograph.names import MYO, MYO_GRAPH, XSD

HEAD = "nutrient,kind,life_stage,sex,age_from_y,age_to_y_exclusive,amount,unit,applies_to,confidence,note\n"
ROW = "Magnesium,RDA,males,male,19,25,0.35,g/d,total intake,high,\n"


def imported(folder: Path, text: str) -> tuple[set[Quad], Report]:
    file, report = folder / "table.csv", Report()
    file.write_text(text, encoding="utf-8")
    return set(IntakeImport.of(file, "elsewhere", report).quads()), report


def test_a_reference_is_read_in_milligrams_a_day(tmp_path: Path) -> None:
    quads, report = imported(tmp_path, HEAD + ROW)
    found = {q.predicate: q.object for q in quads if q.object != MYO.Source}
    assert found[MYO.dailyAmount] == Literal("350", datatype=XSD.decimal)
    assert found[MYO.lifeStage] == MYO.males
    assert found[MYO.confidence] == MYO.highConfidence
    assert {q.graph_name for q in quads} == {MYO_GRAPH["intakes-elsewhere"]}
    assert report.taken["table.csv"] == 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Magnesium", "Unobtainium", "nutrient 'unobtainium' is not known"),
        ("RDA", "RDI", "kind 'RDI' is not known"),
        ("males", "martians", "life_stage 'martians' is not known"),
        ("19,25", "25,19", "ages that are no ages"),
        ("19,25", "-1,25", "ages that are no ages"),
        ("0.35", "-0.35", "amount that is not above 0 and at most 10000 mg a day"),
        ("0.35", "350", "amount that is not above 0 and at most 10000 mg a day"),
        ("g/d", "oz/d", "unit 'oz/d' is not known"),
        ("high", "sure", "confidence 'sure' is not known"),
    ],
)
def test_rows_that_cannot_be_are_left_out(tmp_path: Path, old: str, new: str, reason: str) -> None:
    _, report = imported(tmp_path, HEAD + ROW + ROW.replace(old, new))
    assert report.places == {("table.csv", reason): [3]}


def test_no_amount_means_that_none_was_set(tmp_path: Path) -> None:
    quads, _ = imported(tmp_path, HEAD + ROW.replace("0.35", ""))
    assert MYO.dailyAmount not in {quad.predicate for quad in quads}


def test_a_table_without_a_good_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="not one row"):
        imported(tmp_path, HEAD + ROW.replace("RDA", "RDI"))


@pytest.mark.parametrize("name", ["", "Two Words", "../up", "a_b"])
def test_the_name_is_made_of_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "table.csv").touch()
    with pytest.raises(UsageError, match="cannot name a table"):
        IntakeImport.of(tmp_path / "table.csv", name, Report())
