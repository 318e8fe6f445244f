"""Every query file runs as it is: it parses, declares its prefixes, and uses terms that are declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from myograph.errors import Finding, QueryError, QuerySyntaxError
from myograph.graph.rules.vocabulary import NODE_SPACES, declared_terms
from myograph.names import MYO
from myograph.store.embedded import EmbeddedStore
from myograph.store.sparql_text import outline, position, significant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.content import Content
    from myograph.graph.loading import LoadedContent
    from myograph.store.sparql_text import Token

VIEWS = "queries/views/"


@dataclass(frozen=True, slots=True)
class QueryFile:
    """Hold a query file; `path` is relative to the content root."""

    path: str
    text: str

    def finding(self, rule: str, message: str, advice: str, offset: int | None = None) -> Finding:
        """Return a finding at an offset of the text, or about the whole file."""
        line = position(self.text, offset)[0] if offset is not None else None
        return Finding("error", rule, message, advice, self.path, line)


def query_files(content: Content) -> tuple[QueryFile, ...]:
    """Return the query files, sorted by path."""
    paths = (path for path in content.files() if path.startswith("queries/") and path.endswith(".rq"))
    return tuple(QueryFile(path, (content.root / path).read_text(encoding="utf-8")) for path in paths)


def queries_parse(loaded: LoadedContent) -> Iterator[Finding]:
    """Find queries that the engine does not accept; a prefix that is missing has a rule of its own."""
    nothing = EmbeddedStore.in_memory(())
    for file in query_files(loaded.content):
        sketch = outline(file.text)
        if sketch.service is not None:
            message = "the query may call another server"
            yield file.finding("query-syntax", message, "Ask this graph only: leave SERVICE out.", sketch.service)
        elif not sketch.undeclared:
            yield from _rejected(file, nothing)


def _rejected(file: QueryFile, store: EmbeddedStore) -> Iterator[Finding]:
    try:
        store.query(file.text)
    except QueryError as fault:
        line = fault.line if isinstance(fault, QuerySyntaxError) else None
        advice = fault.advice or "Try the file with `myograph query FILE` until it runs."
        yield Finding("error", "query-syntax", fault.problem, advice, file.path, line)


def queries_declare_their_prefixes(loaded: LoadedContent) -> Iterator[Finding]:
    """Find prefixes that a query uses without declaring them, as some engines allow and others do not."""
    for file in query_files(loaded.content):
        sketch = outline(file.text)
        for prefix in sketch.undeclared:
            namespace = loaded.prefixes.namespaces.get(prefix, "...")
            yield file.finding(
                "query-prefixes",
                f"the prefix {prefix}: is used and not declared",
                f"Add PREFIX {prefix}: <{namespace}> to the file.",
                sketch.used[prefix],
            )


def queries_use_declared_terms(loaded: LoadedContent) -> Iterator[Finding]:
    """Find terms of the vocabulary, and nodes of the project, that a query names and no file declares."""
    terms = declared_terms(loaded.index)
    for file in query_files(loaded.content):
        for token, node in _named(significant(file.text)):
            if not _is_declared(node, terms, loaded):
                yield file.finding(
                    "query-terms",
                    f"{loaded.written(node)} is declared nowhere",
                    "Correct its name, or declare it.",
                    token.start,
                )


def _named(found: list[Token]) -> Iterator[tuple[Token, NamedNode]]:
    """Yield the tokens that name a node, with the node."""
    namespaces = _namespaces(found)
    for token in found:
        prefix, _, local = token.text.partition(":")
        if token.kind == "iri":
            node = _node(token.text[1:-1])
        elif token.kind == "name" and local and prefix in namespaces:
            node = _node(namespaces[prefix] + local.replace("\\", ""))
        else:
            node = None
        if node is not None:
            yield token, node


def _node(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def _namespaces(found: list[Token]) -> dict[str, str]:
    """Return the prefixes that a query declares."""
    following = zip(found, found[1:], found[2:], strict=False)
    return {
        name.text.partition(":")[0]: iri.text[1:-1]
        for word, name, iri in following
        if word.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri"
    }


def _is_declared(node: NamedNode, terms: frozenset[object], loaded: LoadedContent) -> bool:
    if any(node.value == str(space) for space in (MYO, *NODE_SPACES)):
        return True  # the namespace itself, in a prefix declaration
    if node in MYO:
        return node in terms
    return node in loaded.index or not any(node in space for space in NODE_SPACES)


def views_construct(loaded: LoadedContent) -> Iterator[Finding]:
    """Find views that are not CONSTRUCT queries."""
    for file in query_files(loaded.content):
        if file.path.startswith(VIEWS) and (form := outline(file.text).form) != "CONSTRUCT":
            yield file.finding(
                "view-form",
                f"the view is {'no query' if form is None else f'of the form {form}'}",
                "Views fill the graph of derived triples: write a CONSTRUCT.",
            )
