"""Which path leads to which page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from myograph.server.app import Application, health_page, metrics_page, route
from myograph.server.metrics import Metrics
from myograph.server.negotiation import accepted
from myograph.server.problems import Problem

if TYPE_CHECKING:
    import re

    from myograph.server.app import Page
    from myograph.server.exchange import Exchange
    from myograph.server.site import Site


def pages(site: Site) -> Application:
    """Return the application with every page of the site."""
    metrics = Metrics()
    routes = (
        route("health", "/health", health_page(site)),
        route("metrics", "/metrics", metrics_page(metrics, site)),
        route("void", r"/\.well-known/void", dataset_page(site)),
        route("download", "/download/([a-z.]+)", download_page(site)),
        route("static", "/static/[0-9a-f]+/([a-z.-]+)", static_page(site)),
    )
    return Application(site, routes, metrics)


def dataset_page(site: Site) -> Page:
    """Return the page that describes the dataset."""

    async def page(exchange: Exchange, _match: re.Match[str]) -> None:
        await site.describe_dataset(exchange, accepted(exchange.accept))

    return page


def static_page(site: Site) -> Page:
    """Return the page of the static files."""

    async def page(exchange: Exchange, match: re.Match[str]) -> None:
        await site.templates.static(exchange, match[1])

    return page


DUMP_TYPES = {".trig": "application/trig", ".nq": "application/n-quads", ".ttl": "text/turtle"}


def download_page(site: Site) -> Page:
    """Return the page of the files that hold the whole dataset."""

    async def page(exchange: Exchange, match: re.Match[str]) -> None:
        path = site.facts.dumps.get(match[1])
        if path is None:
            raise Problem(404, "there is no file of this name", advice=", ".join(site.facts.dumps) or None)
        tag = {"ETag": f'"{site.facts.build}-{match[1]}"', "Cache-Control": "public, max-age=3600"}
        await exchange.respond(HTTPStatus.OK, DUMP_TYPES[path.suffix], path.read_bytes(), tag)

    return page
