"""Time the comparison of the mappings with published ontologies, where the shared folder has them."""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from myograph.content import Content
from myograph.graph.loading import load
from myograph.release.mapped import mapping_sets
from myograph.release.mapping_targets import compare

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = ("symp.owl", "cdno.obo", "ons.owl", "maxo-base.owl", "ro.owl", "eco.obo")


def shared_ontologies(content: Content) -> list[Path]:
    """Return the ontology files of the shared folder beside the checkout, or of MYOGRAPH_SHARED, that exist."""
    folder = Path(os.environ.get("MYOGRAPH_SHARED") or content.root.parent / "shared") / "ontologies"
    return [folder / name for name in FILES if (folder / name).is_file()]


def timed_comparisons() -> Iterator[tuple[str, str, str, str]]:
    """Yield ontology, terms, rows compared and seconds: for each file, and for all of them in one comparison."""
    content = Content.find()
    loaded, tables = load(content), mapping_sets(content)
    files = shared_ontologies(content)
    for chosen in (*([file] for file in files), *([files] if files else ())):
        start = perf_counter()
        compared = compare(loaded, tables, chosen).files
        seconds = perf_counter() - start
        name = compared[0].ontology if len(compared) == 1 else f"all {len(compared)}"
        yield (
            name,
            str(sum(file.terms for file in compared)),
            str(sum(file.rows for file in compared)),
            f"{seconds:.2f}",
        )
