"""Reading extractions: what is understood, and that every fault is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.errors import UsageError
from myograph.graph import extraction
from myograph.graph.extraction import Expectation, Extracted, read_extraction

HEADING = "subject\trelation\tobject\tstart\tend\n"
PREFIXES = """\
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix ex: <https://example.org/> .
"""


def read(folder: Path, text: str | bytes, name: str = "x.tsv", **expected: int | bool) -> tuple[Extracted, ...]:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    characters, relation = expected.get("characters"), bool(expected.get("relation", True))
    return read_extraction(file, Expectation(characters, relation))


def spans(found: tuple[Extracted, ...]) -> list[tuple[str, str, str, int, int]]:
    return [(row.subject, row.relation, row.object, row.start, row.end) for row in found]


A_CAUSES_B = [("a", "causes", "b", 0, 5)]


@pytest.mark.parametrize(
    "text",
    [
        HEADING + "a\tcauses\tb\t0\t5\n",
        HEADING + "a\tcauses\tb\t0\t5",
        "\ufeff" + HEADING + "a\tcauses\tb\t0\t5\n",
        HEADING.replace("\n", "\r\n") + "a\tcauses\tb\t0\t5\r\n",
        "\n" + HEADING + "\n  a \tcauses\t b\t0 \t5\n\n",
        "Subject\tPredicate\tOBJECT\tstart\tend\na\tcauses\tb\t0\t5\n",
        "end\tnote\tobject\trelation\tstart\tsubject\tpredicate\n5\t-\tb\tcauses\t0\ta\tx\n",
        '"subject"\t"relation"\t"object"\t"start"\t"end"\n"a"\t"causes"\t"b"\t0\t5\n',
        HEADING + "\t\t\t7\t9\na\tcauses\tb\t0\t5\n",
    ],
)
def test_tables_are_read_as_people_write_them(text: str, tmp_path: Path) -> None:
    assert spans(read(tmp_path, text)) == A_CAUSES_B


def test_quotes_and_separators_of_unicode_stay_in_their_cell(tmp_path: Path) -> None:
    ((subject, *_),) = spans(read(tmp_path, HEADING + '"so ""called"" a\u2028b"\tcauses\tb\t0\t5\n'))
    assert subject == 'so "called" a\u2028b'


def test_rows_know_their_line(tmp_path: Path) -> None:
    found = read(tmp_path, HEADING + "\na\tcauses\tb\t0\t5\n\t\t\t\t\na\tcauses\tc\t0\t5\n")
    assert [row.place.rpartition(":")[2] for row in found] == ["3", "5"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", r":1: the column 'subject' is missing"),
        ("subject\tobject\tstart\tend\n", r":1: the column 'relation' is missing"),
        ("\n\nsubject\trelation\tobject\tstart\n", r":3: the column 'end' is missing"),
        ("subject,relation,object,start,end\n", r":1: the column 'subject' is missing(?s:.*)tabs"),
        ("subject\tsubject\trelation\tobject\tstart\tend\n", r":1: the column 'subject' is there twice"),
        (HEADING, r"x\.tsv: the file holds no statement"),
        (HEADING + "\t\t\t0\t5\n", r"x\.tsv: the file holds no statement"),
        (HEADING + "a\tcauses\tb\t0\n", r":2: the row has 4 cells"),
        (HEADING + "\tcauses\tb\t0\t5\n", r":2: the subject is empty"),
        (HEADING + "a\t \tb\t0\t5\n", r":2: the relation is empty"),
        (HEADING + 'a\tcauses\t""\t0\t5\n', r":2: the object is empty"),
        (HEADING + "a\tcauses\tb\tfour\t5\n", r":2: the start is 'four', not an offset"),
        (HEADING + "a\tcauses\tb\t\t5\n", r":2: the start is '', not an offset"),
        (HEADING + "a\tcauses\tb\t0\t5.0\n", r":2: the end is '5\.0', not an offset"),
        (HEADING + "a\tcauses\tb\t-1\t5\n", r":2: the start is '-1', not an offset"),
        (HEADING + "a\tcauses\tb\t0\t٥\n", r":2: the end is '٥', not an offset"),
        (HEADING + f"a\tcauses\tb\t0\t{'9' * 5000}\n", r":2: the end is '9{40}', not an offset"),
        (HEADING + "a\tcauses\tb\t5\t4\n", r":2: the end 4 does not come after the start 5"),
        (HEADING + "a\tcauses\tb\t5\t5\n", r":2: the end 5 does not come after the start 5"),
        (HEADING + "a\tcauses\tb\t0\t100\na\tcauses\tb\t0\t101\n", r":3: the end 101 lies beyond the text"),
        (HEADING.encode() + b"a\tcauses\tb\xff\t0\t5\n", r":2: not UTF-8: byte 44"),
    ],
)
def test_faults_of_tables_are_told_with_file_and_line(text: str | bytes, problem: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=problem):
        read(tmp_path, text, characters=100)


def test_relation_may_be_missing_where_it_does_not_matter(tmp_path: Path) -> None:
    assert spans(read(tmp_path, "subject\tobject\tstart\tend\na\tb\t0\t5\n", relation=False)) == [("a", "", "b", 0, 5)]
    assert spans(read(tmp_path, HEADING + "a\t\tb\t0\t5\n", relation=False)) == [("a", "", "b", 0, 5)]


def test_huge_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "LARGEST_FILE", 2 << 20)
    with pytest.raises(UsageError, match="larger than 2 MiB"):
        read(tmp_path, HEADING + "x" * (2 << 20))


def test_very_many_statements_are_refused(tmp_path: Path) -> None:
    row = "a\tcauses\tb\t0\t5\n"
    assert len(read(tmp_path, HEADING + row * extraction.MOST_STATEMENTS)) == extraction.MOST_STATEMENTS
    with pytest.raises(UsageError, match=f"more than {extraction.MOST_STATEMENTS} statements"):
        read(tmp_path, HEADING + row * (extraction.MOST_STATEMENTS + 1))


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_unknown_formats_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no format is known for \.(csv|xlsx)(?s:.*)\.tsv, (?s:.*)\.jsonld"):
        read(tmp_path, "", name)


def test_files_that_cannot_be_opened_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_extraction(tmp_path / "absent.tsv", Expectation())
    (tmp_path / "folder.tsv").mkdir()
    with pytest.raises(UsageError, match="Is a directory"):
        read_extraction(tmp_path / "folder.tsv", Expectation())


@pytest.mark.parametrize(
    "text",
    [
        'ex:s rdf:subject "a" ; rdf:predicate "causes" ; rdf:object "b" ; oa:start 0 ; oa:end 5 .',
        '[] rdf:subject "a" ; rdf:predicate "causes" ; rdf:object "b" ; oa:hasSelector [ oa:start 0 ; oa:end 5 ] .',
        'ex:s rdf:subject "a" ; rdf:predicate "causes" ; rdf:object "b" ;'
        " oa:hasTarget [ oa:hasSelector [ oa:start 0 ; oa:end 5 ] ] .",
        'ex:note oa:hasBody [ rdf:subject "a" ; rdf:predicate "causes" ; rdf:object "b" ] ; oa:hasTarget ex:t .'
        " ex:t oa:hasSelector [ oa:start 0 ; oa:end 5 ] . ex:s oa:exact 1 .",
        'ex:note oa:hasBody ex:s ; oa:hasSelector [ oa:start 0 ; oa:end 5 ] . ex:s rdf:subject "a" ;'
        ' rdf:predicate "causes" ; rdf:object "b" .',
    ],
)
def test_statements_in_rdf_have_offsets_in_several_places(text: str, tmp_path: Path) -> None:
    assert spans(read(tmp_path, PREFIXES + text, "x.ttl")) == A_CAUSES_B


def test_iris_are_read_as_they_are(tmp_path: Path) -> None:
    text = "ex:s rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object ex:b ; oa:start 0 ; oa:end 5 ."
    ((subject, relation, _, _, _),) = spans(read(tmp_path, PREFIXES + text, "x.ttl"))
    assert (subject, relation) == ("https://example.org/a", "https://example.org/p")


STATEMENT = 'ex:s rdf:subject "a" ; rdf:predicate "causes" ; rdf:object "b" ; oa:start 0 ; oa:end 5 .'


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("oa:start 0", 'oa:start "one"', r":4 .*the start is 'one'"),
        ("oa:start 0", "oa:start -1", r":4 .*the start is '-1'"),
        ("oa:start 0 ;", "", r":4 .*no oa:start"),
        ("oa:start 0", "oa:start 0, 1", r":4 .*2 oa:start"),
        ("oa:end 5", "oa:end 0", r":4 .*does not come after"),
        ("oa:end 5", "oa:end 500", r":4 .*beyond the text"),
        ('rdf:object "b" ;', "", r":4 .*no object"),
        ('rdf:subject "a"', 'rdf:subject "a", "c"', r":4 .*several subjects"),
        ('rdf:predicate "causes" ;', "", r":4 .*no relation"),
        ('rdf:subject "a"', 'rdf:subject ""', r":4 .*the subject is empty"),
        ("oa:end 5 .", "oa:end 5 ", r"x\.ttl:4: not readable as RDF"),
        ("ex:s", "other:s", r"x\.ttl:4: not readable as RDF"),
        (STATEMENT, "ex:s ex:p ex:o .", r"x\.ttl: the file holds no statement"),
    ],
)
def test_faults_of_rdf_are_told_with_file_and_line(old: str, new: str, problem: str, tmp_path: Path) -> None:
    assert old in STATEMENT
    with pytest.raises(UsageError, match=problem):
        read(tmp_path, PREFIXES + STATEMENT.replace(old, new), "x.ttl", characters=100)


def test_statements_without_names_are_found_by_their_label(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"x\.ttl:4: the statement has no object"):
        read(tmp_path, PREFIXES + '_:s rdf:subject "a" ; rdf:predicate "causes" .', "x.ttl")


JSON = """\
{ "@context": { "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "oa": "http://www.w3.org/ns/oa#" },
  "@graph": [
  { "@id": "https://example.org/s", "rdf:subject": "a", "rdf:predicate": "causes", "rdf:object": "b",
    "oa:start": 0, "oa:end": 5 } ] }
"""


def test_json_ld_is_read_and_its_faults_have_lines(tmp_path: Path) -> None:
    assert spans(read(tmp_path, JSON, "x.jsonld")) == A_CAUSES_B
    with pytest.raises(UsageError, match=r"x\.json:3 .*does not come after"):
        read(tmp_path, JSON.replace('"oa:end": 5', '"oa:end": 0'), "x.json")
    with pytest.raises(UsageError, match=r"x\.json:5: not readable as RDF"):
        read(tmp_path, JSON.replace("} ] }", "}"), "x.json")


def test_a_json_ld_context_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="context elsewhere is not fetched"):
        read(tmp_path, '{ "@context": "https://example.org/context", "a": 1 }', "x.jsonld")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    import tempfile

    places: list[str | None] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("x.tsv", "x.ttl", "x.jsonld"):
            try:
                read(Path(folder), HEADING + text if name == "x.tsv" else text, name)
            except UsageError as fault:
                places.append(fault.place)
    assert None not in places
