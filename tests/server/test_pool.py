"""Workers: they answer, they are stopped at their deadline, they are replaced, and they cannot reach anything."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from myograph.content import Content
from myograph.errors import StoreError
from myograph.server.jobs import Job, Reply
from myograph.server.pool import Limits, WorkerPool
from myograph.server.workers import Workers
from tests.server.serving import ENDLESS, PLACE, endpoint_store

JSON = ("json", "turtle")


def job(text: str, *, seconds: float = 20.0, limit: int = 1_000_000, rows: int | None = None) -> Job:
    return Job(text, JSON, seconds, limit, rows=rows)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return endpoint_store(tmp_path_factory.mktemp("pool") / "store")


@asynccontextmanager
async def pool(store: Path, limits: Limits) -> AsyncIterator[WorkerPool]:
    opened = WorkerPool(store, Content.find().root, limits)
    await opened.start()
    try:
        yield opened
    finally:
        await opened.stop()


def run(test: Callable[[WorkerPool], Coroutine[None, None, None]], store: Path, limits: Limits | None = None) -> None:
    async def whole() -> None:
        async with pool(store, limits or Limits(workers=1, slow=1)) as opened:
            await test(opened)

    asyncio.run(whole())


def bindings(reply: Reply) -> list[dict[str, dict[str, str]]]:
    assert reply.status == 200, reply
    found: list[dict[str, dict[str, str]]] = json.loads(reply.body)["results"]["bindings"]
    return found


def test_answers_come_in_the_accepted_format(store: Path) -> None:
    async def test(opened: WorkerPool) -> None:
        assert bindings(await opened.answer(job("SELECT (1 AS ?n) {}")))[0]["n"]["value"] == "1"
        graph = await opened.answer(job("CONSTRUCT { <http://s> <http://p> 1 } {}"))
        assert graph.form == "turtle"
        assert b"<http://s> <http://p> 1" in graph.body

    run(test, store)


def test_what_is_wrong_has_a_status_and_a_place(store: Path) -> None:
    async def test(opened: WorkerPool) -> None:
        wrong = await opened.answer(job("SELECT * {\n ?s ?p }"))
        assert (wrong.status, wrong.line) == (400, 2)
        assert (await opened.answer(job("DROP ALL"))).status == 403
        assert (await opened.answer(job("ASK { SERVICE <http://localhost/> {} }"))).status == 403
        only_rows = await opened.answer(Job("CONSTRUCT { <http://s> <http://p> 1 } {}", ("csv",), 5, 1000))
        assert only_rows.status == 406
        assert (await opened.answer(job("SELECT * { VALUES ?x { 1 2 3 } }", limit=20))).status == 413
        assert opened.tally.crashed == opened.tally.stopped == 0

    run(test, store)


def test_rows_may_be_bounded(store: Path) -> None:
    async def test(opened: WorkerPool) -> None:
        some = await opened.answer(job("SELECT * { VALUES ?x { 1 2 3 } }", rows=2))
        assert (len(bindings(some)), some.truncated) == (2, True)
        every = await opened.answer(job("SELECT * { VALUES ?x { 1 2 3 } }", rows=3))
        assert (len(bindings(every)), every.truncated) == (3, False)

    run(test, store)


def test_a_query_is_stopped_at_its_deadline_and_its_worker_replaced(store: Path) -> None:
    async def test(opened: WorkerPool) -> None:
        before = opened.pids
        stopped = await opened.answer(job(ENDLESS, seconds=0.3))
        assert (stopped.status, opened.tally.stopped) == (503, 1)
        assert (await opened.answer(job("ASK {}"))).status == 200
        assert opened.pids != before

    run(test, store)


def test_quick_queries_pass_slow_ones(store: Path) -> None:
    """Six clients ask without end, each in its own words, and none of them is at its end before the quick ones are."""

    async def test(opened: WorkerPool) -> None:
        endless = [f"{ENDLESS[:-1]} OPTIONAL {{ ?a0 <{PLACE}{name}> ?x }} }}" for name in "abcdef"]
        slow = [asyncio.ensure_future(opened.answer(job(query, seconds=60))) for query in endless]
        await asyncio.sleep(0)
        for number in range(20):
            assert (await opened.answer(job(f"SELECT ({number} AS ?n) {{}}"))).status == 200
        assert opened.tally.stopped == 0
        assert not any(each.done() for each in slow)
        for each in slow:
            each.cancel()

    run(test, store, Limits(workers=2, slow=1, moment=0.2, patience=60))


def test_slow_queries_wait_for_each_other(store: Path) -> None:
    async def test(opened: WorkerPool) -> None:
        slow = asyncio.ensure_future(opened.answer(job(ENDLESS, seconds=60)))
        while opened._places.free:
            await asyncio.sleep(0.01)
        another = await opened.answer(job(f"{ENDLESS} LIMIT 1", seconds=60))
        assert "too many long queries" in another.problem
        assert not slow.done()
        slow.cancel()

    run(test, store, Limits(workers=1, slow=1, moment=0.1, patience=0.3))


def test_a_query_that_was_stopped_is_not_tried_again_at_once(store: Path) -> None:
    async def test(opened: WorkerPool) -> None:
        assert "after 0.5 s" in (await opened.answer(job(ENDLESS, seconds=0.5))).problem
        again = await opened.answer(job(ENDLESS, seconds=0.5))
        assert (again.status, again.retry) == (503, 1)
        assert opened.tally.stopped == 1
        assert "after 0.7 s" in (await opened.answer(job(ENDLESS, seconds=0.7))).problem

    run(test, store, Limits(workers=1, slow=1, moment=0.1))


def test_a_client_that_leaves_takes_its_query_along(store: Path) -> None:
    async def test(opened: WorkerPool) -> None:
        left = asyncio.ensure_future(opened.answer(job(ENDLESS)))
        await asyncio.sleep(0.05)
        (pid,) = opened.pids
        left.cancel()
        assert (await opened.answer(job("ASK {}"))).status == 200
        assert pid not in opened.pids

    run(test, store)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs Unix signals")
def test_a_worker_that_dies_costs_one_answer(store: Path) -> None:
    async def test(opened: WorkerPool) -> None:
        answering = asyncio.ensure_future(opened.answer(job(ENDLESS)))
        await asyncio.sleep(0.05)
        os.kill(opened.pids[0], signal.SIGKILL)
        assert (await answering).status == 503
        assert (await opened.answer(job("ASK {}"))).status == 200
        assert opened.tally.crashed == 1

    run(test, store)


@pytest.mark.skipif(sys.platform != "linux", reason="the address space is not bounded everywhere")
def test_memory_is_bounded(store: Path) -> None:
    greedy = "SELECT * { VALUES ?a { 1 2 3 4 5 6 7 8 9 } " + "".join(
        f"VALUES ?{name} {{ 1 2 3 4 5 6 7 8 9 }} " for name in "bcdefgh"
    )

    async def test(opened: WorkerPool) -> None:
        reply = await opened.answer(job(f"{greedy} }} ORDER BY ?a ?h", seconds=60))
        assert (reply.status, opened.tally.crashed) == (503, 1)
        assert (await opened.answer(job("ASK {}"))).status == 200

    run(test, store, Limits(workers=1, memory=96, moment=60))


def test_jobs_that_would_wait_too_long_are_turned_away(store: Path) -> None:
    async def test(opened: WorkerPool) -> None:
        slow = asyncio.ensure_future(opened.answer(job(ENDLESS)))
        await asyncio.sleep(0.05)
        waits = asyncio.ensure_future(opened.answer(job("ASK {}")))
        await asyncio.sleep(0)
        assert "busy" in (await opened.answer(job("ASK {}"))).problem
        assert "busy" in (await waits).problem
        assert opened.tally.turned_away == 2
        slow.cancel()

    run(test, store, Limits(workers=1, moment=60, waiting=1, patience=0.2))


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="no filter of calls here"
)
def test_a_confined_process_reaches_nothing(tmp_path: Path) -> None:
    script = (
        "import os, socket, subprocess, sys\n"
        "from pathlib import Path\n"
        "from myograph.server.confinement import confine\n"
        "print(confine(64))\n"
        "def refused(action):\n"
        "    try: action()\n"
        "    except (OSError, MemoryError) as fault: print(type(fault).__name__)\n"
        "refused(socket.socket)\n"
        "refused(lambda: socket.socket(socket.AF_UNIX))\n"
        "refused(lambda: os.execv(sys.executable, [sys.executable, '-V']))\n"
        f"refused(lambda: Path({str(tmp_path / 'written')!r}).write_text('x' * 10))\n"
        "refused(lambda: bytearray(128 * 1024 * 1024))\n"
    )
    told = asyncio.run(_output(script))
    assert told.splitlines() == [
        "('memory', 'writing files', 'network', 'programs')",
        "PermissionError",
        "PermissionError",
        "PermissionError",
        "OSError",
        "MemoryError",
    ]


async def _output(script: str) -> str:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=pipe, stderr=pipe)
    out, err = await process.communicate()
    assert not process.returncode, err.decode()
    return out.decode()


def test_no_worker_calls_another_server(store: Path) -> None:
    """Even what slips through the screening finds no network: here the engine is asked directly, confined."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.5)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    script = (
        "from pyoxigraph import Store\n"
        "from myograph.server.confinement import confine\n"
        "store = Store()\n"
        "confine(512)\n"
        f"try: print(list(store.query('SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}')))\n"
        "except Exception as fault: print('refused')\n"
    )
    assert asyncio.run(_output(script)) == "refused\n"
    with listener, pytest.raises(TimeoutError):
        listener.accept()


