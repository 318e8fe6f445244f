"""Reading one Turtle file: terms as written, stable blank nodes, lines of subjects, faults with their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from myograph.errors import ContentError
from myograph.graph.reading import read_turtle

PREFIX = "@prefix ex: <https://example.org/> .\n"


def written(folder: Path, text: str) -> Path:
    (folder / "some.ttl").write_bytes(text.encode())
    return folder


def test_literals_stay_as_written(tmp_path: Path) -> None:
    file = read_turtle(written(tmp_path, PREFIX + "ex:a ex:b 1.50 ."), "some.ttl")
    assert [triple.object for triple in file.triples] == [
        Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    ]


def test_blank_nodes_get_the_same_names_each_time(tmp_path: Path) -> None:
    folder = written(tmp_path, PREFIX + "ex:a ex:b [ ex:c [ ex:d 1 ] ], _:x .")
    first, second = (read_turtle(folder, "some.ttl").triples for _ in range(2))
    assert first == second
    assert sorted({str(term) for triple in first for term in triple if str(term).startswith("_:")}) == [
        "_:some-1",
        "_:some-2",
        "_:some-3",
    ]


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        (PREFIX + "ex:a ex:b ex:c\nex:d ex:e ex:f .", "some.ttl:3:", "not readable as Turtle"),
        (PREFIX + "ex:a ex:b ez:c .", "some.ttl:2:", "The prefix ez: has not been declared"),
        (PREFIX + "ex:a ex:b <<( ex:a ex:b ex:c )>> .", "some.ttl", "RDF 1.2"),
    ],
)
def test_fault_names_file_and_line(tmp_path: Path, text: str, place: str, problem: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_turtle(written(tmp_path, text), "some.ttl")
    assert (caught.value.place or "").startswith(place)
    assert problem in caught.value.problem
    assert caught.value.advice


def test_file_in_another_encoding_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "some.ttl").write_bytes(b"# caf\xe9\n")
    with pytest.raises(ContentError, match="byte 5"):
        read_turtle(tmp_path, "some.ttl")


def test_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"some\.ttl: cannot be read"):
        read_turtle(tmp_path, "some.ttl")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ex:other ex:b ex:a .\nex:a ex:b ex:c .", 3),
        ("ex:a-longer ex:b ex:c .\nex:a a ex:c .", 3),
        ("<https://example.org/a>\n  ex:b ex:c .", 2),
        ("ex:other ex:b ex:c . ex:a ex:b ex:c .", 2),
        ("\n\n  ex:a\n ex:b ex:c .", 4),
    ],
)
def test_line_of_a_subject(tmp_path: Path, text: str, line: int) -> None:
    file = read_turtle(written(tmp_path, PREFIX + text), "some.ttl")
    assert file.line_of(NamedNode("https://example.org/a")) == line


def test_line_of_a_stranger_is_unknown(tmp_path: Path) -> None:
    file = read_turtle(written(tmp_path, PREFIX + "ex:a ex:b ex:c ."), "some.ttl")
    assert file.line_of(NamedNode("https://example.org/z")) is None


@given(st.integers(0, 30), st.from_regex(r"[a-z][a-z0-9.-]{0,5}[a-z0-9]", fullmatch=True))
def test_line_is_where_the_statement_stands(
    tmp_path_factory: pytest.TempPathFactory, lines_before: int, name: str
) -> None:
    folder = tmp_path_factory.mktemp("turtle")
    before = "".join(f"ex:n{number}-{name} ex:b ex:{name}-c .\n" for number in range(lines_before))
    file = read_turtle(written(folder, f"{PREFIX}{before}ex:{name} ex:b ex:c ."), "some.ttl")
    assert file.line_of(NamedNode(f"https://example.org/{name}")) == lines_before + 2
