"""Show entities, claims and ladders in a notebook; the markup is `viz/templates/record.html`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from myograph.content import Content

if TYPE_CHECKING:
    from myograph.knowledge.ladder import Ladder
    from myograph.knowledge.records import Claim, Entity

TEMPLATE = "record.html"


def html(record: Entity | Claim | Ladder, kind: Literal["entity", "claim", "ladder"]) -> str:
    """Return a record as a piece of a page; every value is text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = Content.find().viz / "templates"
    templates = Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, undefined=StrictUndefined
    )
    shown: str = getattr(templates.get_template(TEMPLATE).module, kind)(record)
    return shown.strip()
