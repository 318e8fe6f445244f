"""Open the knowledge graph for a command, and write its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import Any

    from myograph.content import Content
    from myograph.knowledge import KnowledgeGraph
    from myograph.store import Store

ENDPOINT = "myograph.endpoint"
"""Where the command line keeps the endpoint that was named until the store is looked at."""


def _take(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    if ENDPOINT in context.meta:
        raise click.UsageError("Name an endpoint or a profile, not both.", context)
    if parameter.name == "endpoint" and not value.lower().startswith(("http://", "https://")):
        raise click.BadParameter("an endpoint is an address, https://host/path.", context, parameter)
    context.meta[ENDPOINT] = value if parameter.name == "endpoint" else f"profile:{value}"


def _chosen(context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    endpoint: str | None = context.meta.get(ENDPOINT)
    if endpoint is not None and value is not None:
        raise click.UsageError("The graph is in a store or at an endpoint, not both.", context)
    return endpoint or value


STORE_HELP = "Folder of a release or of an Oxigraph store. Default: the release of this content, built on first use."
FOLDER = click.option("--store", type=click.Path(), help=STORE_HELP)
_STORE = click.option("--store", type=click.Path(), callback=_chosen, help=STORE_HELP)
_ENDPOINT = click.option(
    "--endpoint",
    metavar="URL",
    is_eager=True,
    expose_value=False,
    callback=_take,
    help="Ask this SPARQL endpoint instead; it must hold the graph (`myograph push`).",
)
_PROFILE = click.option(
    "--profile",
    metavar="NAME",
    is_eager=True,
    expose_value=False,
    callback=_take,
    help="Ask the endpoint of this name in `endpoints.toml` of your configuration folder.",
)


def STORE(command: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 - it stands among the other options
    """Give a command `store`: a folder, the address of an endpoint, or `profile:NAME`; see `open_store`."""
    return _STORE(_ENDPOINT(_PROFILE(command)))


EVIDENCE = click.option(
    "--evidence",
    metavar="BAR",
    default="any",
    show_default=True,
    help="Admit only claims that meet this bar: any, not-contradicted, some-evidence, traceable, qualified, supported.",
)

SOURCE = click.option("--source", metavar="NAME", help="Admit only claims that this source states.")

NARROWED_BY = "myograph.narrowing"
"""Where the command line keeps by what the graph is to be narrowed."""


def _narrow(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None and parameter.name is not None:
        context.meta.setdefault(NARROWED_BY, {})[parameter.name] = value


_BAR = click.option(
    "--evidence",
    metavar="BAR",
    expose_value=False,
    callback=_narrow,
    help="Ask a graph that holds only claims above this bar: not-contradicted, some-evidence, traceable, qualified, "
    "supported.",
)
_STATED = click.option(
    "--source",
    metavar="NAME",
    expose_value=False,
    callback=_narrow,
    help="Ask a graph that holds only the claims that this source states.",
)


def NARROWING(command: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 - it stands among the other options
    """Give a command `--evidence` and `--source`, which `narrowing` returns."""
    return _BAR(_STATED(command))


def narrowing() -> dict[str, str]:
    """Return by what the graph is to be narrowed: the arguments of `KnowledgeGraph.narrowed` that were given."""
    found: dict[str, str] = click.get_current_context().meta.get(NARROWED_BY, {})
    return found


def open_graph(store: str | Path | None) -> KnowledgeGraph:
    """Open the graph; progress goes to standard error."""
    from myograph.knowledge import open_release

    return open_release(store, progress=lambda message: click.echo(message, err=True))


def open_store(store: str | None, content: Content, progress: Callable[[str], None]) -> Store:
    """Open what answers queries: an endpoint, or the release in a folder, None for that of the content."""
    from pathlib import Path

    if store is not None:
        from myograph.store.profiles import endpoint_named

        if (endpoint := endpoint_named(store)) is not None:
            from myograph.store.remote import RemoteStore

            return RemoteStore(endpoint)
    from myograph.release import open_release

    return open_release(Path(store) if store else None, content=content, progress=progress).store


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output, without the control characters that a label could smuggle in."""
    for line in lines:
        click.echo("".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line))
