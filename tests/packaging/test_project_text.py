"""What stands in the project's files: nothing of the machine they were written on, and one version everywhere."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.checkout import ROOT, files_in_git

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

# A path from the root of a file system into the places where people and machines keep their work.
# Paths of URLs are preceded by a host name and so do not count.
MACHINE_PATH = re.compile(r"(?<![\w.}/-])/(?:home|root|Users|work|workspace|tmp|opt|mnt|srv)/\w")
REGISTRY = re.compile(
    r"https?://(?:[\w-]+\.)*(?:pypi\.org/simple|pythonhosted\.org|npmjs\.org)|(?:extra-)?index-url|find-links",
)


def project_texts() -> list[tuple[str, str]]:
    """Return the name and text of every text file of the project, this one excepted."""
    names = [name for name in files_in_git() if ROOT / name != Path(__file__).resolve()]
    texts = ((name, (ROOT / name).read_bytes()) for name in names)
    return [(name, data.decode("utf-8")) for name, data in texts if b"\0" not in data]


def places_of(pattern: re.Pattern[str]) -> list[str]:
    """Return `file:line: match` for every match in the project's texts."""
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {found.group()}"
        for name, text in project_texts()
        for found in pattern.finditer(text)
    ]


def words_of_this_machine() -> set[str]:
    """Return what would betray this machine: where it keeps things, its name, and where it installs from."""
    settings = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    )
    installed_from = re.findall(r"https?://[^/'\"\s]+|/[\w./-]{4,}", settings.stdout)
    indexes = [os.environ.get(name, "") for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS")]
    words = {str(ROOT), str(Path.home()), socket.gethostname(), *installed_from, *indexes}
    return {word for word in words if len(word) > len("/root") and re.search(r"[/\d-]", word)}


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["machine path", "registry"])
def test_no_file_names_a_machine_or_registry(pattern: re.Pattern[str]) -> None:
    assert not places_of(pattern)


def test_no_file_names_this_machine() -> None:
    words = "|".join(re.escape(word) for word in sorted(words_of_this_machine()))
    if not words:
        pytest.skip("nothing is particular about this machine")
    assert not places_of(re.compile(rf"(?<![\w.])(?:{words})(?!\w)"))


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (MACHINE_PATH, "see /home/someone/graph.ttl", True),
        (MACHINE_PATH, "open('/tmp/x')", True),
        (MACHINE_PATH, "https://example.org/home/page", False),
        (MACHINE_PATH, "../shared/work/notes", False),
        (REGISTRY, "--extra-index-url x", True),
        (REGISTRY, "https://files.pythonhosted.org/packages", True),
        (REGISTRY, "https://pypi.org/project/myograph", False),
    ],
)
def test_patterns_tell_apart(pattern: re.Pattern[str], text: str, found: bool) -> None:
    assert bool(pattern.search(text)) is found


def test_one_version_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"\nversion: {PROJECT['version']}\n" in citation
    assert "\n## [Unreleased]\n" in changelog


def test_constraints_pin_every_requirement_within_its_range() -> None:
    lines = (ROOT / "requirements" / "constraints.txt").read_text("utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    pinned = {canonicalize_name(name): version for name, version in pins.items()}
    extras = [need for needs in PROJECT["optional-dependencies"].values() for need in needs]
    for need in map(Requirement, [*PROJECT["dependencies"], *extras]):
        assert need.specifier.contains(pinned[canonicalize_name(need.name)]), need


def test_runtime_requirements_are_bounded_above() -> None:
    for need in map(Requirement, PROJECT["dependencies"]):
        assert any(clause.operator == "<" for clause in need.specifier), need


@pytest.mark.parametrize("verb", ["run", "test", "check", "lint", "bench", "wheel", "docs", "clean"])
def test_every_make_verb_is_listed_and_documented(verb: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(rf"^{verb}:", makefile, re.MULTILINE)
    assert f"'make {verb} " in makefile
    assert f"`make {verb}`" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
