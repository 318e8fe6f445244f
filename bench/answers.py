"""Time large answers against the bare library, and measure the memory of exports of two sizes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pandas as pd
import pyoxigraph

from bench.timing import least_seconds
from myograph.formats import named
from myograph.knowledge import KnowledgeGraph
from myograph.queries.results import Solutions
from myograph.queries.writers import Wording, write
from myograph.release import open_release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from myograph.content import Content

NUMBERS = " ".join(map(str, range(40)))
ROWS = 100_000
QUERY = f"SELECT ?s ?p ?o ?x WHERE {{{{ ?s ?p ?o . VALUES ?x {{{{ {NUMBERS} }}}} }}}} LIMIT {{}}"
GRAPH = f"CONSTRUCT {{{{ ?s ?p ?o }}}} WHERE {{{{ ?s ?p ?o . VALUES ?x {{{{ {NUMBERS} }}}} }}}} LIMIT {{}}"
SIZES = (100_000, 1_000_000)
REPEATS = 5
STREAMED = (("csv", QUERY), ("tsv", QUERY), ("json", QUERY), ("xml", QUERY), ("ntriples", GRAPH))


def timed_answers(release: Path, content: Content) -> Iterator[tuple[str, str, str, str]]:
    """Yield what is done with 100,000 rows, seconds here, seconds of the bare library, and their ratio."""
    text = QUERY.format(ROWS)
    opened = open_release(release, content=content)
    graph = KnowledgeGraph(opened.store, content, opened.manifest)
    bare = pyoxigraph.Store.read_only(str(release / "store"))
    wording = Wording(lambda: graph.prefixes, lambda _iris: {})

    def ask() -> pyoxigraph.QuerySolutions:
        found = bare.query(text, use_default_graph_as_union=True)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return found

    pairs = {
        "CSV": (
            lambda: write(graph.store.query(text), named("csv"), io.BytesIO(), wording),
            lambda: ask().serialize(io.BytesIO(), pyoxigraph.QueryResultsFormat.CSV),
        ),
        "pandas": (
            lambda: Solutions.of(graph.store.select(text), graph.prefixes).to_pandas(),
            lambda: pd.DataFrame([[term and getattr(term, "value", None) for term in row] for row in ask()]),
        ),
        "pandas, with labels": (
            lambda: graph.select(text).to_pandas(),
            lambda: pd.DataFrame([[term and getattr(term, "value", None) for term in row] for row in ask()]),
        ),
    }
    for name, (ours, theirs) in pairs.items():
        here, there = least_seconds(ours, REPEATS), least_seconds(theirs, REPEATS)
        yield name, f"{here:.3f}", f"{there:.3f}", f"{here / there:.2f}"


def memory_of_exports(environment: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield format, the most memory (MiB) of `myograph query` for each of SIZES rows, and their ratio."""
    for form, query in STREAMED:
        small, large = (
            most_memory(("query", "-e", query.format(size), "--format", form), environment) for size in SIZES
        )
        yield form, f"{small:.0f}", f"{large:.0f}", f"{large / small:.2f}"


def most_memory(arguments: tuple[str, ...], environment: Mapping[str, str]) -> float:
    """Run a command, throw away what it says, and return the most memory it had (MiB)."""
    command = [sys.executable, "-m", "myograph", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(arguments)} ended with code {process.returncode}")
    return used.ru_maxrss / 1024
