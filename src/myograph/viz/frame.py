"""The explorer inside a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.viz.style import environment

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Frame:
    """Hold a page; a notebook shows it in a frame that asks nothing of any network. `height` is in pixels."""

    page: str
    viz: Path
    title: str
    height: int = 720

    def __repr__(self) -> str:
        return f"Frame({self.title!r}, {len(self.page) // 1000} kB)"

    def _repr_html_(self) -> str:
        """Return the frame as a notebook wants it."""
        template = environment(self.viz).get_template("frame.html")
        return template.render(page=self.page, height=self.height, title=self.title)
