"""`myograph import` as a person uses it: a working store that is whole or not there, and a report."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from myograph.cli.import_ import archive_file
from myograph.errors import UsageError
from tests.checkout import ROOT
from tests.importers.downloads import write_folder, write_zip

COUNT = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "myograph", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT)


def graphs(store: Path) -> dict[str, int]:
    told = run("query", "-e", COUNT, "--format", "csv", "--store", str(store))
    assert told.returncode == 0, told.stderr
    rows = [line.split(",") for line in told.stdout.split()[1:]]
    return {graph.rpartition("/")[2]: int(count) for graph, count in rows}


def test_an_import_adds_graphs_once_and_is_whole_or_nothing(tmp_path: Path) -> None:
    download, target = write_zip(tmp_path / "download.zip"), tmp_path / "working"
    told = run("import", "usda", str(download), "--into", str(target))
    assert told.returncode == 0, told.stderr
    assert "food_nutrient.csv: 4 rows read, 3 taken" in told.stdout
    once = graphs(target)
    assert once["usda-foundation"] > 0
    assert once["usda-sr-legacy"] > 0
    assert once["magnesium-article"] > 0

    assert run("import", "usda", str(download), "--into", str(target)).returncode == 0
    assert graphs(target) == once

    broken = write_folder(tmp_path / "broken", food_nutrient=None)
    refused = run("import", "usda", str(broken), "--into", str(target))
    assert refused.returncode == 1
    assert "the table food_nutrient.csv is missing" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert graphs(target) == once


def test_a_release_is_never_changed(tmp_path: Path) -> None:
    release, download = tmp_path / "release", write_folder(tmp_path / "download")
    assert run("build", "--output", str(release)).returncode == 0
    refused = run("import", "usda", str(download), "--into", str(release))
    assert refused.returncode == 2
    assert "this is a release" in refused.stderr


def test_intakes_of_another_country_come_into_a_graph_of_their_own(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        "nutrient,kind,life_stage,sex,age_from_y,age_to_y_exclusive,amount,unit\n"
        "magnesium,AI,females,female,25,,300,mg/d\nmagnesium,AI,males,male,25,,lots,mg/d\n",
        encoding="utf-8",
    )
    told = run("import", "dri", str(table), "--name", "elsewhere", "--into", str(tmp_path / "working"))
    assert told.returncode == 0, told.stderr
    assert "table.csv: 2 rows read, 1 taken" in told.stdout
    assert "table.csv:3" in told.stdout
    assert graphs(tmp_path / "working")["intakes-elsewhere"] == 13


def test_an_archive_is_fetched_from_an_address_and_its_checksum_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYOGRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    (tmp_path / "served").mkdir()
    download = write_zip(tmp_path / "served" / "download.zip")
    handler = partial(SimpleHTTPRequestHandler, directory=str(download.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/download.zip"
        digest = hashlib.sha256(download.read_bytes()).hexdigest()
        assert archive_file(address, digest).read_bytes() == download.read_bytes()
        with pytest.raises(UsageError, match="the checksum is"):
            archive_file(address, "0" * 64)
        server.shutdown()
    with pytest.raises(UsageError, match="the checksum is"):
        archive_file(str(download), "0" * 64)
    assert archive_file(str(download), digest) == download
