"""The table of mappings: read with places for its faults, told as triples, and sound by the tools of its standard."""

from __future__ import annotations

import csv
import io
import warnings
from collections import Counter
from pathlib import Path

import bioregistry
import curies
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from myograph.errors import ContentError
from myograph.names import RDFS, SKOS
from myograph.ontology.mappings import (
    CLOSE,
    COLUMNS,
    EXACT,
    NO_TERM_FOUND,
    RELATED,
    SSSOM,
    MappingSet,
    mapping_triples,
    read_mappings,
)
from tests.checkout import ROOT
from tests.shared_material import shared_file

TABLE = "ontology/mappings.sssom.tsv"
HEAD = """# mapping_set_id: https://example.org/mappings
# mapping_set_version: "1"
# license: https://creativecommons.org/licenses/by/4.0/
# curie_map:
#   HP: http://purl.obolibrary.org/obo/HP_
#   UMLS: https://uts.nlm.nih.gov/uts/umls/concept/
#   myo-id: https://w3id.org/myograph/id/
#   skos: http://www.w3.org/2004/02/skos/core#
"""
COLUMN_LINE = "\t".join(COLUMNS) + "\n"
ROW = (
    "myo-id:fatigue\tfatigue\tskos:exactMatch\tHP:0012378\tFatigue\tsemapv:ManualMappingCuration\tobo:hp.owl\t\t0.9\t\n"
)
UNNAMED = frozenset({"UMLS", "SNOMEDCT", "LOINC", "DRUGBANK", "icd10", "icd11.foundation"})
LOOK_UP = "semapv:BackgroundKnowledgeBasedMatching"


def read(text: str, folder: Path) -> MappingSet:
    (folder / "a.sssom.tsv").write_bytes(text.encode())
    return read_mappings(folder, "a.sssom.tsv")


@pytest.fixture(scope="module")
def table() -> MappingSet:
    return read_mappings(ROOT, TABLE)


def test_head_and_rows_are_read(tmp_path: Path) -> None:
    mappings = read(HEAD + COLUMN_LINE + ROW, tmp_path)
    assert mappings.metadata["mapping_set_version"] == "1"
    assert mappings.prefixes.expand("HP:0012378") == "http://purl.obolibrary.org/obo/HP_0012378"
    (row,) = mappings.rows
    assert (row.subject_id, row.object_label, row.confidence, row.line) == ("myo-id:fatigue", "Fatigue", "0.9", 10)


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("", ":1", "the head lacks `mapping_set_id`"),
        (HEAD.replace("# license", "# licence"), ":1", "the head lacks `license`"),
        (HEAD.replace("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"), ":1", "license is not an IRI"),
        (HEAD + "# a list\n", ":9", "is not `# key: value`"),
        (HEAD, ":9", "the column subject_id is missing"),
        (HEAD + COLUMN_LINE.replace("\tcomment", ""), ":9", "the column comment is missing"),
        (HEAD + COLUMN_LINE.replace("comment", "confidence"), ":9", "the column confidence stands twice"),
        (HEAD + COLUMN_LINE.replace("comment", "comment\tnote"), ":9", "the column 'note' is not known"),
        (HEAD + COLUMN_LINE + ROW + "myo-id:x\n", ":11", "the row has 1 cells, and the table 10 columns"),
    ],
)
def test_fault_of_form_is_told_with_its_line(text: str, place: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=problem) as told:
        read(text, tmp_path)
    assert told.value.place == f"a.sssom.tsv{place}"
    assert told.value.advice


def test_other_encoding_and_absent_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.sssom.tsv").write_bytes(b"# \xe9")
    with pytest.raises(ContentError, match="not UTF-8"):
        read_mappings(tmp_path, "a.sssom.tsv")
    with pytest.raises(ContentError, match="No such file"):
        read_mappings(tmp_path, "b.sssom.tsv")


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])), min_size=10, max_size=10
        )
    )
)
def test_what_is_written_is_read(rows: list[list[str]]) -> None:
    import tempfile

    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        mappings = read(HEAD + COLUMN_LINE + written.getvalue(), Path(folder))
    assert [[getattr(row, column) for column in COLUMNS] for row in mappings.rows] == rows
    assert [row.line for row in mappings.rows] == list(range(10, 10 + len(rows)))


def test_row_is_one_triple_and_names_its_term(tmp_path: Path) -> None:
    mappings = read(HEAD + COLUMN_LINE + ROW, tmp_path)
    term = NamedNode("http://purl.obolibrary.org/obo/HP_0012378")
    triples = list(mapping_triples(mappings))
    assert [str(t.subject) for t in triples if t.predicate == SKOS.exactMatch] == [
        "<https://w3id.org/myograph/id/fatigue>"
    ]
    assert [t.object for t in triples if t.subject == term] == [Literal("Fatigue", language="en")]
    assert not [t for t in mapping_triples(mappings, {term}) if t.subject == term]
    assert [str(t.subject) for t in triples if t.object == SSSOM.MappingSet] == ["<https://example.org/mappings>"]


def test_no_term_found_is_no_triple(tmp_path: Path) -> None:
    row = ROW.replace("HP:0012378\tFatigue", f"{NO_TERM_FOUND}\t")
    mappings = read(HEAD + COLUMN_LINE + row, tmp_path)
    assert not [t for t in mapping_triples(mappings) if t.predicate in SKOS]


