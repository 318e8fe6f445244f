"""JSON-LD in the words of the published context (`ontology/exports/context.jsonld`).

The context says how each property is called and of what type its values are; here it is read backwards, from IRI to
word. What it has no word for is written with a CURIE and in full, so a property that is new is never lost.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from pyoxigraph import BlankNode, Literal, NamedNode

from myograph.errors import ContentError, UsageError
from myograph.names import MYO, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from myograph.graph.reading import Subject, Term
    from myograph.graph.triple_index import TripleIndex
    from myograph.names import Prefixes

Json = dict[str, Any]
"""An object of JSON."""

REVERSE = "@reverse"
DIVIDERS = tuple(":/?#[]@")
"""What the namespace of a prefix must end with, else a context has to say that it is one."""

WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
"""Whole numbers as RDF writes them, of a size that every reader of JSON keeps."""

KEYWORDS = ("@version", "@vocab")


@dataclass(frozen=True, slots=True)
class Word:
    """Hold one term of a context: its key, and how it reads its values; `reverse` when it points backwards."""

    key: str
    property: NamedNode
    type: str | None = None
    language: str | None = None
    in_list: bool = False
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Write nodes and values in the words of a context document."""

    document: Json
    prefixes: Prefixes
    _words: Mapping[str, Word] = field(init=False, repr=False, compare=False)
    _by_property: Mapping[NamedNode, Word] = field(init=False, repr=False, compare=False)
    _written: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        definitions = {key: value for key, value in self.document.items() if key not in KEYWORDS}
        found = {key: word for key, value in definitions.items() if (word := self._word(key, value)) is not None}
        object.__setattr__(self, "_words", found)
        object.__setattr__(self, "_by_property", {w.property: w for w in found.values() if not w.reverse})
        object.__setattr__(self, "_written", {})

    @classmethod
    def read(cls, path: Path, prefixes: Prefixes) -> Context:
        """Read a context document and complete its prefixes; raises ContentError when it is missing or broken."""
        document = read_json(path)["@context"]
        for prefix, space in prefixes.namespaces.items():
            if prefix:
                document.setdefault(prefix, space if space.endswith(DIVIDERS) else {"@id": space, "@prefix": True})
        return cls(document, prefixes)

    def word(self, key: str) -> Word | None:
        """Return the term that a key of a document means, or None for a keyword."""
        return self._words.get(key)

    def identifier(self, node: Subject) -> str:
        """Return the CURIE of a node, or its IRI where no prefix fits."""
        if isinstance(node, BlankNode):
            return str(node)
        iri = cast("NamedNode", node).value
        if iri not in self._written:
            curie = self.prefixes.compress(iri)
            named = not curie.startswith("<") and curie.partition(":")[0] not in self._words
            self._written[iri] = curie if named else iri
        return self._written[iri]

    def node(self, subject: Subject, properties: Mapping[NamedNode, Iterable[Term]]) -> Json:
        """Return everything that is said about a subject as one flat object."""
        written: Json = {"id": self.identifier(subject)}
        for property_ in sorted(properties, key=lambda each: (each != RDF.type, each.value)):
            values = properties[property_]
            if property_ == RDF.type and all(isinstance(value, NamedNode) for value in values):
                written["type"] = self.types(values)
            else:
                word = self.word_for(property_)
                written[word.key] = self.values(word, values)
        return written

    def types(self, classes: Iterable[Term]) -> list[str]:
        """Return the classes of a node, sorted."""
        return sorted(self._vocabulary(each) for each in classes if isinstance(each, NamedNode))

    def word_for(self, property_: NamedNode) -> Word:
        """Return the term of a property, or one made of its CURIE that says nothing of its values."""
        return self._by_property.get(property_) or Word(self._vocabulary(property_), property_)

    def values(self, word: Word, values: Iterable[Term]) -> object:
        """Return one value, or a sorted list of several."""
        written = [self.value(word, value) for value in sorted(values, key=str)]
        return written if word.in_list or len(written) != 1 else written[0]

    def value(self, word: Word, value: Term) -> object:
        """Return a value as the term lets it be written, else in full."""
        if isinstance(value, Literal):
            return self._literal(word, value)
        if not isinstance(value, NamedNode | BlankNode):
            raise UsageError(
                "JSON-LD has no place for a triple that is itself a value",
                place=str(value),
                advice="Export another format, such as turtle or nquads.",
            )
        if word.type == "@vocab" and isinstance(value, NamedNode):
            return self._vocabulary(value)
        return self.identifier(value) if word.type == "@id" else {"id": self.identifier(value)}

    def _literal(self, word: Word, value: Literal) -> object:
        if value.language:
            plain = value.language == word.language
            return value.value if plain else {"@value": value.value, "@language": value.language}
        if word.type is not None and self.prefixes.expand(word.type) == value.datatype.value:
            return value.value
        if value.datatype == XSD.string:
            return {"@value": value.value} if word.language or word.type else value.value
        if word.type is None and (native := _native(value)) is not None:
            return native
        return {"@value": value.value, "@type": self._vocabulary(value.datatype)}

    def _vocabulary(self, node: NamedNode) -> str:
        """Return the name of a term of the vocabulary without prefix, unless the name means something else here."""
        if node in MYO:
            local = node.value.removeprefix(str(MYO))
            known = self._words.get(local)
            if local and ":" not in local and (local not in self.document or (known and known.property == node)):
                return local
        return self.identifier(node)

    def _word(self, key: str, value: object) -> Word | None:
        """Return the term of a definition; prefixes and keywords are none."""
        definition = {"@id": value} if isinstance(value, str) else cast("Json", value)
        named = definition.get(REVERSE) or definition["@id"]
        if named.startswith("@") or definition.get("@prefix") or named == self.prefixes.namespaces.get(key):
            return None
        return Word(
            key=key,
            property=NamedNode(self.prefixes.expand(named)),
            type=definition.get("@type"),
            language=definition.get("@language"),
            in_list=definition.get("@container") == "@set",
            reverse=REVERSE in definition,
        )


