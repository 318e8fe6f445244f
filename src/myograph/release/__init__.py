"""Releases: what content becomes when it is checked, completed and written for use.

A release is a directory::

    manifest.json   what was built from which content, and how much of what it holds
    myograph.trig   every named graph
    myograph.nq     the same, one sorted line for each quad
    myograph.ttl    the union of the graphs
    description.ttl, schema.org.jsonld, ro-crate-metadata.json, croissant.json
                    what the release says of itself; see `release.description`
    annotation-*    the annotation of source texts as tables
    store/          the same, ready to be queried

All but `store/` are the same bytes for the same content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from myograph.release.manifest import Manifest
from myograph.release.opening import Release, open_at, open_release, silent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from myograph.content import Content

__all__ = ["Manifest", "Release", "build", "open_release"]


def build(content: Content, output: Path, *, progress: Callable[[str], None] = silent) -> Release:
    """Build a release of the content at `output` and open it; see `write_release` for the errors.

    An earlier release there stays usable until the new one takes its place.
    """
    from myograph.release.building import write_release

    write_release(content, output, progress)
    return open_at(output)
