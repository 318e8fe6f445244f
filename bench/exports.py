"""Time the exports of the shipped graph: each format, and all of them as one command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import myograph
from bench.timing import seconds_of
from myograph.exports.forms import FORMS, write
from myograph.knowledge.exporting import held

if TYPE_CHECKING:
    from collections.abc import Iterator

WANTED = 15
"""Seconds that all exports together may take."""


def timed_exports(release: Path) -> Iterator[tuple[str, str, str]]:
    """Yield format, kilobytes and seconds, the graph being read; then the whole process that writes them all."""
    holdings = held(myograph.open(release))
    seconds_of(lambda: (holdings.records.places_of, holdings.records.evidence_on))
    for form in FORMS:
        start = perf_counter()
        export = write(holdings, form)
        seconds = perf_counter() - start
        yield form.name, f"{sum(map(len, export.files.values())) / 1000:.0f}", f"{seconds:.2f}"
    with TemporaryDirectory() as folder:
        target = Path(folder) / "exports"
        command = [sys.executable, "-m", "myograph", "export", "all", "--store", str(release), "--output", str(target)]
        seconds = seconds_of(lambda: subprocess.run(command, check=True))
        size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
        yield f"all, one process (wanted: {WANTED})", f"{size / 1000:.0f}", f"{seconds:.2f}"
