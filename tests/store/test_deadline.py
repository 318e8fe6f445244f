"""A query with a timeout runs in a process that is gone when the time is over."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pyoxigraph import NamedNode, Quad

from myograph.errors import QueryError, QueryTimeout, StoreError, UsageError
from myograph.store import EmbeddedStore, deadline, evaluator
from myograph.store.deadline import Job
from myograph.store.staging import write_store

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MANY = [Quad(NamedNode(f"urn:{n}"), NamedNode("urn:p"), NamedNode(f"urn:{n + 1}")) for n in range(500)]


class Recorded(subprocess.Popen[bytes]):
    """A process that is remembered."""

    started: ClassVar[list[subprocess.Popen[bytes]]] = []

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.started.append(self)


def test_an_endless_query_is_stopped_and_its_process_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", Recorded)
    store = EmbeddedStore.in_memory(MANY)
    with pytest.raises(QueryTimeout, match="the query was stopped after 1 s") as caught:
        store.query(ENDLESS, timeout=1)
    assert caught.value.seconds == 1
    assert [process.returncode is not None for process in Recorded.started] == [True]


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), 1e12])
def test_what_is_no_timeout_is_refused(timeout: float) -> None:
    with pytest.raises(UsageError, match="is not a timeout"):
        EmbeddedStore.in_memory([]).query("ASK {}", timeout=timeout)


def test_a_process_that_ends_without_an_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shell_that_ends_with(7))
    with pytest.raises(StoreError, match="ended with code 7"):
        EmbeddedStore.in_memory([]).query("ASK {}", timeout=60)


def shell_that_ends_with(code: int) -> str:
    program = Path(os.environ["MYOGRAPH_CACHE"]) / f"ends-with-{code}"
    program.write_text(f"#!/bin/sh\nexit {code}\n")
    program.chmod(0o755)
    return str(program)


def test_without_a_python_to_start_there_is_no_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(StoreError, match="needs a Python to start"):
        EmbeddedStore.in_memory([]).query("ASK {}", timeout=60)


def test_files_in_the_current_folder_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert EmbeddedStore.in_memory([]).ask("ASK {}", timeout=60)


def test_a_caller_without_main_guard_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from myograph.store import EmbeddedStore\nprint(EmbeddedStore.in_memory([]).ask('ASK {}', timeout=60))\n"
    )
    done = subprocess.run([sys.executable, script], check=True, capture_output=True, text=True)
    assert done.stdout == "True\n"


def test_queries_with_a_timeout_may_run_in_any_thread() -> None:
    store = EmbeddedStore.in_memory(MANY)
    found: list[bool] = []
    threads = [threading.Thread(target=lambda: found.append(store.ask("ASK { ?s ?p ?o }", timeout=60))) for _ in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True, True]


def answered(job: Job, quads: bytes = b"") -> tuple[dict[str, str | None], bytes]:
    """Return what the evaluator writes for a job, without starting a process."""
    target = io.BytesIO()
    evaluator.answer(io.BytesIO(job.to_line() + quads), target)
    head, _, body = target.getvalue().partition(b"\n")
    return json.loads(head), body


def test_the_evaluator_answers_from_the_quads_behind_the_job() -> None:
    job = Job("SELECT ?s { ?s <urn:p> ?o }", {}, None)
    head, body = answered(job, b"<urn:s> <urn:p> <urn:o> <urn:g> .\n")
    assert head == {"answer": "results"}
    assert json.loads(body)["results"]["bindings"] == [{"s": {"type": "uri", "value": "urn:s"}}]


def test_the_evaluator_answers_from_a_store_on_disk(tmp_path: Path) -> None:
    write_store(tmp_path / "store", MANY[:1])
    head, body = answered(Job("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", {}, tmp_path / "store"))
    assert (head, body) == ({"answer": "triples"}, b"<urn:0> <urn:p> <urn:1> .\n")


@pytest.mark.parametrize(
    ("job", "kind", "error"),
    [
        (Job("ASK {", {}, None), "not parsed", SyntaxError),
        (Job("SELECT (<urn:f>(1) AS ?x) {}", {}, None), "query", QueryError),
        (Job("ASK {}", {}, Path("/nowhere/at/all")), "store", StoreError),
    ],
)
def test_the_evaluator_tells_what_went_wrong(job: Job, kind: str, error: type[Exception]) -> None:
    head, body = answered(job)
    assert (head["answer"], body) == (kind, b"")
    with pytest.raises(error):
        deadline._read({key: value or "" for key, value in head.items()}, body)


def test_a_job_survives_the_way_to_the_other_process() -> None:
    job = Job("ASK { ?s ?p 'é\n\udc80' }", {"": "urn:"}, Path("/a b/é"))
    assert Job.from_line(job.to_line()) == job
    assert job.to_line().count(b"\n") == 1
