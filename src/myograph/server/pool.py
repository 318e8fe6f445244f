"""Worker processes that answer jobs, and what becomes of those that do not.

A job waits for a free worker, but not for long. Past its deadline its worker is ended, for the engine cannot be
told to stop. A worker that died is replaced while the others go on. A query that runs on for more than a moment
moves out of the way: its process gets a lower priority, and a fresh worker takes its slot. So slow queries wait
for each other and quick ones do not wait for them; when too many are slow at once, the next is ended early.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections import deque
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from myograph.errors import StoreError
from myograph.server.jobs import HEAD, Reply

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from myograph.server.jobs import Job

LOWER_PRIORITY = 10
PIPE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bound the work of a pool.

    `workers` answer at once, and up to `slow` more queries that run longer than `moment` seconds. `waiting` jobs may
    wait for a worker, for `patience` seconds each. `memory` is in MiB for each worker. `services` are the hosts that
    queries may call; only when there are any, workers keep the right to use the network.
    """

    workers: int = 2
    slow: int = 2
    moment: float = 1.0
    waiting: int = 256
    patience: float = 5.0
    memory: int = 1024
    services: frozenset[str] = frozenset()


@dataclass(slots=True)
class Tally:
    """Count what happened to jobs and workers since the start."""

    answered: int = 0
    stopped: int = 0
    turned_away: int = 0
    crashed: int = 0
    started: int = 0


class Worker:
    """Drive one worker process."""

    def __init__(
        self, process: asyncio.subprocess.Process, jobs: asyncio.StreamWriter, replies: asyncio.StreamReader
    ) -> None:
        self._process = process
        self._jobs = jobs
        self._replies = replies

    @classmethod
    async def start(cls, store: Path, content: Path, limits: Limits) -> Worker:
        """Start a process and wait until it is ready; raises StoreError with its words when it cannot be."""
        command = ("-m", "myograph.server.worker", str(store), str(content), str(limits.memory), *limits.services)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=environment(),
            limit=PIPE,
            start_new_session=True,
        )
        if process.stdin is None or process.stdout is None:
            raise StoreError("a worker of the server has no pipes")
        worker = cls(process, process.stdin, process.stdout)
        try:
            await worker._ready()
        except BaseException:
            await worker.end()
            raise
        return worker

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Tell whether the process runs, as far as is known."""
        return self._process.returncode is None

    async def answer(self, job: Job) -> Reply:
        """Return the reply to a job; raises IncompleteReadError or ConnectionError when the process ends."""
        self._jobs.write(job.to_bytes())
        return await self._reply()

    def step_aside(self) -> None:
        """Let other processes go first from now on."""
        if hasattr(os, "setpriority"):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, LOWER_PRIORITY)

    async def end(self) -> None:
        """End the process at once."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._jobs.close()
        await self._process.wait()

    async def _ready(self) -> None:
        try:
            ready = await self._reply()
        except asyncio.IncompleteReadError:
            raise StoreError("a worker of the server ended before it was ready") from None
        if ready.status != HTTPStatus.OK:
            raise StoreError(ready.problem)

    async def _reply(self) -> Reply:
        lengths = HEAD.unpack(await self._replies.readexactly(HEAD.size))
        head = await self._replies.readexactly(lengths[0])
        body = await self._replies.readexactly(lengths[1]) if lengths[1] else b""
        return Reply.of(head, body)


