"""Changes over HTTP: who may make them, one after the other, and what is served afterwards.

Each change is made by a process of its own in a copy aside. When it went well the copy is the new edition, and the
server answers from that: everything that was made from the edition before, workers, kept answers, descriptions, is made
anew, so that no answer mixes two editions. Requests that are being answered end as they began.
"""

from __future__ import annotations

import asyncio
import hmac
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from myograph.errors import UsageError
from myograph.server.changes import Outcome
from myograph.server.problems import Problem
from myograph.server.workers import environment

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from myograph.server.changes import Change
    from myograph.server.editions import WorkingCopy
    from myograph.server.exchange import Exchange

TOKEN_VARIABLE = "MYOGRAPH_WRITE_TOKEN"  # noqa: S105 - the name of a variable
SHORTEST = 16


@dataclass(slots=True, eq=False)
class Writing:
    """Make changes in a working copy; `renew` is called when there is a new edition, before the change is told.

    `seconds` is how long a change may take, with the check of the shapes.
    """

    copy: WorkingCopy
    content: Path
    token: str
    seconds: float
    renew: Callable[[], Awaitable[None]]
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def require_right(self, exchange: Exchange) -> None:
        """Raise Problem unless the request bears the token."""
        scheme, _, token = exchange.header(b"authorization").partition(" ")
        given = token.strip().encode("latin-1", "replace")
        if scheme.lower() == "bearer" and hmac.compare_digest(given, self.token.encode()):
            return
        told = 'Bearer realm="myograph"' + (', error="invalid_token"' if given else "")
        raise Problem(401, "only who has the token may write", headers={"WWW-Authenticate": told})

    async def make(self, change: Change) -> Outcome:
        """Make a change and serve the result; raises Problem when it is not made."""
        # A client that leaves does not stop a change in the middle of becoming an edition.
        return await asyncio.shield(asyncio.ensure_future(self._made(change)))

    async def _made(self, change: Change) -> Outcome:
        async with self._turn:
            aside = await asyncio.to_thread(self.copy.aside)
            try:
                outcome = await self._written(change, aside)
            except BaseException:
                shutil.rmtree(aside, ignore_errors=True)
                raise
            if outcome.status >= HTTPStatus.BAD_REQUEST:
                shutil.rmtree(aside, ignore_errors=True)
                raise problem_of(outcome)
            await asyncio.to_thread(self.copy.publish, aside)
            await self.renew()
        return outcome

    async def _written(self, change: Change, aside: Path) -> Outcome:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "myograph.server.writer", str(aside), str(self.content)),
            stdin=pipe,
            stdout=pipe,
            env=environment(),
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(self.seconds):
                told, _ = await process.communicate(change.to_bytes())
        except TimeoutError:
            raise Problem(503, f"the change was stopped after {self.seconds:g} s", advice="Send it in parts.") from None
        finally:
            with suppress(ProcessLookupError):
                process.kill()
        if not told:
            raise Problem(503, "the process that made the change ended", advice="Send the change in parts.")
        return Outcome.of(told)


def problem_of(outcome: Outcome) -> Problem:
    """Return the problem of a change that was not made."""
    place = {"line": outcome.line, "column": outcome.column}
    findings = outcome.findings or None
    return Problem(outcome.status, outcome.problem, advice=outcome.advice, headers=None, findings=findings, **place)


def token_from(variables: dict[str, str]) -> str:
    """Return the token that who writes must bear; raises UsageError when there is none, or a short one."""
    token = variables.get(TOKEN_VARIABLE, "")
    if len(token) < SHORTEST or not token.isascii() or not token.isprintable() or " " in token:
        problem = f"a server that can be written to needs a token of {SHORTEST} letters or more in {TOKEN_VARIABLE}"
        raise UsageError(problem, advice=f'{TOKEN_VARIABLE}="$(openssl rand -hex 24)" myograph serve --writable FOLDER')
    return token
