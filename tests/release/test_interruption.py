"""A build that is killed, or that meets another one, never harms the release that stands there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from myograph.content import Content
from myograph.release import build
from myograph.release.opening import open_at
from tests.content_cases import VALID

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills a process as POSIX systems do")

BUILD_FOR_EVER = """
import sys
from pathlib import Path
from myograph.content import Content
from myograph.release import build
while True:
    build(Content(Path(sys.argv[1])), Path(sys.argv[2]))
    print("built", flush=True)
"""
KILLS = 5


def endless_build(target: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BUILD_FOR_EVER, str(VALID), str(target)], stdout=subprocess.PIPE, text=True
    )


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def wait_for_a_build(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "built\n"


def assert_whole(target: Path) -> None:
    release = open_at(target)
    assert release.manifest is not None
    for name, digest in release.manifest.files.items():
        assert sha256((target / name).read_bytes()).hexdigest() == digest
    (row,) = release.store.select("SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }")
    assert int(row["triples"].value) == release.manifest.triples


def test_killed_builds_leave_a_whole_release(tmp_path: Path) -> None:
    target = tmp_path / "release"
    moments = random.Random(20)
    for _ in range(KILLS):
        process = endless_build(target)
        wait_for_a_build(process)
        time.sleep(moments.uniform(0, 0.3))
        kill(process)
        assert_whole(target)
    build(Content(VALID), target)
    assert_whole(target)
    assert os.listdir(tmp_path) == ["release"]  # noqa: PTH208 - names, not paths


def test_builds_of_the_same_release_at_the_same_time_all_succeed(tmp_path: Path) -> None:
    target = tmp_path / "release"
    processes = [endless_build(target) for _ in range(2)]
    try:
        for _ in range(3):
            for process in processes:
                wait_for_a_build(process)
            assert_whole(target)
        assert [process.poll() for process in processes] == [None, None]
    finally:
        for process in processes:
            kill(process)


def test_opened_release_stays_readable_when_it_is_replaced(tmp_path: Path) -> None:
    opened = build(Content(VALID), tmp_path / "release")
    build(Content(VALID), tmp_path / "release")
    assert opened.manifest is not None
    assert len(list(opened.store.select("SELECT * WHERE { ?s ?p ?o }"))) == opened.manifest.triples
