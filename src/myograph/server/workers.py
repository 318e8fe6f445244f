"""Drive worker processes: start one, hand it a job, lower its priority, end it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import struct
import sys
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from myograph.errors import StoreError
from myograph.server.jobs import HEAD, Reply

if TYPE_CHECKING:
    from myograph.server.jobs import Job

LOWER_PRIORITY = 10
PIPE = 1024 * 1024
WANTED, NUMBER = b"w", struct.Struct(">q")
"""What the server sends to the process that workers come from, and how that tells the number of one."""


class Process(Protocol):
    """Stand for a process, whoever started it."""

    @property
    def pid(self) -> int:
        """Return its number."""
        ...

    def kill(self) -> None:
        """End it at once; raises ProcessLookupError when it has ended."""
        ...

    async def wait(self) -> object:
        """Return when it needs no more care."""
        ...


class Forked:
    """Hold a process that is a child of another one; its number cannot come to mean a later process."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid) if sys.platform == "linux" else -1

    def kill(self) -> None:
        """End it at once; raises ProcessLookupError when it has ended."""
        if sys.platform == "linux":
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    async def wait(self) -> None:
        """Let go of it: its parent sees to it that nothing of it stays."""
        self.let_go()

    def let_go(self) -> None:
        """Forget the process."""
        os.close(self._handle)
        self._handle = -1


def _unwanted(asking: asyncio.Future[Forked]) -> None:
    if not asking.cancelled() and asking.exception() is None:
        asking.result().kill()
        asking.result().let_go()


class Worker:
    """Drive one worker process."""

    def __init__(self, process: Process, jobs: asyncio.StreamWriter, replies: asyncio.StreamReader) -> None:
        self._process = process
        self._jobs = jobs
        self._replies = replies

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    async def answer(self, job: Job) -> Reply:
        """Return the reply to a job; raises IncompleteReadError or ConnectionError when the process ends."""
        self._jobs.write(job.to_bytes())
        return await self._reply()

    def step_aside(self) -> None:
        """Let other processes go first from now on: every thread of it, for a priority belongs to a thread on Linux."""
        with contextlib.suppress(OSError):
            if sys.platform == "linux":
                for thread in Path(f"/proc/{self.pid}/task").iterdir():
                    os.sched_setscheduler(int(thread.name), os.SCHED_IDLE, os.sched_param(0))
            elif sys.platform != "win32":
                os.setpriority(os.PRIO_PROCESS, self.pid, LOWER_PRIORITY)

    async def end(self) -> None:
        """End the process at once."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._jobs.close()
        with contextlib.suppress(ConnectionError):
            await self._jobs.wait_closed()
        await self._process.wait()

    async def ready(self) -> None:
        """Wait until it takes jobs; raises StoreError with its words when it cannot."""
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


@dataclass(slots=True, eq=False)
class Workers:
    """Start workers that all answer from one store, which is a folder, or the address of an endpoint.

    `memory` is in MiB for each; `services` are the hosts that queries may call.
    """

    store: Path | str
    content: Path
    memory: int
    services: tuple[str, ...] = ()
    _nursery: socket.socket | None = None
    _process: asyncio.subprocess.Process | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self, *, aside: bool = False) -> Worker:
        """Start a worker and wait until it is ready; raises StoreError when it cannot be, or OSError.

        With `aside` it has the lowest priority from the start.
        """
        worker = await (self._forked() if sys.platform == "linux" else self._spawned())
        if aside:
            worker.step_aside()
        try:
            await worker.ready()
        except BaseException:
            await worker.end()
            raise
        return worker

    async def stop(self) -> None:
        """End what workers come from; the workers themselves go on."""
        if self._nursery is not None:
            self._nursery.close()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    def _arguments(self, module: str) -> tuple[str, ...]:
        given = (str(self.store), str(self.content), str(self.memory), *self.services)
        return sys.executable, "-m", f"myograph.server.{module}", *given

    async def _spawned(self) -> Worker:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *self._arguments("worker"),
            stdin=pipe,
            stdout=pipe,
            env=environment(secrets=is_outside(self.store)),
            limit=PIPE,
            start_new_session=True,
        )
        if process.stdin is None or process.stdout is None:
            raise StoreError("a worker of the server has no pipes")
        return Worker(process, process.stdin, process.stdout)

    async def _forked(self) -> Worker:
        ours, theirs = socket.socketpair()
        asking = asyncio.ensure_future(self._asked_for(theirs))
        try:
            # Who stops waiting would leave the other process in the middle of an answer, so that is heard to its end.
            process = await asyncio.shield(asking)
        except BaseException:
            ours.close()
            asking.add_done_callback(_unwanted)
            raise
        replies, jobs = await asyncio.open_connection(sock=ours, limit=PIPE)
        return Worker(process, jobs, replies)

    async def _asked_for(self, end: socket.socket) -> Forked:
        """Return a new worker process, which has the end of a connection; without the other end it ends by itself."""
        with end:
            async with self._turn:
                return Forked(await self._number_of_new(end))

    async def _number_of_new(self, end: socket.socket) -> int:
        nursery = await self._living_nursery()
        socket.send_fds(nursery, [WANTED], [end.fileno()])
        answer = await asyncio.get_running_loop().sock_recv(nursery, NUMBER.size)
        if len(answer) < NUMBER.size:
            raise StoreError("the process that workers come from ended")
        return int(NUMBER.unpack(answer)[0])

    async def _living_nursery(self) -> socket.socket:
        if self._nursery is not None and self._process is not None and self._process.returncode is None:
            return self._nursery
        await self.stop()
        self._nursery, theirs = socket.socketpair()
        self._nursery.setblocking(False)
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                *self._arguments("nursery"),
                stdin=theirs.fileno(),
                env=environment(secrets=is_outside(self.store)),
                start_new_session=True,
            )
        return self._nursery


def is_outside(store: Path | str) -> bool:
    """Tell whether a store is an endpoint, by its address or by the name of a profile."""
    return str(store).lower().startswith(("http://", "https://", "profile:"))


def environment(*, secrets: bool = False) -> dict[str, str]:
    """Return the variables for a worker: it finds the same packages, and what is secret with `secrets` only."""
    packages = os.pathsep.join(entry for entry in sys.path if entry)
    kept = {name: value for name, value in os.environ.items() if secrets or not name.startswith("MYOGRAPH_")}
    return {**kept, "PYTHONPATH": packages, "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}
