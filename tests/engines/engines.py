"""Real engines in processes of their own, on free ports of this machine; tests skip by name where one is absent."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from myograph.store.credentials import Credentials
from myograph.store.endpoint import Endpoint

VIRTUOSO_SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ServerThreads = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 500
MaxQueryExecutionTime = 60
"""
VIRTUOSO_ROWS = 500
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Engine:
    """Where a running engine answers, and where it is written by the Graph Store Protocol and by SPARQL Update."""

    query: Endpoint
    graph_store: Endpoint
    update: Endpoint


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def program(name: str) -> str:
    """Return the path of a program, beside this interpreter or on the path; skip the test without it."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"the engine is absent: {name}")
    return found


@contextmanager
def oxigraph(folder: Path, *, union: bool = True) -> Iterator[Engine]:
    """Run an Oxigraph server over an empty store."""
    url = f"http://127.0.0.1:{free_port()}"
    command = [program("oxigraph"), "serve", "--location", str(folder), "--bind", url.removeprefix("http://")]
    with running([*command, *(["--union-default-graph"] if union else [])], url, folder.with_suffix(".log")):
        yield Engine(Endpoint(f"{url}/query"), Endpoint(f"{url}/store"), Endpoint(f"{url}/update"))


@contextmanager
def virtuoso(folder: Path, buffers: int = 4000) -> Iterator[Engine]:
    """Run a Virtuoso over an empty database, with buffers of 8 kB; anyone may ask, its administrator may write."""
    name = program("virtuoso-t")
    folder.mkdir()
    sql, http = free_port(), free_port()
    settings = VIRTUOSO_SETTINGS.format(folder=folder, sql=sql, http=http, buffers=buffers, dirty=buffers * 3 // 4)
    (folder / "virtuoso.ini").write_text(settings, "utf-8")
    url = f"http://127.0.0.1:{http}"
    administrator = Credentials("digest", "dba", "dba")
    with running([name, "-f", "-c", str(folder / "virtuoso.ini")], f"{url}/sparql", folder / "output.log"):
        yield Engine(
            Endpoint(f"{url}/sparql"),
            Endpoint(f"{url}/sparql-graph-crud-auth", credentials=administrator),
            Endpoint(f"{url}/sparql-auth", credentials=administrator),
        )


@contextmanager
def running(command: list[str], url: str, log: Path) -> Iterator[None]:
    """Run a server until the block ends; it is ready when `url` answers anything."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=log.parent, env={**os.environ})
        try:
            wait_for(url, process, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with opener.open(url, timeout=5):
                return
        except urllib.error.HTTPError as answered:
            answered.close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not answer: {log.read_text('utf-8', 'replace')[-2000:]}")
