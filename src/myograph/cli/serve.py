"""`myograph serve`: a SPARQL endpoint, and pages for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from myograph.cli.opening import STORE

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from myograph.server.app import Application
    from myograph.server.renewing import Renewing
    from myograph.server.settings import Settings

EXAMPLES = """\b
Examples:
  myograph serve                                 here, at http://127.0.0.1:8000/
  myograph serve --open --port 9000              and show it in the browser
  myograph serve --host 0.0.0.0 --base-url https://example.org/myograph --allow-origin '*'
  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT ?s { ?s a myo:Symptom }' http://127.0.0.1:8000/sparql
"""


@click.command(epilog=EXAMPLES)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--workers", type=click.IntRange(1, 256), default=2, show_default=True, help="Processes that evaluate.")
@click.option("--timeout", type=click.FloatRange(0.1, 86400), default=30.0, show_default=True, help="Seconds a query.")
@click.option("--max-rows", type=click.IntRange(1), help="Rows an answer may have. Default: no bound.")
@click.option("--max-answer", type=click.IntRange(1, 4096), default=64, show_default=True, help="MiB an answer.")
@click.option("--memory", type=click.IntRange(64), default=1024, show_default=True, help="MiB a worker may use.")
@click.option("--cache", type=click.IntRange(0), default=64, show_default=True, help="MiB of answers to keep; 0: none.")
@click.option("--base-url", metavar="URL", default="", help="Where clients see the server, when a proxy stands before.")
@click.option("--allow-origin", multiple=True, metavar="ORIGIN", help="Sites whose pages may read answers; * is every.")
@click.option("--allow-service", multiple=True, metavar="HOST", help="Host that queries may call with SERVICE.")
@click.option("--access-log", metavar="FILE", help="Write a line for each request, in the combined format; - is here.")
@click.option(
    "--patience",
    type=click.FloatRange(0.1, 600),
    default=20.0,
    show_default=True,
    help="Seconds for a client to send its request or take a piece of its answer.",
)
@click.option(
    "--writable",
    type=click.Path(file_okay=False),
    metavar="FOLDER",
    help="Take updates, from who bears the token in MYOGRAPH_WRITE_TOKEN, into a working copy in FOLDER.",
)
@click.option("--explorer/--no-explorer", default=True, help="Make the pages of the explorer, once for each build.")
@click.option("--open", "browse", is_flag=True, help="Show it in the browser.")
@click.option("--try", "tried", is_flag=True, help="Start, ask each kind of page once, tell the answers, and stop.")
@STORE
def serve(
    host: str,
    port: int,
    browse: bool,
    tried: bool,
    access_log: str | None,
    store: str | None,
    writable: str | None,
    **decided: object,
) -> None:
    """Serve the graph: SPARQL 1.1 at /sparql, and pages for people.

    Listens on this machine only, unless --host says otherwise. Read-only, unless --writable names a folder. Ctrl-C
    stops it.
    """
    from myograph.server.running import log_to

    settings = decide(host, outside=is_outside(store), **decided)
    app = application_for(store, writable, settings)
    if access_log is not None:
        log_to(access_log)
    shown: list[bool] = []
    with listening(host, port) as listener:
        address = address_of(host, listener.getsockname()[1])

        def ready() -> None:
            announce(address, settings.base_url, browse=browse)
            if tried:
                in_thread(lambda: shown.append(answers_all(address)))

        run_until_stopped(app, listener, ready, quietly=tried)
    if tried and shown != [True]:
        raise SystemExit(1)


def is_outside(store: str | None) -> bool:
    """Tell whether the graph is at an endpoint."""
    from myograph.store.profiles import endpoint_named

    return store is not None and endpoint_named(store) is not None


def application_for(store: str | None, writable: str | None, settings: Settings) -> Application | Renewing:
    """Return what answers requests: from a release, from a working copy of it, or from an endpoint."""
    import os
    from pathlib import Path

    from myograph.content import Content
    from myograph.errors import UsageError
    from myograph.release import open_release
    from myograph.server.facts import Served
    from myograph.server.running import application
    from myograph.server.running import writable as keeping
    from myograph.server.writing import token_from

    content = Content.find()
    if store is not None and is_outside(store):
        if writable is not None:
            raise UsageError("an outside engine keeps its own graph", advice="Leave --writable away.")
        from myograph.cli.opening import open_store

        return application(Served.outside(store, open_store(store, content, say)), content, settings)
    served = Served.of(open_release(Path(store) if store else None, content=content, progress=say))
    if writable is None:
        return application(served, content, settings)
    return keeping(served, content, settings, Path(writable).absolute(), token_from(dict(os.environ)))


def run_until_stopped(
    app: Application | Renewing, listener: socket.socket, ready: Callable[[], None], *, quietly: bool
) -> None:
    """Serve until interrupted; with `quietly` that is no failure."""
    from myograph.server.running import serve as run

    try:
        run(app, listener, ready)
    except KeyboardInterrupt:
        if not quietly:
            raise


def decide(host: str, *, outside: bool = False, **decided: object) -> Settings:
    """Return the settings that the options make."""
    from myograph.server.pool import Limits
    from myograph.server.settings import MIB, Settings, checked_base, hosts_for

    base = checked_base(str(decided["base_url"])) if decided["base_url"] else ""
    number = {name: int(str(decided[name])) for name in ("workers", "memory", "max_answer", "cache")}
    rows = decided["max_rows"]
    return Settings(
        timeout=float(str(decided["timeout"])),
        most_bytes=number["max_answer"] * MIB,
        most_rows=None if rows is None else int(str(rows)),
        cache_bytes=number["cache"] * MIB,
        base_url=base,
        patience=float(str(decided["patience"])),
        explorer=bool(decided["explorer"]),
        lasting=not outside,
        origins=tuple(map(str, decided["allow_origin"])),  # type: ignore[call-overload]
        hosts=hosts_for(host, base),
        limits=Limits(
            workers=number["workers"],
            slow=number["workers"],
            memory=number["memory"],
            services=frozenset(map(str, decided["allow_service"])),  # type: ignore[call-overload]
        ),
    )


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises UsageError when the port is taken or the address is not ours."""
    import socket

    from myograph.errors import UsageError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as fault:
        problem = f"cannot listen on {host}, port {port}: {fault.strerror or fault}"
        raise UsageError(problem, advice="Choose another one with --port or --host.") from None


