"""Exports: the order in which quads come does not matter, and nothing is lost."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from myograph.graph.exporting import as_nquads, as_trig, as_turtle
from myograph.names import RDF, Prefixes

EX = "https://example.org/"
PREFIXES = Prefixes({"ex": EX, "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "a": f"{EX}a/"})

nodes = st.sampled_from("abcd").map(lambda name: NamedNode(EX + name))
blanks = st.sampled_from("xy").map(BlankNode)
text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
literals = st.builds(Literal, text) | text.map(lambda value: Literal(value, language="en"))
predicates = nodes | st.just(RDF.type)
quads = st.lists(
    st.builds(Quad, nodes | blanks, predicates, nodes | blanks | literals, nodes), max_size=25, unique=True
)


@given(quads, st.integers())
def test_order_of_the_quads_does_not_matter(stated: list[Quad], seed: int) -> None:
    mixed = random.Random(seed).sample(stated, len(stated))
    assert as_nquads(mixed) == as_nquads(stated)
    assert as_trig(mixed, PREFIXES) == as_trig(stated, PREFIXES)
    assert as_turtle(mixed, PREFIXES) == as_turtle(stated, PREFIXES)


@given(quads)
def test_what_is_written_can_be_read_back(stated: list[Quad]) -> None:
    assert set(parse(as_nquads(stated), format=RdfFormat.N_QUADS)) == set(stated)
    assert set(parse(as_trig(stated, PREFIXES), format=RdfFormat.TRIG)) == set(stated)
    union = {quad.triple for quad in parse(as_turtle(stated, PREFIXES), format=RdfFormat.TURTLE)}
    assert union == {quad.triple for quad in stated}


def test_types_come_first() -> None:
    thing = NamedNode(f"{EX}b")
    stated = [Quad(thing, NamedNode(f"{EX}a"), thing, thing), Quad(thing, RDF.type, thing, thing)]
    assert b"ex:b a ex:b ;\n\tex:a ex:b ." in as_turtle(stated, PREFIXES)
