"""`myograph version`: which version this is."""

from __future__ import annotations

import platform

import click


@click.command()
def version() -> None:
    """Tell which version this is."""
    from myograph import __version__

    click.echo(f"myograph {__version__} (Python {platform.python_version()})")
