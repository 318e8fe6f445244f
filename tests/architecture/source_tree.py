"""Read the package as a tree of modules and imports, without importing any of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.checkout import ROOT

PACKAGE = "myograph"
SOURCE = ROOT / "src" / PACKAGE


@dataclass(frozen=True, slots=True)
class Module:
    """One module of the package: `name` is dotted and without the package (`store.embedded`, `` for the root)."""

    name: str
    tree: ast.Module

    @property
    def part(self) -> str:
        """Return the first component: the layer the module belongs to."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Import:
    """One imported thing, fully dotted (`myograph.store.embedded`, `pyoxigraph.Store`), and the line it stands on."""

    target: str
    line: int

    @property
    def library(self) -> str:
        """Return the top-level package."""
        return self.target.partition(".")[0]


def parse(name: str, text: str) -> Module:
    """Return the module called `name` with source `text`."""
    return Module(name, ast.parse(text))


def modules(folder: Path = SOURCE) -> list[Module]:
    """Return every module below `folder`, sorted by name."""
    found = (parse(module_name(path.relative_to(folder)), path.read_text("utf-8")) for path in folder.rglob("*.py"))
    return sorted(found, key=lambda module: module.name)


def module_name(path: Path) -> str:
    """Return the dotted name of a module file given relative to the package."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(module: Module) -> Iterator[Import]:
    """Yield every import of `module`, those for types and those inside functions too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (Import(f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def attributes(module: Module) -> Iterator[Import]:
    """Yield every `name.attribute` that stands in `module` as if it were imported."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield Import(f"{node.value.id}.{node.attr}", node.lineno)
