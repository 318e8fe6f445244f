"""Time the server against others on the same store, queries and machine; alone: `python -m bench.server`.

The others are timed when their programs are found: `oxigraph` and `rdflib-endpoint`, named by the variables
OXIGRAPH and RDFLIB_ENDPOINT or on the path. The load comes from `wrk`.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import Request, urlopen

from bench.timing import print_table, seconds_of
from myograph.content import Content
from myograph.queries.catalogue import Catalogue
from myograph.release import build

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTIONS = ("red-flags", "foods-for-mineral", "direct-causes", "functions-of-mineral", "entities-by-class")
JSON = "application/sparql-results+json"
ROWS = "SELECT ?s ?p ?o ?x WHERE { ?s ?p ?o . VALUES ?x { 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 } } LIMIT 100000"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a0 ?b0 ?c0 . ?a1 ?b1 ?c1 . ?a2 ?b2 ?c2 . ?a3 ?b3 ?c3"
SECONDS, CLIENTS, BESIEGERS, QUICK = 3, 8, 6, 500


@dataclass(frozen=True, slots=True)
class Rival:
    """A server to time: its name, the command that starts it on a port, and the path of its endpoint."""

    name: str
    command: tuple[str, ...]
    path: str


def rivals(release: Path) -> Iterator[Rival]:
    """Yield ours with and without kept answers, and the others that are installed."""
    ours = (sys.executable, "-m", "myograph", "serve", "--no-explorer", "--store", str(release), "--port", "PORT")
    yield Rival("myograph", ours, "/sparql")
    yield Rival("myograph --cache 0", (*ours, "--cache", "0"), "/sparql")
    if oxigraph := os.environ.get("OXIGRAPH") or shutil.which("oxigraph"):
        place = ("--location", str(release / "store"), "--bind", "127.0.0.1:PORT", "--union-default-graph")
        yield Rival("oxigraph", (oxigraph, "serve-read-only", *place), "/query")
    if endpoint := os.environ.get("RDFLIB_ENDPOINT") or shutil.which("rdflib-endpoint"):
        yield Rival("rdflib-endpoint", (endpoint, "serve", "--port", "PORT", str(release / "myograph.ttl")), "/")


@contextmanager
def running(rival: Rival) -> Iterator[tuple[str, float, int]]:
    """Start a server; give its address, the seconds until its first answer, and the number of its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [part.replace("PORT", str(port)) for part in rival.command]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}{rival.path}"
        wait_for(f"{address}?query={quote('ASK {}')}")
        yield address, time.perf_counter() - start, process.pid
    finally:
        process.terminate()
        process.wait(20)


def wait_for(url: str) -> None:
    for _ in range(3000):
        try:
            answer(url)
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(url)


def answer(url: str) -> bytes:
    with urlopen(Request(url, headers={"Accept": JSON}), timeout=300) as told:
        data: bytes = told.read()
    return data


def loaded(url: str) -> tuple[float, float]:
    """Return requests a second and the milliseconds within which 99 of 100 are answered."""
    answer(url)
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}", "--latency", "-H", f"Accept: {JSON}", url]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s*([\d.]+)", told)
    slow = re.search(r"99%\s*([\d.]+)(us|ms|s)", told)
    if rate is None or slow is None or "Non-2xx" in told:
        raise ValueError(told)
    return float(rate[1]), float(slow[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[slow[2]]


@contextmanager
def besieged(address: str) -> Iterator[None]:
    """Let BESIEGERS clients send queries without end, each its own kind, as fast as they are answered."""
    stop = threading.Event()

    def attack(name: str) -> None:
        query = f"{ENDLESS} OPTIONAL {{ ?a0 <http://example.org/{name}> ?x }} }}"
        while not stop.is_set():
            with suppress(OSError):
                answer(f"{address}?query={quote(query)}")

    threads = [threading.Thread(target=attack, args=("abcdef"[place],), daemon=True) for place in range(BESIEGERS)]
    for thread in threads:
        thread.start()
    yield
    stop.set()


def one_by_one(address: str) -> float:
    """Return the milliseconds within which 99 of 100 quick queries are answered, each new, one after the other."""
    urls = [f"{address}?query={quote(f'SELECT ({number} AS ?n) {{}}')}" for number in range(QUICK)]
    times = [seconds_of(partial(answer, url)) for url in urls]
    return 1000 * sorted(times)[QUICK * 99 // 100]


def memory_of(pid: int) -> tuple[int, int]:
    """Return the MiB of a process and all it started: as each counts them, and with what is shared counted once."""
    found, todo = [], [pid]
    while todo:
        each = todo.pop()
        found.append(each)
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            todo += map(int, children.read_text().split())
    texts = [Path(f"/proc/{each}/smaps_rollup").read_text() for each in found]
    held, shared = (
        sum(int(size) for size in re.findall(rf"{name}:\s+(\d+)", "".join(texts))) for name in ("Rss", r"\nPss")
    )
    return held // 1024, shared // 1024


def timed_ours(release: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield what only a server of ours is asked: memory at rest, and quick queries beside endless ones."""
    rival = next(rivals(release))
    with running(rival) as (address, _, pid):
        held, shared = memory_of(pid)
        yield rival.name, "memory at rest", f"{held} MiB", f"{shared} MiB with what is shared counted once"
        yield rival.name, "quick queries one by one", "", f"{one_by_one(address):.1f} ms"
        with besieged(address):
            time.sleep(0.5)
            yield rival.name, f"the same beside {BESIEGERS} endless ones", "", f"{one_by_one(address):.1f} ms"


def timed(rival: Rival, queries: dict[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield server, what was asked, the rate, and the time of the slowest hundredth."""
    with running(rival) as (address, start, _):
        yield rival.name, "first answer", f"{start:.2f} s", ""
        for name, query in queries.items():
            rate, slow = loaded(f"{address}?query={quote(query)}")
            yield rival.name, name, f"{rate:.0f}/s", f"{slow:.1f} ms"
        if rival.name != "rdflib-endpoint":
            url = f"{address}?query={quote(ROWS)}"
            best = min(seconds_of(lambda: answer(url)) for _ in range(3))
            yield rival.name, "100,000 rows", f"{100 / best:.0f} k/s", ""


def timed_servers(release: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of every server and question; one row that says so where there is no load generator."""
    if shutil.which("wrk") is None:
        yield "not timed: wrk makes the load, and is not installed", "", "", ""
        return
    every = {question.name: question.query for question in Catalogue.load(Content.find())}
    queries = {name: every[name] for name in QUESTIONS}
    for rival in rivals(release):
        yield from timed(rival, queries)
    if Path("/proc/self/smaps_rollup").exists():
        yield from timed_ours(release)


def main() -> None:
    """Print a table of every server and question."""
    with tempfile.TemporaryDirectory() as folder:
        release = build(Content.find(), Path(folder) / "release").path
        print_table(("server", "asked", "rate", "p99"), list(timed_servers(release)))


if __name__ == "__main__":
    main()
