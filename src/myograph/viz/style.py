"""The one style sheet, with the colours of the palette put in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from myograph.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment


def environment(viz: Path) -> Environment:
    """Return what fills the templates of the content; every value is escaped, and a missing one is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(viz / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def load_palette(viz: Path) -> dict[str, Any]:
    """Return the table of glyphs, colours and lines; raises ContentError when it is missing or broken."""
    path = viz / "palette.json"
    try:
        table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ContentError(f"the palette cannot be read: {fault}", place=str(path)) from None
    return table


def style_sheet(viz: Path) -> str:
    """Return the whole style sheet, comments left out."""
    colours = environment(viz).get_template("colours.css").render(palette=load_palette(viz))
    written = (viz / "style.css").read_text(encoding="utf-8") + colours
    bare = re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", bare).strip()
