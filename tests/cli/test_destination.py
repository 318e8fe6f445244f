"""A file is replaced when its answer is complete, and a terminal gets no commands from the data."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.cli.destination import Destination, TerminalGuard, opened, replaced
from myograph.errors import UsageError
from myograph.formats import SOLUTIONS
from tests.rdf_pieces import texts


def test_a_file_appears_at_the_very_end(tmp_path: Path) -> None:
    file = tmp_path / "answer"
    with replaced(file) as stream:
        stream.write(b"new")
        assert not file.exists()
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_after_an_error_the_file_is_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "answer"
    file.write_bytes(b"old")
    with suppress(KeyboardInterrupt), replaced(file) as stream:
        stream.write(b"half")
        raise KeyboardInterrupt
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "answer", tmp_path / "link"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    with replaced(link) as stream:
        stream.write(b"new")
    assert link.is_symlink()
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_new_file_has_the_mode_that_files_have(tmp_path: Path) -> None:
    with replaced(tmp_path / "answer") as stream:
        stream.write(b"new")
    (tmp_path / "usual").touch()
    assert (tmp_path / "answer").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    with opened(Path(os.devnull)) as destination:
        destination.stream.write(b"away")
    assert not Path(os.devnull).is_file()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with opened(pipe) as destination:
        destination.stream.write(b"through")
    assert os.read(reader, 20) == b"through"
    assert pipe.is_fifo()
    os.close(reader)


def test_a_disk_that_is_full_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match="the file cannot be written: No space left on device") as caught,
        opened(tmp_path / "answer"),
    ):
        raise OSError(28, "No space left on device")
    assert caught.value.place == str(tmp_path / "answer")
    assert list(tmp_path.iterdir()) == []


@given(st.lists(texts, max_size=5))
def test_nothing_that_drives_a_terminal_gets_through(pieces: list[str]) -> None:
    screen = io.BytesIO()
    guard = TerminalGuard(screen)
    data = "".join(pieces).encode()
    for place in range(0, len(data), 3):
        assert guard.write(data[place : place + 3]) == len(data[place : place + 3])
    shown = screen.getvalue().decode()
    assert all(letter.isprintable() or letter.isspace() for letter in shown)
    assert not set(shown) & set("\x1b\x00\x7f\r\x0b\x0c\x85\u2028\u202e\x9b")


def test_plain_lines_reach_the_terminal_as_they_are() -> None:
    screen = io.BytesIO()
    TerminalGuard(screen).write("größe,筋肉\r\n\t1\r\n".encode())
    assert screen.getvalue().decode() == "größe,筋肉\n\t1\n"


def test_a_binary_format_is_not_for_a_terminal() -> None:
    with pytest.raises(UsageError, match=r"xlsx is not for a terminal\n.*--output answer\.xlsx"):
        Destination(io.BytesIO(), terminal=True).format_for(SOLUTIONS, "xlsx")
    assert Destination(io.BytesIO()).format_for(SOLUTIONS, "xlsx").binary
