"""Export a knowledge graph: gather what is written, and put files and folders in their place when they are whole."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from myograph.causal.view import admitted_links
from myograph.errors import UsageError
from myograph.exports.forms import FORMS, write
from myograph.exports.holdings import Holdings
from myograph.release.placing import publish, staged
from myograph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from myograph.exports.forms import Export, Form
    from myograph.knowledge.graph import KnowledgeGraph


def held(graph: KnowledgeGraph) -> Holdings:
    """Return what exports write of a graph; raises UsageError for a graph at an endpoint."""
    if not isinstance(graph.store, EmbeddedStore):
        raise UsageError("a graph at an endpoint cannot be exported", advice="Open a release instead.")
    return Holdings(
        quads=tuple(graph.store),
        causal_links=admitted_links(graph.causal_links),
        content=graph.content,
        prefixes=graph.prefixes,
        version=graph.version,
        build=graph.build,
    )


def exported(graph: KnowledgeGraph, form: Form) -> Export:
    """Return a graph in one format; raises MissingExtra and UsageError."""
    return write(held(graph), form)


def exported_in_every_form(graph: KnowledgeGraph) -> tuple[Export, ...]:
    """Return a graph in every format, read once; errors as for `exported`."""
    holdings = held(graph)
    return tuple(write(holdings, form) for form in FORMS)


def place(export: Export, output: str | os.PathLike[str]) -> None:
    """Write an export to its file or folder, whole or not at all; an earlier export there is replaced."""
    target = Path(os.path.realpath(output))
    if export.form.is_folder:
        _place_folder(target, export.files)
    else:
        _place_file(target, export.data)


def refuse_taken(output: str | os.PathLike[str], form: Form | None) -> None:
    """Raise UsageError when something else than an earlier export stands at `output`; None for that of every format."""
    target = Path(os.path.realpath(output))
    if form is None:
        _refuse_foreign(
            target, tuple(form.name if form.is_folder else f"{form.name}.{form.extension}" for form in FORMS)
        )
    elif form.is_folder:
        _refuse_foreign(target, form.endings)
    elif target.is_dir():
        raise UsageError("this is a folder, and the format is one file", place=str(target), advice="Name a file.")


def place_all(exports: Iterable[Export], output: str | os.PathLike[str]) -> None:
    """Write exports into one folder, each as a file or folder of its own, whole or not at all."""
    target = Path(os.path.realpath(output))
    files: dict[str, bytes] = {}
    for export in exports:
        name = export.form.name
        if export.form.is_folder:
            files |= {f"{name}/{file}": data for file, data in export.files.items()}
        else:
            files[f"{name}.{export.form.extension}"] = export.data
    _place_folder(target, files)


def _place_folder(target: Path, files: Mapping[str, bytes]) -> None:
    with staged(target) as folder:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        publish(folder, target)


def _place_file(target: Path, data: bytes) -> None:
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        aside.write_bytes(data)
        aside.replace(target)
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def _refuse_foreign(target: Path, endings: tuple[str, ...]) -> None:
    """Raise UsageError when a file stands there, or a folder with something that an export does not write."""
    if target.is_dir():
        foreign = sorted(path.name for path in target.iterdir() if not path.name.endswith(endings))
        if foreign:
            raise UsageError(
                f"this folder holds something else, {foreign[0]}",
                place=str(target),
                advice="Name a folder that is new, empty or an earlier export in this format.",
            )
    elif target.exists():
        raise UsageError("this is a file, and the export is a folder", place=str(target), advice="Name a folder.")
