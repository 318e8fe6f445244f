"""Certify an engine: ask it everything the catalogue and the probes ask, and compare with the embedded engine.

Probes in the folder `standard` try what SPARQL 1.1 prescribes and no question rests on: an engine that departs there is
told of it, and passes.

What is expected is what the embedded engine answers from the release. The tests hold those answers to files of
expected answers, which an installed package does not carry.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from myograph.errors import (
    EndpointFailed,
    EndpointRefused,
    EndpointUnreachable,
    MalformedAnswer,
    QueryError,
    QueryTimeout,
)
from myograph.queries.catalogue import question_files
from myograph.queries.comparing import Rows, compare, read
from myograph.store.sparql_text import significant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from myograph.content import Content
    from myograph.store import Store

Verdict = Literal["right", "wrong", "unsupported", "slow", "departs"]
PROBES = "machinery/probes"
BEYOND = "standard"
UNION_PROBE = "union-default-graph"


@dataclass(frozen=True, slots=True)
class Trial:
    """Hold a query to try: `group/name`, and its text."""

    name: str
    text: str

    @property
    def relied_on(self) -> bool:
        """Tell whether the catalogue rests on what is tried."""
        return not self.name.startswith(f"{BEYOND}/")

    @property
    def ordered(self) -> bool:
        """Tell whether the query orders its rows."""
        return any(token.kind == "word" and token.text.upper() == "ORDER" for token in significant(self.text))


@dataclass(frozen=True, slots=True)
class Result:
    """Say how an engine did: rows and seconds of its answer, seconds of the embedded engine, and why."""

    name: str
    verdict: Verdict
    rows: int
    seconds: float
    expected_seconds: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Hold the results of all trials."""

    results: tuple[Result, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many trials ended so."""
        return sum(result.verdict == verdict for result in self.results)

    @property
    def passed(self) -> bool:
        """Tell whether every answer was right that the catalogue rests on."""
        return self.count("right") + self.count("departs") == len(self.results)

    @property
    def lacks_union(self) -> bool:
        """Tell whether the default graph seems not to be the union of the named graphs."""
        return any(result.name == f"probes/{UNION_PROBE}" and result.verdict == "wrong" for result in self.results)


def trials(content: Content) -> tuple[Trial, ...]:
    """Return the probes, those of the standard, and then every question with the defaults of its parameters."""
    folder = content.queries / PROBES
    probes = (*sorted(folder.glob("*.rq")), *sorted((folder / BEYOND).glob("*.rq")))
    return tuple(_trial(path) for path in (*probes, *question_files(content)))


def _trial(path: Path) -> Trial:
    return Trial(f"{path.parent.name}/{path.stem}", path.read_text(encoding="utf-8"))


def certify(
    tried: Iterable[Trial], expected: Store, engine: Store, *, timeout: float, tell: Callable[[Result], None]
) -> Certificate:
    """Try every query on the engine; `timeout` is in seconds for each, and `tell` hears of each result.

    Raises EndpointUnreachable and EndpointRefused: an engine that cannot be asked is not judged.
    """
    return Certificate(tuple(_told(_judged(trial, expected, engine, timeout), tell) for trial in tried))


def _judged(trial: Trial, expected: Store, engine: Store, timeout: float) -> Result:
    result = _tried(trial, expected, engine, timeout)
    return result if trial.relied_on or result.verdict == "right" else replace(result, verdict="departs")


def _told(result: Result, tell: Callable[[Result], None]) -> Result:
    tell(result)
    return result


def _tried(trial: Trial, expected: Store, engine: Store, timeout: float) -> Result:
    right, right_seconds = _timed(trial, expected, None)
    started = time.perf_counter()
    try:
        found, seconds = _timed(trial, engine, timeout)
    except (EndpointUnreachable, EndpointRefused):
        raise
    except QueryTimeout:
        return Result(trial.name, "slow", 0, timeout, right_seconds, f"stopped after {timeout:g} s")
    except (EndpointFailed, QueryError) as fault:
        return Result(trial.name, "unsupported", 0, time.perf_counter() - started, right_seconds, fault.problem)
    except MalformedAnswer as fault:
        return Result(trial.name, "wrong", 0, time.perf_counter() - started, right_seconds, fault.problem)
    difference = compare(right, found, ordered=trial.ordered)
    verdict: Verdict = "wrong" if difference.wrong else "right"
    why = difference.wrong or "; ".join(difference.notes)
    return Result(trial.name, verdict, len(found.lines), seconds, right_seconds, why)


def _timed(trial: Trial, store: Store, timeout: float | None) -> tuple[Rows, float]:
    started = time.perf_counter()
    rows = read(store.query(trial.text, timeout=timeout))
    return rows, time.perf_counter() - started


def graphs_of(content: Content, store: Store) -> tuple[str, ...]:
    """Return the named graphs of a store, sorted."""
    query = (content.queries / "machinery" / "graphs.rq").read_text(encoding="utf-8")
    return tuple(row["graph"].value for row in store.select(query))
