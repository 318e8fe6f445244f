"""`myograph describe`: each form is written whole, and what is not so is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from myograph.cli import describe, run
from myograph.content import Content
from myograph.release import build
from myograph.release.description.telling import FORMS
from tests.content_cases import VALID


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(build(Content(VALID), tmp_path_factory.mktemp("built") / "release").path)


def test_the_forms_are_those_of_the_release() -> None:
    assert set(describe.FORMS) == set(FORMS)


def test_a_form_is_written_to_output_or_file(
    release: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["describe", "--store", release]) == 0
    assert capfdbinary.readouterr().out == (Path(release) / "description.ttl").read_bytes()
    assert run(["describe", "--store", release, "--format", "schema.org", "--output", str(tmp_path / "x.json")]) == 0
    assert json.loads((tmp_path / "x.json").read_text("utf-8"))["@type"] == "Dataset"


def test_a_release_is_verified(release: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["describe", "--verify", "--store", release]) == 0
    assert "all as they are said to be" in capsys.readouterr().err
    changed = build(Content(VALID), tmp_path / "release").path
    (changed / "croissant.json").write_text("{}", encoding="utf-8")
    assert run(["describe", "--verify", "--store", str(changed)]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("croissant.json: error: the file is not the one that was built")
    assert "1 of them are not so" in told.err


def test_the_vocabulary_is_written(release: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["describe", "--store", release, "--vocabulary", str(tmp_path / "pages")]) == 0
    written = capsys.readouterr().out.splitlines()
    assert [Path(line).name for line in written] == ["index.html", "vocabulary.md"]
    assert "myo:leadsTo" in Path(written[0]).read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--vocabulary", "pages", "--verify"], "writes into its folder"),
        (["--format", "html"], "is not one of"),
        (["--store", "absent"], "there is no release here"),
        (["--output", "absent/folder/x.ttl"], "cannot be written"),
    ],
)
def test_what_is_asked_wrongly_is_told(
    arguments: list[str], problem: str, release: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = arguments if "--store" in arguments else ["--store", release, *arguments]
    assert run(["describe", *given]) in (1, 2)
    assert problem in capsys.readouterr().err
