"""Ask causal questions by name: the knowledge graph on one side, the pure functions of `myograph.causal` on the other.

    kg.analysis(evidence="qualified").paths("psychological stress", "muscle twitching")

One analysis has one bar and one choice of sources, so that all its answers are about the same graph. Two graphs are
used. Paths, cuts and what-if run over claims and definitions, since a definition is a step that a reader takes without
thinking; whatever counts or weighs (causes and effects, remedies, ranks, stories, study design) runs over claims alone,
since magnesium does not become a remedy by what the word deficiency means.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from myograph.causal.bars import ANY, BARS, BEST_FIRST, highest_bar
from myograph.causal.between import Mediator, mediators
from myograph.causal.comparing import Story, story
from myograph.causal.cuts import MOST_SETS as MOST_CUTS
from myograph.causal.cuts import ClaimCuts, NodeCuts, claim_cuts, node_cuts
from myograph.causal.exchange import FORMATS, to_dagitty
from myograph.causal.links import BY_DEFINITION, Node
from myograph.causal.loops import Loops, links_to_set_aside, loops
from myograph.causal.paths import LONGEST, MOST_LINKS, MOST_PATHS, Path, Paths, Step, best_paths
from myograph.causal.ranking import DRAWS, MEASURES, Ranked, ranking
from myograph.causal.reach import Reached, downstream, upstream
from myograph.causal.remedies import Remedy, RemedySets, harms_of, remedies, remedy_sets
from myograph.causal.study_design import MOST_SETS as MOST_ADJUSTMENTS
from myograph.causal.study_design import Adjustment, adjustment, relevant
from myograph.causal.view import admitted_links, causal_graph, node_of, signed_graph, without_definitions
from myograph.causal.what_if import LINKS, WhatIf, calls_for_care, what_if
from myograph.errors import UsageError
from myograph.knowledge.reading import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx as nx

    from myograph.knowledge.graph import KnowledgeGraph

    Row = Mapping[str, str | None]

ADVICE = frozenset({"advisedFor"})
SUPPLY = frozenset({"increasesIntakeOf", "provides", "usesFood"})
NO_EFFECT = frozenset({"hasNoMeaningfulEffectOn", "hasUncertainEffectOn"})
CARE = frozenset({"warrants"})


@dataclass(frozen=True, slots=True)
class Beside:
    """Hold a claim that could be taken for a cause and is none; `family` is the local name of its widest predicate."""

    claim: str
    family: str
    subject: Node
    verb: str
    object: Node
    verdict: str

    @property
    def sentence(self) -> str:
        """Return the claim in words."""
        return f"{self.subject} {self.verb} {self.object}"


@dataclass(frozen=True, slots=True)
class Remedies:
    """Tell what meets the paths from some causes to an effect, and what is merely advised, supplied or found void.

    `found` are claimed to work against something on the paths; `sets` the smallest that meet all paths before their
    end. `beside` holds advice against the effect, and what is supplied of a mineral whose imbalance is on the paths;
    `harms` maps the IRIs of their subjects to what nobody wants and follows from them, or from too much of them.
    """

    starts: tuple[Node, ...]
    end: Node
    paths: tuple[Path, ...]
    found: tuple[Remedy, ...]
    sets: RemedySets
    beside: tuple[Beside, ...]
    harms: Mapping[str, tuple[Reached, ...]]


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold the answer to a what-if question, and what belongs to it.

    `not_followed` are claims about what is changed that are no causes; `harms` maps the IRI of what is raised to what
    nobody wants and follows from too much of it, whatever the bar; `care` says when to seek care. `more` counts the
    things that would move, too, if every claim were followed.
    """

    result: WhatIf
    not_followed: tuple[Beside, ...]
    harms: Mapping[str, tuple[Reached, ...]]
    care: tuple[Beside, ...]
    more: int


