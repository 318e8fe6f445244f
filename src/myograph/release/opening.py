"""Open a release for reading: the one that is named, else the one of this content, built when there is none yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.errors import StoreError
from myograph.release.locating import cached_release
from myograph.release.manifest import MANIFEST_FILE, Manifest, read_manifest
from myograph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from myograph.content import Content

STORE_FOLDER = "store"
ENGINE_FILE = "CURRENT"
"""What a directory of the engine itself always holds."""

ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Release:
    """Hold an opened release: its directory, its manifest (None for a bare store), and its store, read-only."""

    path: Path
    manifest: Manifest | None
    store: EmbeddedStore


def silent(_message: str) -> None:
    """Report progress to nobody."""


def open_release(store: Path | None = None, *, content: Content, progress: Callable[[str], None] = silent) -> Release:
    """Open the release or bare store at `store`, else the cached release of the content, which is built if need be.

    Raises StoreError when it cannot be opened or the cache cannot be written; ContentError or CheckFailed when the
    content is not fit to be built.
    """
    if store is not None:
        return open_at(store)
    path = cached_release(content.digest())
    if not (path / MANIFEST_FILE).exists():
        _build_in_cache(content, path, progress)
    return open_at(path)


def open_at(path: Path) -> Release:
    """Open a release directory or a directory of the engine; raises StoreError when it is neither.

    A build may exchange the directory while its files are being opened: what was opened counts only when the same
    directory stood there before and after.
    """
    for _ in range(ATTEMPTS):
        place = path if path.exists() else _standing(path)
        before = _identity(place)
        try:
            release = _open(place)
        except StoreError:
            if _identity(place) == before:
                raise
        else:
            if _identity(place) == before:
                return release
    raise StoreError("builds keep replacing this directory", place=str(path), advice="Try again.")


def _open(path: Path) -> Release:
    if (path / ENGINE_FILE).exists():
        return Release(path, None, EmbeddedStore.open_read_only(path))
    manifest = read_manifest(path)
    if manifest is None:
        raise _nothing_there(path)
    return Release(path, manifest, EmbeddedStore.open_read_only(path / STORE_FOLDER))


def _identity(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns


def _standing(path: Path) -> Path:
    from myograph.release.placing import standing_release

    return standing_release(path)


def _nothing_there(path: Path) -> StoreError:
    problem = "this is neither a release nor a store" if path.exists() else "there is no release here"
    return StoreError(problem, place=str(path), advice=f"Build one with `myograph build --output {path}`.")


def _build_in_cache(content: Content, path: Path, progress: Callable[[str], None]) -> None:
    from myograph.release.building import write_release
    from myograph.release.placing import remove_superseded

    progress(f"First use of this content: building its store in {path.parent.parent} ...")
    write_release(content, path, silent, owned=True)
    remove_superseded(path)
