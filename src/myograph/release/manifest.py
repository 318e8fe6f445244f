"""The manifest of a release: what was built, from which content, and how much of what it holds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from myograph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST_FILE = "manifest.json"
KIND = "myograph release"
FORMAT = 1
"""Raise it when an older reader could not make sense of a release."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Describe a release.

    `version` is that of the package, `build` the digest of the content; `graphs` and `classes` map IRIs to numbers
    of triples and of nodes; `files` maps file names to hexadecimal SHA-256.
    """

    version: str
    build: str
    triples: int
    graphs: Mapping[str, int]
    classes: Mapping[str, int]
    files: Mapping[str, str]

    def to_json(self) -> str:
        """Return the text of the manifest file, the same for the same release."""
        return json.dumps({"kind": KIND, "format": FORMAT, **asdict(self)}, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str, place: str) -> Manifest:
        """Read the text of a manifest file; raises StoreError when it is none or of a later format."""
        data = _object(text, place)
        if data.get("kind") != KIND:
            raise _not_a_manifest(place)
        if data.get("format") != FORMAT:
            raise StoreError(
                f"the release has format {data.get('format')}, this version of myograph reads format {FORMAT}",
                place=place,
                advice="Build the release again, or use the version of myograph that built it.",
            )
        try:
            return cls(**{name: data[name] for name in cls.__slots__})
        except KeyError:
            raise _not_a_manifest(place) from None


def read_manifest(release: Path) -> Manifest | None:
    """Return the manifest of a release directory, or None where there is no manifest file."""
    path = release / MANIFEST_FILE
    try:
        return Manifest.from_json(path.read_text(encoding="utf-8"), str(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as fault:
        if isinstance(fault, StoreError):
            raise
        raise StoreError(f"the manifest cannot be read: {fault}", place=str(path)) from fault


def _object(text: str, place: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except ValueError:
        raise _not_a_manifest(place) from None
    if not isinstance(data, dict):
        raise _not_a_manifest(place)
    return data


def _not_a_manifest(place: str) -> StoreError:
    return StoreError("this is not the manifest of a myograph release", place=place, advice="Build the release again.")
