"""`myograph build`: the path of the release on standard output, everything else beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from myograph.cli.build import build
from myograph.content import Content
from myograph.errors import CheckFailed, UsageError
from myograph.release.opening import open_at
from tests.content_cases import VALID, replace, valid_copy


def run(*arguments: object) -> Result:
    return CliRunner().invoke(build, [str(argument) for argument in arguments])


def test_release_is_built_where_it_is_wanted(tmp_path: Path) -> None:
    result = run("--content", VALID, "--output", tmp_path / "release")
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'release'}\n")
    manifest = open_at(tmp_path / "release").manifest
    assert manifest is not None
    assert f"built {manifest.triples} triples in {len(manifest.graphs)} graphs" in result.stderr


def test_release_is_built_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYOGRAPH_CACHE", str(tmp_path / "cache"))
    result = run("--content", VALID)
    assert result.stdout == f"{tmp_path / 'cache' / 'releases' / Content(VALID).digest()}\n"


def test_errors_are_told_and_nothing_is_built(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content")
    replace(tmp_path / "content/graph/article/claims.ttl", "myo:opposes", "myo:promotes")
    result = run("--content", content.root, "--output", tmp_path / "release")
    assert isinstance(result.exception, CheckFailed)
    assert "myograph check" in str(result.exception)
    assert result.stdout == ""
    assert not (tmp_path / "release").exists()


def test_other_directories_are_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ada", encoding="utf-8")
    result = run("--content", VALID, "--output", tmp_path)
    assert isinstance(result.exception, UsageError)
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "Dear Ada"
