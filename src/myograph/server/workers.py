"""Drive worker processes: start one, hand it a job, lower its priority, end it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from myograph.errors import StoreError
from myograph.server.jobs import HEAD, Reply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from myograph.server.jobs import Job

LOWER_PRIORITY = 10
PIPE = 1024 * 1024


class Worker:
    """Drive one worker process."""

    def __init__(
        self, process: asyncio.subprocess.Process, jobs: asyncio.StreamWriter, replies: asyncio.StreamReader
    ) -> None:
        self._process = process
        self._jobs = jobs
        self._replies = replies

    @classmethod
    async def start(
        cls, store: Path | str, content: Path, memory: int, services: Iterable[str] = (), *, aside: bool = False
    ) -> Worker:
        """Start a process and wait until it is ready; raises StoreError with its words when it cannot be.

        With `aside` it starts with the lowest priority and keeps it.
        """
        command = ("-m", "myograph.server.worker", str(store), str(content), str(memory), *services)
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
        if aside:
            worker.step_aside()
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
