"""The built wheel: it carries every file of package and content, and works away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.checkout import CONTENT_FOLDERS, ROOT, files_in_git

EDITOR = "viz/pages/static/editor.js"
COUNT_SYMPTOMS = "SELECT (COUNT(?symptom) AS ?symptoms) WHERE { ?symptom a myo:Symptom }"


def run(*command: str | Path, **environment: str) -> str:
    """Run `command` in an empty-handed environment and return what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MYOGRAPH"))}
    done = subprocess.run(
        [str(word) for word in command],
        env=kept | environment,
        cwd=environment.get("HOME", ROOT),
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{command} -> {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel once."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own and return its interpreter.

    The dependencies are those of the tests, put behind everything else by a .pth file, which brings in
    neither a second installation of the project (.pth files there are not read) nor the network.
    """
    environment = tmp_path_factory.mktemp("installed") / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", environment)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = (sys.executable, "-m", "pip", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", wheel)
    (site_packages,) = environment.rglob("site-packages")
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return python


def test_wheel_holds_package_and_content_as_git_does(wheel: Path) -> None:
    expected = {f"myograph/_content/{name}" for name in files_in_git(*CONTENT_FOLDERS)}
    expected |= {name.removeprefix("src/") for name in files_in_git("src/myograph")}
    if (ROOT / EDITOR).is_file():  # bundled here, from packages of others that git does not hold
        expected.add(f"myograph/_content/{EDITOR}")
    with zipfile.ZipFile(wheel) as archive:
        found = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert found == expected
    assert {name.split("/")[2] for name in found if "/_content/" in name} >= {"ontology", "graph", "queries"}


def test_wheel_carries_both_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        licences = {Path(name).name for name in archive.namelist() if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-DATA"}


def test_installed_wheel_answers_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_DATA_HOME": str(tmp_path / "data")}
    where = run(installed, "-c", "import myograph; print(myograph.__file__)", **home)
    assert ROOT not in Path(where.strip()).parents
    assert run(installed, "-m", "myograph", "version", **home).startswith("myograph 0.")
    answer = run(installed, "-m", "myograph", "query", "-e", COUNT_SYMPTOMS, "--format", "csv", **home)
    heading, count = answer.splitlines()
    assert heading == "symptoms"
    assert int(count) > 0
