"""Answer one query in a process of its own: a job comes on standard input, its answer leaves on standard output.

The answer is one line of JSON that says what follows, and then the results. Started by `deadline` only.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, parse

from myograph.errors import MyographError, StoreError
from myograph.store.deadline import Job
from myograph.store.evaluation import evaluate, told_by_engine

if TYPE_CHECKING:
    from typing import BinaryIO

STACK = 64 * 1024 * 1024


def main() -> None:
    """Answer the job on standard input."""
    # The engine recurses over the query; the stack of the main thread is small on some systems.
    threading.stack_size(STACK)
    thread = threading.Thread(target=answer, args=(sys.stdin.buffer, sys.stdout.buffer))
    thread.start()
    thread.join()


def answer(source: BinaryIO, target: BinaryIO) -> None:
    """Read a job and the quads that may follow it, and write its answer or what went wrong."""
    job = Job.from_line(source.readline())
    try:
        kind, results = solve(job, source)
        head: dict[str, str | None] = {"answer": kind}
    except SyntaxError as fault:
        head, results = {"answer": "not parsed", "message": str(fault.msg)}, b""
    except MyographError as fault:
        kind = "store" if isinstance(fault, StoreError) else "query"
        head, results = {"answer": kind, "message": fault.problem, "advice": fault.advice}, b""
    target.write(json.dumps(head).encode() + b"\n" + results)
    target.flush()


def solve(job: Job, quads: BinaryIO) -> tuple[str, bytes]:
    """Return what kind of answer the job has, and its bytes; `quads` are N-Quads, for a job without a store."""
    with told_by_engine():
        engine = opened(job, quads)
        found = evaluate(engine, job.text, job.prefixes)
        if isinstance(found, QueryTriples):
            return "triples", found.serialize(format=RdfFormat.N_TRIPLES) or b""
        return "results", found.serialize(format=QueryResultsFormat.JSON) or b""


def opened(job: Job, quads: BinaryIO) -> Store:
    """Return the store of the job, or one in memory that holds the quads."""
    if job.path is not None:
        return Store.read_only(str(job.path))
    store = Store()
    store.extend(parse(quads, RdfFormat.N_QUADS))  # loading would rename blank nodes
    return store


if __name__ == "__main__":
    main()
