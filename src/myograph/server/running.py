"""Listen, and stop in order."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from myograph.errors import MissingExtra, StoreError

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from myograph.content import Content
    from myograph.server.app import Application
    from myograph.server.facts import Served
    from myograph.server.renewing import Renewing
    from myograph.server.settings import Settings

STOPPING = 10
"""Seconds that requests have to end when the server stops."""


CHECKING = 60.0
"""Seconds that the check of a change by its shapes may take, beyond those of a query."""


def require_extra() -> None:
    """Raise MissingExtra unless what a server needs is installed."""
    try:
        import jinja2  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        raise MissingExtra("server") from None


def application(served: Served, content: Content, settings: Settings) -> Application:
    """Return the ASGI application that serves a store; raises MissingExtra, StoreError and ContentError."""
    require_extra()
    from myograph.server.pages import pages
    from myograph.server.site import Site

    return pages(Site.of(served, content, settings))


def writable(served: Served, content: Content, settings: Settings, folder: Path, token: str) -> Renewing:
    """Return the application that serves a working copy in a folder, which begins as a copy of the release.

    Raises what `application` does, and UsageError for a folder that is something else.
    """
    from myograph.release import open_release
    from myograph.server.editions import WorkingCopy
    from myograph.server.facts import Served
    from myograph.server.metrics import Metrics
    from myograph.server.pages import pages
    from myograph.server.renewing import Renewing
    from myograph.server.site import Site
    from myograph.server.writing import Writing

    require_extra()
    metrics, copy = Metrics(), WorkingCopy.at(folder, Path(served.place))

    async def renew() -> None:
        await renewing.renew()

    writing = Writing(copy, content.root, token, settings.timeout + CHECKING, renew)
    renewing = Renewing(
        lambda: pages(
            Site.of(Served.of(open_release(copy.current, content=content)), content, settings, writing), metrics
        )
    )
    return renewing


def serve(app: Application | Renewing, listener: socket.socket, ready: Callable[[], None] = lambda: None) -> None:
    """Serve on a socket that listens, until interrupted; `ready` is called when the first request can come."""
    import uvicorn

    from myograph.server.connection import AnnouncedServer, protocol_for

    config = uvicorn.Config(
        app,
        http=protocol_for(app),
        loop="uvloop" if _has_uvloop() else "asyncio",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=app.site.settings.connections,
        timeout_graceful_shutdown=STOPPING,
        timeout_keep_alive=30,
        backlog=1024,
    )
    server = AnnouncedServer(config, ready)
    server.run(sockets=[listener])
    if not server.started:
        raise StoreError("the server could not start", advice="The lines above say why.")


def _has_uvloop() -> bool:
    from importlib.util import find_spec

    return find_spec("uvloop") is not None


def log_to(path: str) -> None:
    """Write the access log to a file, or to standard output when it is called `-`."""
    logger = logging.getLogger("myograph.access")
    handler = logging.StreamHandler(sys.stdout) if path == "-" else logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
