"""CURIEs and IRIs are two ways to write the same name."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from myograph import names
from myograph.content import Content
from myograph.errors import ContentError, UnknownName, UsageError
from myograph.names import MYO, SH, Prefixes, Vocabulary, is_local_name, is_prefix_name

PREFIXES = Prefixes(
    {"ex": "https://example.org/", "exa": "https://example.org/a", "id": "https://example.org/id/", "": "urn:x:"}
)
OF_PROJECT = Prefixes.load(Content.find())
LOCAL = st.text(st.sampled_from("aZ09_-.:/é·ß\u0300 ~"), max_size=8)


@given(st.sampled_from(sorted(PREFIXES.namespaces.values())), LOCAL)
def test_expanding_what_was_compressed_gives_it_back(namespace: str, local: str) -> None:
    iri = namespace + local
    assume(" " not in iri)
    assert PREFIXES.expand(PREFIXES.compress(iri)) == iri


@given(st.sampled_from(sorted(PREFIXES.namespaces)), LOCAL)
def test_a_curie_means_the_same_to_the_engine(prefix: str, local: str) -> None:
    assume(" " not in local)
    curie = PREFIXES.compress(PREFIXES.namespaces[prefix] + local)
    text = f"{PREFIXES.turtle}{curie} {curie} {curie} ."
    (quad,) = parse(text, RdfFormat.TURTLE)
    assert quad.predicate.value == PREFIXES.expand(curie)


@given(st.text(max_size=6))
def test_local_names_are_those_the_engine_reads_without_escape(text: str) -> None:
    assert is_local_name(text) == _reads(f"@prefix p: <urn:p:> . <urn:s> <urn:p> p:{text} .", f"urn:p:{text}")


# White space parts names and is no part of one: with it the engine reads another name, not this one.
@given(st.text(st.characters(exclude_characters=": \t\r\n"), max_size=6))
def test_prefix_names_are_those_the_engine_reads(text: str) -> None:
    assert is_prefix_name(text) == _reads(f"@prefix {text}: <urn:p:> . <urn:s> <urn:p> {text}:a .", "urn:p:a")


def _reads(turtle: str, wanted: str) -> bool:
    try:
        return [str(quad.object) for quad in parse(turtle, RdfFormat.TURTLE)] == [f"<{wanted}>"]
    except (SyntaxError, UnicodeEncodeError):
        return False


def test_the_longest_namespace_that_fits_wins() -> None:
    assert PREFIXES.compress("https://example.org/id/x") == "id:x"
    assert PREFIXES.compress("https://example.org/ab") == "exa:b"
    assert PREFIXES.compress("https://example.org/a-b") == "ex:a-b"
    assert PREFIXES.compress("https://example.org/a/b") == "<https://example.org/a/b>"
    assert PREFIXES.compress("https://example.org/id/") == "id:"


@pytest.mark.parametrize(
    ("written", "iri"),
    [
        ("ex:a", "https://example.org/a"),
        (":a", "urn:x:a"),
        ("ex:a\\/b", "https://example.org/a/b"),
        ("<urn:y>", "urn:y"),
        ("https://example.org/z", "https://example.org/z"),
    ],
)
def test_names_expand(written: str, iri: str) -> None:
    assert PREFIXES.expand(written) == iri


def test_an_unknown_prefix_is_told_with_the_near_ones() -> None:
    with pytest.raises(UnknownName, match="the prefix 'exb' of 'exb:a' is not declared") as caught:
        PREFIXES.expand("exb:a")
    assert caught.value.name == "exb"
    assert "ex" in caught.value.near


@pytest.mark.parametrize("written", ["plain", "", "ex:a b", "<a<b>", "<>", 'ex:"', "ex:\ud800"])
def test_what_is_no_name_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        PREFIXES.expand(written)


def test_prologue_and_header_declare_every_prefix() -> None:
    declared = {f"{prefix}: <{namespace}>" for prefix, namespace in PREFIXES.namespaces.items()}
    assert {line.removeprefix("PREFIX ") for line in PREFIXES.sparql_prologue().splitlines()} == declared
    assert Store().query(f"{PREFIXES.sparql_prologue()}ASK {{ ex:a exa:b id:c }}") is not None
    parser = parse(f"{PREFIXES.turtle}<urn:s> <urn:p> 1 .", RdfFormat.TURTLE)
    assert next(parser).predicate == NamedNode("urn:p")
    assert parser.prefixes == dict(PREFIXES.namespaces)


def test_prefixes_are_values() -> None:
    assert pickle.loads(pickle.dumps(PREFIXES)) == PREFIXES == copy.deepcopy(PREFIXES)
    with pytest.raises(TypeError):
        PREFIXES.namespaces["new"] = "urn:new:"  # type: ignore[index]


def test_a_term_may_be_called_like_anything() -> None:
    assert SH.namespace == SH["namespace"] == NamedNode(f"{SH}namespace")
    assert SH.prefix in SH
    assert SH.prefix not in MYO
    assert copy.copy(SH) == SH


def test_vocabularies_in_code_have_the_namespaces_of_the_content() -> None:
    vocabularies = {
        name.lower().replace("_", "-"): str(value)
        for name, value in vars(names).items()
        if isinstance(value, Vocabulary)
    }
    declared = {prefix: OF_PROJECT.namespaces.get(prefix) for prefix in vocabularies}
    assert declared == vocabularies


@pytest.mark.parametrize(
    ("turtle", "problem"),
    [
        ("<urn:a> sh:prefix 'a' .", "the prefix 'a' has no sh:namespace"),
        ("<urn:a> sh:prefix '1a' ; sh:namespace 'urn:a:' .", "is not a prefix declaration"),
        ("<urn:a> sh:prefix 'a' ; sh:namespace 'urn a' .", "is not a prefix declaration"),
        (
            "<urn:a> sh:prefix 'a' ; sh:namespace 'urn:a:' . <urn:b> sh:prefix 'a' ; sh:namespace 'urn:b:' .",
            "declared twice",
        ),
        ("<urn:a> sh:prefix", "not readable as Turtle"),
    ],
)
def test_faulty_declarations_are_told(turtle: str, problem: str, tmp_path: Path) -> None:
    file = tmp_path / "prefixes.ttl"
    file.write_text(f"@prefix sh: <{SH}> .\n{turtle}")
    with pytest.raises(ContentError, match=problem) as caught:
        Prefixes.read(file)
    assert str(file) in str(caught.value.place)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be read"):
        Prefixes.read(tmp_path / "prefixes.ttl")
