"""Where an answer goes: to standard output, or into a file that is replaced only when the answer is complete."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from myograph.errors import UnknownName, UsageError
from myograph.formats import BOOLEAN, SOLUTIONS, TRIPLES, named, of_extension, require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.formats import Format, Kind

ON_A_TERMINAL: dict[Kind, str] = {SOLUTIONS: "table", BOOLEAN: "table", TRIPLES: "turtle"}
ELSEWHERE: dict[Kind, str] = {SOLUTIONS: "csv", BOOLEAN: "csv", TRIPLES: "turtle"}


@dataclass(frozen=True, slots=True)
class Destination:
    """Take the bytes of an answer; `terminal` tells whether a person watches, `file` is None for standard output."""

    stream: BinaryIO
    terminal: bool = False
    file: Path | None = None

    def format_for(self, kind: Kind, asked: str | None) -> Format:
        """Return the format that is asked for, else that of the file's ending, else the usual one.

        Raises UsageError when it cannot carry this kind of answer, or is not for where it would go.
        """
        if asked is not None:
            return self._written(require(named(asked), kind))
        if self.file is not None:
            with suppress(UnknownName):
                return require(of_extension(self.file.suffix), kind)
        return named((ON_A_TERMINAL if self.terminal else ELSEWHERE)[kind])

    def _written(self, form: Format) -> Format:
        if form.binary and self.terminal:
            raise UsageError(
                f"the format {form.name} is not for a terminal",
                advice=f"Write it into a file: --output answer.{form.extension}",
            )
        return form


@contextmanager
def opened(output: Path | None) -> Iterator[Destination]:
    """Open standard output or the file `output`; the file is there when the block ends without an error."""
    if output is None or str(output) == "-":
        yield standard_output()
    elif output.exists() and not output.is_file():
        with _told(output), output.open("wb") as stream:  # a device or a pipe cannot be replaced
            yield Destination(stream, file=output)
    else:
        with _told(output), replaced(output) as stream:
            yield Destination(stream, file=output)


def standard_output() -> Destination:
    """Return standard output; what a terminal would take for a command is made visible."""
    sys.stdout.flush()
    stream = sys.stdout.buffer
    if sys.stdout.isatty():
        return Destination(cast("BinaryIO", TerminalGuard(stream)), terminal=True)
    return Destination(stream)


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """Open a new file beside `path` that takes its place at the end; after an error `path` is as it was."""
    target = Path(os.path.realpath(path))
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with aside.open("xb") as stream:
            yield stream
        if target.exists():
            aside.chmod(target.stat().st_mode)
        aside.replace(target)
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        if fault.errno is None or isinstance(fault, BrokenPipeError):
            raise
        raise UsageError(
            f"the file cannot be written: {fault.strerror}", place=str(path), advice="Name another file with --output."
        ) from None


class TerminalGuard:
    """Write UTF-8 to a terminal, but no control characters other than line ends and tabs."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, data: bytes) -> int:
        """Write bytes; a character that is cut in two is kept until the rest comes."""
        from myograph.queries.tables import visible

        text = self._decoder.decode(data).replace("\r\n", "\n")
        lines = ("\t".join(map(visible, line.split("\t"))) for line in text.split("\n"))
        self._stream.write("\n".join(lines).encode())
        return len(data)

    def flush(self) -> None:
        """Flush the terminal."""
        self._stream.flush()
