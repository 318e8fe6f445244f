"""The tables of a download: a zip archive or a folder, opened without unpacking, refused where not to be trusted."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from myograph.errors import ContentError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LARGEST = 64 * 2**30
"""Bytes of all tables together, unpacked; the largest official archive has under a tenth of it."""

TIGHTEST = 250
"""Times by which a table may be packed; comma-separated text reaches 10 to 30."""

SMALL = 2**20
"""Bytes below which the packing does not matter."""

Opener = Path | zipfile.ZipInfo


@dataclass(frozen=True, slots=True)
class Archive:
    """Hold where each table is: name of the table (without `.csv`) -> file, or entry of the zip."""

    path: Path
    tables: Mapping[str, Opener]

    @classmethod
    def open(cls, path: Path) -> Archive:
        """Find the tables of a zip archive or folder.

        Raises UsageError when there is neither, ContentError for a damaged archive and for one that would unpack to
        more than it should or outside its place.
        """
        if path.is_dir():
            return cls(path, _by_name(path, ((file.stem, file) for file in sorted(path.rglob("*.csv")))))
        if not path.is_file():
            raise UsageError("there is no such archive or folder", place=str(path))
        with _damage_told(path), zipfile.ZipFile(path) as packed:
            entries = _trusted(path, packed)
            return cls(path, _by_name(path, ((PurePosixPath(entry.filename).stem, entry) for entry in entries)))

    def size(self, names: tuple[str, ...]) -> int:
        """Return how many bytes the named tables have, unpacked; tables that are absent have none."""
        return sum(_size(self.tables[name]) for name in names if name in self.tables)

    def identity(self) -> str:
        """Return what tells this archive from others and from itself before a change: tables, sizes, sums or times."""
        told = sorted((name, *_identity(found)) for name, found in self.tables.items())
        return hashlib.sha256(repr(told).encode()).hexdigest()

    @contextmanager
    def table(self, name: str) -> Iterator[IO[bytes]]:
        """Open a table; raises ContentError for a missing table and, while it is read, for a damaged one."""
        found = self.tables.get(name)
        if found is None:
            known = ", ".join(sorted(self.tables)) or "none"
            raise ContentError(f"the table {name}.csv is missing", place=str(self.path), advice=f"Found: {known}.")
        with _damage_told(self.path):
            if isinstance(found, Path):
                with found.open("rb") as data:
                    yield data
            else:
                with zipfile.ZipFile(self.path) as packed, packed.open(found) as data:
                    yield data


def _by_name(path: Path, found: Iterable[tuple[str, Opener]]) -> dict[str, Opener]:
    """Return the tables by name; raises ContentError when two have the same, as where two downloads were unpacked."""
    tables: dict[str, Opener] = {}
    for name, place in found:
        if name in tables and not name.startswith("."):
            advice = "Import one download at a time."
            raise ContentError(f"there are two tables called {name}.csv", place=str(path), advice=advice)
        tables[name] = place
    return tables


def _size(found: Opener) -> int:
    return found.stat().st_size if isinstance(found, Path) else found.file_size


def _identity(found: Opener) -> tuple[int, int]:
    if isinstance(found, Path):
        return found.stat().st_size, found.stat().st_mtime_ns
    return found.file_size, found.CRC


def _trusted(path: Path, packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the tables of a zip archive once every entry has been looked at."""
    entries = packed.infolist()
    for entry in entries:
        parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
        if entry.filename.startswith(("/", "\\")) or ".." in parts or any(":" in part for part in parts[:1]):
            raise ContentError(f"an entry would lie outside the archive: {entry.filename!r}", place=str(path))
    tables = [entry for entry in entries if entry.filename.endswith(".csv") and not entry.is_dir()]
    tightest = max(
        (entry.file_size / max(entry.compress_size, 1) for entry in tables if entry.file_size > SMALL), default=0
    )
    total = sum(entry.file_size for entry in tables)
    if tightest > TIGHTEST or total > LARGEST:
        raise ContentError(
            f"the archive unpacks to {total} bytes, a table to {tightest:.0f} times its size: this is no food table",
            place=str(path),
            advice=f"At most {LARGEST} bytes and {TIGHTEST} times are read; unpack it yourself if you trust it.",
        )
    return tables


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as fault:
        advice = "Download it again; nothing was imported."
        raise ContentError(f"the archive is damaged: {fault}", place=os.fspath(path), advice=advice) from None
    except (RuntimeError, NotImplementedError) as fault:
        if not isinstance(fault, NotImplementedError) and "password" not in str(fault):
            raise
        advice = "Unpack it and name the folder."
        raise ContentError(f"the archive cannot be opened: {fault}", place=os.fspath(path), advice=advice) from None
