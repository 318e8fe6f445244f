"""Triples looked up by subject and predicate, or by predicate and object."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from myograph.names import RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from myograph.graph.reading import Subject, Term

TYPE = RDF.type
SUBCLASS_OF = RDFS.subClassOf
LABEL = RDFS.label


@dataclass(frozen=True, slots=True)
class TripleIndex:
    """Answer lookups over a fixed set of triples; answers keep the order in which the triples came."""

    _forward: Mapping[Subject, Mapping[NamedNode, tuple[Term, ...]]]
    _backward: Mapping[NamedNode, Mapping[Term, tuple[Subject, ...]]]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> TripleIndex:
        """Index the triples; one that comes twice is kept once."""
        forward: dict[Subject, dict[NamedNode, dict[Term, None]]] = defaultdict(lambda: defaultdict(dict))
        backward: dict[NamedNode, dict[Term, dict[Subject, None]]] = defaultdict(lambda: defaultdict(dict))
        for triple in triples:
            forward[triple.subject][triple.predicate][triple.object] = None
            backward[triple.predicate][triple.object][triple.subject] = None
        return cls(
            {s: {p: tuple(found) for p, found in by_predicate.items()} for s, by_predicate in forward.items()},
            {p: {o: tuple(found) for o, found in by_object.items()} for p, by_object in backward.items()},
        )

    def __contains__(self, node: object) -> bool:
        return node in self._forward

    def subjects(self) -> Iterator[Subject]:
        """Yield every subject once."""
        return iter(self._forward)

    def predicates_of(self, subject: Subject) -> Mapping[NamedNode, tuple[Term, ...]]:
        """Return what is said about the subject: predicate -> objects."""
        return self._forward.get(subject, {})

    def objects(self, subject: Subject, predicate: NamedNode) -> tuple[Term, ...]:
        """Return the objects of subject and predicate."""
        return self.predicates_of(subject).get(predicate, ())

    def value(self, subject: Subject, predicate: NamedNode) -> Term | None:
        """Return the first object of subject and predicate, or None."""
        found = self.objects(subject, predicate)
        return found[0] if found else None

    def node(self, subject: Subject, predicate: NamedNode) -> NamedNode | None:
        """Return the first object that is an IRI, or None."""
        return next((term for term in self.objects(subject, predicate) if isinstance(term, NamedNode)), None)

    def text(self, subject: Subject, predicate: NamedNode) -> str | None:
        """Return the text of the first object that is a literal, or None."""
        return next((term.value for term in self.objects(subject, predicate) if isinstance(term, Literal)), None)

    def number(self, subject: Subject, predicate: NamedNode) -> int | None:
        """Return the first object as a whole number, or None where there is none or it is not one."""
        written = self.text(subject, predicate)
        return int(written) if written is not None and written.isascii() and written.lstrip("-").isdigit() else None

    def having(self, predicate: NamedNode, value: Term) -> tuple[Subject, ...]:
        """Return the subjects that have this value."""
        return self._backward.get(predicate, {}).get(value, ())

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[Subject, Term]]:
        """Yield subject and object of each triple with the predicate."""
        for value, subjects in self._backward.get(predicate, {}).items():
            for subject in subjects:
                yield subject, value

    def types(self, subject: Subject) -> tuple[Term, ...]:
        """Return the classes that are stated for the subject."""
        return self.objects(subject, TYPE)

    def classes_below(self, top: Term) -> tuple[Term, ...]:
        """Return the class and all its subclasses, however deep, each once."""
        found: dict[Term, None] = {top: None}
        waiting = [top]
        while waiting:
            fresh = [sub for sub in self.having(SUBCLASS_OF, waiting.pop()) if sub not in found]
            found.update(dict.fromkeys(fresh))
            waiting.extend(fresh)
        return tuple(found)

    def instances(self, top: Term) -> tuple[Subject, ...]:
        """Return the subjects typed with the class or a subclass of it, each once."""
        typed = (subject for cls in self.classes_below(top) for subject in self.having(TYPE, cls))
        return tuple(dict.fromkeys(typed))
