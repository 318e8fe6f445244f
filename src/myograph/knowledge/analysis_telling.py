"""Answers to causal questions as lines of plain text, the same for terminal, notebook and file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.causal.comparing import what_remains
from myograph.causal.links import BY_DEFINITION, CONFLICTING, OPPOSES, PROMOTES
from myograph.causal.ranking import MEASURES
from myograph.causal.what_if import LOWERED, RAISED, SEEK_CARE
from myograph.knowledge.reading import local_name
from myograph.knowledge.telling import CARE, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from myograph.causal.between import Mediator
    from myograph.causal.comparing import Difference
    from myograph.causal.cuts import ClaimCuts, NodeCuts
    from myograph.causal.links import Node
    from myograph.causal.loops import Loops
    from myograph.causal.paths import Path, Paths, Step
    from myograph.causal.ranking import Ranked
    from myograph.causal.reach import Reached
    from myograph.causal.remedies import Remedy
    from myograph.causal.study_design import Adjustment
    from myograph.causal.what_if import Change
    from myograph.knowledge.analysis import Answer, Beside, Remedies
    from myograph.knowledge.palette import Palette

GLYPHS = {CONFLICTING: "⇅", BY_DEFINITION: "≡", RAISED: "▲", LOWERED: "▼"}
"""Glyphs of what only an analysis knows; the others are in the palette."""

SIGNS = {
    "causes": {PROMOTES: "lead to it", OPPOSES: "work against it", CONFLICTING: "claims disagree"},
    "effects": {PROMOTES: "it leads to", OPPOSES: "it works against", CONFLICTING: "claims disagree"},
}
MOST_CLAIMS = 12


@dataclass(frozen=True, slots=True)
class AnalysisTeller:
    """Turn answers into lines; `palette` gives the glyphs, `label` names a claim or a source by its IRI."""

    palette: Palette
    label: Callable[[str], str]

    def paths(self, found: Paths, between: Sequence[Mediator]) -> Iterator[str]:
        """Tell paths, best-founded first, then what lies between."""
        title = f"From {found.start} ({found.start.kind}) to {found.end} ({found.end.kind})"
        yield f"{title}: {counted(len(found.found), 'path')} of at most {found.longest} links, best-founded first"
        if found.cut_off:
            yield f"  Stopped {found.cut_off}."
        for number, path in enumerate(found.found, start=1):
            yield from self._path(number, path)
        if found.direct and found.found and found.found[0].length > 1:
            yield f"Directly: {found.direct.sentence} · {self._verdict(found.direct.verdict)}"
        if len(found.found) > 1:
            yield ""
            yield f"All together: {_agreement(found)}"
        always = [each for each in between if each.always]
        if always:
            yield f"On every path, however long: {_names(each.node for each in always)}."
        if between:
            every = len(found.found)
            told = (f"{each.node} ({each.paths} of {every})" for each in between)
            yield f"Between the two: {', '.join(told)}."
        yield ""
        yield CARE

    def causes(self, effect: Node, found: Sequence[Reached]) -> Iterator[str]:
        """Tell what leads to a thing and what works against it, best-founded first."""
        yield f"Upstream of {effect} ({effect.kind}): {counted(len(found), 'thing')}, the best-founded way of each"
        yield from self._by_sign(found, SIGNS["causes"])

    def effects(self, cause: Node, found: Sequence[Reached]) -> Iterator[str]:
        """Tell what a thing leads to and what it works against, best-founded first."""
        yield f"Downstream of {cause} ({cause.kind}): {counted(len(found), 'thing')}, the best-founded way of each"
        yield from self._by_sign(found, SIGNS["effects"])

    def _by_sign(self, found: Sequence[Reached], signs: Mapping[str, str]) -> Iterator[str]:
        for sign, words in signs.items():
            same = [each for each in found if each.sign == sign]
            if same:
                yield f"  {self._glyph(sign)} {words} ({len(same)}):"
            yield from (f"    {self._reached(each)}" for each in same)
        yield CARE

    def claim_cuts(self, found: ClaimCuts) -> Iterator[str]:
        """Tell the smallest sets of claims whose refutation ends the story."""
        yield f"How much would have to be refuted, so that nothing leads from {found.start} to {found.end}?"
        if found.by_definition:
            yield "  No refutation would do: one way holds by definition."
        elif found.size is None:
            yield "  Nothing: no path leads there."
        else:
            more = "" if found.all_listed else ", and there are more sets of this size"
            yield f"  {counted(found.size, 'claim')} ({counted(len(found.sets), 'smallest set')}{more}):"
        for claims in found.sets:
            yield f"  - {', '.join(local_name(claim) for claim in claims)}"
        if found.sources and len(found.sources) == 1:
            yield f"  All of them are said by one source only: {self.label(found.sources[0])}."

    def node_cuts(self, found: NodeCuts) -> Iterator[str]:
        """Tell the smallest sets of imbalances and mechanisms whose correction closes the paths."""
        yield "Which imbalances or mechanisms would have to be corrected?"
        for path in found.uncut:
            yield f"  This way passes none, so no correction closes it: {path.sentence}"
        if found.size is None:
            yield f"  {'No other path is left.' if found.uncut else 'None: no path leads there.'}"
            return
        more = "" if found.all_listed else ", and there are more sets of this size"
        rest = "All other paths" if found.uncut else "All paths"
        together = "together" if found.size > 1 else "alone"
        yield f"  {rest} close by correcting {together}{more}:"
        yield from (f"  - {_names(nodes)}" for nodes in found.sets)

    def remedies(self, found: Remedies) -> Iterator[str]:
        """Tell what meets the paths before their end and at it, what is only advised, and what harm may follow."""
        yield f"What is said to work against the {counted(len(found.paths), 'path')} to {found.end}?"
        before = [remedy for remedy in found.found if remedy.paths]
        at_end = [remedy for remedy in found.found if remedy.meets_end]
        if not before:
            yield f"  No claim says that anything works against the causes or a step before {found.end}."
        for remedy in before:
            yield f"  {remedy.node} meets {len(remedy.paths)} of them: {self._against(remedy, found.end)}"
            yield from self._harms(remedy.harms)
        yield from self._sets(found)
        if at_end:
            yield f"  Against {found.end} itself:"
        for remedy in at_end:
            steps = [step for step in remedy.steps if step.object.iri == found.end.iri]
            yield f"  - {self._steps(steps)}"
            yield from self._harms(remedy.harms)
        yield from self._beside(found)

    def what_if(self, answer: Answer) -> Iterator[str]:
        """Tell which way things are said to move, what was not followed, and what belongs to a professional."""
        result = answer.result
        changed = [f"{node} {RAISED}" for node in result.raised] + [f"{node} {LOWERED}" for node in result.lowered]
        yield f"What if: {', '.join(changed)}? Direction only, at most {counted(result.links, 'link')}."
        if not result.changes:
            yield "  Nothing is said to follow, at this bar and from these sources."
        yield from (f"  {self._change(change)}" for change in result.changes)
        if not result.complete:
            yield "  Stopped: there are more ways than can be followed. Ask for fewer links."
        if any(change.direction == LOWERED for change in result.changes):
            yield "  Lowered means: as far as it comes from this. What else brings it about is untouched."
        if answer.more:
            yield f"  At the bar 'any' {counted(answer.more, 'more thing')} would move."
        for iri, harms in answer.harms.items():
            yield f"Too much of {self.label(iri)} is said to lead to: {self._harm_list(harms)}"
        if answer.not_followed:
            yield "Said, but not followed, because it is no cause:"
            yield from (f"  {each.sentence} · {self._verdict(each.verdict)}" for each in answer.not_followed)
        yield from (f"{node} {SEEK_CARE}" for node in result.red_flags)
        if answer.care:
            yield "Seek care: the sources say that a professional should be seen with"
            yield f"  {', '.join(sorted({each.subject.label for each in answer.care}))}."
        yield CARE

    def loops(self, found: Loops, aside: Sequence[Step]) -> Iterator[str]:
        """Tell the loops with their effect, the strongly connected parts, and how to make a DAG of the graph."""
        if not found.found and not found.parts:
            yield "No loop: nothing is claimed to come back upon itself, so the graph is a DAG."
            return
        yield f"{counted(len(found.found), 'loop')}{'' if found.complete else ', and there are more'}:"
        for loop in found.found:
            yield f"  {loop.effect} · {self._verdict(loop.path.verdict)} · {loop.path.sentence}"
        for part in found.parts:
            yield f"Each of these leads to each other: {_names(part)}."
        yield "Without these links, the weakest-founded of the loops, the graph would be a DAG:"
        yield from (f"  {self._verdict(step.verdict)} · {step.sentence}" for step in aside)

    def ranking(self, effect: Node, found: Sequence[Ranked], by: str, most: int) -> Iterator[str]:
        """Tell ranks, scores with their chance, and how firm each rank is."""
        central = [each for each in found if each.is_central(by)]
        yield f"What matters on the ways to {effect}, by {by}: {counted(len(found), 'thing')}"
        yield f"  More than its number of links explains (chance at most 1 in 20): {_names(e.node for e in central)}."
        lost = sum(each.worst is None for each in found)
        yield f"  On the word of a single source: {lost} of them, which no longer lead there without it."
        for each in found[:most]:
            scores = ", ".join(f"{name} {each.scores[name]:g} (chance {each.chance[name]:.2f})" for name in MEASURES)
            yield f"  {each.rank}. {each.node} ({each.node.kind}) · {scores} · {self._firmness(each)}"
        if len(found) > most:
            yield f"  ... {len(found) - most} more"

    def adjustment(self, found: Adjustment) -> Iterator[str]:
        """Tell what to adjust for, what not, and which instruments there are."""
        yield f"The effect of {found.exposure} on {found.outcome}, if the graph were right and lacked nothing"
        if not found.has_effect:
            yield "  No causal way leads from one to the other: the graph claims no effect."
        for step in found.set_aside:
            yield f"  Set aside, because it closes a loop: {step.sentence}"
        if not found.sets:
            yield "  No set of measured things suffices."
        more = "" if found.all_listed else " (and there are more)"
        for nodes in found.sets:
            yield f"  Adjust for: {_names(nodes)}{more}." if nodes else "  Nothing needs adjusting for."
        if found.mediators:
            yield f"  Never for what lies on the way, nor for what follows from it: {_names(found.mediators)}."
        for instrument in found.instruments:
            given = f", given {_names(instrument.given)}" if instrument.given else ""
            yield f"  Instrument: {instrument.node}{given}"
        yield "  A graph of claims lacks much: this is what to think of, not a licence to call an estimate causal."

    def comparison(self, differences: Sequence[Difference], most: int) -> Iterator[str]:
        """Tell how stories differ from the first, and what would remain of it under the last."""
        for each in differences:
            yield f"{each.first.name} ({counted(len(each.first.paths), 'path')}) against {each.other.name} " + (
                f"({counted(len(each.other.paths), 'path')}): {len(each.kept)} in both, {len(each.vanished)} vanish, "
                f"{len(each.appeared)} appear, {len(each.turned)} change sign"
            )
            yield from self._some("vanishes", each.vanished, most)
            yield from self._some("appears", each.appeared, most)
            yield from (f"  changes from {old.sign} to {new.sign}: {old.sentence}" for old, new in each.turned[:most])
            yield ""
        last = differences[-1]
        yield f"What would remain of {last.first.name}, if only {last.other.name} counted?"
        yield f"  {what_remains(last)}"

    def _path(self, number: int, path: Path) -> Iterator[str]:
        yield (
            f"{number}. {self._glyph(path.sign)} {path.sign} · weakest link: {self._verdict(path.verdict)} · "
            f"{counted(path.length, 'link')} · {counted(len(path.claims), 'claim')}"
        )
        yield f"   {path.sentence}"
        yield f"   {path.standing}"
        shown = [local_name(claim) for claim in path.claims[:MOST_CLAIMS]]
        rest = f" and {len(path.claims) - MOST_CLAIMS} more" if len(path.claims) > MOST_CLAIMS else ""
        if shown:
            yield f"   rests on: {', '.join(shown)}{rest}"
            yield f"   said by: {', '.join(sorted({self.label(s) for step in path.steps for s in step.sources}))}"

    def _reached(self, each: Reached) -> str:
        words = f"{self._verdict(each.verdict)} · {each.node} ({each.node.kind}) · {counted(each.distance, 'link')}"
        return f"{words}{self._direct(each.direct)}"

    def _direct(self, verdict: str | None) -> str:
        return f" · but directly {self._verdict(verdict)}" if verdict else ""

    def _against(self, remedy: Remedy, end: Node) -> str:
        return self._steps([step for step in remedy.steps if step.object.iri != end.iri])

    def _steps(self, steps: Iterable[Step]) -> str:
        return "; ".join(f"{step.sentence} · {self._verdict(step.verdict)}" for step in steps)

    def _harms(self, harms: Sequence[Reached]) -> Iterator[str]:
        if harms:
            yield f"      but it, or too much of it, is said to lead to: {self._harm_list(harms)}"

    def _harm_list(self, harms: Sequence[Reached]) -> str:
        return ", ".join(f"{each.node} ({self._verdict(each.verdict)})" for each in harms)

    def _sets(self, found: Remedies) -> Iterator[str]:
        sets = found.sets
        if sets.size is not None and len(found.paths) > 1:
            bounded = "" if sets.exact else " (a bounded search: there may be smaller ones)"
            told = "; or ".join(_names(nodes) for nodes in sets.sets)
            yield f"  The fewest that meet every path before its end{bounded}: {told}."
        elif sets.unmet and any(remedy.paths for remedy in found.found):
            yield f"  All together they leave {len(sets.unmet)} of the paths unmet before their end."

    def _beside(self, found: Remedies) -> Iterator[str]:
        titles = {
            "advisedFor": "Advised, which is less than said to work:",
            "supply": "Supplies what is out of balance on a path, which is less than to correct it:",
            "no effect": "Looked into without a clear effect:",
        }
        for group, title in titles.items():
            same = [each for each in found.beside if _group(each) == group]
            if same:
                yield f"  {title}"
            for each in same:
                yield f"  - {each.sentence} · {self._verdict(each.verdict)}"
                yield from self._harms(found.harms.get(each.subject.iri, ()))

    def _change(self, change: Change) -> str:
        ways = "" if change.ways == 1 else f" · {change.ways} ways"
        parts = (
            f"{self._glyph(change.direction)} {change.node} ({change.node.kind}) {change.in_words}",
            f"{counted(change.distance, 'link')}{ways}",
            f"{self._verdict(change.verdict)}{self._direct(change.direct)}",
            change.path.sentence,
        )
        return " · ".join(parts)

    def _firmness(self, each: Ranked) -> str:
        if each.swayed_by is None:
            return "no single source changes its rank"
        source = self.label(each.swayed_by)
        if each.worst is None:
            return f"gone without {source}"
        return f"rank {each.best} to {each.worst} with one source left out (most without {source})"

    def _some(self, what: str, paths: Sequence[Path], most: int) -> Iterator[str]:
        yield from (f"  {what}: {self._verdict(path.verdict)} · {path.sentence}" for path in paths[:most])
        if len(paths) > most:
            yield f"  ... {len(paths) - most} more {'vanish' if what == 'vanishes' else 'appear'}"

    def _glyph(self, sign: str) -> str:
        return self.palette.signs.get(sign) or GLYPHS.get(sign, "")

    def _verdict(self, verdict: str) -> str:
        return f"{GLYPHS[verdict]} {verdict}" if verdict in GLYPHS else self.palette.verdict(verdict)


def _agreement(found: Paths) -> str:
    if found.sign == CONFLICTING:
        return "the paths disagree, so nothing is concluded about the direction."
    say = "promotes" if found.sign == PROMOTES else "opposes"
    whole = "" if found.complete else " listed"
    return f"every path{whole} says that {found.start} {say} {found.end}, borne out as far as the best-founded one is."


def _group(each: Beside) -> str:
    if each.family == "advisedFor":
        return "advisedFor"
    return "no effect" if each.family.startswith("has") else "supply"


def _names(nodes: Iterable[Node]) -> str:
    return ", ".join(node.label for node in nodes) or "nothing"
