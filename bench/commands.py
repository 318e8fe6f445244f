"""Time commands as whole processes, against a process that only loads the engine."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bench.timing import median_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Command:
    """A command to time: what it is called in the table, the arguments of Python, how often it is run."""

    name: str
    arguments: tuple[str, ...]
    repeats: int


def commands(release: Path) -> tuple[Command, ...]:
    """Return what is timed, the yardstick first; `release` is where the release is built."""
    return (
        Command("import pyoxigraph", ("-c", "import pyoxigraph"), 11),
        Command("myograph query -e 'ASK {}'", ("-m", "myograph", "query", "-e", "ASK {}"), 11),
        Command("myograph ask red-flags", ("-m", "myograph", "ask", "red-flags"), 11),
        Command(
            "myograph ask with a parameter", ("-m", "myograph", "ask", "foods-for-mineral", "mineral=potassium"), 11
        ),
        Command("myograph explain", ("-m", "myograph", "explain"), 11),
        Command("myograph build", ("-m", "myograph", "build", "--output", str(release)), 3),
        Command("myograph check", ("-m", "myograph", "check"), 3),
    )


def timed_commands(release: Path, environment: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield name, median seconds and ratio to the yardstick; each command runs once before it is timed."""
    yardstick = None
    for command in commands(release):
        action = partial(run, command, environment)
        action()
        seconds = median_seconds(action, command.repeats)
        yardstick = yardstick or seconds
        yield command.name, f"{seconds:.3f}", f"{seconds / yardstick:.1f}"


def run(command: Command, environment: Mapping[str, str]) -> None:
    """Run the command and throw away what it says; ends the run with it when the command fails."""
    done = subprocess.run([sys.executable, *command.arguments], env=environment, check=False, capture_output=True)
    if done.returncode:
        sys.exit(f"{command.name} ended with code {done.returncode}\n{done.stderr.decode(errors='replace')}")
