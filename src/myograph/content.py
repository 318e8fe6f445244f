"""Where the four content folders are, in a checkout and in an installed package; nobody else knows."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from myograph.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILD_FORMAT = 2
"""Raise it when the same content must be built again because the machinery builds differently."""

FOLDERS = ("ontology", "graph", "queries", "viz")
BUILT_FOLDERS = ("ontology", "graph", "queries")
SCRATCH = (".", "__pycache__")


@dataclass(frozen=True, slots=True)
class Content:
    """Point at the content folders; `root` is the folder that holds them."""

    root: Path

    @classmethod
    def find(cls, root: str | os.PathLike[str] | None = None) -> Content:
        """Return the content at `root`, else of the checkout this file stands in, else of the installed package.

        Raises ContentError when there is no `ontology` folder there.
        """
        if root is not None:
            return cls._with_ontology(Path(root))
        package = Path(__file__).resolve().parent
        return cls._with_ontology(_checkout_around(package) or package / "_content")

    @classmethod
    def _with_ontology(cls, root: Path) -> Content:
        if (root / "ontology").is_dir():
            return cls(root.resolve())
        raise ContentError(
            "no content here: the folder `ontology` is missing",
            place=str(root),
            advice=f"Name the folder that holds {', '.join(FOLDERS)}.",
        )

    @property
    def ontology(self) -> Path:
        """Return the folder that says what may be said."""
        return self.root / "ontology"

    @property
    def graph(self) -> Path:
        """Return the folder that says what is said."""
        return self.root / "graph"

    @property
    def queries(self) -> Path:
        """Return the folder that says what can be asked."""
        return self.root / "queries"

    @property
    def viz(self) -> Path:
        """Return the folder that says what is seen."""
        return self.root / "viz"

    def files(self) -> tuple[str, ...]:
        """Return the files a build depends on: `ontology`, `graph` and `queries`, sorted POSIX paths from the root."""
        return tuple(sorted(name for folder in BUILT_FOLDERS for name in _files_below(str(self.root), folder)))

    def digest(self) -> str:
        """Return the build id: hexadecimal SHA-256 over build format, file names and file bytes."""
        from hashlib import sha256

        whole = sha256(f"{BUILD_FORMAT}\n".encode())
        for name in self.files():
            with open(f"{self.root}/{name}", "rb", buffering=0) as file:  # noqa: PTH123
                data = file.readall()
            whole.update(f"{name}\n{len(data)}\n".encode())
            whole.update(data)
        return whole.hexdigest()


def _checkout_around(package: Path) -> Path | None:
    for folder in package.parents:
        if (folder / "pyproject.toml").is_file() and (folder / "ontology").is_dir():
            return folder
    return None


def _files_below(root: str, folder: str) -> Iterator[str]:
    # Every command walks here when it starts, and strings are three times as quick as Path objects.
    if not os.path.isdir(f"{root}/{folder}"):  # noqa: PTH112
        return
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in entries:
            name = f"{folder}/{entry.name}"
            if entry.name.startswith(SCRATCH) or entry.name.endswith("~"):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files_below(root, name)
            elif entry.is_file():
                yield name
