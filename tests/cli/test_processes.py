"""Commands as processes: readers that leave, keys that interrupt, terminals that are watched."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.small_store import ENDLESS, MANY, small_store

ALL_ROWS = "SELECT ?a ?b ?c { ?a ?p ?b . ?c ?p ?d }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return small_store(tmp_path_factory.mktemp("small"))


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "myograph", "query", *arguments]


def test_a_reader_that_leaves_ends_the_command_in_silence(store: str) -> None:
    asked = command("-e", ALL_ROWS, "--store", store)
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"a,b,c\r\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize("output", [(), ("--output", "answer.csv")], ids=["standard output", "a file"])
def test_an_interrupt_ends_an_endless_query_at_once(store: str, tmp_path: Path, output: tuple[str, ...]) -> None:
    asked = command("-e", ENDLESS, "--store", store, *output)
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as process:
        wait_until_it_works(process.pid)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert list(tmp_path.iterdir()) == []


def wait_until_it_works(pid: int) -> None:
    """Wait until the process has worked for longer than a start takes."""
    if not Path(f"/proc/{pid}").is_dir():
        pytest.skip("no /proc here")
    while used_time(pid) < 1:
        time.sleep(0.02)


def used_time(pid: int) -> float:
    """Return the processor time a process has used, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_disk_that_is_full_is_told(store: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("-e", ALL_ROWS, "--store", store), check=False, stdout=full, stderr=subprocess.PIPE
        )
    assert (done.returncode, done.stderr) == (1, b"error: No space left on device\n")


def on_a_terminal(*arguments: str) -> str:
    """Return what a command shows on a terminal of 100 columns."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": "100", "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen(command(*arguments), stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b"".join(iter(lambda: read_terminal(ours), b""))
    os.close(ours)
    assert process.returncode == 0
    return shown.decode().replace("\r\n", "\n")


def read_terminal(ours: int) -> bytes:
    try:
        return os.read(ours, 4096)
    except OSError:  # the other side is closed
        return b""


LABELS = "SELECT ?s (STRLEN(?l) AS ?n) { ?s rdfs:label ?l } ORDER BY ?n"


def test_a_terminal_shows_a_table_with_labels(store: str) -> None:
    shown = on_a_terminal("-e", LABELS, "--store", store)
    assert "magnesium | Mg" in shown
    assert shown.endswith("2 rows\n")


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "tsv", "json", "xml"])
def test_no_label_drives_the_terminal(store: str, form: str) -> None:
    query = "SELECT ?s ('red\\u001b[31m\\u202e' AS ?x) { ?s rdfs:label ?l }"
    arguments = ["-e", query.replace("\\u001b", "\\u009b") if form == "xml" else query]
    shown = on_a_terminal(*arguments, "--store", store, "--format", form)
    assert "red\\" in shown
    assert not set(shown.replace("\x1b[1m", "").replace("\x1b[0m", "")) & set("\x1b\u202e\x9b\r")


def test_many_rows_are_shown_in_plain_columns(store: str) -> None:
    shown = on_a_terminal("-e", f"SELECT ?a ?c {{ ?a ?p ?b . ?c ?q ?d }} LIMIT {10 * MANY}", "--store", store)
    assert shown.endswith(f"{10 * MANY} rows\n")
    assert shown.count("\n") == 10 * MANY + 3
