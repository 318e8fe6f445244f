"""`myograph build`: turn content into a release."""

from __future__ import annotations

from pathlib import Path

import click

EXAMPLES = """\b
Examples:
  myograph build                         into the cache, where every command finds it
  myograph build --output release        into a directory of your choice
  myograph query --store release ...     and use that one
"""


@click.command(epilog=EXAMPLES)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Directory to build; an earlier release there is replaced at the very end. Default: the cache.",
)
@click.option(
    "--content",
    "root",
    type=click.Path(path_type=Path),
    help="Folder that holds ontology, graph and queries. Default: this checkout or installation.",
)
def build(output: Path | None, root: Path | None) -> None:
    """Check the content, derive what follows from it, and write a release.

    A release holds every triple as TriG, N-Quads and Turtle, a store ready to be queried, and a manifest.
    Errors in the content stop the build. The path of the release is written to standard output.
    """
    from myograph.content import Content
    from myograph.release.building import write_release
    from myograph.release.locating import cached_release
    from myograph.release.opening import open_at

    content = Content.find(root)
    target = output or cached_release(content.digest())
    write_release(content, target, say, owned=output is None)
    manifest = open_at(target).manifest
    if manifest is not None:
        say(f"built {manifest.triples} triples in {len(manifest.graphs)} graphs, build {manifest.build[:12]}")
    click.echo(target)


def say(message: str) -> None:
    """Write progress to standard error."""
    click.echo(message, err=True)
