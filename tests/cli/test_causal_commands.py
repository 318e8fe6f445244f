"""The causal commands as a person uses them: answers, silence explained, and mistakes refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from myograph.cli import run

STRESS, TWITCH = "psychological stress", "muscle twitching"

ANSWERS = [
    (("paths", STRESS, TWITCH), "weakest link:"),
    (("causes",), "lead to it"),
    (("causes", "muscle cramp", "--evidence", "qualified"), "✔ supported"),
    (("effects", STRESS), "it leads to"),
    (("cut", STRESS, TWITCH), "How much would have to be refuted"),
    (("cut", "sweating", "caffeine", TWITCH), "close by correcting alone"),
    (("whatif", "--raise", STRESS), "muscle twitching (symptom) raised"),
    (("whatif", "--lower", "magnesium deficiency"), "Lowered means"),
    (("loops",), "loop"),
    (("rank",), "chance"),
    (("adjust", "electrolyte imbalance", TWITCH), "Adjust for:"),
    (("compare",), "What would remain of"),
]

SILENCE = [
    (("paths", "spinach", TWITCH), "No claim says that spinach brings about"),
    (("paths", "sweating", TWITCH, "--evidence", "supported"), "gives one."),
    (("paths", "sweating", TWITCH, "--links", "1"), "No bar gives one"),
    (("causes", "spinach"), "Nothing, at the bar 'any'."),
    (("effects", "sweating", "--evidence", "supported"), "a causal claim is about sweating"),
    (("whatif", "--raise", "spinach"), "Nothing is said to follow"),
    (("rank", "spinach"), "Nothing"),
    (("cut", "spinach", TWITCH), "No path"),
]

MISTAKES = [
    (("paths", STRESS, STRESS), "two different ends"),
    (("paths", "stres", TWITCH), "Did you mean"),
    (("paths", STRESS, TWITCH, "--most", "0"), "0 is not in the range"),
    (("paths", STRESS, TWITCH, "--links", "51"), "51 is not in the range"),
    (("paths", STRESS, TWITCH, "--evidence", "good"), "no evidence bar"),
    (("paths", STRESS, TWITCH, "--source", "nobody"), "nobody"),
    (("paths", STRESS, TWITCH, "--picture", "picture.gif"), ".svg or .png"),
    (("whatif",), "nothing is changed"),
    (("whatif", "--raise", STRESS, "--lower", STRESS), "raised and lowered"),
    (("cut", TWITCH, TWITCH), "two different ends"),
    (("adjust", STRESS, STRESS), "the same"),
    (("adjust", "spinach", TWITCH), "no causal claim"),
    (("rank", "--by", "fame"), "fame"),
]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(list(arguments)) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "words"), ANSWERS + SILENCE, ids=str)
def test_questions_are_answered(arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert words in told(capsys, *arguments)


@pytest.mark.parametrize(("arguments", "words"), MISTAKES, ids=str)
def test_mistakes_are_refused_with_words(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(list(arguments)) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("arguments", [arguments for arguments, _ in ANSWERS], ids=str)
def test_every_answer_is_to_be_had_as_json(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(told(capsys, *arguments, "--format", "json"))


def test_the_trap_of_the_spinach(capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, "whatif", "--raise", "spinach", "--evidence", "any", "--links", "8")
    assert "lowered" not in out.partition("Seek care")[0]
    assert "Said, but not followed" in out
    assert "spinach is a food source of magnesium" in out


def test_a_graph_is_written_for_other_tools(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "adjust", STRESS, TWITCH, "--format", "dagitty").startswith("dag {")
    assert told(capsys, "adjust", STRESS, TWITCH, "--format", "dot").startswith("digraph")
    assert told(capsys, "adjust", STRESS, TWITCH, "--format", "gml").startswith("graph [")


def test_pictures_are_drawn_beside_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib (the extra `pictures`) is not installed")
    for arguments in (("paths", STRESS, TWITCH), ("causes", STRESS)):
        file = tmp_path / f"{arguments[0]}.svg"
        assert told(capsys, *arguments, "--picture", str(file))
        assert file.read_bytes().startswith(b"<?xml")


def test_a_picture_of_nothing_is_refused_after_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "nothing.svg"
    assert run(["paths", "spinach", TWITCH, "--picture", str(file)]) == 2
    captured = capsys.readouterr()
    assert "No path" in captured.out
    assert "nothing to draw" in captured.err
    assert not file.exists()
