"""RDF terms for property tests, in the spelling the engine keeps them in."""

from __future__ import annotations

from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from myograph.names import XSD

LETTERS = "ab é😀\u202e\x1b\x00\x7f\n\r\t\"'\\|,<>&*_`[]#-"

texts = st.text(st.sampled_from(LETTERS) | st.characters(exclude_categories=["Cs"]), max_size=8)
nodes = st.sampled_from([NamedNode(f"urn:example:{name}") for name in ("a", "b", "c/d", "é")])
typed = st.one_of(
    st.integers(-(10**17), 10**17).map(Literal),
    st.booleans().map(Literal),
    st.floats(allow_nan=False, allow_infinity=False).map(Literal),
    st.decimals(-(10**9), 10**9, places=3).map(lambda number: Literal(str(number.normalize()), datatype=XSD.decimal)),
    st.dates().map(lambda day: Literal(day.isoformat(), datatype=XSD.date)),
    st.datetimes().map(lambda time: Literal(time.replace(microsecond=0).isoformat(), datatype=XSD.dateTime)),
    texts.map(lambda text: Literal(text, datatype=NamedNode("urn:example:type"))),
)
literals = texts.map(Literal) | st.builds(lambda text: Literal(text, language="de-AT"), texts) | typed
terms = nodes | literals | st.sampled_from([BlankNode("x"), BlankNode("y")])
triples = st.builds(Triple, nodes, nodes, terms)
