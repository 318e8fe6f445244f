"""There is one version, and it is told."""

from __future__ import annotations

import tomllib

import pytest

import myograph
from myograph.cli import run
from tests.checkout import ROOT


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert myograph.__version__ == project["version"]


@pytest.mark.parametrize("arguments", [["version"], ["--version"]])
def test_the_version_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    assert capsys.readouterr().out.startswith(f"myograph {myograph.__version__} (Python 3.")
