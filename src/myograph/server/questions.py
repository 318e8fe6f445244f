"""The catalogue as pages: each question as a form with its answer, and as data by its ending."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from myograph.errors import UnknownName, UsageError
from myograph.formats import BY_NAME, of_extension
from myograph.queries.typed_values import ChoiceType, EntityType
from myograph.queries.writers import Wording, write
from myograph.server.asking import fields_of
from myograph.server.endpoint import VARY
from myograph.server.jobs import Job
from myograph.server.negotiation import accepted, prefers_page
from myograph.server.problems import Problem
from myograph.server.querying import PAGE_BYTES
from myograph.server.results import SHOWN_ROWS, shown
from myograph.server.views import NOTHING, look_at

if TYPE_CHECKING:
    import re

    from myograph.queries.catalogue import Question
    from myograph.queries.typed_values import Parameter
    from myograph.server.exchange import Exchange
    from myograph.server.site import Site

TWINS = ("json", "csv", "tsv", "md", "srx")
WORKBOOK = "xlsx"
GRAPH_TWINS = ("ttl", "nt", "jsonld", "rdf")
PATH = rf"/ask/([a-z0-9-]+)(?:\.({'|'.join(dict.fromkeys((*TWINS, *GRAPH_TWINS, WORKBOOK, 'rq')))}))?"
EXTENSIONS = {"json": ("json", "jsonld"), WORKBOOK: ("json",)}
MOST_OPTIONS = 400


@dataclass(frozen=True, slots=True)
class Questions:
    """Answer the questions of the catalogue."""

    site: Site

    async def listing(self, exchange: Exchange, _match: re.Match[str]) -> None:
        """Send every question by group, or those about the words in `q`."""
        words = dict(fields_of(exchange.query_string)).get("q", "").strip()[:200]
        found = self.site.catalogue.search(words) if words else ()
        if not prefers_page(exchange.accept):
            every = found if words else tuple(self.site.catalogue)
            told = [{"name": q.name, "group": q.group, "title": q.title, "question": q.question} for q in every]
            await exchange.respond_json(HTTPStatus.OK, told, {"Vary": "Accept, Origin"})
            return
        values = {"words": words, "found": found, "groups": self.site.catalogue.groups}
        await self.site.templates.respond(exchange, "questions.html", HTTPStatus.OK, {}, **values)

    async def page(self, exchange: Exchange, match: re.Match[str]) -> None:
        """Answer one question, as a page or as data."""
        try:
            question = self.site.catalogue.named(match[1])
        except UnknownName as fault:
            near = [{"label": name, "href": f"{self.site.settings.prefix}/ask/{name}"} for name in fault.near]
            raise Problem(404, fault.problem, near=near or None) from None
        given = self._given(question, exchange)
        if match[2] is None and prefers_page(exchange.accept):
            await self._html(exchange, question, given)
        else:
            await self._data(exchange, question, given, match[2])

    async def _data(self, exchange: Exchange, question: Question, given: dict[str, str], ending: str | None) -> None:
        try:
            text = await asyncio.to_thread(question.with_values, given, self.site.graph.find)
        except UsageError as fault:
            status = 404 if isinstance(fault, UnknownName) else 400
            raise Problem(status, fault.problem, advice=fault.advice, parameter=fault.place) from None
        formats = formats_for(ending, exchange.accept)
        if ending == "rq":
            await exchange.respond(HTTPStatus.OK, "application/sparql-query", text.encode(), VARY)
            return
        key = self.site.endpoint.key(text, (*formats, ending or ""))
        headers = self.site.endpoint.validators(key)
        if exchange.has(key):
            await exchange.start(HTTPStatus.NOT_MODIFIED, headers)
            await exchange.deliver(b"")
            return
        most = PAGE_BYTES if ending == WORKBOOK else self.site.settings.most_bytes
        job = Job(text, formats, self.site.settings.timeout, most)
        reply = await self.site.endpoint.evaluate(exchange, job)
        if reply.status != HTTPStatus.OK:
            raise Problem.of(reply)
        body, form = reply.body, reply.form
        if ending == WORKBOOK:
            body, form = await asyncio.to_thread(workbook_of, body, self.site), WORKBOOK
            headers = {**headers, "Content-Disposition": f'attachment; filename="{question.name}.xlsx"'}
        await exchange.respond(HTTPStatus.OK, BY_NAME[form].media_type, body, headers)

    async def _html(self, exchange: Exchange, question: Question, given: dict[str, str]) -> None:
        values: dict[str, Any] = {
            "question": question,
            "given": given,
            "look": NOTHING,
            "fault": None,
            "sparql": question.query,
        }
        try:
            text = await asyncio.to_thread(question.with_values, given, self.site.graph.find)
        except UsageError as fault:
            values["fault"] = fault
        else:
            formats = ("json", "turtle")
            job = Job(text, formats, self.site.settings.timeout, PAGE_BYTES, rows=SHOWN_ROWS)
            reply = await self.site.endpoint.evaluate(exchange, job)
            titles = {column.name: column.meaning for column in question.columns}
            labels = {column.labels: column.name for column in question.columns if column.labels}
            answer = shown(reply, self.site.naming, exchange.request_id, titles, labels)
            view = dict(fields_of(exchange.query_string)).get("view", "")
            values["look"] = await asyncio.to_thread(look_at, answer, reply, self.site.naming, view)
            values["sparql"] = text[text.index("\n\n") + 2 :]
        values["fields"] = [self._field(parameter, given) for parameter in question.parameters]
        values["most"] = SHOWN_ROWS
        values |= addresses(question, given, values["sparql"], values["look"].view)
        status = HTTPStatus.OK if values["fault"] is None else HTTPStatus.BAD_REQUEST
        await self.site.templates.respond(exchange, "question.html", status, {}, **values)

    def _given(self, question: Question, exchange: Exchange) -> dict[str, str]:
        known = {parameter.name for parameter in question.parameters}
        fields = fields_of(exchange.query_string)
        return {name: value[:500] for name, value in fields if name in known and value.strip()}

    def _field(self, parameter: Parameter, given: dict[str, str]) -> dict[str, Any]:
        options: list[str] = []
        if isinstance(parameter.type, ChoiceType):
            options = list(parameter.type.words)
        elif isinstance(parameter.type, EntityType):
            things = self.site.graph.lookup.things
            kinds = parameter.type.kinds
            named = (thing.name for thing in things if thing.role == "label" and (not kinds or thing.kind in kinds))
            options = sorted(set(named))[:MOST_OPTIONS]
        value = given.get(parameter.name, self._default(parameter))
        return {
            "name": parameter.name,
            "meaning": parameter.meaning,
            "expected": parameter.type.expected,
            "value": value,
            "options": options,
            "closed": isinstance(parameter.type, ChoiceType),
        }

    def _default(self, parameter: Parameter) -> str:
        return parameter.example


@cache
def has_workbooks() -> bool:
    """Tell whether the library that writes workbooks is installed."""
    return find_spec("openpyxl") is not None


def workbook_of(body: bytes, site: Site) -> bytes:
    """Return an answer in SPARQL JSON as a workbook with labels; raises Problem for what has no rows."""
    answer = parse_query_results(body, QueryResultsFormat.JSON)
    if not isinstance(answer, QuerySolutions):
        raise Problem(406, "a truth value has no rows")
    labels = site.naming.labels
    wording = Wording(lambda: site.graph.prefixes, lambda iris: {iri: labels[iri] for iri in iris if iri in labels})
    target = BytesIO()
    write(answer, BY_NAME[WORKBOOK], target, wording)
    return target.getvalue()


def formats_for(ending: str | None, accept: str) -> tuple[str, ...]:
    """Return the names of the formats that an ending or else an Accept header asks for.

    Workbooks are written here, from JSON: their library wants to write files, which no worker may.
    """
    if ending == WORKBOOK and not has_workbooks():
        raise Problem(406, "this server writes no workbooks", advice="Install the extra xlsx there, or ask for CSV.")
    if ending is None or ending == "rq":
        return accepted(accept)
    return EXTENSIONS.get(ending) or (of_extension(ending).name,)


def addresses(question: Question, given: dict[str, str], sparql: str, view: str) -> dict[str, Any]:
    """Return the addresses of a question with its values: of itself, of its data, and of the page for queries."""
    fields = f"?{urlencode(given)}" if given else ""
    twins = GRAPH_TWINS if question.form in ("CONSTRUCT", "DESCRIBE") else TWINS
    if question.form == "SELECT" and has_workbooks():
        twins = (*twins, WORKBOOK)
    return {
        "here": f"/ask/{question.name}?{urlencode({**given, 'view': view})}"
        if view
        else f"/ask/{question.name}{fields}",
        "looks": f"/ask/{question.name}?{urlencode(given)}{'&' if given else ''}",
        "table": f"/ask/{question.name}.csv{fields}",
        "twins": [(each, f"/ask/{question.name}.{each}{fields}") for each in twins],
        "edit": f"/query?{urlencode({'query': sparql})}",
        "command": " ".join(["myograph ask", question.name, *(f'{name}="{value}"' for name, value in given.items())]),
    }