def address_of(host: str, port: int) -> str:
    """Return the address at which this machine finds the server."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def announce(address: str, base_url: str, *, browse: bool) -> None:
    """Tell where the server is, and show it if that is wanted."""
    for path, words in (("/", "pages"), ("/query", "ask in SPARQL"), ("/sparql", "endpoint"), ("/health", "state")):
        click.echo(f"{address}{path:<10} {words}")
    if base_url:
        click.echo(f"Clients see it at {base_url}/")
    click.echo("Ctrl-C stops the server.", err=True)
    if browse:
        import webbrowser

        webbrowser.open(f"{address}/")


TRIED = ("/health", "/", "/sparql", "/sparql?query=ASK%7B%7D", "/ask", "/ask/red-flags", "/query", "/.well-known/void")


def in_thread(ask: Callable[[], object]) -> None:
    """Ask in another thread, then end this process as Ctrl-C does."""
    import os
    import signal
    import threading

    def asked() -> None:
        try:
            ask()
        finally:
            os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=asked, daemon=True).start()


def answers_all(address: str) -> bool:
    """Ask for each kind of page, tell the answers, and return whether all are as they should be."""
    import urllib.error
    import urllib.request

    fine = True
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for path in TRIED:
        try:
            with opener.open(address + path, timeout=60) as told:
                status, size = told.status, len(told.read())
        except OSError as fault:
            fine = False
            click.echo(f"{path}: {fault}", err=True)
        else:
            click.echo(f"{status} {size:>8} bytes  {path}")
    return fine


def say(message: str) -> None:
    """Write progress to standard error."""
    click.echo(message, err=True)
