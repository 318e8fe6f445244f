"""`myograph check`: findings for people and for programs, a summary beside them, and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click import unstyle
from click.testing import CliRunner, Result

import myograph.cli
from myograph.cli.check import as_lines, check
from myograph.errors import Finding, UsageError
from myograph.release.checking import CheckReport
from tests.content_cases import INVALID, SOURCE_TEXT, VALID, broken_copy


def run(*arguments: object) -> Result:
    return CliRunner().invoke(check, [str(argument) for argument in arguments])


def broken(name: str, folder: Path) -> Path:
    return broken_copy(next(case for case in INVALID if case.name == name), folder).root


def test_clean_content_says_nothing_and_sums_up() -> None:
    result = run(VALID)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "0 errors, 0 warnings" in result.stderr
    assert "not compared with the text" in result.stderr


def test_source_gives_the_coverage() -> None:
    result = run(VALID, "--source", SOURCE_TEXT)
    assert result.exit_code == 0
    assert "3 of 3 passages match the text; 91 of 91 non-space characters, 100.0 %" in result.stderr
    assert "not compared" not in result.stderr


def test_error_is_told_with_place_and_advice(tmp_path: Path) -> None:
    result = run(broken("claim-sign", tmp_path))
    assert result.exit_code == 1
    finding, advice = result.stdout.splitlines()
    assert finding.startswith("graph/article/claims.ttl:9 (myo-claim:mg-twitching): error: the sign myo:promotes")
    assert finding.endswith("[claim-sign]")
    assert advice.startswith("    Correct the sign")
    assert "1 error, 0 warnings" in result.stderr


def test_warnings_alone_are_no_failure(tmp_path: Path) -> None:
    result = run(broken("triple-in-two-files", tmp_path))
    assert result.exit_code == 0
    assert ": warning: " in result.stdout


def test_json_holds_the_same(tmp_path: Path) -> None:
    result = run(broken("labels", tmp_path), "--format", "json")
    data = json.loads(result.stdout)
    assert (result.exit_code, data["errors"], data["warnings"], data["complete"]) == (1, 1, 1, True)
    assert [finding["rule"] for finding in data["findings"]] == ["unique-label", "unique-label"]
    assert data["coverage"] is None


def test_json_of_a_comparison() -> None:
    data = json.loads(run(VALID, "--source", SOURCE_TEXT, "--format", "json").stdout)
    assert data["coverage"] == {"covered": 91, "total": 91, "verified_passages": 3, "passages": 3}
    assert data["source"] == "https://w3id.org/myograph/source/article"


def test_text_of_another_source_fails(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Nothing of the kind.", encoding="utf-8")
    result = run(VALID, "--source", tmp_path / "other.txt")
    assert result.exit_code == 1
    assert "other.txt is the text of no known source" in result.stdout


def test_one_changed_letter_fails(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_bytes(SOURCE_TEXT.read_bytes().replace(b"hold", b"told"))
    result = run(VALID, "--source", tmp_path / "text.txt")
    assert result.exit_code == 1
    assert "myo-passage:article-3" in result.stdout
    assert "2 of 3 passages match" in result.stderr


def test_unreadable_content_is_said_to_be_unchecked(tmp_path: Path) -> None:
    result = run(broken("broken-turtle", tmp_path), "--source", SOURCE_TEXT)
    assert result.exit_code == 1
    assert "have not looked at the content yet" in result.stderr


@pytest.mark.parametrize("arguments", [["nowhere"], [VALID, "--source", "nowhere.txt"]])
def test_missing_path_is_a_usage_error(arguments: list[object]) -> None:
    result = run(*arguments)
    assert isinstance(result.exception, UsageError)
    assert result.exception.exit_code == 2


def test_text_of_content_cannot_drive_a_terminal() -> None:
    finding = Finding("warning", "rule", "an \x1b[2J escape", "and \r another", "a\x07.ttl", 1, "<b\x9b>")
    line = unstyle(as_lines(CheckReport((finding,), complete=True)))
    assert line == "a\\x07.ttl:1 (<b\\x9b>): warning: an \\x1b[2J escape [rule]\n    and \\r another\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["check", str(VALID)], 0), (["check", "nowhere"], 2), (["check", str(VALID), "--source", "nowhere.txt"], 2)],
)
def test_exit_code_of_the_command_line(arguments: list[str], code: int) -> None:
    assert myograph.cli.run(arguments) == code


def test_findings_end_the_command_line_with_1(tmp_path: Path) -> None:
    assert myograph.cli.run(["check", str(broken("claim-sign", tmp_path))]) == 1
