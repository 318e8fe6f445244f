"""Prefixes, IRIs and CURIEs, and the terms of the vocabularies the machinery itself speaks.

The prefixes are content (`ontology/prefixes.ttl`, as `sh:declare`); the few vocabularies below are the ones
that code has to name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from myograph.errors import ContentError, UnknownName, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from myograph.content import Content


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Make the terms of one namespace: `MYO.Claim` and `MYO["leadsTo"]` are NamedNodes, `str(MYO)` is its IRI."""

    # Any public name here would hide the term of that name, as in SH.namespace.
    _iri: str

    def __getattr__(self, local: str) -> NamedNode:
        if local.startswith("_"):
            raise AttributeError(local)
        return NamedNode(self._iri + local)

    def __getitem__(self, local: str) -> NamedNode:
        return NamedNode(self._iri + local)

    def __contains__(self, node: object) -> bool:
        return isinstance(node, NamedNode) and node.value.startswith(self._iri)

    def __str__(self) -> str:
        return self._iri


HOME = "https://w3id.org/myograph/"
"""Every IRI the project mints starts with this."""

MYO = Vocabulary(f"{HOME}ontology#")
MYO_ID = Vocabulary(f"{HOME}id/")
MYO_CLAIM = Vocabulary(f"{HOME}claim/")
MYO_PLACE = Vocabulary(f"{HOME}place/")
MYO_PASSAGE = Vocabulary(f"{HOME}passage/")
MYO_SOURCE = Vocabulary(f"{HOME}source/")
MYO_EDGE = Vocabulary(f"{HOME}edge/")
MYO_EVIDENCE = Vocabulary(f"{HOME}evidence/")
MYO_FOOD = Vocabulary(f"{HOME}food/")
MYO_GRAPH = Vocabulary(f"{HOME}graph/")
RDF = Vocabulary("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Vocabulary("http://www.w3.org/2000/01/rdf-schema#")
OWL = Vocabulary("http://www.w3.org/2002/07/owl#")
XSD = Vocabulary("http://www.w3.org/2001/XMLSchema#")
SKOS = Vocabulary("http://www.w3.org/2004/02/skos/core#")
DCTERMS = Vocabulary("http://purl.org/dc/terms/")
PROV = Vocabulary("http://www.w3.org/ns/prov#")
OA = Vocabulary("http://www.w3.org/ns/oa#")
SH = Vocabulary("http://www.w3.org/ns/shacl#")
SD = Vocabulary("http://www.w3.org/ns/sparql-service-description#")
DCAT = Vocabulary("http://www.w3.org/ns/dcat#")
VOID = Vocabulary("http://rdfs.org/ns/void#")

_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = f"{_LETTER}0-9_\\-\u00b7\u0300-\u036f\u203f-\u2040"
_ASCII_LETTER = "A-Za-z"
_ASCII_INNER = "A-Za-z0-9_\\-"
_NOT_IN_AN_IRI = frozenset('<>"{}|^`\\')


@dataclass(frozen=True, slots=True)
class Prefixes:
    """Turn IRIs into CURIEs and back; `namespaces` maps prefix to namespace IRI, in prefix order."""

    namespaces: Mapping[str, str]
    _longest_first: tuple[tuple[str, str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = dict(sorted(self.namespaces.items()))
        by_length = sorted(((space, prefix) for prefix, space in ordered.items()), key=lambda pair: -len(pair[0]))
        object.__setattr__(self, "namespaces", MappingProxyType(ordered))
        object.__setattr__(self, "_longest_first", tuple(by_length))

    def __reduce__(self) -> tuple[type[Prefixes], tuple[dict[str, str]]]:
        return Prefixes, (dict(self.namespaces),)

    @classmethod
    def load(cls, content: Content) -> Prefixes:
        """Read the prefixes the content declares; raises ContentError with file and line."""
        return cls.read(content.ontology / "prefixes.ttl")

    @classmethod
    def read(cls, path: Path) -> Prefixes:
        """Read the `sh:declare` blocks of one Turtle file; raises ContentError with file and line."""
        try:
            quads = list(parse(path=str(path), format=RdfFormat.TURTLE))
        except SyntaxError as fault:
            raise ContentError(f"not readable as Turtle: {fault.msg}", place=f"{path}:{fault.lineno}") from None
        except OSError as fault:
            raise ContentError(f"cannot be read: {fault}", place=str(path)) from None
        return cls(_declared(((q.subject, q.predicate, q.object) for q in quads), str(path)))

    def compress(self, iri: str) -> str:
        """Return the CURIE of an IRI, by the longest namespace that fits, or `<iri>` when none does."""
        for namespace, prefix in self._longest_first:
            if iri.startswith(namespace) and is_local_name(iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def expand(self, curie: str) -> str:
        """Return the IRI of a CURIE, of `<iri>` or of a plain absolute IRI.

        Raises UnknownName for a prefix that is not declared and UsageError for what is not a CURIE.
        """
        if curie.startswith("<") and curie.endswith(">"):
            return _checked(curie[1:-1], curie)
        prefix, colon, local = curie.partition(":")
        if not colon:
            raise UsageError(f"{curie!r} is neither a CURIE nor an IRI", advice="Write prefix:name or <iri>.")
        if local.startswith("//"):
            return _checked(curie, curie)
        return _checked(self._namespace(prefix, curie) + _unescaped(local), curie)

    def sparql_prologue(self) -> str:
        """Return one `PREFIX` line for each prefix."""
        return "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in self.namespaces.items())

    @property
    def turtle(self) -> str:
        """Return one `@prefix` line for each prefix."""
        return "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in self.namespaces.items())

    def _namespace(self, prefix: str, curie: str) -> str:
        try:
            return self.namespaces[prefix]
        except KeyError:
            raise _unknown_prefix(prefix, curie, self.namespaces) from None


def _unknown_prefix(prefix: str, curie: str, known: Iterable[str]) -> UnknownName:
    from difflib import get_close_matches

    near = tuple(get_close_matches(prefix, list(known), n=2))
    return UnknownName(f"the prefix {prefix!r} of {curie!r} is not declared", name=prefix, near=near)


def is_local_name(text: str) -> bool:
    """Tell whether a text can follow a prefix without any escape, in Turtle and in SPARQL; it may be empty."""
    letter, inner = (_ASCII_LETTER, _ASCII_INNER) if text.isascii() else (_LETTER, _INNER)
    return _matcher(f"(?:[{letter}0-9_:](?:[{inner}:.]*[{inner}:])?)?")(text)


def is_prefix_name(text: str) -> bool:
    """Tell whether a text can be a prefix, without its colon; it may be empty."""
    letter, inner = (_ASCII_LETTER, _ASCII_INNER) if text.isascii() else (_LETTER, _INNER)
    return _matcher(f"(?:[{letter}](?:[{inner}.]*[{inner}])?)?")(text)


@cache
def _matcher(pattern: str) -> Callable[[str], bool]:
    # The classes beyond ASCII take milliseconds to compile and are hardly ever needed.
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _unescaped(local: str) -> str:
    return re.sub(r"\\(.)", r"\1", local) if "\\" in local else local


def _is_iri(text: str) -> bool:
    broken = not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)
    return bool(text) and not broken and min(text) > " " and _NOT_IN_AN_IRI.isdisjoint(text)


def _checked(iri: str, written: str) -> str:
    if not _is_iri(iri):
        raise UsageError(f"{written!r} does not name an IRI", advice="Leave out spaces, quotes and brackets.")
    return iri


def _declared(triples: Iterable[tuple[object, NamedNode, object]], place: str) -> dict[str, str]:
    prefix_of: dict[object, str] = {}
    namespace_of: dict[object, str] = {}
    for subject, predicate, value in triples:
        if isinstance(value, Literal) and predicate == SH.prefix:
            prefix_of[subject] = value.value
        if isinstance(value, Literal) and predicate == SH.namespace:
            namespace_of[subject] = value.value
    found: dict[str, str] = {}
    for subject, prefix in prefix_of.items():
        _declare(found, prefix, namespace_of.get(subject), place)
    return found


def _declare(found: dict[str, str], prefix: str, namespace: str | None, place: str) -> None:
    if namespace is None:
        raise ContentError(f"the prefix {prefix!r} has no sh:namespace", place=place)
    if not is_prefix_name(prefix) or not _is_iri(namespace):
        raise ContentError(f"{prefix}: <{namespace}> is not a prefix declaration", place=place)
    if found.setdefault(prefix, namespace) != namespace:
        raise ContentError(f"the prefix {prefix!r} is declared twice with different namespaces", place=place)
