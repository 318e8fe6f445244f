"""Which path leads to which page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from myograph.server.app import Application, health_page, metrics_page, route
from myograph.server.finding import Finding
from myograph.server.graph_store import GraphStore
from myograph.server.interface import interface
from myograph.server.metrics import Metrics
from myograph.server.negotiation import accepted
from myograph.server.problems import Problem
from myograph.server.querying import Querying
from myograph.server.questions import PATH as QUESTION
from myograph.server.questions import Questions
from myograph.server.things import ENDING, Things
from myograph.server.things import PATH as THING

if TYPE_CHECKING:
    import re

    from myograph.server.app import Page, Route
    from myograph.server.exchange import Exchange
    from myograph.server.site import Site

READ_AND_POST = ("GET", "HEAD", "POST")
GRAPH_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")


def pages(site: Site, metrics: Metrics | None = None) -> Application:
    """Return the application with every page of the site."""
    metrics = metrics or Metrics()
    return Application(site, (*for_people(site), *for_machines(site, metrics)), metrics)


def for_people(site: Site) -> tuple[Route, ...]:
    """Return the routes of pages."""
    things, finding, querying, questions = Things(site), Finding(site), Querying(site), Questions(site)
    return (
        route("home", "/", first_page(site)),
        route("start", "/start", home_page(site)),
        route("explorer", "/explorer(?:/(.*))?", site.explorer.page),
        route("question", QUESTION, questions.page),
        route("questions", "/ask/?", questions.listing),
        route("search", "/search", finding.page),
        route("query", "/query", querying.page, *READ_AND_POST),
        route("thing", THING + ENDING, things.page),
        route("ontology", f"/ontology{ENDING}", things.ontology),
        route("static", r"/static/[0-9a-f]+/([a-z.-]+)", static_page(site)),
        route("words", "/query/words", querying.words),
        route("check", "/query/check", querying.checked, "POST"),
    )


def for_machines(site: Site, metrics: Metrics) -> tuple[Route, ...]:
    """Return the routes of what programs ask for."""
    finding = Finding(site)
    return (
        route("graphs", "/graphs(?:/.*)?", GraphStore(site).page, *GRAPH_METHODS),
        route("reconcile", "/reconcile", finding.reconcile, *READ_AND_POST),
        route("suggest", "/suggest", finding.suggestions),
        route("opensearch", r"/opensearch\.xml", finding.opensearch),
        route("interface", r"/openapi\.json", interface_page(site)),
        route("void", r"/\.well-known/void", dataset_page(site)),
        route("download", "/download/([a-z0-9.-]+)", download_page(site)),
        route("health", "/health", health_page(site)),
        route("metrics", "/metrics", metrics_page(metrics, site)),
    )


def first_page(site: Site) -> Page:
    """Return the first page: the explorer, or what the server has besides while there is none."""
    start = home_page(site)

    async def page(exchange: Exchange, match: re.Match[str]) -> None:
        if site.explorer.is_ready:
            await exchange.lead_to(f"{site.settings.prefix}/explorer/", HTTPStatus.FOUND)
        else:
            await start(exchange, match)

    return page


def home_page(site: Site) -> Page:
    """Return the page that tells what the server has."""

    async def page(exchange: Exchange, _match: re.Match[str]) -> None:
        values = {"facts": site.facts, "groups": site.catalogue.groups, "questions": len(site.catalogue)}
        values |= {"explorer": "ready" if site.explorer.is_ready else "coming" if site.explorer.is_coming else ""}
        await site.templates.respond(exchange, "home.html", HTTPStatus.OK, {}, **values)

    return page


def interface_page(site: Site) -> Page:
    """Return the description of the interface."""

    async def page(exchange: Exchange, _match: re.Match[str]) -> None:
        await exchange.respond_json(HTTPStatus.OK, interface(exchange.base_url, site.facts.version, site.catalogue))

    return page


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


DUMP_TYPES = {
    ".trig": "application/trig",
    ".nq": "application/n-quads",
    ".ttl": "text/turtle",
    ".tsv": "text/tab-separated-values",
    ".json": "application/ld+json",
    ".jsonld": "application/ld+json",
}


def download_page(site: Site) -> Page:
    """Return the page of the files that hold the whole dataset, and of those that describe it."""
    files = {**site.facts.dumps, **site.facts.beside}

    async def page(exchange: Exchange, match: re.Match[str]) -> None:
        path = files.get(match[1])
        if path is None:
            raise Problem(404, "there is no file of this name", advice=", ".join(files) or None)
        tag = {"ETag": f'"{site.facts.build}-{match[1]}"', "Cache-Control": "public, max-age=3600"}
        await exchange.respond(HTTPStatus.OK, DUMP_TYPES[path.suffix], path.read_bytes(), tag)

    return page
