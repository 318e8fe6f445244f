"""A process that makes one change in a copy of the graph, and says whether the result may be published.

It starts with the folder of the copy and that of the content, gives up the network, reads one change from standard
input, and writes the outcome to standard output. The shapes of the content decide: what they object to is an error,
and the copy is thrown away by the server.
"""

from __future__ import annotations

import os
import sys
import threading
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pyoxigraph import RdfFormat, parse

from myograph.content import Content
from myograph.errors import QueryError, QueryRefused, QuerySyntaxError, UnknownName
from myograph.names import HOME, RDF, RDFS, SH, Prefixes
from myograph.server.changes import Change, Outcome
from myograph.server.confinement import forbid
from myograph.server.worker import STACK
from myograph.store.working import WorkingStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from pyoxigraph import NamedNode, Triple

MOST_FINDINGS = 100


def main() -> None:
    """Change the store named first by the content named second."""
    store, content = map(Path, sys.argv[1:])
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    change = Change.read(cast("BinaryIO", sys.stdin.buffer))
    outcomes: list[Outcome] = []
    threading.stack_size(STACK)
    thread = threading.Thread(target=lambda: outcomes.append(outcome(WorkingStore.open(store), content, change)))
    forbid(network=True, programs=True)
    thread.start()
    thread.join()
    target.write(outcomes[0].to_bytes())
    target.flush()


def outcome(store: WorkingStore, content: Path, change: Change) -> Outcome:
    """Make a change, see whether the shapes object, and write all of it to disk; the outcome tells what is wrong."""
    try:
        created = made(store, content, change)
        if findings := objections(store, content):
            advice = "Nothing was changed. Mend what the findings name, and send it again."
            return Outcome(422, "the graph would not fit its shapes", advice, findings=findings)
        store.flush()
    except (QueryError, UnknownName, SyntaxError, ValueError, OSError, RuntimeError) as fault:
        return failed(fault)
    return Outcome(201 if created else 204)


def failed(fault: Exception) -> Outcome:
    """Return the outcome that tells why a change was not made."""
    match fault:
        case QuerySyntaxError():
            return Outcome(400, fault.problem, fault.hint, fault.line, fault.column)
        case QueryError():
            return Outcome(403 if isinstance(fault, QueryRefused) else 400, fault.problem, fault.advice)
        case UnknownName():
            return Outcome(404, fault.problem)
    return Outcome(400, f"the change cannot be made: {fault}")


def made(store: WorkingStore, content: Path, change: Change) -> bool:
    """Make the change; tell whether a graph came to be."""
    if change.kind == "update":
        prefixes = Prefixes.load(Content(content)).namespaces
        store.update(change.body.decode("utf-8"), change.default, change.named, prefixes=prefixes, base=HOME)
        return False
    if change.kind == "delete":
        store.remove(change.graph)
        return False
    form = RdfFormat.from_media_type(change.form)
    if form is None:
        raise ValueError(f"{change.form} is no format of triples")
    found = [quad.triple for quad in parse(BytesIO(change.body), form, base_iri=change.graph or HOME)]
    return store.write(change.graph, found, anew=change.kind == "put")


def objections(store: WorkingStore, content: Path) -> tuple[str, ...]:
    """Return what the shapes of the content object to, one line each; nothing where no shape has a target."""
    path = Content(content).ontology / "shapes.ttl"
    shapes = [quad.triple for quad in parse(path=str(path))]
    if not any(_occurs(store, target) for target in shapes):
        return ()
    from myograph.ontology.shapes import violations

    data = dict.fromkeys(quad.triple for quad in store if quad.graph_name != _shapes_graph())
    found = (each for each in violations(data, shapes) if each.severity == "error")
    return tuple(_line(each) for each, _ in zip(found, range(MOST_FINDINGS), strict=False))


def _shapes_graph() -> NamedNode:
    from myograph.names import MYO_GRAPH

    return MYO_GRAPH.shapes


def _line(violation: object) -> str:
    told = (getattr(violation, name) for name in ("node", "path", "component", "value", "message"))
    return " ".join(str(part) for part in told if part)


def _occurs(store: WorkingStore, triple: Triple) -> bool:
    """Tell whether the store has what a target of a shape asks for."""
    target = triple.object
    patterns: Iterable[tuple[object, object, object]] = ()
    if triple.predicate == SH.targetClass:
        patterns = ((None, RDF.type, each) for each in _with_narrower(store, target))
    elif triple.predicate in (SH.targetSubjectsOf, SH.targetObjectsOf):
        patterns = ((None, target, None),)
    elif triple.predicate == SH.targetNode:
        patterns = ((target, None, None),)
    return any(store.has(*pattern) for pattern in patterns)


def _with_narrower(store: WorkingStore, kind: object) -> Iterator[object]:
    seen, todo = {kind}, [kind]
    while todo:
        each = todo.pop()
        yield each
        for quad in store.matching(None, RDFS.subClassOf, each):
            if quad.subject not in seen:
                seen.add(quad.subject)
                todo.append(quad.subject)


if __name__ == "__main__":
    main()
