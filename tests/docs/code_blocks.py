"""Code blocks of the documentation: find them in a page, run them, compare what they show with what happens.

In a ```console block, `$ ` starts a command and the lines below it are what it prints. A line `...` stands for
any number of lines. A command that fails must be followed by `$ echo $?`. Commands that tests shall not run
(`git clone`, `make run`) belong into a ```sh block.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.checkout import CONTENT_FOLDERS, ROOT

FENCE = re.compile(r"(?ms)^(?P<indent> *)```(?P<language>\w+)[^\n]*\n(?P<text>.*?)^(?P=indent)``` *$")
ANY_LINES = "..."
ASK_EXIT_CODE = "echo $?"


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block; `line` is the line of its fence, `start` and `end` are offsets of its text in the page."""

    page: str
    line: int
    language: str
    text: str
    indent: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a console block, and the text shown below it."""

    command: str
    text: str

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the shown lines."""
        return tidy(self.text)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did: the lines it printed (both streams) and its exit code."""

    lines: tuple[str, ...]
    code: int


def pages() -> list[str]:
    """Return the documentation pages as POSIX paths from the root."""
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    return sorted(page.relative_to(ROOT).as_posix() for page in found if page.is_file())


def blocks(page: str, text: str) -> Iterator[Block]:
    """Yield the fenced blocks of `text` that name a language."""
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        start, end = found.span("text")
        body = textwrap.dedent(found["text"])
        yield Block(page, line, found["language"], body, found["indent"], start, end)


def steps(text: str) -> list[Step]:
    """Return the steps of a console block; a command goes on after a backslash at the end of its line."""
    if not text.startswith("$ "):
        raise ValueError("a console block starts with `$ ` and a command")
    found = re.split(r"^\$ ((?:[^\n]*\\\n)*[^\n]*)\n", text, flags=re.MULTILINE)[1:]
    return [Step(command, shown) for command, shown in zip(found[::2], found[1::2], strict=True)]


def tidy(text: str) -> tuple[str, ...]:
    """Return the lines of `text` without blanks at line ends and empty lines at the end."""
    return tuple(line.rstrip() for line in text.rstrip().splitlines())


def agrees(shown: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Tell whether the shown lines stand for the printed ones."""
    pattern = "".join(r"(?:.*\n)*?" if line == ANY_LINES else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def shortened_alike(shown: tuple[str, ...], printed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the printed lines, left out where `shown` leaves out, when it does so once."""
    if shown.count(ANY_LINES) != 1:
        return printed
    head = shown.index(ANY_LINES)
    tail = len(shown) - head - 1
    if head + tail >= len(printed):
        return printed
    return (*printed[:head], ANY_LINES, *printed[len(printed) - tail :])


class Terminal:
    """Run commands in a folder that shows the content folders, with `myograph` and `python` on the path.

    The release they ask is built in `cache` before the first command, so no command tells of building it.
    """

    def __init__(self, folder: Path, cache: str) -> None:
        self.folder = folder / "checkout"
        self.last_code = 0
        self.environment = os.environ | {
            "PATH": os.pathsep.join([str(programs(folder / "programs")), os.environ["PATH"]]),
            "MYOGRAPH_CACHE": cache,
            "PYTHONUTF8": "1",
            "COLUMNS": "100",
        }
        self.folder.mkdir()
        for name in (*CONTENT_FOLDERS, "docs"):
            (self.folder / name).symlink_to(ROOT / name)
        subprocess.run(["myograph", "query", "-e", "ASK {}"], env=self.environment, check=True, capture_output=True)

    def run(self, command: str) -> Outcome:
        """Run `command` by the shell; `echo $?` tells the exit code of the command before."""
        if command == ASK_EXIT_CODE:
            return Outcome((str(self.last_code),), 0)
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env=self.environment,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.last_code = done.returncode
        return Outcome(tidy(done.stdout), done.returncode)


def programs(folder: Path) -> Path:
    """Write programs `myograph` and `python` that run this interpreter; return their folder."""
    folder.mkdir()
    for name, arguments in (("myograph", "-m myograph"), ("python", "")):
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n', "utf-8")
        program.chmod(0o755)
    return folder


def answers(block: Block, terminal: Terminal) -> Iterator[tuple[Step, Outcome]]:
    """Run a console block; yield each step and what it did. Raises UnexpectedFailure."""
    found = steps(block.text)
    for step, following in zip(found, [*found[1:], None], strict=True):
        outcome = terminal.run(step.command)
        if outcome.code and (following is None or following.command != ASK_EXIT_CODE):
            raise UnexpectedFailure(block, step, outcome)
        yield step, outcome


class UnexpectedFailure(AssertionError):
    """A command failed, and its block does not say that it should."""

    def __init__(self, block: Block, step: Step, outcome: Outcome) -> None:
        super().__init__("\n".join((f"{block}: {step.command} -> {outcome.code}", *outcome.lines)))
