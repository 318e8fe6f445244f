"""Measure what an action takes, and print tables of it."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def seconds_of(action: Callable[[], object]) -> float:
    """Return how many seconds `action` takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def least_seconds(action: Callable[[], object], repeats: int) -> float:
    """Return the least of the seconds `action` takes: what others do on this machine only adds to it."""
    return min(seconds_of(action) for _ in range(repeats))


def median_seconds(action: Callable[[], object], repeats: int) -> float:
    """Return the median of the seconds `action` takes."""
    return statistics.median(seconds_of(action) for _ in range(repeats))


def print_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print the rows below their heading: the first column to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    print()
    for row in (heading, ["-" * width for width in widths], *rows):
        first, *numbers = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join((first.strip().ljust(widths[0]), *numbers)))