def environment() -> dict[str, str]:
    """Return the variables for a worker: it finds the same packages, and none of what is secret."""
    packages = os.pathsep.join(entry for entry in sys.path if entry)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MYOGRAPH_")}
    return {**kept, "PYTHONPATH": packages, "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(slots=True, eq=False)
class WorkerPool:
    """Answer jobs with worker processes; `store` is the folder of the engine, `content` the root of the content."""

    store: Path
    content: Path
    limits: Limits = field(default_factory=Limits)
    tally: Tally = field(default_factory=Tally)
    _idle: deque[Worker] = field(default_factory=deque)
    _alive: set[Worker] = field(default_factory=set)
    _waiting: deque[asyncio.Future[Worker]] = field(default_factory=deque)
    _starting: set[asyncio.Task[None]] = field(default_factory=set)
    _ending: set[asyncio.Task[None]] = field(default_factory=set)
    _slow: int = 0
    _closed: bool = False

    async def start(self) -> None:
        """Start the workers; raises StoreError when they cannot open the store."""
        starting = (self._new_worker() for _ in range(self.limits.workers))
        for worker in await asyncio.gather(*starting):
            self._hand_on(worker)

    async def stop(self) -> None:
        """End every worker, and every job that waits."""
        self._closed = True
        for starting in self._starting:
            starting.cancel()
        for waiting in self._waiting:
            waiting.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*self._ending, *(worker.end() for worker in self._alive))

    @property
    def pids(self) -> tuple[int, ...]:
        """Return the numbers of the worker processes."""
        return tuple(sorted(worker.pid for worker in self._alive))

    @property
    def busy(self) -> int:
        """Return how many workers answer a job now."""
        return len(self._alive) - len(self._idle)

    @property
    def waiting(self) -> int:
        """Return how many jobs wait for a worker."""
        return len(self._waiting)

    async def answer(self, job: Job) -> Reply:
        """Return the reply to a job: that of a worker, or 503 with the reason why there is none."""
        worker = self._idle.popleft() if self._idle else await self._awaited()
        if worker is None:
            self.tally.turned_away += 1
            return Reply(503, problem="every worker is busy", advice="Try again in a moment.")
        return await Turn(self, worker, job).reply()

    async def _awaited(self) -> Worker | None:
        if len(self._waiting) >= self.limits.waiting or self._closed:
            return None
        future: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            async with asyncio.timeout(self.limits.patience):
                return await future
        except TimeoutError:
            return None
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self._hand_on(future.result())
            raise
        finally:
            if future in self._waiting:
                self._waiting.remove(future)

    def give_back(self, worker: Worker) -> None:
        """Take a worker that has answered."""
        self.tally.answered += 1
        self._hand_on(worker)

    def _hand_on(self, worker: Worker) -> None:
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)

    def lose(self, worker: Worker, *, replaced: bool) -> None:
        """End a worker in the background, and start another in its slot unless that was done before."""
        self._alive.discard(worker)
        self._in_background(worker.end(), self._ending)
        if replaced:
            self.replace()

    def replace(self) -> None:
        """Start a worker in the background."""
        if not self._closed:
            self._in_background(self._replacement(), self._starting)

    def may_step_aside(self) -> bool:
        """Reserve a place among the slow queries, if there is one."""
        if self._slow >= self.limits.slow:
            return False
        self._slow += 1
        return True

    def leave_aside(self) -> None:
        """Give a place among the slow queries back."""
        self._slow -= 1

    async def _replacement(self) -> None:
        delay = 0.1
        while not self._closed:
            try:
                self._hand_on(await self._new_worker())
            except (StoreError, OSError):
                await asyncio.sleep(delay)
                delay = min(2 * delay, 5.0)
            else:
                return

    async def _new_worker(self) -> Worker:
        worker = await Worker.start(self.store, self.content, self.limits)
        self.tally.started += 1
        self._alive.add(worker)
        return worker

    @staticmethod
    def _in_background(action: Coroutine[None, None, None], tasks: set[asyncio.Task[None]]) -> None:
        task = asyncio.get_running_loop().create_task(action)
        tasks.add(task)
        task.add_done_callback(tasks.discard)


@dataclass(slots=True, eq=False)
class Turn:
    """Give one job to one worker, and see to it that the worker comes back or is replaced."""

    pool: WorkerPool
    worker: Worker
    job: Job
    aside: bool = False

    async def reply(self) -> Reply:
        """Return the reply, or 503 when the worker was ended or died."""
        settled = False
        try:
            reply = await self._in_time()
            settled = True
        except TimeoutError:
            self.pool.tally.stopped += 1
            return self._stopped()
        except (asyncio.IncompleteReadError, ConnectionError):
            self.pool.tally.crashed += 1
            return crashed()
        finally:
            self._leave(settled)
        return reply

    async def _in_time(self) -> Reply:
        answering = asyncio.ensure_future(self.worker.answer(self.job))
        try:
            done, _ = await asyncio.wait((answering,), timeout=min(self.pool.limits.moment, self.job.seconds))
            if not done and self.job.seconds > self.pool.limits.moment and self._steps_aside():
                done, _ = await asyncio.wait((answering,), timeout=self.job.seconds - self.pool.limits.moment)
        finally:
            answering.cancel()
        if not done:
            raise TimeoutError
        return answering.result()

    def _steps_aside(self) -> bool:
        self.aside = self.pool.may_step_aside()
        if self.aside:
            self.worker.step_aside()
            self.pool.replace()
        return self.aside

    def _leave(self, settled: bool) -> None:
        if self.aside:
            self.pool.leave_aside()
            self.pool.lose(self.worker, replaced=False)
        elif settled and self.worker.is_alive:
            self.pool.give_back(self.worker)
        else:
            self.pool.lose(self.worker, replaced=True)

    def _stopped(self) -> Reply:
        if self.aside or self.job.seconds <= self.pool.limits.moment:
            problem = f"the query was stopped after {self.job.seconds:g} s"
            return Reply(503, problem=problem, advice="Ask for less, add a LIMIT, or ask a server of your own.")
        return Reply(
            503, problem="too many long queries run at once, and this was another", advice="Try again in a minute."
        )


def crashed() -> Reply:
    """Return the reply when the process that evaluated ended by itself."""
    return Reply(
        503,
        problem="the process that answered the query ended",
        advice="The query may have needed more memory than is allowed: ask for less.",
    )
