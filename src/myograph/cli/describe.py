"""`myograph describe`: what a release says of itself, and whether it is so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from myograph.cli.opening import FOLDER

if TYPE_CHECKING:
    from myograph.release import Release

EXAMPLES = """\b
Examples:
  myograph describe                                  VoID, DCAT and PROV, in Turtle
  myograph describe --format schema.org              for search engines of datasets
  myograph describe --format prov --output prov.ttl
  myograph describe --verify --store release         are files and figures what they are said to be?
  myograph describe --vocabulary docs/vocabulary     a page on every class and property
"""
FORMS = ("void", "dcat", "prov", "turtle", "schema.org", "ro-crate", "croissant")


@click.command(epilog=EXAMPLES)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="turtle",
    show_default=True,
    help="One vocabulary, or all in Turtle; schema.org, RO-Crate 1.1 and Croissant 1.0 are JSON-LD.",
)
@click.option("--output", type=click.Path(path_type=Path), help="File to write. Default: standard output.")
@click.option("--verify", is_flag=True, help="Count again and compare checksums, instead of telling.")
@click.option(
    "--vocabulary",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write the documentation of the vocabulary into, as HTML and Markdown, instead of telling.",
)
@FOLDER
@click.pass_context
def describe(
    context: click.Context, form: str, output: Path | None, verify: bool, folder: Path | None, store: str | None
) -> None:
    """Describe a release: how much it holds, what it was built from, its files and their checksums.

    Everything is counted when the release is built. Exit code 0: told, or verified; 1: --verify found what is not so.
    """
    from myograph.errors import UsageError

    if folder is not None and (verify or output):
        raise UsageError("--vocabulary writes into its folder", advice="Leave --verify and --output away.")
    release = opened(store)
    if verify:
        context.exit(1 if verified(release) else 0)
    elif folder is not None:
        write_vocabulary(release, folder)
    else:
        write(release, form, output)


def opened(store: str | None) -> Release:
    """Open the release in a folder, None for that of the content."""
    from myograph.content import Content
    from myograph.release import open_release

    return open_release(Path(store) if store else None, content=Content.find(), progress=say)


def write(release: Release, form: str, output: Path | None) -> None:
    """Write the description."""
    from myograph.cli import destination
    from myograph.release.description.telling import told

    data = told(release.path, form)
    with destination.opened(output) as goal:
        goal.stream.write(data)


def verified(release: Release) -> int:
    """Tell what is not as the release says, and return how much that is."""
    from myograph.release.verifying import faults_of

    faults = faults_of(release)
    for fault in faults:
        click.echo(str(fault))
    files = len(release.manifest.files) if release.manifest else 0
    told = f"{len(faults)} of them are not so" if faults else "all as they are said to be"
    say(f"{files} files compared by checksum, every graph counted: {told}")
    return len(faults)


def write_vocabulary(release: Release, folder: Path) -> None:
    """Write the documentation of the vocabulary."""
    from myograph.content import Content
    from myograph.knowledge.vocabulary import write_pages

    build = release.manifest.build[:12] if release.manifest else ""
    for path in write_pages(release.store, Content.find(), folder, build=build):
        click.echo(path)


def say(message: str) -> None:
    """Write progress to standard error."""
    click.echo(message, err=True)