def test_each_mapping_is_one_skos_triple(table: MappingSet) -> None:
    told = [t for t in mapping_triples(table) if t.predicate in SKOS]
    assert len(told) == len(set(told)) == sum(row.finds_a_term for row in table.rows) > 600
    assert {t.predicate for t in told} == {
        SKOS[f"{kind}Match"] for kind in ("exact", "close", "broad", "narrow", "related")
    }


@pytest.mark.no_cover
def test_sssom_library_finds_the_table_valid() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sssom.constants import DEFAULT_VALIDATION_TYPES
        from sssom.parsers import parse_sssom_table
        from sssom.validators import validate

        parsed = parse_sssom_table(ROOT / TABLE)
        reports = validate(parsed, DEFAULT_VALIDATION_TYPES, fail_on_error=False)
    assert len(reports) == len(DEFAULT_VALIDATION_TYPES) >= 3
    assert [result.message for report in reports.values() for result in report.results] == []
    assert parsed.metadata["mapping_set_id"] == "https://w3id.org/myograph/ontology/mappings"


def test_sssom_library_reads_the_rows_that_we_read(table: MappingSet) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sssom.parsers import parse_sssom_table

        parsed = parse_sssom_table(ROOT / TABLE).df
    columns = ["subject_id", "predicate_id", "object_id"]
    theirs = Counter(parsed[columns].itertuples(index=False, name=None))
    assert theirs == Counter((row.subject_id, row.predicate_id, row.object_id) for row in table.rows)


def test_identifiers_and_iris_are_the_same(table: MappingSet) -> None:
    converter = curies.Converter.from_prefix_map(dict(table.prefixes.namespaces))
    for row in table.terms():
        iri = table.object_iri(row)
        assert converter.expand(row.object_id) == iri
        assert converter.compress(iri) == row.object_id == table.prefixes.compress(iri)


def test_prefixes_are_those_of_the_bioregistry(table: MappingSet) -> None:
    strange = {row.object_id for row in table.terms() if bioregistry.normalize_curie(row.object_id) is None}
    assert strange == set()
    for row in table.terms():
        found = bioregistry.parse_iri(table.object_iri(row))
        assert found is not None
        assert f"{found[0]}:{found[1]}" == bioregistry.normalize_curie(row.object_id)


def test_terms_under_other_licences_keep_their_names_to_themselves(table: MappingSet) -> None:
    assert {row.vocabulary for row in table.terms()} >= UNNAMED
    assert [row.object_label for row in table.terms() if row.vocabulary in UNNAMED and row.object_label] == []


def test_what_was_only_looked_up_is_less_certain(table: MappingSet) -> None:
    looked_up = [float(row.confidence) for row in table.terms() if row.mapping_justification == LOOK_UP]
    seen = [
        float(row.confidence)
        for row in table.terms()
        if row.mapping_justification != LOOK_UP and row.predicate_id == EXACT
    ]
    assert looked_up
    assert max(looked_up) <= 0.65 < sorted(seen)[len(seen) // 10]


@pytest.mark.parametrize(
    ("subject", "term", "predicate"),
    [
        ("magnesium", "CDNO:0000017", EXACT),
        ("magnesium", "CHEBI:18420", CLOSE),
        ("magnesium", "CHEBI:25107", CLOSE),
        ("magnesium-deficiency", "MONDO:0006844", EXACT),
        ("magnesium-deficiency", "HP:0002917", RELATED),
        ("hypomagnesaemia", "HP:0002917", EXACT),
        ("potassium-deficiency", "HP:0002900", RELATED),
        ("muscle-twitching", "SYMP:0000394", EXACT),
        ("muscle-twitching", "HP:0002380", CLOSE),
        ("muscle-cramp", "SYMP:0000093", EXACT),
        ("muscle-cramp", "HP:0003394", CLOSE),
        ("muscle-spasm", "HP:0003394", EXACT),
        ("tetany", "SYMP:0000619", EXACT),
        ("calcium-channel-blocker", "CHEBI:38215", EXACT),
        ("calcium-channel-blocking", "CHEBI:38215", RELATED),
        ("nicotine", "CHEBI:17688", EXACT),
    ],
)
def test_senses_are_kept_apart(subject: str, term: str, predicate: str, table: MappingSet) -> None:
    told = [row.predicate_id for row in table.rows if (row.subject_id, row.object_id) == (f"myo-id:{subject}", term)]
    assert told == [predicate]


def test_traps_and_obsolete_terms_of_the_raw_table_are_left_out(table: MappingSet) -> None:
    with shared_file("terms/terms.tsv").open(encoding="utf-8", newline="") as file:
        raw = list(csv.DictReader(file, delimiter="\t"))
    used = {row.object_id for row in table.terms()}
    obsolete = {row["object_id"] for row in raw if row["obsolete"] == "true"}
    assert len(obsolete) == 10
    assert used & obsolete == set()
    assert used & {"CHEBI:46662", "CHEBI:18723", "PATO:0002013", "GO:0014721", "HP:0010546", "ENVO:00003862"} == set()


def test_names_are_those_of_the_raw_table(table: MappingSet) -> None:
    with shared_file("terms/terms.tsv").open(encoding="utf-8", newline="") as file:
        names = {row["object_id"]: row["object_label"] for row in csv.DictReader(file, delimiter="\t")}
    told = {row.object_id: row.object_label for row in table.terms() if row.object_label and row.object_id in names}
    assert len(told) > 400
    assert {term: name for term, name in told.items() if names[term] != name} == {}


def test_set_names_its_terms_once(table: MappingSet) -> None:
    named = Counter(t.subject for t in dict.fromkeys(mapping_triples(table)) if t.predicate == RDFS.label)
    assert [term for term, times in named.items() if times > 1] == []
