"""`myograph check --mappings`: files named after it, what was compared, and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from myograph.cli.check import check
from myograph.errors import UsageError
from tests.content_cases import MAPPED, replace, valid_copy
from tests.foreign_ontologies import write_formats

TABLE = "ontology/mappings.sssom.tsv"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(check, [str(argument) for argument in arguments])


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return valid_copy(tmp_path / "content", MAPPED).root


def test_files_follow_the_option_and_what_was_compared_is_told(content: Path, tmp_path: Path) -> None:
    files = write_formats(tmp_path)
    result = run(content, "--mappings", files["obo"], files["rdf/xml"])
    assert (result.exit_code, result.stdout) == (0, "")
    for form in ("obo", "rdf/xml"):
        assert f"{files[form]}: symp 2026-01-02, 4 terms; 1 rows compared, 1 of its own terms" in result.stderr


def test_finding_ends_with_1_and_names_the_row(content: Path, tmp_path: Path) -> None:
    replace(content / TABLE, "SYMP:0000394", "SYMP:0000400")
    result = run("--mappings", write_formats(tmp_path)["obo graph"], content)
    assert result.exit_code == 1
    assert f"{TABLE}:18 (myo-id:muscle-twitching): error: SYMP:0000400" in result.stdout
    assert "Map to SYMP:0000394 muscle twitching" in result.stdout


def test_json_counts_what_was_compared(content: Path, tmp_path: Path) -> None:
    files = write_formats(tmp_path)
    compared = json.loads(run(content, "--mappings", files["turtle"], "--format", "json").stdout)["mappings"]
    assert [(file["ontology"], file["rows"], file["own"]) for file in compared] == [("symp", 1, 1)]
    assert json.loads(run(content, "--format", "json").stdout)["mappings"] is None


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("{content}", "--mappings", "{content}/absent.owl"), "No such file"),
        (("{content}", "--mappings", "{content}"), "Is a directory"),
        (("{content}", "{content}"), "one folder can be checked at a time"),
    ],
)
def test_what_cannot_be_read_is_a_usage_error(arguments: tuple[str, ...], problem: str, content: Path) -> None:
    result = run(*(argument.format(content=content) for argument in arguments))
    assert isinstance(result.exception, UsageError)
    assert problem in str(result.exception)


def test_name_of_an_ontology_cannot_drive_a_terminal(content: Path, tmp_path: Path) -> None:
    path = write_formats(tmp_path)["obo"]
    replace(path, "releases/2026-01-02", "\x1b[31mred")
    result = run(content, "--mappings", path)
    assert "\x1b" not in result.stderr