class Analysis:
    """Ask causal questions under one evidence bar and one choice of sources.

    `sources` are names of sources, None for all. Every method takes names of entities (labels, synonyms, CURIEs or
    IRIs) and raises UnknownName with near matches; UsageError for numbers out of range and for a thing compared with
    itself. Answers come best-founded first, in the same order on every run.
    """

    def __init__(self, graph: KnowledgeGraph, evidence: str = ANY, sources: Iterable[str] | None = None) -> None:
        self.knowledge = graph
        self.evidence = evidence
        self.sources = None if sources is None else tuple(graph.find(name, ["source"]) for name in sources)

    def __repr__(self) -> str:
        return f"Analysis({self.knowledge!r}, evidence={self.evidence!r}, sources={self.sources!r})"

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """Return the links as said, parallel claims kept; see `myograph.causal.view`."""
        return causal_graph(admitted_links(self.knowledge.causal_links, self.evidence, self.sources))

    @cached_property
    def signed(self) -> nx.DiGraph[str]:
        """Return the links merged, one for each pair of things."""
        return signed_graph(self.graph)

    @cached_property
    def claims(self) -> nx.MultiDiGraph[str]:
        """Return the links as said, without definitions."""
        return without_definitions(self.graph)

    @cached_property
    def signed_claims(self) -> nx.DiGraph[str]:
        """Return the links merged, without definitions."""
        return signed_graph(self.claims)

    def node(self, name: str) -> Node:
        """Return the entity called so as a node, whether or not a causal link is about it."""
        found = self.knowledge.resolve(name)
        linked = node_of(self._everything.signed, found.iri)
        return Node(found.iri, found.label, self.knowledge.lookup.kind(found.iri), linked.grave)

    def paths(self, start: str, end: str, *, most: int = MOST_PATHS, longest: int = LONGEST) -> Paths:
        """Return the paths from start to end, at most `most` of at most `longest` links."""
        ends = self.node(start), self.node(end)
        every = self._everything.signed
        found = best_paths(self.signed, ends[0].iri, ends[1].iri, most=most, longest=longest, every=every)
        return replace(found, start=ends[0], end=ends[1])

    def mediators(self, found: Paths) -> tuple[Mediator, ...]:
        """Return what stands on the paths between their ends, most often met first."""
        return mediators(self.signed, found)

    def causes(self, effect: str, *, longest: int = MOST_LINKS) -> tuple[Reached, ...]:
        """Return what leads to the effect, or works against it, by claims."""
        every = self._everything.signed_claims
        return upstream(self.signed_claims, self.node(effect).iri, longest=longest, every=every)

    def effects(self, cause: str, *, longest: int = MOST_LINKS) -> tuple[Reached, ...]:
        """Return what follows from the cause, or is worked against by it, by claims."""
        every = self._everything.signed_claims
        return downstream(self.signed_claims, self.node(cause).iri, longest=longest, every=every)

    def claim_cuts(self, start: str, end: str, *, most: int = MOST_CUTS) -> ClaimCuts:
        """Return the smallest sets of claims whose refutation leaves no path from start to end."""
        ends = self.node(start), self.node(end)
        found = claim_cuts(self.graph, ends[0].iri, ends[1].iri, most=most)
        return replace(found, start=ends[0], end=ends[1])

    def node_cuts(self, start: str, end: str, *, most: int = MOST_CUTS) -> NodeCuts:
        """Return the smallest sets of imbalances and mechanisms whose correction closes all paths but the uncut."""
        ends = self.node(start), self.node(end)
        found = node_cuts(self.signed, ends[0].iri, ends[1].iri, most=most)
        return replace(found, start=ends[0], end=ends[1])

    def remedies(self, starts: Sequence[str], end: str, *, longest: int = LONGEST) -> Remedies:
        """Return what meets the paths from the causes to the effect, with advice, supply and harms beside it."""
        from_, to = tuple(self.node(name) for name in starts), self.node(end)
        graph = self.signed_claims
        along = tuple(path for start in from_ for path in best_paths(graph, start.iri, to.iri, longest=longest).found)
        overdone, warnings = self.knowledge.overdoing, self._everything.signed_claims
        found = remedies(graph, along, overdoing=overdone, warnings=warnings)
        said = tuple(self._beside_paths(along, to))
        subjects = {each.subject.iri for each in said}
        harms = {iri: harms_of(warnings, (iri, *overdone.get(iri, ()))) for iri in sorted(subjects)}
        return Remedies(from_, to, along, found, remedy_sets(found, len(along)), said, harms)

    def what_if(self, *, raised: Iterable[str] = (), lowered: Iterable[str] = (), links: int = LINKS) -> Answer:
        """Return which way things are said to move when some are raised and others lowered."""
        up, down = [self.node(name) for name in raised], [self.node(name) for name in lowered]
        more, less = [each.iri for each in up], [each.iri for each in down]
        whole = self._everything.signed
        found = what_if(self.signed, raised=more, lowered=less, links=links, every=whole)
        every = what_if(whole, raised=more, lowered=less, links=links)
        result = WhatIf(tuple(up), tuple(down), links, found.changes, _red_flags(found, (*up, *down)), found.complete)
        changed, beside = {*more, *less}, self.knowledge.beside_causes
        return Answer(
            result,
            tuple(each for each in beside if each.subject.iri in changed and each.family not in CARE),
            self._harms(more),
            tuple(each for each in beside if each.family in CARE),
            len(every.changes) - len(found.changes),
        )

    def loops(self, *, longest: int = LONGEST) -> Loops:
        """Return where claims come back upon themselves."""
        return loops(self.signed_claims, longest=longest)

    def links_to_set_aside(self) -> tuple[Step, ...]:
        """Return links without which the claims have no loops; none when they have none."""
        return links_to_set_aside(self.signed_claims)

    def ranking(self, effect: str, *, by: str = MEASURES[0], draws: int = DRAWS, seed: int = 1) -> tuple[Ranked, ...]:
        """Return what leads to the effect, ranked by a measure, each with what chance would give."""
        return ranking(self.claims, self.node(effect).iri, by=by, draws=draws, seed=seed)

    def adjustment(
        self, exposure: str, outcome: str, *, unmeasured: Iterable[str] = (), most: int = MOST_ADJUSTMENTS
    ) -> Adjustment:
        """Return the minimal adjustment sets and instruments for the total effect of exposure on outcome."""
        ends = [self.node(exposure), self.node(outcome)]
        for end in ends:
            if end.iri not in self.signed_claims:
                raise UsageError(f"no causal claim that is admitted is about {end}", advice=self.advice(end))
        hidden = [self.node(name).iri for name in unmeasured]
        return adjustment(self.signed_claims, ends[0].iri, ends[1].iri, unmeasured=hidden, most=most)

    def part(self, exposure: str, outcome: str) -> nx.DiGraph[str]:
        """Return the claims that matter for the effect of exposure on outcome: all that leads to either."""
        return relevant(self.signed_claims, self.node(exposure).iri, self.node(outcome).iri)

    def written(self, exposure: str, outcome: str, form: str) -> str:
        """Return the claims that matter for an effect as text of another tool: "dagitty", "dot" or "gml"."""
        part = self.part(exposure, outcome)
        if form == "dagitty":
            return to_dagitty(part, exposure=self.node(exposure).iri, outcome=self.node(outcome).iri)
        return FORMATS[form](part)

    def claims_path(self, start: str, end: str) -> Path:
        """Return the best-founded path over claims; raises UsageError when there is none."""
        ends = self.node(start), self.node(end)
        found = best_paths(self.signed_claims, ends[0].iri, ends[1].iri, most=1, longest=MOST_LINKS).found
        if not found:
            raise UsageError(f"no path leads from {ends[0]} to {ends[1]}", advice="Ask for a lower evidence bar.")
        return found[0]

    def story(self, name: str, effect: str, *, longest: int = LONGEST) -> Story:
        """Return the paths from every cause and imbalance to the effect, under a name to tell it by."""
        return story(name, self.signed_claims, self.node(effect).iri, longest=longest)

    def bar_that_connects(self, start: str, end: str, *, longest: int = LONGEST) -> str | None:
        """Return the highest bar at which a path leads from start to end, whatever the sources; None when none does."""
        best = best_paths(self._everything.signed, self.node(start).iri, self.node(end).iri, most=1, longest=longest)
        return highest_bar(best.found[0].verdict) if best.found else None

    def advice(self, node: Node) -> str:
        """Return why an admitted link is not about the node, and what to do."""
        about = [link for link in self.knowledge.causal_links if node.iri in {link.subject.iri, link.object.iri}]
        verdicts = [link.verdict for link in about if link.is_claim]
        if not verdicts:
            return f"No claim says that {node} brings about or works against anything, or the other way round."
        best = min(verdicts, key=BEST_FIRST.index)
        return f"At the bar {highest_bar(best)!r}, with all sources, a causal claim is about {node}."

    @property
    def admits_everything(self) -> bool:
        """Return whether no claim is left out."""
        return self.evidence == ANY and self.sources is None

    @cached_property
    def _everything(self) -> Analysis:
        """Return the analysis of all claims, which warnings are taken from whatever the bar."""
        return self if self.admits_everything else Analysis(self.knowledge)

    def _harms(self, raised: Iterable[str]) -> dict[str, tuple[Reached, ...]]:
        overdone = self.knowledge.overdoing
        return {iri: harms_of(self._everything.signed_claims, overdone[iri]) for iri in raised if iri in overdone}

    def _beside_paths(self, along: Sequence[Path], end: Node) -> Iterable[Beside]:
        """Yield advice and findings of no effect about the end, and supply of what is out of balance on the paths."""
        met = {node.iri for path in along for node in path.nodes}
        lacking = {
            link.subject.iri
            for link in self.knowledge.causal_links
            if link.verdict == BY_DEFINITION and link.object.iri in met
        }
        verdicts = BARS[self.evidence]
        for each in self.knowledge.beside_causes:
            against_end = each.family in ADVICE | NO_EFFECT and each.object.iri == end.iri
            if each.verdict in verdicts and (against_end or (each.family in SUPPLY and each.object.iri in lacking)):
                yield each


def _red_flags(found: WhatIf, changed: Iterable[Node]) -> tuple[Node, ...]:
    """Return the red flags that were reached or changed, also those that no causal link is about."""
    own = [node for node in changed if calls_for_care(node)]
    return tuple(dict.fromkeys((*own, *found.red_flags)))


def beside_from(rows: Iterable[Row], kinds: Mapping[str, str]) -> tuple[Beside, ...]:
    """Return what is said beside the causes, in row order."""
    return tuple(
        Beside(
            text(row, "claim"),
            text(row, "family"),
            _end(row, "subject", kinds),
            text(row, "verb"),
            _end(row, "object", kinds),
            text(row, "verdict"),
        )
        for row in rows
    )


def _end(row: Row, column: str, kinds: Mapping[str, str]) -> Node:
    iri = text(row, column)
    return Node(iri, text(row, f"{column}Label"), kinds.get(iri, "thing"))