def test_a_host_that_is_named_may_be_called(store: Path) -> None:
    # What listens here answers nothing that is SPARQL, so the query fails, but it was let through to the host.
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)
    query = f"ASK {{ SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"

    async def test(opened: WorkerPool) -> None:
        answering = asyncio.ensure_future(opened.answer(job(query)))
        called, _ = await asyncio.to_thread(listener.accept)
        called.close()
        assert (await answering).status == 502
        other = query.replace("127.0.0.1", "localhost")
        assert (await opened.answer(job(other))).status == 403

    with listener:
        run(test, store, Limits(workers=1, services=frozenset(("127.0.0.1",))))


def test_a_folder_without_a_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        asyncio.run(WorkerPool(tmp_path, Content.find().root, Limits(workers=1)).start())


def test_where_nothing_can_be_forked_workers_are_started(store: Path) -> None:
    async def test() -> None:
        worker = await Workers(store, Content.find().root, 256)._spawned()
        await worker.ready()
        assert (await worker.answer(job("ASK {}"))).status == 200
        worker.step_aside()
        assert (await worker.answer(job("ASK { ?s ?p ?o }"))).status == 200
        await worker.end()

    asyncio.run(test())


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux")
def test_workers_come_again_when_what_they_come_from_has_died(store: Path) -> None:
    async def test(opened: WorkerPool) -> None:
        nursery = opened._workers._process
        assert nursery is not None
        nursery.kill()
        await nursery.wait()
        os.kill(opened.pids[0], signal.SIGKILL)
        statuses = [(await opened.answer(job("ASK {}"))).status for _ in range(2)]
        assert statuses[-1] == 200

    run(test, store)
