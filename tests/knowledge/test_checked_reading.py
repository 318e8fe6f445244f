"""The checked reading: each passage with its claims, wording and verdict, quoted only where its digest proves it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from myograph.cli.read import read
from myograph.errors import CheckFailed, UnknownName, UsageError
from myograph.knowledge import KnowledgeGraph
from myograph.knowledge.checked_reading import CHANGED, CheckedReading, as_markdown, as_text, checked_reading
from myograph.release.checking import check
from tests.annotated import LETTER, letter_content, letter_graph, letter_store

TEXT = LETTER.read_text("utf-8")


def test_letter_is_sound(tmp_path: Path) -> None:
    report = check(letter_content(tmp_path), LETTER)
    found = [finding for finding in report.findings if not (finding.file or "").startswith("queries/")]
    assert found == []  # the catalogue asks for entities that the letter does not know
    assert report.verification is not None
    assert str(report.verification.coverage).startswith("5 of 5 passages match")


def told(reading: CheckedReading) -> list[str]:
    return list(as_text(reading, letter_graph().teller))


def test_every_claim_is_told_with_wording_and_verdict() -> None:
    lines = told(checked_reading(letter_graph()))
    assert lines[0] == "invented letter, checked"
    assert lines[1].startswith("5 passages, 3 with claims: 8 claims in 8 places.")
    assert lines[2] == "Claims by verdict: ✔ supported: 1, ◌ not yet appraised: 6, ✘ contradicted: 1."
    assert lines[3:10] == [
        "",
        "── opening ──",
        "  1 · nothing told: heading only",
        "",
        "── letter ──",
        "  2 · sentence 1",
        "    Coffee makes eyelids twitch. · asserted · ✔ supported  [myo-claim:coffee-eyelid]",
    ]
    assert lines[10].endswith("· possible (may) · ◌ not yet appraised  [myo-claim:coffee-sleeplessness]")
    assert lines[12] == "    Tea makes eyelids twitch. · asserted, implied · ✘ contradicted  [myo-claim:tea-eyelid]"
    assert lines[-3] == "  5 · nothing told: page furniture"
    assert lines[-1] == "Education, not medical advice."


def test_claims_below_the_bar_are_left_out_and_their_passages_told_as_one() -> None:
    reading = checked_reading(letter_graph(), evidence="supported")
    assert [claim.statement for claim in reading.claims] == ["Coffee makes eyelids twitch."]
    lines = told(reading)
    assert "  3-5 · nothing told: no claim that meets the bar (2), page furniture" in lines
    assert not any("Tea" in line for line in lines)


def test_passages_are_quoted_from_the_text_that_was_annotated() -> None:
    reading = checked_reading(letter_graph(), text=TEXT)
    assert reading.changed == ()
    lines = told(reading)
    assert lines[3] == "5 of 5 passages match the text at hand."
    assert "    | Tea does so too." in lines
    assert not any("Thank you" in line for line in lines)  # what claims nothing is not told at length


def test_changed_passages_are_told_and_not_quoted() -> None:
    reading = checked_reading(letter_graph(), text=TEXT.replace("Tea does", "Tea did!"))
    assert [passage.number for passage in reading.changed] == [3]
    lines = told(reading)
    assert lines[3] == "4 of 5 passages match the text at hand."
    assert f"    | {CHANGED}" in lines
    assert not any("did!" in line for line in lines)


@pytest.mark.parametrize("text", ["", "Another letter.\n" * 20, "\n" + TEXT])
def test_another_text_is_refused(text: str) -> None:
    with pytest.raises(CheckFailed, match="no passage of the text is a passage of: invented letter"):
        checked_reading(letter_graph(), text=text)


def test_markdown_has_sections_quotes_and_one_item_for_each_claim() -> None:
    text = TEXT.replace("Tea does so too.", "Tea did so too!!")
    lines = list(as_markdown(checked_reading(letter_graph(), text=text), letter_graph().teller))
    assert lines[0] == "# Invented letter, checked"
    assert [line for line in lines if line.startswith("## ")] == ["## opening", "## letter"]
    assert "> Coffee makes eyelids twitch and may keep people awake." in lines
    assert f"> {CHANGED}" in lines
    assert "- Tea makes eyelids twitch. · *asserted, implied* · **✘ contradicted** · `myo-claim:tea-eyelid`" in lines
    assert sum(line.startswith("- ") for line in lines) == 8
    assert "*5 · nothing told: page furniture*" in lines
    for before, line in pairwise(lines):
        assert not line.startswith(("#", "**", ">", "*5")) or before == ""  # a block starts after an empty line


def test_markdown_escapes_what_a_source_could_mean_as_markup() -> None:
    from myograph.knowledge.checked_reading import _escaped

    assert _escaped("<b>*a*</b> [x](y) `c`") == r"\<b\>\*a\*\</b\> \[x\](y) \`c\`"


def test_sources_are_found_by_name() -> None:
    graph = letter_graph()
    assert graph.source_text("invented letter") is graph.source_text()
    with pytest.raises(UnknownName, match="not divided into passages"):
        graph.source_text("invented trial of tea")
    with pytest.raises(UnknownName, match="nothing in the graph"):
        checked_reading(graph, "no such thing")
    with pytest.raises(UnknownName, match="evidence bar"):
        checked_reading(graph, evidence="sky-high")


def test_a_name_is_needed_where_there_are_several_texts_or_none() -> None:
    graph = letter_graph()
    several = KnowledgeGraph(graph.store, graph.content)
    several.__dict__["source_texts"] = graph.source_texts * 2
    with pytest.raises(UsageError, match=r"2 sources are divided into passages(?s:.*)myo-source:letter"):
        several.source_text()
    several.__dict__["source_texts"] = ()
    with pytest.raises(UsageError, match="no source is divided into passages"):
        several.source_text()


def run(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(read, ["--store", str(letter_store(tmp_path)), *arguments])


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_command_writes_the_reading(form: str, tmp_path: Path) -> None:
    result = run(tmp_path, "--format", form, "--source", str(LETTER), "--evidence", "qualified")
    assert result.exit_code == 0, result.exception
    reading = checked_reading(letter_graph(), evidence="qualified", text=TEXT)
    tell = as_text if form == "text" else as_markdown
    assert result.stdout.splitlines() == list(tell(reading, letter_graph().teller))


def test_command_fails_after_telling_when_the_text_has_changed(tmp_path: Path) -> None:
    changed = tmp_path / "changed.txt"
    changed.write_text(TEXT.replace("awake", "alive"), "utf-8")
    result = run(tmp_path, "--source", str(changed))
    assert isinstance(result.exception, CheckFailed)
    assert "1 of 5 passages have other characters in this text: 2" in str(result.exception)
    assert "Tea makes eyelids twitch." in result.stdout
