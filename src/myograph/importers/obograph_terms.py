"""Read the terms of an OBO graph, the JSON form of OBO ontologies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from myograph.errors import UsageError
from myograph.importers.foreign import REPLACED_BY, ForeignOntology, TermNotes, obo_iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

IS_A = ("is_a", "http://www.w3.org/2000/01/rdf-schema#subClassOf")


def read_obograph(path: Path) -> ForeignOntology:
    """Read the terms of an OBO graph file; raises UsageError with file and line for what is none."""
    graphs = graphs_of(path)
    terms: dict[str, TermNotes] = {}
    for graph in graphs:
        for node in _records(graph, "nodes"):
            if node.get("type", "CLASS") == "CLASS" and "id" in node:
                terms[obo_iri(str(node["id"]))] = _notes(node)
        for edge in _records(graph, "edges"):
            child = terms.get(obo_iri(str(edge.get("sub", ""))))
            if child is not None and edge.get("pred") in IS_A and "obj" in edge:
                child.parents.append(obo_iri(str(edge["obj"])))
    first = graphs[0]
    version = (first.get("meta") or {}).get("version")
    return ForeignOntology(str(first["id"]) if first.get("id") else None, version, terms)


def graphs_of(path: Path) -> list[dict[str, Any]]:
    """Return the graphs of a file; raises UsageError with file and line for what is no OBO graph."""
    try:
        read = json.loads(path.read_bytes())
    except json.JSONDecodeError as fault:
        advice = "The download was cut off, or is no JSON: get it again."
        raise UsageError(f"not readable as JSON: {fault.msg}", place=f"{path}:{fault.lineno}", advice=advice) from None
    except UnicodeDecodeError:
        raise UsageError("not readable as JSON: not UTF-8", place=str(path), advice="Get the file again.") from None
    graphs = read.get("graphs") if isinstance(read, dict) else None
    if not isinstance(graphs, list) or not graphs or not all(isinstance(graph, dict) for graph in graphs):
        advice = "An OBO graph has a list of `graphs`; for JSON-LD, name the file .jsonld."
        raise UsageError("this JSON is no OBO graph", place=str(path), advice=advice)
    return graphs


def _records(graph: Mapping[str, Any], key: str) -> Iterator[dict[str, Any]]:
    return (record for record in graph.get(key) or () if isinstance(record, dict))


def _notes(node: Mapping[str, Any]) -> TermNotes:
    meta = node.get("meta") or {}
    values = [value for value in meta.get("basicPropertyValues") or () if isinstance(value, dict)]
    return TermNotes(
        labels=[str(node["lbl"])] if node.get("lbl") else [],
        obsolete=meta.get("deprecated") is True,
        replaced_by=[obo_iri(str(value["val"])) for value in values if obo_iri(str(value.get("pred"))) == REPLACED_BY],
        defined=True,
    )
