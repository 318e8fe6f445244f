"""Stop queries that take too long, by giving each a process of its own that can be ended.

The engine has no timeout and cannot be cancelled. Answers come back as bytes, because its iterators may not leave
the thread they were made in. The process is a plain `python -m`, so nothing is asked of the program that calls.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results, serialize

from myograph.errors import QueryError, QueryTimeout, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad

    from myograph.store.protocol import Answer

LIMIT = 7 * 24 * 3600.0
"""The longest timeout in seconds; what waits for a process takes no more than some weeks."""


@dataclass(frozen=True, slots=True)
class Job:
    """Describe a query to answer: its text, the prefixes it need not declare, the store on disk or None."""

    text: str
    prefixes: Mapping[str, str]
    path: Path | None

    def to_line(self) -> bytes:
        """Return the job as one line of JSON."""
        path = str(self.path) if self.path else None
        return json.dumps({"text": self.text, "prefixes": dict(self.prefixes), "path": path}).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Job:
        """Return the job that `to_line` wrote."""
        data = json.loads(line)
        return cls(data["text"], data["prefixes"], Path(data["path"]) if data["path"] else None)


def answer_in_time(job: Job, quads: Iterable[Quad] | None, timeout: float) -> Answer:
    """Answer the job in another process, which loads `quads` when the job names no store.

    `timeout` is in seconds and includes starting the process. Raises QueryTimeout past it, SyntaxError with the words
    of the engine, QueryError and StoreError.
    """
    if not 0 < timeout <= LIMIT:
        raise UsageError(f"{timeout!r} is not a timeout", advice=f"Give seconds above 0 and up to {LIMIT:.0f}.")
    data = b"" if quads is None else serialize(quads, format=RdfFormat.N_QUADS) or b""
    head, _, body = _run(job.to_line() + data, timeout).partition(b"\n")
    return _read(json.loads(head), body)


def _run(job: bytes, timeout: float) -> bytes:
    if not sys.executable:
        raise StoreError("a query with a timeout needs a Python to start", advice="Ask without a timeout.")
    command = [sys.executable, "-m", "myograph.store.evaluator"]
    try:
        done = subprocess.run(command, input=job, capture_output=True, timeout=timeout, env=_environment(), check=False)
    except subprocess.TimeoutExpired:
        raise QueryTimeout(
            f"the query was stopped after {timeout:g} s",
            seconds=timeout,
            advice="Ask for less, add a LIMIT, or allow it more time.",
        ) from None
    if done.returncode:
        raise StoreError(
            f"the process that answered the query ended with code {done.returncode}",
            advice="The query may have needed more memory than there is.",
        )
    return done.stdout


def _environment() -> dict[str, str]:
    # The other process finds the same packages, and nothing that happens to stand in the current folder.
    packages = os.pathsep.join(entry for entry in sys.path if entry)
    return {**os.environ, "PYTHONPATH": packages, "PYTHONSAFEPATH": "1"}


def _read(head: Mapping[str, str], body: bytes) -> Answer:
    match head["answer"]:
        case "results":
            return parse_query_results(body, QueryResultsFormat.JSON)
        case "triples":
            return (quad.triple for quad in parse(body, RdfFormat.N_TRIPLES))
        case "not parsed":
            raise SyntaxError(head["message"])
        case "store":
            raise StoreError(head["message"], advice=head["advice"])
        case _:
            raise QueryError(head["message"], advice=head["advice"])
