"""Serve an application that is replaced while it runs: each request is answered by one of them from start to end."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from myograph.server.app import Application
    from myograph.server.exchange import Receive, Scope, Send
    from myograph.server.site import Site

LOOK = 0.05


class Renewing:
    """Be the application that `make` made last."""

    def __init__(self, make: Callable[[], Application]) -> None:
        self._make = make
        self._current = make()
        self._answering: Counter[int] = Counter()
        self._retiring: set[asyncio.Task[None]] = set()

    @property
    def site(self) -> Site:
        """Return what is served now."""
        return self._current.site

    def repeated(self, request: bytes, client: tuple[str, int] | None) -> tuple[bytes, ...] | None:
        """Return the pieces of the answer to a request that was answered before, or None."""
        return self._current.repeated(request, client)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or start and stop with the server."""
        if scope["type"] == "lifespan":
            await self._current.live(receive, send, lambda: self.site)
            return
        current = self._current
        self._answering[id(current)] += 1
        try:
            await current(scope, receive, send)
        finally:
            self._answering[id(current)] -= 1

    async def renew(self) -> None:
        """Replace the application; the one before stops when its last request is answered."""
        old = self._current
        new = await asyncio.to_thread(self._make)
        await new.site.start()
        self._current = new
        task = asyncio.get_running_loop().create_task(self._retire(old))
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)

    async def _retire(self, old: Application) -> None:
        # The request that brought the change is one of them: it ends after this has begun.
        while self._answering[id(old)]:
            await asyncio.sleep(LOOK)
        del self._answering[id(old)]
        await old.site.stop()
