"""The table of commands is complete, and every way to end a command has its code and its words."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from myograph import cli
from myograph.cli import COMMANDS, INTERRUPTED, READER_GONE, run
from myograph.errors import CheckFailed, MyographError, QueryTimeout, UsageError

SOURCES = Path(cli.__file__).parent


def command_of(name: str) -> click.Command:
    command = cli.myograph.get_command(click.Context(cli.myograph), name)
    assert command is not None
    return command


def test_every_command_is_in_the_table() -> None:
    decorated = re.compile(r"^@click\.(command|group)\(", re.MULTILINE)
    modules = [path for path in SOURCES.glob("*.py") if path.stem not in ("__init__", "linking")]  # part of `import`
    written = {path.stem.removesuffix("_") for path in modules if decorated.search(path.read_text("utf-8"))}
    assert written == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_called_like_its_row_and_has_examples(name: str) -> None:
    command = command_of(name)
    assert command.name == name
    assert command.help
    if name != "version":
        assert f"myograph {name}" in (command.epilog or "")


def test_help_lists_every_command_and_imports_none(capsys: pytest.CaptureFixture[str]) -> None:
    script = "import sys; from myograph.cli import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    for name, told in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(told[:30])}", done.stdout, re.MULTILINE)
    assert not {f"myograph.cli.{name}" for name in COMMANDS} & set(done.stderr.split())
    assert run([]) == 0
    assert capsys.readouterr().out == done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert f"Usage: myograph {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["quer"], "No such command 'quer'. Did you mean 'query'?"),
        (["zzzzz"], "No such command 'zzzzz'."),
        (["--zzzzz"], "No such option"),
        (["version", "extra"], "unexpected extra argument"),
    ],
)
def test_what_is_no_command_is_told(arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("error: ")
    assert problem in printed.err
    assert re.search(r"^Try `myograph.* --help`\.$", printed.err, re.MULTILINE)


Failing = Callable[[BaseException], list[str]]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Return what makes a command line that fails with a given error."""

    def command_line(error: BaseException) -> list[str]:
        @click.command()
        def version() -> None:
            raise error

        monkeypatch.setattr("myograph.cli.version.version", version)
        return ["version"]

    return command_line


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (
            UsageError("no such thing", place="here", advice="Look there."),
            2,
            "error: here: no such thing\nLook there.\n",
        ),
        (CheckFailed("3 errors"), 1, "error: 3 errors\n"),
        (QueryTimeout("too long"), 3, "error: too long\n"),
        (MyographError("bad \x1b[31m\u202e label\nnext"), 1, "error: bad \\x1b[31m\\u202e label\nnext\n"),
        (OSError(28, "No space left on device"), 1, "error: No space left on device\n"),
        (OSError(13, "Permission denied", "/etc/x"), 1, "error: /etc/x: Permission denied\n"),
        (KeyboardInterrupt(), INTERRUPTED, ""),
        (BrokenPipeError(32, "Broken pipe"), READER_GONE, ""),
    ],
)
def test_errors_are_told_and_end_with_their_code(
    error: BaseException, code: int, told: str, failing: Failing, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(failing(error)) == code
    assert capsys.readouterr() == ("", told)


def test_a_fault_of_the_program_is_called_one(failing: Failing, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(failing(ZeroDivisionError("oh"))) == 1
    assert capsys.readouterr().err == (
        "error: this is a fault of the program: ZeroDivisionError: oh\n"
        "Run it as `myograph --debug ...` to see where, and please report it.\n"
    )


@pytest.mark.parametrize("error", [ZeroDivisionError("oh"), UsageError("oh")])
def test_debug_shows_where(error: Exception, failing: Failing, capsys: pytest.CaptureFixture[str]) -> None:
    run(["--debug", *failing(error)])
    assert "in version" in capsys.readouterr().err


def test_choices_that_are_missing_are_listed_without_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["intake", "--age", "3"]) == 2
    assert "\n  female,\n  male\n" in capsys.readouterr().err
