"""Check triples against SHACL shapes; the only place where rdflib and pySHACL are used.

The triples come as the files write them: the store normalises literals, and a shape that asks for a datatype
or a pattern would be checked against something nobody wrote.
"""

from __future__ import annotations

import logging
import warnings
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from myograph.names import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from rdflib import Graph
    from rdflib.term import Node

    from myograph.errors import Severity

SHACL = "http://www.w3.org/ns/shacl#"
Term = NamedNode | BlankNode | Literal
Subject = NamedNode | BlankNode | Triple
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


@dataclass(frozen=True, slots=True)
class Violation:
    """Say which node fails which constraint of a shape.

    `component` is the local name of the SHACL constraint component, such as `MinCount`; `path` is the property
    where the shape names one; `value` is None where the fault is that values are missing or too many.
    """

    severity: Severity
    node: Term
    component: str
    path: NamedNode | None
    value: Term | None
    message: str


def violations(data: Iterable[Triple], shapes: Iterable[Triple]) -> tuple[Violation, ...]:
    """Return what the shapes object to in the data, sorted by node, path, component and value.

    Class hierarchies that the data states are followed; nothing is inferred and no import is fetched.
    """
    import pyshacl

    with _without_remarks():
        _, report, _ = pyshacl.validate(
            _as_rdflib(data),
            shacl_graph=_as_rdflib(with_own_targets(tuple(shapes))),
            inference="none",
            advanced=False,
            meta_shacl=False,
            js=False,
            do_owl_imports=False,
            inplace=True,
        )
        return tuple(sorted(_read(report), key=_position))


def with_own_targets(shapes: Collection[Triple]) -> Iterator[Triple]:
    """Yield the shapes with the targets of a node shape moved to its property shapes, which say the same.

    pySHACL goes through the property shapes of a node shape once for each node, and through a property shape with
    targets once for all of them, which is several times as quick. A node shape that others refer to, that is switched
    off, or that is a class as well stays as it is.
    """
    targets: dict[Subject, list[Triple]] = defaultdict(list)
    for triple in shapes:
        if triple.predicate in TARGETS:
            targets[triple.subject].append(triple)
    for shape in _bound_shapes(shapes):
        targets.pop(shape, None)
    for triple in shapes:
        if triple.predicate == SH.property and triple.subject in targets and not isinstance(triple.object, Literal):
            yield from (Triple(triple.object, to.predicate, to.object) for to in targets[triple.subject])
        else:
            yield triple


def _bound_shapes(shapes: Iterable[Triple]) -> Iterator[Subject]:
    for triple in shapes:
        if not isinstance(triple.object, Literal):
            yield triple.object
        if triple.predicate == SH.deactivated or (triple.predicate == RDF.type and triple.object != SH.NodeShape):
            yield triple.subject


@contextmanager
def _without_remarks() -> Iterator[None]:
    """Keep rdflib quiet about ill-typed literals: it logs tracebacks, and the shapes report them anyway."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _position(violation: Violation) -> tuple[str, ...]:
    parts = (violation.node, violation.path, violation.component, violation.value, violation.message)
    return tuple(str(part or "") for part in parts)


def _as_rdflib(triples: Iterable[Triple]) -> Graph:
    from functools import cache

    from rdflib import Graph

    graph = Graph()
    known = cache(_to_rdflib)
    for triple in triples:
        graph.add((known(triple.subject), known(triple.predicate), known(triple.object)))
    return graph


def _to_rdflib(term: object) -> Node:
    import rdflib

    match term:
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case Literal() if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        case Literal():
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"not a term of RDF 1.1: {term!r}")


def _from_rdflib(term: Node | None) -> Term | None:
    import rdflib

    match term:
        case rdflib.URIRef():
            return NamedNode(str(term))
        case rdflib.BNode():
            return BlankNode(str(term))
        case rdflib.Literal(language=str(language)):
            return Literal(str(term), language=language)
        case rdflib.Literal(datatype=datatype):
            return Literal(str(term), datatype=NamedNode(str(datatype)) if datatype else None)
    return None


def _read(report: Graph) -> Iterator[Violation]:
    result = _to_rdflib(SH.result)
    for _, _, entry in report.triples((None, result, None)):
        yield _read_entry(report, entry)


def _read_entry(report: Graph, entry: Node) -> Violation:
    def value(name: str) -> Term | None:
        return _from_rdflib(report.value(entry, _to_rdflib(SH[name])))

    node, component, path, message = (
        value(name) for name in ("focusNode", "sourceConstraintComponent", "resultPath", "resultMessage")
    )
    if node is None or not isinstance(component, NamedNode):
        raise TypeError(f"the SHACL report leaves out the node or the constraint of {entry}")
    return Violation(
        "error" if value("resultSeverity") == SH.Violation else "warning",
        node,
        component.value.removeprefix(SHACL).removesuffix("ConstraintComponent"),
        path if isinstance(path, NamedNode) else None,
        value("value"),
        message.value if isinstance(message, Literal) else "",
    )