@dataclass(frozen=True, slots=True)
class Framing:
    """Write trees of nodes as a frame asks for them: a property with properties of its own is a node inside."""

    context: Context
    index: TripleIndex

    def framed(self, subject: Subject, frame: Json) -> Json:
        """Return a subject with what the frame names; what the graph does not say is left out."""
        written: Json = {"id": self.context.identifier(subject)}
        for key, inside in frame.items():
            if key == "type":
                classes = self.index.objects(subject, RDF.type)
                written |= {"type": self.context.types(classes)} if classes else {}
            elif (word := self.context.word(key)) is not None and (found := self._values(subject, word)):
                written[key] = self._inside(word, found, inside)
        return written

    def _values(self, subject: Subject, word: Word) -> list[Term]:
        found = (
            self.index.having(word.property, subject) if word.reverse else self.index.objects(subject, word.property)
        )
        return sorted(found, key=str)

    def _inside(self, word: Word, values: list[Term], frame: Json) -> object:
        if not any(key == "type" or self.context.word(key) for key in frame):
            return self.context.values(word, values)
        wanted = self._class(frame)
        nodes = [value for value in values if isinstance(value, NamedNode | BlankNode)]
        trees = [self._tree(word, node, frame) for node in nodes if wanted is None or self._is_a(node, wanted)]
        return trees if word.in_list or len(trees) != 1 else trees[0]

    def _tree(self, word: Word, node: Subject, frame: Json) -> object:
        tree = self.framed(node, frame)
        return tree if len(tree) > 1 else self.context.value(word, node)

    def _class(self, frame: Json) -> NamedNode | None:
        named = frame.get("type")
        return MYO[named] if isinstance(named, str) else None

    def _is_a(self, node: Subject, wanted: NamedNode) -> bool:
        return wanted in self.index.objects(node, RDF.type)


def read_json(path: Path) -> Json:
    """Return the object that a JSON file of the content holds; raises ContentError when it is missing or broken."""
    try:
        return cast("Json", json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as fault:
        raise ContentError(f"cannot be read as JSON: {fault}", place=str(path)) from None


def json_bytes(value: object) -> bytes:
    """Return JSON as UTF-8, indented, keys in the order in which they were put."""
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode()


def _native(value: Literal) -> int | bool | None:
    """Return a number or truth value that JSON writes as RDF does, else None."""
    if value.datatype == XSD.boolean and value.value in ("true", "false"):
        return value.value == "true"
    if value.datatype == XSD.integer and WHOLE.fullmatch(value.value):
        return int(value.value)
    return None
