"""What the causal commands share: their options, opening the analysis, and writing answers, data and pictures."""

from __future__ import annotations

import json
from functools import wraps
from typing import TYPE_CHECKING

import click

from myograph.cli.opening import STORE, open_graph, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from myograph.causal.paths import Path
    from myograph.knowledge.analysis import Analysis
    from myograph.knowledge.analysis_telling import AnalysisTeller

    Decorator = Callable[[Callable[..., None]], Callable[..., Any]]

BARS = "any, not-contradicted, some-evidence, traceable, qualified, supported"

SOURCES = click.option(
    "--source", "sources", metavar="NAME", multiple=True, help="Admit only claims of this source; may be repeated."
)

FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format."
)


def _checked_file(_context: click.Context, _option: click.Parameter, file: str | None) -> str | None:
    """Refuse a picture that cannot be drawn before anything is asked."""
    if file is not None:
        from myograph.causal.pictures import kind_of_file

        kind_of_file(file)
    return file


PICTURE = click.option(
    "--picture",
    metavar="FILE",
    callback=_checked_file,
    help="Draw it as well, into a file that ends in .svg or .png (needs the extra `pictures`).",
)


def links_option(default: int, most: int) -> Decorator:
    """Return the option for how many links a way may have."""
    return click.option(
        "--links", type=click.IntRange(1, most), default=default, show_default=True, help="At most so many links."
    )


def on_analysis(bar: str = "any") -> Decorator:
    """Give a command the options for store, bar and sources, and hand it the analysis that they name.

    `bar` is the evidence bar unless another is asked for.
    """
    evidence = click.option(
        "--evidence",
        metavar="BAR",
        default=bar,
        show_default=True,
        help=f"Admit only claims that meet this bar: {BARS}.",
    )

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def opened(*, evidence: str, sources: tuple[str, ...], store: str | None, **others: object) -> None:
            analysis = open_graph(store).analysis(evidence=evidence, sources=sources or None)
            command(analysis, **others)

        return evidence(SOURCES(STORE(opened)))

    return decorate


def teller(analysis: Analysis) -> AnalysisTeller:
    """Return what turns answers into lines."""
    from myograph.knowledge.analysis_telling import AnalysisTeller

    graph = analysis.knowledge
    return AnalysisTeller(graph.teller.palette, graph.lookup.label)


def write_answer(form: str, lines: Iterable[str], data: object) -> None:
    """Write an answer to standard output, as lines or as JSON."""
    if form == "text":
        write_lines(lines)
        return
    from myograph.knowledge.analysis_data import as_data

    click.echo(json.dumps(as_data(data), indent=2, ensure_ascii=False))


def write_picture(analysis: Analysis, file: str | None, paths: Sequence[Path], title: str) -> None:
    """Draw the paths into a file, if one is named; it is replaced only when the picture is complete."""
    if file is None:
        return
    from pathlib import Path as FilePath

    from myograph.causal.pictures import Style, kind_of_file, picture
    from myograph.cli.destination import opened

    drawn = picture(paths, Style.load(analysis.knowledge.content), title=title, kind=kind_of_file(file))
    with opened(FilePath(file)) as destination:
        destination.stream.write(drawn)
