"""`myograph annotate`: the table on standard output or in a file that is replaced at the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from myograph.cli.annotate import annotate
from myograph.content import Content
from myograph.errors import ContentError, UnknownName, UsageError
from myograph.graph.annotation import annotated_source, as_tsv
from myograph.graph.loading import load
from myograph.release.checking import check
from tests.content_cases import VALID, valid_copy


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(annotate, [str(word) for word in arguments])


def table() -> str:
    loaded = load(Content(VALID))
    return as_tsv(loaded, annotated_source(loaded))


@pytest.mark.parametrize("source", [(), ("article",), ("myo-source:article",)])
def test_table_goes_to_standard_output(source: tuple[str, ...]) -> None:
    result = run(*source, "--content", VALID)
    assert result.exit_code == 0, result.exception
    assert result.stdout == table()


def test_file_that_is_written_satisfies_the_check(tmp_path: Path) -> None:
    content = valid_copy(tmp_path)
    target = tmp_path / "graph" / "article" / "annotation.tsv"
    target.write_text("old\n", encoding="utf-8")
    assert [finding.rule for finding in check(content).findings] == ["annotation-current"]
    result = run("--content", tmp_path, "--output", target)
    assert result.exit_code == 0, result.exception
    assert result.stdout == ""
    assert check(content).findings == ()


@pytest.mark.parametrize("ending", ["\r\n", "", "\n\n"])
def test_table_with_other_line_ends_is_out_of_date(ending: str, tmp_path: Path) -> None:
    content = valid_copy(tmp_path)
    target = tmp_path / "graph" / "article" / "annotation.tsv"
    target.write_bytes(table().removesuffix("\n").encode() + ending.encode())
    (finding,) = check(content).findings
    assert (finding.rule, finding.file) == ("annotation-current", "graph/article/annotation.tsv")


def test_nothing_is_written_for_an_unknown_source(tmp_path: Path) -> None:
    target = tmp_path / "annotation.tsv"
    result = run("book", "--content", VALID, "--output", target)
    assert isinstance(result.exception, UnknownName)
    assert not target.exists()


def test_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    result = run("--content", VALID, "--output", tmp_path / "absent" / "annotation.tsv")
    assert isinstance(result.exception, UsageError)
    assert "cannot be written" in str(result.exception)


def test_folder_without_content_is_told(tmp_path: Path) -> None:
    assert isinstance(run("--content", tmp_path).exception, ContentError)
