"""Put a finished directory in its place, so that at every instant the place holds one whole release.

A directory is filled beside its place under a temporary name. Its builder holds a lock on it, which the system lets
go when the process ends, however it ends: a directory that nobody locks was abandoned and a later build removes it.
On Linux the finished directory and the one it replaces are exchanged in one step. Elsewhere two renames are needed,
and between them the earlier release stands under a name that `standing_release` finds.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from myograph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

ABANDONED_AFTER = 24 * 3600.0
"""Seconds after which a directory counts as abandoned where the file system has no locks."""

KEPT = 5
"""Directories that stay beside the latest one, however old they are."""

RECENT = 3600.0
"""Seconds during which a directory stays in any case: other processes may be about to open it."""

ATTEMPTS = 20
OCCUPIED = (errno.ENOTEMPTY, errno.EEXIST, errno.EACCES if sys.platform == "win32" else errno.ENOTEMPTY)


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give an empty directory beside `target`, and remove what stands under its name at the end."""
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_abandoned(target)
    folder, lock = _locked_folder(target)
    try:
        yield folder
    finally:
        if lock is not None:
            os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Hold the lock of a directory; tell whether it was free. It always is where the file system has no locks."""
    lock = _try_lock(folder)
    try:
        yield lock is not None or sys.platform == "win32"
    finally:
        if lock is not None:
            os.close(lock)


def publish(folder: Path, target: Path) -> None:
    """Move a finished directory to `target`, in exchange for the directory that stands there, if any.

    The directory that was replaced ends up under the name of `folder` or is removed.
    """
    _write_through(folder)
    for _ in range(ATTEMPTS):
        if _moved(folder, target) or _exchanged(folder, target) or _moved_in_two_steps(folder, target):
            _sync(target.parent)
            _remove_previous(target)
            return
    raise StoreError("other builds keep replacing this directory", place=str(target), advice="Build again.")


def standing_release(target: Path) -> Path:
    """Return `target`, or where its release stands while, or since, a build was stopped between two renames."""
    if target.exists():
        return target
    return next(iter(_previous(target)), target)


def remove_abandoned(target: Path) -> None:
    """Remove the directories that earlier builds for `target` left behind when they were stopped."""
    for folder in target.parent.glob(f".{_escaped(target.name)}.*.part"):
        lock = _try_lock(folder)
        if lock is not None or _age(folder) > ABANDONED_AFTER:
            shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def remove_superseded(target: Path) -> None:
    """Remove the oldest directories beside `target`, all but the KEPT latest and those of the last hour."""
    others = [path for path in target.parent.iterdir() if path != target and not path.name.startswith(".")]
    by_age = sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in by_age[KEPT:]:
        if _age(folder) > RECENT:
            _remove_at_once(folder)


def _remove_at_once(folder: Path) -> None:
    """Take the name away before the content, so that nobody finds half a directory."""
    aside = folder.with_name(f".{folder.name}.{token_hex(6)}.part")
    with suppress(OSError):
        folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def _age(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:
        return 0.0


def _escaped(name: str) -> str:
    import glob

    return glob.escape(name)


def _locked_folder(target: Path) -> tuple[Path, int | None]:
    while True:
        folder = target.with_name(f".{target.name}.{token_hex(6)}.part")
        folder.mkdir()
        lock = _wait_for_lock(folder)
        # a build that cleans up may have taken the new directory for an abandoned one before it was locked
        if folder.exists():
            return folder, lock
        if lock is not None:
            os.close(lock)


def _wait_for_lock(folder: Path) -> int | None:
    return _lock(folder, blocking=True)


def _try_lock(folder: Path) -> int | None:
    return _lock(folder, blocking=False)


def _lock(folder: Path, *, blocking: bool) -> int | None:
    """Return a descriptor that holds the lock of the directory, or None when it cannot be had."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if blocking else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _moved(folder: Path, target: Path) -> bool:
    """Rename to a free name or onto an empty directory; tell whether that was possible."""
    try:
        folder.rename(target)
    except OSError as fault:
        if fault.errno in OCCUPIED:
            return False
        raise
    return True


def _exchanged(folder: Path, target: Path) -> bool:
    """Exchange two directories in one step; tell whether the system can and both were there."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    if rename(here, os.fsencode(folder), here, os.fsencode(target), exchange) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.ENOENT):
        return False
    raise OSError(code, os.strerror(code), str(target))


def _moved_in_two_steps(folder: Path, target: Path) -> bool:
    """Rename the standing directory away and the new one in; tell whether both succeeded."""
    previous = target.with_name(f".{target.name}.{token_hex(6)}.previous")
    try:
        target.rename(previous)
    except FileNotFoundError:
        return False
    return _moved(folder, target)


def _previous(target: Path) -> list[Path]:
    """Return the directories that two-step moves put aside, the latest first."""
    found = target.parent.glob(f".{_escaped(target.name)}.*.previous")
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def _remove_previous(target: Path) -> None:
    for folder in _previous(target):
        shutil.rmtree(folder, ignore_errors=True)


def _write_through(folder: Path) -> None:
    """Have the system write every file and directory to the disk, so that a rename never precedes its content."""
    for parent, _, files in os.walk(folder):
        for name in files:
            _sync(Path(parent) / name)
        _sync(Path(parent))


def _sync(path: Path) -> None:
    if sys.platform == "win32" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
