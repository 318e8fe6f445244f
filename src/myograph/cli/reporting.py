"""Tell errors to the one who sits before the terminal."""

from __future__ import annotations

import sys

import click

from myograph.errors import MyographError
from myograph.queries.tables import visible

USAGE = 2


def report(fault: Exception, *, debug: bool = False) -> int:
    """Write what went wrong to standard error and return the exit code."""
    if debug:
        import traceback

        traceback.print_exception(fault, file=sys.stderr)
    if isinstance(fault, click.ClickException):
        return _click_fault(fault)
    if isinstance(fault, MyographError):
        say(str(fault))
        return fault.exit_code
    if isinstance(fault, OSError) and fault.strerror:
        say(f"{fault.filename}: {fault.strerror}" if fault.filename else fault.strerror)
        return 1
    say(f"this is a fault of the program: {type(fault).__name__}: {fault}")
    if not debug:
        click.echo("Run it as `myograph --debug ...` to see where, and please report it.", err=True)
    return 1


def say(message: str) -> None:
    """Write an error to standard error: the first line marked, no control characters."""
    lines = [visible(line) for line in message.split("\n")]
    click.echo(f"{click.style('error:', fg='red', bold=True)} {lines[0]}", err=True)
    for line in lines[1:]:
        click.echo(line, err=True)


def _click_fault(fault: click.ClickException) -> int:
    context = fault.ctx if isinstance(fault, click.UsageError) else None
    say(fault.format_message().expandtabs(2))
    if context is not None:
        click.echo(f"Try `{context.command_path} --help`.", err=True)
    return USAGE
