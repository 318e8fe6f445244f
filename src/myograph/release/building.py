"""Build a release: content is read, checked, completed by what follows from it, and written in every form."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from myograph.errors import CheckFailed, ContentError, StoreError, UsageError
from myograph.graph.deriving import with_derived
from myograph.graph.exporting import as_nquads, as_trig, as_turtle
from myograph.graph.loading import load
from myograph.queries.catalogue import Catalogue
from myograph.queries.publishing import published
from myograph.release.checking import check_loaded
from myograph.release.collecting import without_collection
from myograph.release.describing import describe
from myograph.release.description.facts import STORE_FOLDER
from myograph.release.description.files import EXPORTS, describing_files
from myograph.release.locating import CACHE_VARIABLE
from myograph.release.manifest import MANIFEST_FILE, Manifest, read_manifest
from myograph.release.mapped import mapping_quads
from myograph.release.placing import publish, staged
from myograph.store.staging import write_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from myograph.content import Content
    from myograph.graph.loading import LoadedContent
    from myograph.release.description.files import Described

PARTS = frozenset((*EXPORTS, STORE_FOLDER, MANIFEST_FILE))
"""What every release holds; the manifest names its other files."""


def write_release(content: Content, target: Path, progress: Callable[[str], None], *, owned: bool = False) -> None:
    """Build a release at `target`, replacing the one that stands there at the very end.

    `owned` directories are replaced whatever they hold. Raises ContentError or CheckFailed when the content is not
    fit to be released, UsageError when something else than a release stands there, StoreError when writing fails.
    """
    place = Path(os.path.realpath(target))
    if not owned:
        refuse_foreign(place)
    with without_collection():
        _write(content, place, progress, owned=owned)


def _write(content: Content, place: Path, progress: Callable[[str], None], *, owned: bool) -> None:
    build = content.digest()
    progress("reading and checking the content")
    loaded = load(content)
    refuse_errors(loaded)
    progress("deriving edges and writing the release")
    described = completed(loaded, build)
    with writing(place, owned=owned), staged(place) as folder:
        write_parts(folder, described, loaded)
        refuse_changed(content, build)
        publish(folder, place)


def completed(loaded: LoadedContent, build: str) -> Described:
    """Return the quads of a release: what content states, what follows, the questions, and what describes it all."""
    content = loaded.content
    derived = with_derived(content, (*loaded.quads(), *mapping_quads(loaded)))
    return describe(loaded, [*derived, *published(Catalogue.load(content))], build)


def refuse_foreign(target: Path) -> None:
    """Raise UsageError when `target` is a file, or a directory that holds anything but a release."""
    advice = "Name a directory that is new, empty or an earlier release."
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError("this is not a directory", place=str(target), advice=advice)
    held = {path.name for path in target.iterdir()}
    manifest = read_manifest(target) if held else None
    if held and (manifest is None or not held <= PARTS | manifest.files.keys()):
        raise UsageError("this directory holds something else than a release", place=str(target), advice=advice)


def refuse_errors(loaded: LoadedContent) -> None:
    """Raise CheckFailed when a rule finds an error."""
    errors = check_loaded(loaded).errors
    if errors:
        told = "\n".join(f"  {finding}" for finding in errors[:10])
        raise CheckFailed(
            f"the content has {len(errors)} error{'s' * (len(errors) > 1)}, so nothing was built:\n{told}",
            errors,
            advice="See all of them with `myograph check`.",
        )


def refuse_changed(content: Content, build: str) -> None:
    """Raise ContentError when the content is no longer what the build id stands for."""
    if content.digest() != build:
        raise ContentError("the content changed while it was built", place=str(content.root), advice="Build again.")


def write_parts(folder: Path, described: Described, loaded: LoadedContent) -> None:
    """Write exports, descriptions, store and manifest into an empty directory."""
    quads = described.quads
    exports = {
        "myograph.nq": as_nquads(quads),
        "myograph.trig": as_trig(quads, loaded.prefixes),
        "myograph.ttl": as_turtle(quads, loaded.prefixes),
    }
    files = {**exports, **describing_files(described, exports, loaded)}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    write_store(folder / STORE_FOLDER, quads)
    manifest = Manifest(
        version=described.machinery,
        build=described.build,
        triples=len(quads),
        graphs={name: figures.triples for name, figures in described.census.graphs.items()},
        classes=described.census.whole.classes,
        files={name: sha256(data).hexdigest() for name, data in files.items()},
    )
    (folder / MANIFEST_FILE).write_text(manifest.to_json(), encoding="utf-8")


@contextmanager
def writing(target: Path, *, owned: bool) -> Iterator[None]:
    """Turn what the system says about the disk into a StoreError with advice."""
    try:
        yield
    except StoreError:
        raise
    except OSError as fault:
        chosen = "Name another directory with --output."
        cached = f"Set {CACHE_VARIABLE} to a folder that can be written, or name a built release with --store."
        raise StoreError(
            f"the release cannot be written: {_reason(fault)}", place=str(target), advice=cached if owned else chosen
        ) from fault


def _reason(fault: OSError) -> str:
    if fault.strerror:
        return fault.strerror
    # the engine gives no error number, and wraps the system's words in its own
    known = (os.strerror(code) for code in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EMFILE))
    return next((words for words in known if words in str(fault)), str(fault))
