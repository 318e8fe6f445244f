"""Worker processes that answer jobs, and what becomes of those that do not.

A job waits for a free worker, but not for long. A query that runs on for more than a moment moves out of the way:
its process gets the lowest priority, and a fresh worker takes its slot. Only so many may run there; the others wait for
each other, beside the quick ones, as do from the start all of a kind that was slow before. When slow queries came in
the way just now, one worker is kept for kinds of query that are known to be quick. Past its deadline a worker is
ended, for the engine cannot be told to stop. A worker that died is replaced while the others go on.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from myograph.errors import StoreError
from myograph.server.experience import Experience
from myograph.server.jobs import Reply
from myograph.server.waiting import Hall
from myograph.server.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from myograph.server.jobs import Job
    from myograph.server.workers import Worker

LOOKS = 5
"""How often within a moment it is looked whether others wait for the worker."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bound the work of a pool.

    `workers` answer at once, and up to `slow` more queries that run longer than `moment` seconds. `waiting` jobs may
    wait for a worker, and `slow_waiting` slow ones for a place, for `patience` seconds each. `memory` is in MiB for
    each worker. `services` are the hosts that queries may call; only when there are any, workers keep the right to use
    the network.
    """

    workers: int = 2
    slow: int = 2
    moment: float = 0.5
    waiting: int = 256
    slow_waiting: int = 8
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


@dataclass(slots=True, eq=False)
class Turn:
    """Let one worker answer one job."""

    worker: Worker
    job: Job
    _start: float = field(default_factory=perf_counter)
    _answering: asyncio.Future[Reply] = field(init=False)

    def __post_init__(self) -> None:
        self._answering = asyncio.ensure_future(self.worker.answer(self.job))

    @property
    def seconds(self) -> float:
        """Return for how long it has been going on."""
        return perf_counter() - self._start

    @property
    def is_over(self) -> bool:
        """Tell whether the worker has answered, or died."""
        return self._answering.done()

    async def wait(self, seconds: float) -> bool:
        """Wait for the worker, so many seconds at most, and tell whether it is over."""
        await asyncio.wait((self._answering,), timeout=max(seconds, 0.0))
        return self.is_over

    def give_up(self) -> None:
        """Wait no more."""
        self._answering.cancel()

    def reply(self) -> Reply | None:
        """Return what the worker answered, or None when it died."""
        try:
            return self._answering.result()
        except (asyncio.IncompleteReadError, ConnectionError):
            return None


@dataclass(slots=True, eq=False)
class WorkerPool:
    """Answer jobs with worker processes.

    `store` is the folder of the engine, or an endpoint; `content` is the root of the content.
    """

    store: Path | str
    content: Path
    limits: Limits = field(default_factory=Limits)
    tally: Tally = field(default_factory=Tally)
    experience: Experience = field(init=False)
    _workers: Workers = field(init=False)
    _free: Hall[Worker] = field(init=False)
    _places: Hall[int] = field(init=False)
    _doubts: Hall[int] = field(init=False)
    _alive: set[Worker] = field(default_factory=set)
    _starting: set[asyncio.Task[None]] = field(default_factory=set)
    _ending: set[asyncio.Task[None]] = field(default_factory=set)
    _closed: bool = False

    def __post_init__(self) -> None:
        limits = self.limits
        self.experience = Experience(limits.moment)
        self._workers = Workers(self.store, self.content, limits.memory, tuple(limits.services))
        self._free = Hall(limits.waiting, limits.patience)
        self._places = Hall(limits.slow_waiting, limits.patience)
        self._doubts = Hall(limits.waiting, limits.patience)
        self._places.free.extend(range(limits.slow))
        self._doubts.free.extend(range(max(1, limits.workers - 1)))

    async def start(self) -> None:
        """Start the workers; raises StoreError when they cannot open the store."""
        try:
            starting = (self._new_worker() for _ in range(self.limits.workers))
            for worker in await asyncio.gather(*starting):
                self._free.give(worker)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End every worker, and every job that waits."""
        self._closed = True
        for starting in self._starting:
            starting.cancel()
        for hall in (self._free, self._places, self._doubts):
            hall.close()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*self._ending, *(worker.end() for worker in self._alive))
        await self._workers.stop()

    @property
    def pids(self) -> tuple[int, ...]:
        """Return the numbers of the worker processes."""
        return tuple(sorted(worker.pid for worker in self._alive))

    @property
    def busy(self) -> int:
        """Return how many workers answer a job now."""
        return len(self._alive) - len(self._free.free)

    @property
    def waiting(self) -> int:
        """Return how many jobs wait for a worker or a place."""
        return self._free.waiting + self._places.waiting + self._doubts.waiting

    async def answer(self, job: Job, client: str = "") -> Reply:
        """Return the reply to a job of a client: that of a worker, or 503 with the reason why there is none."""
        if seconds := self.experience.refused_for(job):
            self.tally.turned_away += 1
            await asyncio.sleep(self.limits.moment)  # who asks again at once does not do so a thousand times a second
            return refused(seconds)
        reply = None if self.experience.is_slow(job) else await self._quickly(job, client)
        return reply or await self._beside(job, client)

    async def _quickly(self, job: Job, client: str) -> Reply | None:
        """Return the reply of one of the quick workers, or None for a query that has to wait for a place."""
        turn = await self._begun(job, client)
        if turn is None:
            return self._busy("every worker is busy", "Try again in a moment.")
        if turn.is_over:
            return self._ended(turn)
        if job.seconds <= self.limits.moment:
            self._lose(turn.worker)
            return self._stopped(job)
        self.experience.was_late(job, client)
        self._replace()
        place = self._places.take_now()
        if place is None:
            turn.give_up()
            self._lose(turn.worker, replaced=False)
            return None
        turn.worker.step_aside()
        return await self._at_leisure(turn, place)

    async def _begun(self, job: Job, client: str) -> Turn | None:
        """Give a moment of a worker to a job, or None when all are busy."""
        known = self.experience.is_quick(job)
        rank = -1.0 if known else self.experience.reproach(client)
        if known or not self.experience.is_troubled:
            return await self._sliced(job, rank)
        doubt = await self._doubts.take(rank)
        if doubt is None:
            return None
        try:
            return await self._sliced(job, rank)
        finally:
            self._doubts.give(doubt)

    async def _sliced(self, job: Job, rank: float) -> Turn | None:
        worker = await self._free.take(rank)
        if worker is None:
            return None
        turn = Turn(worker, job)
        try:
            await self._moment(turn)
        except BaseException:
            turn.give_up()
            self._lose(worker)
            raise
        return turn

    async def _moment(self, turn: Turn) -> None:
        seconds = min(self.limits.moment, turn.job.seconds)
        while not await turn.wait(min(self.limits.moment / LOOKS, seconds - turn.seconds)):
            hurried = (self._free.waiting or self._doubts.waiting) and turn.job.seconds > self.limits.moment
            if hurried or turn.seconds >= seconds:
                return

    async def _beside(self, job: Job, client: str) -> Reply:
        """Return the reply to a slow query, which waits for a place first."""
        place = await self._places.take(self.experience.reproach(client))
        if place is None:
            return self._busy("too many long queries run at once, and this is another", "Try again in a minute.")
        try:
            worker = await self._new_worker(aside=True)
        except BaseException as fault:
            self._places.give(place)
            if isinstance(fault, StoreError | OSError):
                return self._busy("no worker could be started", "Try again in a minute.")
            raise
        return await self._at_leisure(Turn(worker, job), place)

    async def _at_leisure(self, turn: Turn, place: int) -> Reply:
        try:
            if await turn.wait(turn.job.seconds - turn.seconds):
                return self._told(turn)
            self.experience.was_stopped(turn.job)
            return self._stopped(turn.job)
        finally:
            turn.give_up()
            self._places.give(place)
            self._lose(turn.worker, replaced=False)

    def _ended(self, turn: Turn) -> Reply:
        if turn.reply() is None:
            self._lose(turn.worker)
        else:
            self._free.give(turn.worker)
        return self._told(turn)

    def _told(self, turn: Turn) -> Reply:
        reply = turn.reply()
        if reply is None:
            self.tally.crashed += 1
            return crashed()
        self.tally.answered += 1
        self.experience.took(turn.job, turn.seconds)
        return reply

    def _busy(self, problem: str, advice: str) -> Reply:
        self.tally.turned_away += 1
        return Reply(503, problem=problem, advice=advice)

    def _stopped(self, job: Job) -> Reply:
        self.tally.stopped += 1
        problem = f"the query was stopped after {job.seconds:g} s"
        return Reply(503, problem=problem, advice="Ask for less, add a LIMIT, or ask a server of your own.")

    def _lose(self, worker: Worker, *, replaced: bool = True) -> None:
        """End a worker in the background, and start another in its slot unless that was done before."""
        self._alive.discard(worker)
        self._in_background(worker.end(), self._ending)
        if replaced:
            self._replace()

    def _replace(self) -> None:
        if not self._closed:
            self._in_background(self._replacement(), self._starting)

    async def _replacement(self) -> None:
        delay = 0.1
        while not self._closed:
            try:
                self._free.give(await self._new_worker())
            except (StoreError, OSError):
                await asyncio.sleep(delay)
                delay = min(2 * delay, 5.0)
            else:
                return

    async def _new_worker(self, *, aside: bool = False) -> Worker:
        worker = await self._workers.start(aside=aside)
        self.tally.started += 1
        self._alive.add(worker)
        return worker

    @staticmethod
    def _in_background(action: Coroutine[None, None, None], tasks: set[asyncio.Task[None]]) -> None:
        task = asyncio.get_running_loop().create_task(action)
        tasks.add(task)
        task.add_done_callback(tasks.discard)


def refused(seconds: int) -> Reply:
    """Return the reply to a query that was stopped not long ago, and would be again."""
    advice = "Ask for less, add a LIMIT, or ask a server of your own."
    return Reply(503, problem="the same query was stopped at its deadline a moment ago", advice=advice, retry=seconds)


def crashed() -> Reply:
    """Return the reply when the process that evaluated ended by itself."""
    return Reply(
        503,
        problem="the process that answered the query ended",
        advice="The query may have needed more memory than is allowed: ask for less.",
    )
