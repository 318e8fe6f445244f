"""Describe the interface to machines: OpenAPI, every question of the catalogue as a typed operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from myograph.formats import BOOLEAN, BY_NAME, SOLUTIONS, TRIPLES, served
from myograph.queries.typed_values import ChoiceType, DecimalType, IntegerType

if TYPE_CHECKING:
    from myograph.queries.catalogue import Catalogue, Question
    from myograph.queries.typed_values import Parameter, ValueType

PROBLEM = {"description": "what is wrong", "content": {"application/problem+json": {"schema": {"type": "object"}}}}
FAULTS = {str(status): PROBLEM for status in (400, 404, 406, 413, 503)}


def interface(base_url: str, version: str, catalogue: Catalogue) -> dict[str, Any]:
    """Return the description of every operation."""
    questions = {f"/ask/{question.name}": {"get": operation(question)} for question in catalogue}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Myograph", "version": version, "license": {"name": "CC BY 4.0"}},
        "servers": [{"url": base_url}],
        "paths": {"/sparql": sparql(), "/search": search(), **questions},
    }


def sparql() -> dict[str, Any]:
    """Return the operations of the endpoint."""
    rows: dict[str, Any] = {form.media_type: {} for form in (*served(SOLUTIONS), *served(BOOLEAN), *served(TRIPLES))}
    answers = {"200": {"description": "the answer", "content": rows}, "403": PROBLEM, **FAULTS}
    graphs = [
        _field(name, "a named graph", {"type": "array", "items": {"type": "string", "format": "uri"}})
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    text = {"type": "string", "minLength": 1}
    query = {**_field("query", "a query of SPARQL 1.1", text), "required": True}
    form = {"type": "object", "properties": {"query": text}, "required": ["query"]}
    body = {
        "application/sparql-query": {"schema": text},
        "application/x-www-form-urlencoded": {"schema": form},
    }
    return {
        "get": {"operationId": "query", "parameters": [query, *graphs], "responses": answers},
        "post": {
            "operationId": "query-by-post",
            "requestBody": {"required": True, "content": body},
            "responses": {**answers, "415": PROBLEM},
        },
    }


def search() -> dict[str, Any]:
    """Return the operation of the search."""
    words = {**_field("q", "words to look for", {"type": "string", "maxLength": 200}), "required": True}
    limit = _field("limit", "how many results; 50 at most are given", {"type": "integer", "minimum": 1, "default": 20})
    found = {"description": "what is like the words", "content": {"application/json": {}}}
    return {"get": {"operationId": "search", "parameters": [words, limit], "responses": {"200": found, **FAULTS}}}


def operation(question: Question) -> dict[str, Any]:
    """Return a question as an operation."""
    kind = TRIPLES if question.form in ("CONSTRUCT", "DESCRIBE") else BOOLEAN if question.form == "ASK" else SOLUTIONS
    content: dict[str, Any] = {form.media_type: {} for form in served(kind) if form.name in BY_NAME}
    columns = "; ".join(f"{column.name}: {column.meaning}" for column in question.columns)
    return {
        "operationId": question.name,
        "summary": question.title,
        "description": f"{question.question} Columns: {columns}",
        "tags": [question.group],
        "parameters": [parameter_of(parameter) for parameter in question.parameters],
        "responses": {"200": {"description": "the answer", "content": content}, **FAULTS},
    }


def parameter_of(parameter: Parameter) -> dict[str, Any]:
    """Return a parameter of a question, typed."""
    return {**_field(parameter.name, parameter.meaning, schema(parameter.type)), "example": parameter.example}


def schema(kind: ValueType) -> dict[str, Any]:
    """Return the schema of the values that a type accepts."""
    match kind:
        case IntegerType(low, high):
            return {"type": "integer", "minimum": low, "maximum": high}
        case DecimalType(low, high):
            return {"type": "number", "minimum": float(low), "maximum": float(high)}
        case ChoiceType(words):
            return {"type": "string", "enum": list(words)}
        case _:
            return {"type": "string", "description": kind.expected}


def _field(name: str, meaning: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": meaning, "schema": schema}
