"""Everything a request may need: the graph, the workers, the endpoint, the templates."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from myograph.server.answers import AnswerCache
from myograph.server.description import dataset_description, service_description
from myograph.server.endpoint import VARY, Endpoint
from myograph.server.facts import facts_of
from myograph.server.jobs import Job
from myograph.server.pool import WorkerPool
from myograph.server.repeating import Repeats
from myograph.server.triples import respond_triples

if TYPE_CHECKING:
    from myograph.content import Content
    from myograph.knowledge import KnowledgeGraph
    from myograph.queries.catalogue import Catalogue
    from myograph.server.exchange import Exchange
    from myograph.server.explorer import Explorer
    from myograph.server.facts import Facts, Served
    from myograph.server.naming import Naming
    from myograph.server.problems import Problem
    from myograph.server.settings import Settings
    from myograph.server.templates import Templates
    from myograph.server.writing import Writing


@dataclass(frozen=True, slots=True)
class Site:
    """Hold what a server is made of."""

    settings: Settings
    graph: KnowledgeGraph
    content: Content
    facts: Facts
    pool: WorkerPool
    endpoint: Endpoint
    templates: Templates
    naming: Naming
    catalogue: Catalogue
    explorer: Explorer
    tasks: set[asyncio.Future[object]] = field(default_factory=set)

    @classmethod
    def of(cls, served: Served, content: Content, settings: Settings, writing: Writing | None = None) -> Site:
        """Put a site together for what is served; raises StoreError and ContentError."""
        from myograph.knowledge import KnowledgeGraph
        from myograph.queries.catalogue import Catalogue
        from myograph.server.explorer import Explorer
        from myograph.server.naming import Naming
        from myograph.server.templates import Templates

        graph = KnowledgeGraph(served.store, content, served.manifest)
        facts = facts_of(served, content)
        pool = WorkerPool(served.place, content.root, settings.limits)

        async def describe(exchange: Exchange, formats: tuple[str, ...]) -> None:
            found = list(service_description(exchange.base_url, facts, graph.prefixes, writable=writing is not None))
            await respond_triples(exchange, found, formats, graph.prefixes, VARY)

        endpoint = Endpoint(
            pool,
            settings,
            facts.build,
            AnswerCache(settings.cache_bytes),
            describe,
            Repeats(settings.cache_bytes),
            writing,
        )
        templates, naming = Templates.load(content, settings), Naming(graph, settings.prefix)
        templates.environment.globals["href"] = naming.href
        shown = served.release if settings.explorer and served.manifest is not None else None
        explorer = Explorer(shown, facts.build, templates, settings.max_age)
        catalogue = Catalogue.load(content)
        return cls(settings, graph, content, facts, pool, endpoint, templates, naming, catalogue, explorer)

    async def start(self) -> None:
        """Start the workers; what the pages need is read meanwhile, and nobody waits for it."""
        graph, naming = self.graph, self.naming
        warming = asyncio.to_thread(lambda: (graph.lookup, graph.all_claims, graph.sources, naming.labels))
        self.tasks.add(asyncio.ensure_future(warming))
        await self.pool.start()
        self.explorer.start()

    async def stop(self) -> None:
        """End the workers."""
        await self.explorer.stop()
        await self.pool.stop()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def is_fit(self) -> bool:
        """Tell whether a worker answers."""
        return (await self.pool.answer(Job("ASK {}", ("json",), 5.0, 1000))).status == HTTPStatus.OK

    async def describe_dataset(self, exchange: Exchange, formats: tuple[str, ...]) -> None:
        """Send the description of the dataset."""
        found = list(dataset_description(exchange.base_url, self.facts))
        await respond_triples(exchange, found, formats, self.graph.prefixes, VARY)

    async def problem_page(self, exchange: Exchange, problem: Problem) -> None:
        """Send a problem as a page."""
        told = problem.described(exchange.request_id)
        await self.templates.respond(exchange, "problem.html", problem.status, problem.headers, problem=told)
