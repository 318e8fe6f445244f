"""The knowledge graph as one object: `kg = myograph.open()`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from myograph.errors import UnknownName, UsageError
from myograph.knowledge.bars import ANY, above, admitted
from myograph.knowledge.citing import ClaimCitation, cited
from myograph.knowledge.evidence import Evidence, EvidenceLine, SourceRecord, evidence_from, sources_from
from myograph.knowledge.ladder import WARRANTS, Ladder, ladder
from myograph.knowledge.lookup import NEAR, Hit, Lookup, NamedThing
from myograph.knowledge.palette import Palette
from myograph.knowledge.passages import source_texts_from
from myograph.knowledge.reading import claims_from, entity_from, kinds_from, local_name, places_from, text
from myograph.knowledge.relations import Relations
from myograph.knowledge.telling import Teller
from myograph.names import Prefixes
from myograph.queries.parameters import bind

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence

    import networkx as nx
    from pyoxigraph import QuerySolution, Triple

    from myograph.causal.links import CausalLink
    from myograph.content import Content
    from myograph.exports.forms import Export
    from myograph.knowledge.analysis import Analysis, Beside
    from myograph.knowledge.joining import JoinedAnalysis
    from myograph.knowledge.passages import SourceText
    from myograph.knowledge.records import Claim, Entity, Name, Place
    from myograph.queries.catalogue import Catalogue
    from myograph.queries.results import Solutions
    from myograph.release import Manifest
    from myograph.store import Store
    from myograph.viz.frame import Frame
    from myograph.viz.writing import Written

Row = dict[str, str | None]

FOOT = "muscle twitching"
"""What is explained when nothing else is asked for."""


class KnowledgeGraph:
    """Ask the graph: SPARQL for everything, and a few methods for what is asked most.

    `content` holds the machinery's queries and the prefixes, `store` answers, `manifest` says of which release.
    """

    def __init__(self, store: Store, content: Content, manifest: Manifest | None = None) -> None:
        self.store = store
        self.content = content
        self.manifest = manifest

    def __repr__(self) -> str:
        return f"KnowledgeGraph({self.store!r})"

    def select(self, query: str, *, timeout: float | None = None) -> Solutions:
        """Return the rows of a SELECT query, columns in the order of the query.

        IRIs carry their labels. The prefixes of the project need not be declared. `timeout` is in seconds and really
        stops the query. Raises
        QuerySyntaxError with line and column, QueryRefused, QueryTimeout.
        """
        from myograph.queries.labels import find_labels
        from myograph.queries.results import Solutions

        answer = self.store.select(query, timeout=timeout, prefixes=self.prefixes.namespaces)
        solutions = Solutions.of(answer, self.prefixes)
        labels = find_labels(self.store, self._machinery("labels"), solutions.iris())
        return solutions.with_labels(labels)

    def ask(self, query: str, *, timeout: float | None = None) -> bool:
        """Return the answer of an ASK query; errors as for `select`."""
        return self.store.ask(query, timeout=timeout, prefixes=self.prefixes.namespaces)

    def construct(self, query: str, *, timeout: float | None = None) -> Iterator[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query; errors as for `select`."""
        return iter(self.store.construct(query, timeout=timeout, prefixes=self.prefixes.namespaces))

    def entity(self, name: str) -> Entity:
        """Return the entity called so: a label, a synonym, a CURIE or an IRI.

        Raises UnknownName with near matches, and UsageError when several entities are called so.
        """
        found = self.resolve(name)
        return entity_from(found.iri, self.lookup.kind(found.iri), self._rows("card", "thing", found.iri))

    def claims(
        self,
        *,
        about: str | None = None,
        subject: str | None = None,
        object: str | None = None,
        kind: str | None = None,
        evidence: str = ANY,
        source: str | None = None,
    ) -> tuple[Claim, ...]:
        """Return the claims that meet every given condition, ordered by IRI.

        `about` is an entity that is subject or object, `kind` the label of a claim kind such as "food source",
        `evidence` a bar, `source` a source that states the claim. Names may be labels, synonyms, CURIEs or IRIs. Raises
        UnknownName for a name, kind or bar that nobody knows.
        """
        found = above(evidence, self.all_claims)
        if source is not None:
            found = self._stated_by(source, found)
        if kind is not None:
            found = tuple(claim for claim in found if claim.kind == self._kind(kind))
        for asked, sides in ((about, ("subject", "object")), (subject, ("subject",)), (object, ("object",))):
            if asked is not None:
                iri = self.resolve(asked).iri
                found = tuple(c for c in found if any(getattr(c, side).iri == iri for side in sides))
        return found

    def claim(self, name: str) -> Claim:
        """Return the claim with this CURIE, IRI or local name; raises UnknownName with near matches."""
        by_local = {local_name(claim.iri): claim for claim in self.all_claims}
        asked = name.strip().removeprefix("<").removesuffix(">")
        if (claim := by_local.get(local_name(asked.replace("myo-claim:", "")))) is not None:
            return claim
        from rapidfuzz import process

        near = [found for found, _, _ in process.extract(asked, list(by_local), limit=NEAR, score_cutoff=60)]
        raise UnknownName(f"no claim is called {name!r}", name=name, near=near)

    def places(self, claim: Claim | str) -> tuple[Place, ...]:
        """Return where the claim is stated, in the order of the source text; errors as for `claim`."""
        found = self.claim(claim) if isinstance(claim, str) else claim
        return places_from(self._rows("places", "claim", found.iri))

    def source_text(self, name: str | None = None) -> SourceText:
        """Return the passages of a source, by default of the only one whose text is divided into passages.

        Raises UnknownName for a name that no such source has, and UsageError when a name is needed.
        """
        texts = self.source_texts
        known = tuple(self.prefixes.compress(each.source.iri) for each in texts)
        if name is None and len(texts) == 1:
            return texts[0]
        if name is None:
            problem = f"{len(texts) or 'no'} source{'s are' if texts else ' is'} divided into passages"
            raise UsageError(problem, advice=f"Name one: {', '.join(known)}." if known else None)
        asked = self.resolve(name).iri
        for each in texts:
            if each.source.iri == asked:
                return each
        raise UnknownName(f"the source {name!r} is not divided into passages", name=name, near=known)

    def search(self, words: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """Return entities and claims whose names are most like the words, best first; forgives typing errors."""
        if not words.strip():
            raise UsageError("nothing to search for", advice="Give one or more words.")
        return self.lookup.search(words, limit=limit)

    def evidence(self, claim: Claim | str) -> tuple[Evidence, ...]:
        """Return the evidence lines and searches on a claim, by direction, strongest first; errors as for `claim`."""
        found = self.claim(claim) if isinstance(claim, str) else claim
        return evidence_from(self._rows("evidence", "claim", found.iri))

    def show(
        self, start: str | None = None, end: str | None = None, *, evidence: str = ANY, source: str | None = None
    ) -> Frame:
        """Return the map of causes for a notebook: the same page as of `myograph view`, in a frame, offline.

        With `start` it begins with the paths from there to `end` (by default what is explained). Raises UnknownName for
        names and bars that nobody knows, and UsageError for a thing that no causal claim is about.
        """
        from myograph.knowledge.showing import frame

        return frame(self, start, end, evidence=evidence, source=source)

    def pages(
        self, folder: str | os.PathLike[str], *, languages: Sequence[str] = (), source_text: str | None = None
    ) -> Written:
        """Write the static site into a folder and return how many pages were made, changed and taken away.

        `languages` are codes, the first for the root, by default all; `source_text` is the text of the article, for who
        has it. Raises UsageError for a folder that holds something else, UnknownName for a language without words, and
        CheckFailed for another text.
        """
        from pathlib import Path

        from myograph.knowledge.site import site_pages_of
        from myograph.viz.writing import check_folder, write_pages

        check_folder(Path(folder))
        return write_pages(site_pages_of(self, languages=languages, source_text=source_text), Path(folder))

    def explain(self, name: str = FOOT, *, evidence: str = ANY, source: str | None = None) -> Ladder:
        """Return the causal ladder to an entity.

        `evidence` is a bar (see `myograph.knowledge.bars`) that every claim of the ladder meets, `source` a source that
        states every claim. Red flags are shown whatever the bar. Raises UnknownName with near matches.
        """
        every = self.all_claims if source is None else self._stated_by(source, self.all_claims)
        return ladder(self.resolve(name), above(evidence, every), self._families, self._kinds, red_flags=self.red_flags)

    def causal(self, *, evidence: str = ANY, sources: str | Iterable[str] | None = None) -> nx.MultiDiGraph[str]:
        """Return the causal view as a graph of networkx: nodes are IRIs, parallel claims are kept.

        `evidence` is a bar that every claim meets, `sources` one or more sources of which one states it. See
        `myograph.causal.view` for the attributes and for merging parallel claims. Raises UnknownName.
        """
        return self.analysis(evidence=evidence, sources=sources).graph

    def analysis(self, *, evidence: str = ANY, sources: str | Iterable[str] | None = None) -> Analysis:
        """Return causal questions under one bar and one choice of sources; parameters and errors as for `causal`."""
        from myograph.knowledge.analysis import Analysis

        admitted(evidence)
        return Analysis(self, evidence, [sources] if isinstance(sources, str) else sources)

    def joined(self, guest: str, *, evidence: str = ANY, sources: str | Iterable[str] | None = None) -> JoinedAnalysis:
        """Return questions for paths through an imported graph of others; parameters and errors as for `analysis`.

        Raises UnknownName for a guest to which there is no bridge, and UsageError when the store does not hold it.
        """
        from myograph.knowledge.joining import JoinedAnalysis

        admitted(evidence)
        return JoinedAnalysis(self, guest, evidence, [sources] if isinstance(sources, str) else sources)

    @cached_property
    def guest_rows(self) -> tuple[Row, ...]:
        """Return the links of imported graphs to which there are bridges, and the bridges."""
        return tuple(self._rows("guest-links"))

    def cite(self, claim: Claim | str, form: str = "text") -> str:
        """Return the citation of a claim as "text", "bibtex" or "csl-json"; errors as for `claim`."""
        found = self.claim(claim) if isinstance(claim, str) else claim
        bearing = (line.source.iri for line in self.evidence(found) if isinstance(line, EvidenceLine))
        citation = ClaimCitation(
            found,
            self.version,
            self.build,
            tuple(self.sources[name.iri] for name in found.stated_by),
            tuple(self.sources[iri] for iri in dict.fromkeys(bearing)),
        )
        return cited(citation, form)

    def narrowed(self, *, evidence: str = ANY, source: str | None = None) -> KnowledgeGraph:
        """Return the graph as if only the claims had been made that meet the bar and that the source states.

        Everything is derived again from them, so that every query, whatever it asks, sees that graph. It is held in
        memory. Raises UnknownName for a bar or source that nobody knows, and UsageError for a graph at an endpoint.
        """
        from myograph.graph.narrowing import without_claims
        from myograph.store.embedded import EmbeddedStore

        if not isinstance(self.store, EmbeddedStore):
            raise UsageError("a graph at an endpoint cannot be narrowed", advice="Open a release instead.")
        kept = {claim.iri for claim in self.claims(evidence=evidence, source=source)}
        dropped = frozenset(NamedNode(claim.iri) for claim in self.all_claims if claim.iri not in kept)
        quads = without_claims(self.content, self.store, dropped)
        return KnowledgeGraph(EmbeddedStore.in_memory(quads), self.content, self.manifest)

    def export(
        self,
        form: str,
        output: str | os.PathLike[str] | None = None,
        *,
        evidence: str = ANY,
        source: str | None = None,
    ) -> Export:
        """Return the graph in another format, and write it to the file or folder `output` if that is given.

        `form` is a name of `myograph.exports.forms`, such as "graphml"; the result has `files` by name and, where it is
        one file, `data`. Only claims above the bar `evidence` and stated by `source` are in it. Raises UnknownName,
        UsageError when something else stands at `output` or the graph is at an endpoint, and MissingExtra.
        """
        from myograph.exports.forms import named
        from myograph.knowledge.exporting import exported, place, refuse_taken

        chosen = named(form)
        if output is None:
            return exported(self._admitting(evidence, source), chosen)
        refuse_taken(output, chosen)
        export = exported(self._admitting(evidence, source), chosen)
        place(export, output)
        return export

    def export_all(
        self, output: str | os.PathLike[str], *, evidence: str = ANY, source: str | None = None
    ) -> tuple[Export, ...]:
        """Write the graph in every format into the folder `output`; parameters and errors as for `export`."""
        from myograph.knowledge.exporting import exported_in_every_form, place_all, refuse_taken

        refuse_taken(output, None)
        exports = exported_in_every_form(self._admitting(evidence, source))
        place_all(exports, output)
        return exports

    def _admitting(self, evidence: str, source: str | None) -> KnowledgeGraph:
        whole = evidence == ANY and source is None
        return self if whole else self.narrowed(evidence=evidence, source=source)

    def resolve(self, name: str) -> Name:
        """Return IRI and label of the entity called so; errors as for `entity`."""
        return self.lookup.resolve(name, kinds=self._entity_kinds)

    @property
    def version(self) -> str:
        """Return the version of the release, or "unreleased" for a store without a manifest."""
        return self.manifest.version if self.manifest else "unreleased"

    @property
    def build(self) -> str:
        """Return the build id of the release, or nothing for a store without a manifest."""
        return self.manifest.build if self.manifest else ""

    @cached_property
    def sources(self) -> dict[str, SourceRecord]:
        """Return every source by IRI."""
        return sources_from(self._rows("sources"))

    @cached_property
    def red_flags(self) -> tuple[Claim, ...]:
        """Return the claims that say when a professional should be seen, ordered by IRI."""
        return tuple(claim for claim in self.all_claims if WARRANTS in self._families.get(claim.predicate.iri, ()))

    @cached_property
    def prefixes(self) -> Prefixes:
        """Return the project's prefixes."""
        return Prefixes.load(self.content)

    @cached_property
    def teller(self) -> Teller:
        """Return what turns records into lines of text."""
        return Teller(Palette.load(self.content), self.prefixes.compress)

    @cached_property
    def lookup(self) -> Lookup:
        """Return the names of everything."""
        kinds = kinds_from(self._rows("kinds"))
        things = (
            NamedThing(thing, text(row, "name"), text(row, "role"), kinds[thing])
            for row in self._rows("names")
            if (thing := text(row, "thing")) in kinds
        )
        ordered = sorted(things, key=lambda thing: (thing.iri, thing.role, thing.name))
        return Lookup(tuple(ordered), self.prefixes)

    @cached_property
    def source_texts(self) -> tuple[SourceText, ...]:
        """Return every source whose text is divided into passages, ordered by IRI."""
        return source_texts_from(self._rows("passages"))

    @cached_property
    def relations(self) -> Relations:
        """Return the relations that claims can have."""
        return Relations.of(self._rows("relations"), self.prefixes)

    @cached_property
    def all_claims(self) -> tuple[Claim, ...]:
        """Return every claim, ordered by IRI."""
        return claims_from(self._rows("claims"), self._rows("spots"))

    @cached_property
    def questions(self) -> Catalogue:
        """Return the questions of the catalogue."""
        from myograph.queries.catalogue import Catalogue

        return Catalogue.load(self.content)

    def answer(self, question: str, /, **values: str | int) -> Solutions:
        """Return the answer to a question of the catalogue, with values for its parameters; others keep their default.

        A name may be a label, a synonym, a CURIE or an IRI. Raises UnknownName for a question, a parameter or a name
        that nobody knows, and UsageError, with an example, for a value of the wrong type.
        """
        asked = self.questions.named(question)
        return self.select(asked.with_values(values, self.find))

    def find(self, name: str, kinds: Sequence[str] = ()) -> str:
        """Return the IRI of the thing called so, of one of these kinds if any are given; errors as for `entity`."""
        return self.lookup.resolve(name, kinds=kinds).iri

    @cached_property
    def causal_links(self) -> tuple[CausalLink, ...]:
        """Return every link of the causal view, claims and definitions, ordered by IRI."""
        from myograph.causal.links import links_from

        return links_from(self.store.construct(self._machinery("causal-view")))

    @cached_property
    def beside_causes(self) -> tuple[Beside, ...]:
        """Return the claims that could be taken for causes and are none, ordered by IRI."""
        from myograph.knowledge.analysis import beside_from

        return beside_from(self._rows("beside-causes"), self._kinds)

    @cached_property
    def overdoing(self) -> dict[str, tuple[str, ...]]:
        """Return for each remedy that can be overdone the causes of harm that stand for too much of it."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self._rows("overdoing"):
            found[text(row, "remedy")] = (*found.get(text(row, "remedy"), ()), text(row, "cause"))
        return found

    @cached_property
    def _families(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for row in self._rows("predicates"):
            predicate = text(row, "predicate")
            found[predicate] = (*found.get(predicate, ()), text(row, "family"))
        return found

    @cached_property
    def _entity_kinds(self) -> tuple[str, ...]:
        return tuple(sorted({thing.kind for thing in self.lookup.things} - {"claim", "food item"}))

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {thing.iri: thing.kind for thing in self.lookup.things}

    def _stated_by(self, source: str, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        iri = self.lookup.resolve(source, kinds=["source"]).iri
        return tuple(claim for claim in claims if any(name.iri == iri for name in claim.stated_by))

    def _kind(self, asked: str) -> str:
        known = sorted({claim.kind for claim in self.all_claims})
        if asked in known:
            return asked
        raise UnknownName(f"no claim is of the kind {asked!r}", name=asked, near=known)

    def _machinery(self, query: str) -> str:
        return (self.content.queries / "machinery" / f"{query}.rq").read_text(encoding="utf-8")

    def _rows(self, query: str, parameter: str | None = None, iri: str = "") -> Iterator[Row]:
        written = self._machinery(query)
        if parameter is not None:
            written = bind(written, {parameter: [NamedNode(iri)]})
        solutions = self.store.select(written)
        columns = [variable.value for variable in solutions.variables]
        return (_row(columns, solution) for solution in solutions)


def _row(columns: list[str], solution: QuerySolution) -> Row:
    return {column: _plain(solution[position]) for position, column in enumerate(columns)}


def _plain(term: object) -> str | None:
    return term.value if isinstance(term, NamedNode | Literal) else None
