"""A working copy that is written to: a folder of editions, of which one is the current one.

An edition never changes once it is current. A change is made in a copy aside; when all of it went well, the copy
becomes the next edition by renaming a small file, so that whoever is killed at whatever moment leaves the edition
before or the one after, whole. Copies share the large files of the engine, which it never writes again.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.errors import StoreError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

POINTER = "edition"
SHARED = ".sst"
"""Files of the engine with this ending are written once."""


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """Hold the folder of a working copy."""

    folder: Path

    @classmethod
    def at(cls, folder: Path, store: Path) -> WorkingCopy:
        """Return the working copy in a folder; an empty or new folder begins with a copy of the store.

        Raises UsageError for a folder with something else in it, StoreError when it cannot be written.
        """
        copy = cls(folder)
        if (folder / POINTER).is_file():
            return copy
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError("this is no working copy", place=str(folder), advice="Name a new or an empty folder.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copytree(store, copy.path(0))
            copy.point_to(0)
        except OSError as fault:
            raise StoreError(f"the working copy cannot be made: {fault.strerror}", place=str(folder)) from None
        return copy

    @property
    def number(self) -> int:
        """Return the number of the current edition; raises StoreError when the folder does not tell it."""
        try:
            return int((self.folder / POINTER).read_text("ascii"))
        except (OSError, ValueError):
            raise StoreError("this is no working copy, or a damaged one", place=str(self.folder)) from None

    @property
    def current(self) -> Path:
        """Return the folder of the current edition."""
        return self.path(self.number)

    def path(self, number: int) -> Path:
        """Return the folder of an edition."""
        return self.folder / f"edition-{number}"

    def aside(self) -> Path:
        """Make a copy of the current edition in which a change can be made, and return its folder."""
        target = self.folder / "aside"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        for file in self.current.iterdir():
            if file.suffix == SHARED:
                os.link(file, target / file.name)
            elif file.name != "LOCK":
                shutil.copyfile(file, target / file.name)
        return target

    def publish(self, aside: Path) -> int:
        """Make a changed copy the current edition; return its number. The edition before stays, older ones go."""
        number = self.number + 1
        shutil.rmtree(self.path(number), ignore_errors=True)  # left by who was killed before it counted
        aside.rename(self.path(number))
        _settle(self.folder)
        self.point_to(number)
        for old in range(max(0, number - 3), number - 1):
            shutil.rmtree(self.path(old), ignore_errors=True)
        return number

    def point_to(self, number: int) -> None:
        """Say which edition is the current one, once and for all."""
        new = self.folder / f"{POINTER}.new"
        with new.open("w", encoding="ascii") as written:
            written.write(f"{number}\n")
            written.flush()
            os.fsync(written.fileno())
        new.replace(self.folder / POINTER)
        _settle(self.folder)


def _settle(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
