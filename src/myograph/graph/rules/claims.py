"""A claim speaks of declared things, agrees with its predicate, and was said somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from myograph.names import MYO, OA, OWL, RDF

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from myograph.errors import Finding
    from myograph.graph.loading import LoadedContent
    from myograph.graph.reading import Subject
    from myograph.graph.triple_index import TripleIndex

PROPERTY_CLASSES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property)


def claim_terms_exist(loaded: LoadedContent) -> Iterator[Finding]:
    """Find claims whose subject or object nobody declares, or whose predicate is not in the vocabulary."""
    for claim in loaded.index.instances(MYO.Claim):
        yield from _undeclared_ends(loaded, claim)
        yield from _undeclared_predicates(loaded, claim)


def _undeclared_ends(loaded: LoadedContent, claim: Subject) -> Iterator[Finding]:
    for role in ("subject", "object"):
        for node in loaded.index.objects(claim, RDF[role]):
            if not isinstance(node, Literal) and not loaded.index.types(node):
                yield loaded.finding(
                    "claim-terms",
                    claim,
                    f"the {role} {loaded.written(node)} is not declared",
                    "Add it to the entities with its class, label and definition, or correct its name.",
                )


def _undeclared_predicates(loaded: LoadedContent, claim: Subject) -> Iterator[Finding]:
    for node in loaded.index.objects(claim, RDF.predicate):
        if isinstance(node, Literal) or not _is_property(loaded.index, node):
            yield loaded.finding(
                "claim-terms",
                claim,
                f"the predicate {loaded.written(node)} is not a property of the vocabulary",
                "Use a property that ontology/myograph.ttl declares, or declare it there.",
            )


def _is_property(index: TripleIndex, node: Subject) -> bool:
    return any(cls in PROPERTY_CLASSES for cls in index.types(node))


def claims_have_places(loaded: LoadedContent) -> Iterator[Finding]:
    """Find claims that no place states."""
    for claim in loaded.index.instances(MYO.Claim):
        if not loaded.index.having(MYO.placeOf, claim):
            yield loaded.finding(
                "claim-place",
                claim,
                "no place says where the claim was made",
                "Add a myo:Place that is myo:placeOf this claim, or remove the claim.",
            )


def claim_signs_agree(loaded: LoadedContent) -> Iterator[Finding]:
    """Find claims whose sign differs from the one the vocabulary fixes for their predicate."""
    for claim in loaded.index.instances(MYO.Claim):
        predicate = loaded.index.node(claim, RDF.predicate)
        fixed = loaded.index.objects(predicate, MYO.sign) if predicate else ()
        for sign in loaded.index.objects(claim, MYO.sign) if fixed else ():
            if sign not in fixed:
                yield loaded.finding(
                    "claim-sign",
                    claim,
                    f"the sign {loaded.written(sign)} contradicts {loaded.written(predicate)}, "
                    f"which the vocabulary gives {loaded.written(fixed[0])}",
                    "Correct the sign, or choose the predicate that means this.",
                )


def places_are_complete(loaded: LoadedContent) -> Iterator[Finding]:
    """Find places without claim or source, and places in a source text that name no passage of it."""
    claims = frozenset(loaded.index.instances(MYO.Claim))
    sources = frozenset(loaded.index.instances(MYO.Source))
    for place in loaded.index.instances(MYO.Place):
        yield from _missing_end(loaded, place, MYO.placeOf, claims, "claim")
        yield from _missing_end(loaded, place, MYO.inSource, sources, "source")
        yield from _missing_passage(loaded, place)


def _missing_end(
    loaded: LoadedContent, place: Subject, predicate: NamedNode, known: Container[object], noun: str
) -> Iterator[Finding]:
    ends = loaded.index.objects(place, predicate)
    if not ends:
        message = f"the place names no {noun}"
    elif strangers := [loaded.written(end) for end in ends if end not in known]:
        message = f"{strangers[0]} is not a declared {noun}"
    else:
        return
    yield loaded.finding("place-parts", place, message, f"Give it {loaded.written(predicate)} with a declared {noun}.")


def _missing_passage(loaded: LoadedContent, place: Subject) -> Iterator[Finding]:
    source = loaded.index.node(place, MYO.inSource)
    if source is None or loaded.index.text(source, MYO.textDigest) is None:
        return
    passages = [node for node in loaded.index.objects(place, MYO.inPassage) if not isinstance(node, Literal)]
    if not any(source in loaded.index.objects(passage, OA.hasSource) for passage in passages):
        yield loaded.finding(
            "place-parts",
            place,
            f"the place names no passage of {loaded.written(source)}, whose text is divided into passages",
            "Give it myo:inPassage with the passage that says it.",
        )
