"""A working store: a copy of a release, or of itself, with other people's tables, filled in steps, then put in place.

It is filled in a folder beside its place, in batches, so that memory does not grow with it. A journal in the folder
says after which step an import was stopped: the same import goes on from there, another one starts anew.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from myograph.errors import MyographError, StoreError
from myograph.release.placing import locked, publish
from myograph.store.staging import FilledStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Quad

JOURNAL, MEMORY, STORE = "journal.json", "memory-{}.bin", "store"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Fill a store step by step; `state` and `memory` are what the last step of a stopped import left, if any."""

    folder: Path
    identity: str
    store: FilledStore
    state: Mapping[str, Any] | None
    memory: bytes

    def add(self, quads: Iterable[Quad]) -> None:
        """Write quads; those that are there already are not doubled."""
        self.store.add(quads)

    def note(self, state: Mapping[str, Any], memory: bytes) -> None:
        """Remember how far the import has come, once what was added so far is on the disk."""
        self.store.flush()
        earlier = list(self.folder.glob(MEMORY.format("*")))
        step = MEMORY.format(1 + max((int(file.stem.partition("-")[2]) for file in earlier), default=0))
        _write(self.folder / step, memory)
        text = json.dumps({"identity": self.identity, "memory": step, "state": state})
        part = self.folder / f"{JOURNAL}.part"
        _write(part, text.encode())
        part.replace(self.folder / JOURNAL)
        for file in earlier:
            file.unlink()


@contextmanager
def working_store(target: Path, source: Path | None, without: frozenset[str], what: str) -> Iterator[Unfinished]:
    """Give a store to fill, that takes the place of `target` when the block ends without an error.

    It holds what `source` holds outside the graphs named in `without`. `what` tells this import from others. After an
    error of ours everything is removed; after any other (a full disk, an interruption) the folder stays, to go on.
    Raises StoreError while another process fills the same store.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = target.with_name(f".{target.name}.unfinished")
    identity = f"{what} {_state_of(source)} {sorted(without)}"
    with _only_one(folder, target):
        begun = _begun(folder, identity)
        if begun is None:
            _emptied(folder)
            FilledStore.copied(folder / STORE, source, without).close()
        state, memory = begun or (None, b"")
        store = FilledStore.opened(folder / STORE)
        unfinished = Unfinished(folder, identity, store, state, memory)
        if begun is None:
            unfinished.note({}, b"")
        try:
            yield unfinished
            store.finish()
        except MyographError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            store.close()
        publish(folder / STORE, target)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _only_one(folder: Path, target: Path) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    with locked(folder) as free:
        if not free:
            problem = "another process is importing into this store"
            raise StoreError(problem, place=str(target), advice="Wait until it has ended.")
        yield


def _begun(folder: Path, identity: str) -> tuple[dict[str, Any], bytes] | None:
    """Return state and memory of a stopped import when it is the same one and whole."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        journal = json.loads((folder / JOURNAL).read_text("utf-8"))
        if journal["identity"] == identity:
            return dict(journal["state"]), (folder / journal["memory"]).read_bytes()
    return None


def _emptied(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _state_of(source: Path | None) -> str:
    """Return what tells the store at `source` from what it was before a change."""
    if source is None:
        return ""
    files = [(file.name, file.stat().st_size) for file in source.iterdir() if file.suffix == ".sst"]
    return f"{source} {sorted(files)}"


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
