"""Write into the console blocks what the commands print now: `python -m tests.docs.refresh [PAGE ...]`.

A block that still agrees stays as it is. Where a block leaves lines out with `...`, the new one does so too.
"""

from __future__ import annotations

import sys
import tempfile
import textwrap
from pathlib import Path

from tests.checkout import ROOT
from tests.docs.code_blocks import (
    Block,
    Step,
    Terminal,
    UnexpectedFailure,
    agrees,
    answers,
    blocks,
    pages,
    shortened_alike,
)


def refreshed_page(page: str, text: str, terminal: Terminal) -> str:
    """Return the text of a page with its console blocks brought up to date, run in the order of the page."""
    parts, done = [], 0
    for block in blocks(page, text):
        if block.language == "console":
            parts += [text[done : block.start], textwrap.indent(refreshed_block(block, terminal), block.indent)]
            done = block.end
    return "".join((*parts, text[done:]))


def refreshed_block(block: Block, terminal: Terminal) -> str:
    """Return the text of a console block with its answers brought up to date."""
    return "".join(refreshed_step(step, outcome.lines) for step, outcome in answers(block, terminal))


def refreshed_step(step: Step, printed: tuple[str, ...]) -> str:
    """Return a command and what it printed."""
    if agrees(step.shown, printed):
        return f"$ {step.command}\n{step.text}"
    space = "\n" if step.text.endswith("\n\n") else ""
    return "".join(f"{line}\n" for line in (f"$ {step.command}", *shortened_alike(step.shown, printed))) + space


def main(names: list[str]) -> None:
    """Refresh the named pages, or all of them; a page with a command that fails stays as it is."""
    with tempfile.TemporaryDirectory() as cache:
        for page in names or pages():
            refresh(page, cache)


def refresh(page: str, cache: str) -> None:
    """Refresh one page."""
    path = ROOT / page
    text = path.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        new = refreshed_page(page, text, Terminal(Path(folder), cache))
    if new != text:
        path.write_text(new, "utf-8")
        sys.stdout.write(f"{page}: answers written again\n")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except UnexpectedFailure as failure:
        sys.exit(f"{failure}\nA command that is meant to fail is followed by `$ echo $?`.")
