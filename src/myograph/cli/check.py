"""`myograph check`: find what is wrong with content; compare passages with their source, mappings with ontologies."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from myograph.content import Content
    from myograph.errors import Finding
    from myograph.release.checking import CheckReport

EXAMPLES = """\b
Examples:
  myograph check                              this checkout or installation
  myograph check --source article.txt         and compare its passages with the text
  myograph check --mappings symp.owl hp.obo   and compare the mappings with these ontologies
  myograph check ../other --format json       another checkout, for a program
"""


@click.command(epilog=EXAMPLES)
@click.argument("paths", metavar="[PATH]", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--source",
    type=click.Path(path_type=Path),
    help="Text file of a source: verify every passage, that nothing is left out, and that no wording is copied.",
)
@click.option(
    "--mappings",
    "ontologies",
    metavar="FILE...",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Ontology files (OWL, OBO, OBO graph JSON): do the terms mapped to exist there, in use, by their names?",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="Output format."
)
@click.pass_context
def check(
    context: click.Context, paths: tuple[Path, ...], source: Path | None, ontologies: tuple[Path, ...], form: str
) -> None:
    """Check content against its shapes and rules.

    PATH is a folder that holds ontology, graph and queries. Each finding tells the file and line, what is wrong,
    and what to do. Exit code 0: no errors (there may be warnings), 1: errors, 2: a path, source or ontology that
    cannot be read.
    """
    from myograph.release.checking import check as check_content

    path, more = sorted_out(paths, takes_files=bool(ontologies))
    report = check_content(_content(path), source, (*ontologies, *more))
    click.echo(as_json(report) if form == "json" else as_lines(report), nl=form == "json")
    for line in summary(report, compared=source is not None):
        click.echo(line, err=True)
    context.exit(1 if report.errors else 0)


def sorted_out(paths: tuple[Path, ...], *, takes_files: bool) -> tuple[Path | None, tuple[Path, ...]]:
    """Return the folder to check, if one is named, and the files: `--mappings` takes all that follow it."""
    from myograph.errors import UsageError

    folders = [path for path in paths if path.is_dir() or not takes_files]
    if len(folders) > 1:
        raise UsageError("one folder can be checked at a time", place=str(folders[1]), advice="Check them in turn.")
    return folders[0] if folders else None, tuple(path for path in paths if path not in folders)


def _content(path: Path | None) -> Content:
    from myograph.content import Content
    from myograph.errors import ContentError, UsageError

    try:
        return Content.find(path)
    except ContentError as fault:
        raise UsageError(fault.problem, place=fault.place, advice=fault.advice) from None


def as_lines(report: CheckReport) -> str:
    """Return one finding a line, its advice indented below; coloured, for click to strip where that is not wanted."""
    return "".join(_as_line(finding) for finding in report.findings)


def _as_line(finding: Finding) -> str:
    from myograph.queries.tables import visible

    severity = click.style(finding.severity, fg="red" if finding.severity == "error" else "yellow", bold=True)
    place = f"{finding.place}: " if finding.place else ""
    message, advice = visible(finding.message), visible(finding.advice)
    return f"{visible(place)}{severity}: {message} [{finding.rule}]\n    {advice}\n"


def as_json(report: CheckReport) -> str:
    """Return findings, counts and the comparisons with a source and with ontologies, if any, as a JSON object."""
    verification = report.verification
    source = verification.source if verification else None
    coverage = verification.coverage if verification else None
    return json.dumps(
        {
            "errors": len(report.errors),
            "warnings": len(report.warnings),
            "complete": report.complete,
            "findings": [asdict(finding) for finding in report.findings],
            "source": source.value if source else None,
            "coverage": asdict(coverage) if coverage else None,
            "mappings": [asdict(file) for file in report.comparison.files] if report.comparison else None,
        },
        indent=2,
        ensure_ascii=False,
    )


def summary(report: CheckReport, *, compared: bool) -> list[str]:
    """Return the lines that sum a check up."""
    from myograph.release.checking import RULES

    lines = [f"{counted(len(report.errors), 'error')}, {counted(len(report.warnings), 'warning')}, {len(RULES)} rules"]
    if not report.complete:
        lines.append("Some files could not be read or placed, so the other rules have not looked at the content yet.")
    elif report.verification is not None and report.verification.coverage is not None:
        lines.append(str(report.verification.coverage))
    elif not compared:
        lines.append("Passages were not compared with the text of their source: name it with --source.")
    return [*lines, *compared_files(report)]


def compared_files(report: CheckReport) -> list[str]:
    """Return a line for each ontology that the mappings were compared with."""
    from myograph.queries.tables import visible

    return [visible(str(file)) for file in report.comparison.files] if report.comparison else []


def counted(number: int, noun: str) -> str:
    """Return `1 error`, `2 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
