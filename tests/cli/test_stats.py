"""`myograph stats`: counted in the graph, in three formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from myograph.cli.stats import stats
from myograph.content import Content
from myograph.release import build
from tests.content_cases import VALID


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(Content(VALID), tmp_path_factory.mktemp("built") / "release").path


def run(release: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(stats, ["--store", str(release), *arguments])
    assert result.exit_code == 0, result.exception
    return result


def test_json_counts_what_the_fixture_holds(release: Path) -> None:
    data = json.loads(run(release, "--format", "json").stdout)
    assert data["records"] == {
        "entities": 0,  # the view that derives superclasses is not part of the fixture
        "claims": 2,
        "derived edges": 0,
        "passages": 3,
        "places": 2,
        "sources": 1,
    }
    assert data["passages"] == {"with claims": 2, "without a claim, with a reason": 1}
    assert data["entities by class"] == {"mineral": 2, "food": 1, "symptom": 1}
    assert data["text of sources"] == {
        "characters": 111,
        "characters inside passages": 107,
        "characters outside white space": 91,
    }


def test_triples_by_graph_agree_with_the_manifest(release: Path) -> None:
    data = json.loads(run(release, "--format", "json").stdout)
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    home = "https://w3id.org/myograph/graph/"
    assert {home + name: number for name, number in data["triples by graph"].items()} == manifest["graphs"]


def test_tables_have_a_row_for_each_number(release: Path) -> None:
    data = json.loads(run(release, "--format", "json").stdout)
    numbers = sum(len(group) for group in data.values())
    plain = run(release).stdout.splitlines()
    assert len(plain) == numbers + 2
    assert plain[0].split() == ["group", "name", "count"]
    markdown = run(release, "--format", "markdown").stdout.splitlines()
    assert len(markdown) == numbers + 2
    assert markdown[1] == "| --- | --- | ---: |"
