"""What all descriptions of a release are written from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from myograph.names import HOME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.release.description.counting import Figures
    from myograph.release.description.declared import Declared

Document = dict[str, Any]
STORE_FOLDER = "store"


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """Hold a file of a release: its name, what it is, its media type, its size in bytes and its SHA-256.

    `columns` are those of a table.
    """

    name: str
    title: str
    media_type: str
    size: int
    digest: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold what the content declares, what was counted, and the files.

    `build` is the digest of the content, `machinery` the version of what built it, `published` a date as ISO 8601
    writes it.
    """

    declared: Declared
    figures: Figures
    graphs: Mapping[str, int]
    files: tuple[ReleaseFile, ...]
    build: str
    machinery: str
    published: str | None


def file_iri(version: str | None, name: str) -> str:
    """Return the lasting IRI of a file of a release."""
    return f"{HOME}release/{version}/{name}" if version else f"{HOME}release/{name}"


def as_json(document: Document) -> bytes:
    """Return a document as JSON; what is None or empty is left out."""
    return (json.dumps(told(document), indent=2, ensure_ascii=False) + "\n").encode()


def told(document: Document) -> Document:
    """Return an object without the members that tell nothing."""
    return {key: value for key, value in document.items() if value not in (None, "", [], {})}
