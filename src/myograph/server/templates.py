"""Pages from the templates in `viz/pages`, always escaped, with the headers that keep foreign code out."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from myograph.server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jinja2 import Environment

    from myograph.content import Content
    from myograph.server.exchange import Exchange
    from myograph.server.settings import Settings

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGE_HEADERS = {"Content-Security-Policy": POLICY, "X-Frame-Options": "DENY", "Vary": "Accept, Accept-Encoding"}
STATIC_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json"}
"""What is sent from the folder of static files; anything else there is not."""

EDITOR = "editor.js"
"""The bundle that only is there where it was made; without it the page for queries has a text area."""


@dataclass(frozen=True, slots=True)
class Templates:
    """Render the templates of a site; `files` holds the static files by name, with media type and tag."""

    environment: Environment
    files: Mapping[str, tuple[str, bytes, str]]

    @classmethod
    def load(cls, content: Content, settings: Settings) -> Templates:
        """Read templates and static files of the content."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        folder = content.viz / "pages"
        environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        files = dict(_static(folder / "static"))
        whole = sha256(b"".join(body for _, body, _ in files.values())).hexdigest()[:12]
        environment.globals.update(
            prefix=settings.prefix, static=f"{settings.prefix}/static/{whole}", has_editor=EDITOR in files
        )
        return cls(environment, files)

    async def respond(
        self, exchange: Exchange, name: str, status: int, headers: Mapping[str, str], /, **values: Any
    ) -> None:
        """Send the template `name` filled with the values."""
        page = self.environment.get_template(name).render(base=exchange.base_url, path=exchange.path, **values)
        told = {**PAGE_HEADERS, "Cache-Control": "no-cache", **headers}
        await exchange.respond(status, "text/html", page.encode("utf-8", "replace"), told)

    async def static(self, exchange: Exchange, name: str) -> None:
        """Send a static file; its address changes when it does, so that it may be kept for ever."""
        if name not in self.files:
            raise Problem(404, "there is no file of this name")
        media_type, body, _ = self.files[name]
        kept = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        await exchange.respond(HTTPStatus.OK, media_type, body, kept)


def _static(folder: Path) -> Any:
    for path in sorted(folder.glob("*")):
        if path.suffix in STATIC_TYPES:
            body = path.read_bytes()
            yield path.name, (STATIC_TYPES[path.suffix], body, sha256(body).hexdigest())
