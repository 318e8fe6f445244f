"""Write a site into a folder: all or nothing is made anew, and what has not changed is left alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

MARK = ".myograph-pages"
"""Stands in a folder that holds a site, and lists its pages: only those are ever taken away."""


@dataclass(frozen=True, slots=True)
class Written:
    """Tell what a run did, in pages."""

    made: int
    changed: int
    taken_away: int


def write_pages(pages: Mapping[str, str], folder: Path) -> Written:
    """Write the pages, by address, into the folder; ones of an earlier run that are no longer made are taken away.

    Every page is made before the first is written, so that a fault in one leaves the folder as it was; each is then
    put in the place of the old one at once. Raises UsageError for a folder that holds something else.
    """
    check_folder(folder)
    made = {folder / address: text.encode() for address, text in pages.items()}
    changed = {path: data for path, data in made.items() if not (path.is_file() and path.read_bytes() == data)}
    old = set(_pages_of(folder)) - set(made)
    folder.mkdir(parents=True, exist_ok=True)
    _list(folder, {*made, *old})  # whatever happens now, the next run knows every page that may be there
    for path, data in changed.items():
        _put(path, data)
    for path in old:
        _take_away(path, folder)
    _list(folder, made)
    return Written(len(made), len(changed), len(old))


def check_folder(folder: Path) -> None:
    """Raise UsageError unless a site can be written into the folder: a new or empty one, or one that holds a site."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("this is a file, not a folder", place=str(folder), advice="Name a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise UsageError("the folder holds something else", place=str(folder), advice="Name an empty or a new folder.")


def _pages_of(folder: Path) -> Iterator[Path]:
    """Yield the pages that an earlier run wrote and that are still there."""
    mark = folder / MARK
    for name in mark.read_text(encoding="utf-8").splitlines() if mark.is_file() else ():
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            yield path


def _list(folder: Path, paths: Iterable[Path]) -> None:
    names = "".join(f"{path.relative_to(folder).as_posix()}\n" for path in sorted(paths))
    if not (folder / MARK).is_file() or (folder / MARK).read_text(encoding="utf-8") != names:
        _put(folder / MARK, names.encode())


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    aside.write_bytes(data)
    aside.replace(path)


def _take_away(path: Path, folder: Path) -> None:
    """Remove a page, and the folders that it leaves empty."""
    path.unlink()
    for parent in path.parents:
        if parent == folder or any(parent.iterdir()):
            break
        parent.rmdir()
