"""The explorer on the web: the pages of `myograph pages`, made once for each build, and sent as they are.

They are made by a process of their own, of the lowest priority, into the cache folder, while the server answers
already. Each page brings a policy that admits its own scripts and styles by their digests: that is sent as a header
too. The one thing added to a page are links to what only a server has.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from myograph.errors import StoreError
from myograph.release.locating import cache_folder
from myograph.server.problems import Problem
from myograph.server.templates import PAGE_HEADERS, POLICY
from myograph.server.workers import environment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.server.exchange import Exchange
    from myograph.server.templates import Templates

TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".xml": "application/xml",
}
OUTDATED = 7 * 24 * 3600
"""Seconds after which the pages of another build go."""

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_FOOT = re.compile(rb"<footer\b[^>]*>")


@dataclass(slots=True, eq=False)
class Explorer:
    """Make and send the pages of the build `build` of the release at `release`; None there means there are none."""

    release: Path | None
    build: str
    templates: Templates
    max_age: int = 60
    _files: Mapping[str, Path] = field(default_factory=dict)
    _making: asyncio.Task[None] | None = None
    _scratch: Path | None = None

    @property
    def is_ready(self) -> bool:
        """Tell whether there are pages to send."""
        return bool(self._files)

    @property
    def is_coming(self) -> bool:
        """Tell whether pages are being made."""
        return self._making is not None and not self._making.done()

    def start(self) -> None:
        """Begin to make the pages, unless they are there from an earlier run."""
        if self.release is not None:
            self._making = asyncio.get_running_loop().create_task(self._prepare(self.release))

    async def stop(self) -> None:
        """Stop making pages."""
        if self._making is not None:
            self._making.cancel()
            await asyncio.gather(self._making, return_exceptions=True)
        if self._scratch is not None:
            await asyncio.to_thread(shutil.rmtree, self._scratch, ignore_errors=True)

    async def page(self, exchange: Exchange, match: re.Match[str]) -> None:
        """Send a page."""
        if match[1] is None:
            await exchange.lead_to(f"{exchange.settings.prefix}/explorer/", HTTPStatus.FOUND)
            return
        if self.is_coming and not self._files:
            raise Problem(503, "the pages of the explorer are being made", advice="Ask again in half a minute.")
        name = f"{match[1]}index.html" if match[1] == "" or match[1].endswith("/") else match[1]
        path = self._files.get(name)
        if path is None:
            raise Problem(404, "the explorer has no page of this name", advice="Start at its first page.")
        await self._send(exchange, path)

    async def _send(self, exchange: Exchange, path: Path) -> None:
        tag = f"{self.build[:32]}-explorer"
        headers = {"ETag": f'"{tag}"', "Cache-Control": f"public, max-age={self.max_age}", "Vary": "Accept-Encoding"}
        if exchange.has(tag):
            await exchange.start(HTTPStatus.NOT_MODIFIED, headers)
            await exchange.deliver(b"")
            return
        body = await asyncio.to_thread(path.read_bytes)
        if path.suffix == ".html":
            headers = {**PAGE_HEADERS, "Content-Security-Policy": policy_of(body), **headers}
            links = self.templates.environment.get_template("explorer-links.html").render()
            body = _FOOT.sub(lambda foot: foot[0] + links.encode(), body, count=1)
        await exchange.respond(HTTPStatus.OK, TYPES[path.suffix], body, headers)

    async def _prepare(self, release: Path) -> None:
        folder = self._place()
        if not folder.is_dir() and not await self._make(release, folder):
            return
        self._files = await asyncio.to_thread(files_in, folder)
        await asyncio.to_thread(remove_outdated, folder)

    def _place(self) -> Path:
        """Return where the pages are or will be: in the cache, or where nobody else looks when that is read-only."""
        try:
            folder = cache_folder() / "explorers"
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder / self.build
        except (OSError, StoreError):
            pass
        self._scratch = Path(tempfile.mkdtemp(prefix="myograph-explorer-"))
        return self._scratch / self.build

    async def _make(self, release: Path, folder: Path) -> bool:
        aside = Path(tempfile.mkdtemp(prefix="making-", dir=folder.parent))
        command = (sys.executable, "-m", "myograph", "pages", str(aside / "site"), "--store", str(release))
        nothing = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            *command, stdin=nothing, stdout=nothing, stderr=nothing, env=environment(), start_new_session=True
        )
        if sys.platform == "linux":
            with suppress(OSError):
                os.sched_setscheduler(process.pid, os.SCHED_IDLE, os.sched_param(0))
        try:
            made = await process.wait() == 0
            if made:
                with suppress(OSError):  # somebody else has made the same meanwhile
                    (aside / "site").rename(folder)
            return folder.is_dir()
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            shutil.rmtree(aside, ignore_errors=True)


def files_in(folder: Path) -> dict[str, Path]:
    """Return the files of the pages by their address: what is not among them is not sent."""
    found = (path for path in folder.rglob("*") if path.suffix in TYPES and path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in sorted(found)}


def policy_of(page: bytes) -> str:
    """Return the policy that a page brings, made narrower by what only a header can say."""
    found = _POLICY.search(page[:4096])
    return f"{unescape(found[1].decode())}; frame-ancestors 'none'" if found else POLICY


def remove_outdated(folder: Path) -> None:
    """Remove what was made for other builds long ago."""
    for other in folder.parent.iterdir():
        with suppress(OSError):
            if other != folder and time.time() - other.stat().st_mtime > OUTDATED:
                shutil.rmtree(other, ignore_errors=True)
