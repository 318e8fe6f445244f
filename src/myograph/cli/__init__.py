"""The command line. A command is a row of COMMANDS, and its module is imported when the command is used.

Data goes to standard output and everything else to standard error. Exit codes: 0 done, 1 something was found or
failed, 2 not understood, 3 stopped at the deadline, 130 interrupted, 141 the reader of the output went away.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from typing import NoReturn

COMMANDS = {
    "explain": "Explain why muscles twitch, as a ladder of causes.",
    "paths": "Tell how one thing is said to lead to another.",
    "causes": "Tell what is said to lead to a thing.",
    "effects": "Tell what is said to follow from a thing.",
    "cut": "Tell what breaks the ways from causes to an effect.",
    "whatif": "Tell which way things move when one is raised or lowered.",
    "loops": "Tell where claims come back upon themselves.",
    "rank": "Rank what leads to an effect, against chance.",
    "adjust": "Tell what to adjust for when an effect is estimated.",
    "compare": "Compare one source's story with all, and with what is borne out.",
    "search": "Find entities and claims by what people call them.",
    "show": "Show what the graph holds on an entity or a claim.",
    "cite": "Cite a claim.",
    "questions": "List and search the questions of the catalogue.",
    "ask": "Ask a question of the catalogue.",
    "query": "Ask the graph in SPARQL.",
    "foods": "Rank foods by a mineral, or tell what is in a food.",
    "intake": "Tell reference intakes, and what a day's foods bring against them.",
    "view": "Write the map of causes as one page.",
    "pages": "Write a site: map, entities, claims, evidence, questions.",
    "export": "Write the graph in the formats of other tools.",
    "stats": "Count what the graph holds.",
    "read": "Read the article passage by passage, checked against the evidence.",
    "annotate": "Write the annotation of a source text as a table.",
    "score": "Score another system's extraction against the annotation.",
    "serve": "Serve the graph: a SPARQL endpoint, and pages for people.",
    "import": "Read tables, ontologies and graphs of others into a working store.",
    "check": "Check content against its shapes and rules.",
    "build": "Build a release.",
    "describe": "Tell what a release says of itself, and verify it.",
    "push": "Load the release into an endpoint.",
    "certify": "Tell whether an engine answers as the embedded one does.",
    "version": "Tell which version this is.",
}
"""Name of a command, which is also that of its module and of its function (`import` is `import_`
there), and what the list of commands says of it."""

INTERRUPTED = 130
READER_GONE = 141


class Ended(Exception):
    """The run ends with an exit code and nothing to say; click has no handler that would say something."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Settings:
    """Hold what holds for every command."""

    debug = False


class LazyGroup(click.Group):
    """Know the commands by name, and import the one that is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or return None when there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"myograph.cli.{name}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant, or name the nearest one."""
        name = args[0]
        if name not in COMMANDS and name.isidentifier():
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            ctx.fail(f"No such command {name!r}." + (f" Did you mean {near[0]!r}?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what click would answer with words of its own ends the run in silence."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            raise Ended(READER_GONE) from None
        except KeyboardInterrupt:
            raise Ended(INTERRUPTED) from None
        return result


def tell_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    """Tell the versions and leave, when that is wanted."""
    if wanted:
        from myograph.cli.version import version

        context.invoke(version)
        context.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Every command has examples: myograph COMMAND --help",
)
@click.option("--debug", is_flag=True, help="Show where in the code an error comes from.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=tell_version,
    help="Tell which version this is.",
)
@click.pass_context
def myograph(context: click.Context, debug: bool) -> None:
    """Ask why muscles twitch: an open knowledge graph of claims, their sources and their evidence."""
    context.obj.debug = debug
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    leave(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; errors are told on standard error."""
    settings = Settings()
    try:
        code = myograph.main(arguments, prog_name="myograph", standalone_mode=False, obj=settings)
    except Ended as ended:
        return ended.code
    except click.Abort:
        return INTERRUPTED
    except Exception as fault:
        from myograph.cli.reporting import report

        return report(fault, debug=settings.debug)
    return code if isinstance(code, int) else 0


def leave(code: int) -> NoReturn:
    """End the process; a thread that is still in the engine cannot be waited for."""
    if code == READER_GONE:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if threading.active_count() > 1:
        sys.stderr.flush()
        os._exit(code)
    gc.freeze()  # the last collection would take apart what the process leaves behind anyhow, for some milliseconds
    sys.exit(code)
