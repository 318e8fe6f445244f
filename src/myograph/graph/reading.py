"""Read one Turtle file into triples, with stable names for its blank nodes and a line for its subjects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from myograph.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

Subject = NamedNode | BlankNode | Triple
Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class TurtleFile:
    """Hold what one file states.

    `path` is relative to the content root, `triples` are in the order of the file and as it writes them
    (literals not normalised), `namespaces` maps its prefixes to namespace IRIs.
    """

    path: str
    text: str = field(repr=False)
    triples: tuple[Triple, ...] = field(repr=False)
    namespaces: Mapping[str, str] = field(repr=False)

    def line_of(self, subject: object) -> int | None:
        """Return the first line, counted from 1, that writes the subject; statements come before mentions."""
        if not isinstance(subject, NamedNode):
            return None
        written = "|".join(re.escape(form) for form in self._written(subject.value))
        for pattern in (rf"^[ \t]*(?:{written})(?=[\s;,])", rf"(?:{written})(?![\w:-])"):
            if found := re.search(pattern, self.text, re.MULTILINE):
                return self.text.count("\n", 0, found.start(0)) + 1
        return None

    def _written(self, iri: str) -> Iterator[str]:
        yield f"<{iri}>"
        for prefix, namespace in self.namespaces.items():
            if iri.startswith(namespace):
                yield f"{prefix}:{iri[len(namespace) :]}"


def read_turtle(root: Path, path: str) -> TurtleFile:
    """Read the file at `path`, relative to `root`; raises ContentError with file, line and column."""
    text = _read_text(root, path)
    parser = parse(text, format=RdfFormat.TURTLE)
    try:
        triples = tuple(_with_stable_blanks((quad.triple for quad in parser), path))
    except SyntaxError as fault:
        raise ContentError(
            f"not readable as Turtle: {_reason(fault)}",
            place=f"{path}:{fault.lineno}:{fault.offset}",
            advice="Mend the statement at or just before this place.",
        ) from None
    return TurtleFile(path, text, triples, dict(parser.prefixes))


def _read_text(root: Path, path: str) -> str:
    try:
        return (root / path).read_bytes().decode()
    except UnicodeDecodeError as fault:
        raise ContentError(
            f"not UTF-8: byte {fault.start} cannot be read", place=path, advice="Save the file as UTF-8."
        ) from None
    except OSError as fault:
        raise ContentError(f"cannot be read: {fault.strerror}", place=path) from None


def _reason(fault: SyntaxError) -> str:
    return re.sub(r"^Parser error (?:at|between) line .*?: ", "", fault.msg)


def _with_stable_blanks(triples: Iterable[Triple], path: str) -> Iterator[Triple]:
    """Name blank nodes after the file and their order in it, so that the same file gives the same bytes."""
    names: dict[BlankNode, BlankNode] = {}
    stem = re.sub(r"[^A-Za-z0-9]+", "-", path.removesuffix(".ttl"))

    def renamed(term: BlankNode) -> BlankNode:
        return names.setdefault(term, BlankNode(f"{stem}-{len(names) + 1}"))

    for triple in triples:
        if isinstance(triple.object, Triple):
            raise ContentError(
                "a triple term (RDF 1.2) is used, and content is RDF 1.1",
                place=path,
                advice="State the proposition with a claim instead.",
            )
        if not isinstance(triple.subject, BlankNode) and not isinstance(triple.object, BlankNode):
            yield triple
            continue
        subject = renamed(triple.subject) if isinstance(triple.subject, BlankNode) else triple.subject
        value = renamed(triple.object) if isinstance(triple.object, BlankNode) else triple.object
        yield Triple(subject, triple.predicate, value)
