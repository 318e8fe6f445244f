"""Tell what SHACL finds in the words of the other rules: which node, in which file and line, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from myograph.names import MYO_GRAPH
from myograph.ontology.shapes import Violation, violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.errors import Finding
    from myograph.graph.loading import LoadedContent

RULE = "shapes"
SHAPES = MYO_GRAPH.shapes

FAULTS = {
    "MinCount": "is missing, or has too few values",
    "MaxCount": "has too many values",
    "Datatype": "has a value of another datatype",
    "Class": "has a value of another class",
    "NodeKind": "has a value of another kind of node",
    "In": "has a value that is not among those allowed",
    "Pattern": "has a value of another form",
    "MinLength": "has a value that is too short",
    "MaxLength": "has a value that is too long",
    "UniqueLang": "has several values in one language",
    "LanguageIn": "has a value in another language",
    "MinInclusive": "has a value that is too small",
    "MinExclusive": "has a value that is too small",
    "MaxInclusive": "has a value that is too large",
    "MaxExclusive": "has a value that is too large",
    "HasValue": "lacks a value that is required",
    "Closed": "is not a property that the shape knows",
}


def shapes_hold(loaded: LoadedContent) -> Iterator[Finding]:
    """Find nodes that do not fit the shapes of the graph `myo-graph:shapes`."""
    shapes = [triple for file in loaded.files if file.graph == SHAPES for triple in file.source.triples]
    data = (triple for file in loaded.files if file.graph != SHAPES for triple in file.source.triples)
    for violation in violations(data, shapes):
        yield _finding(loaded, violation)


def _finding(loaded: LoadedContent, violation: Violation) -> Finding:
    advice = violation.message or f"See the shapes in {_shape_files(loaded)}."
    return loaded.finding(RULE, violation.node, _message(loaded, violation), advice, severity=violation.severity)


def _message(loaded: LoadedContent, violation: Violation) -> str:
    subject = loaded.written(violation.path) if violation.path else "the node"
    fault = FAULTS.get(violation.component, f"does not fit the constraint {violation.component}")
    value = f": {loaded.written(violation.value)}" if violation.value and violation.path else ""
    return f"{subject} {fault}{value}"


def _shape_files(loaded: LoadedContent) -> str:
    return " and ".join(file.source.path for file in loaded.files if file.graph == SHAPES)
