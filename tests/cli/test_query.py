"""`myograph query`: where queries come from, how answers leave, and what is told when there is none."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from myograph.cli import run
from myograph.cli.query_text import LONGEST
from tests.cli.small_store import ENDLESS, small_store

ACTS = "SELECT ?thing ?target { ?thing myo:actsOn ?target }"
ONE_TRIPLE = "CONSTRUCT { ?s myo:actsOn ?o } { ?s myo:actsOn ?o }"


class Shell:
    """Run the command line in this process and keep what it prints."""

    def __init__(self, capture: pytest.CaptureFixture[str], store: str) -> None:
        self.capture = capture
        self.store = store

    def query(self, *arguments: str) -> tuple[int, str, str]:
        """Return exit code, standard output and standard error of `myograph query`."""
        self.capture.readouterr()
        code = run(["query", *arguments, "--store", self.store])
        printed = self.capture.readouterr()
        return code, printed.out, printed.err


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return small_store(tmp_path_factory.mktemp("small"))


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], store: str) -> Shell:
    return Shell(capsys, store)


def test_without_a_terminal_rows_are_csv(shell: Shell) -> None:
    code, out, err = shell.query("-e", ACTS)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "thing,target",
        "https://w3id.org/myograph/id/magnesium,https://w3id.org/myograph/id/muscle",
    ]


def test_a_table_shows_labels_and_curies(shell: Shell) -> None:
    code, out, _ = shell.query("-e", ACTS, "--format", "table")
    assert code == 0
    assert out.splitlines()[2] == "magnesium | Mg  myo-id:muscle"
    _, raw, _ = shell.query("-e", ACTS, "--format", "table", "--iris")
    assert raw.splitlines()[2] == "https://w3id.org/myograph/id/magnesium  https://w3id.org/myograph/id/muscle"


def test_markdown_is_for_documents(shell: Shell) -> None:
    _, out, _ = shell.query("-e", ACTS, "--format", "MARKDOWN")
    assert out.splitlines()[2] == "| magnesium \\| Mg | myo-id:muscle |"


def test_a_truth_value_is_one_word(shell: Shell) -> None:
    assert shell.query("-e", "ASK { ?s myo:actsOn ?o }") == (0, "true\n", "")
    assert shell.query("-e", "ASK { ?s myo:actsOn 5 }") == (0, "false\n", "")


def test_a_graph_is_turtle_with_the_prefixes_of_the_project(shell: Shell) -> None:
    _, out, _ = shell.query("-e", ONE_TRIPLE)
    assert "myo-id:magnesium myo:actsOn myo-id:muscle ." in out
    _, described, _ = shell.query("-e", "DESCRIBE myo-id:magnesium", "--format", "ntriples")
    assert described.count("\n") == 2


def test_no_rows_are_an_answer(shell: Shell) -> None:
    assert shell.query("-e", "SELECT ?x { ?x myo:unheardOf ?y }") == (0, "x\r\n", "")


def test_a_query_comes_from_a_file(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "question ä.rq"
    file.write_bytes(b"\xef\xbb\xbf# with a byte order mark\n" + ACTS.encode())
    assert shell.query(str(file), "--format", "tsv")[1].startswith("?thing\t?target\n")


def test_a_query_comes_from_standard_input(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"ASK {}"), encoding="ascii"))
    assert shell.query("-")[1] == "true\n"


def test_what_the_shell_could_not_decode_is_read_as_utf8(shell: Shell) -> None:
    undecoded = os.fsdecode("SELECT ('é' AS ?x) {}".encode())
    mangled = "SELECT ('\udcc3\udca9' AS ?x) {}"
    assert shell.query("-e", undecoded)[1] == shell.query("-e", mangled)[1] == "x\r\né\r\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((), "Nothing to ask: give a FILE, - for standard input, or -e TEXT."),
        (("file.rq", "-e", "ASK {}"), "Give a FILE or -e TEXT, not both."),
        (("no-such-file.rq",), "no-such-file.rq: the query cannot be read: No such file or directory"),
        (("SELECT * { ?s ?p ?o }",), "To give the query itself, write it behind -e."),
        (("a\0b",), "the query cannot be read: this is no file name"),
        ((".",), ".: the query cannot be read: Is a directory"),
        (("-e", "ASK {}", "--format", "word"), "'word' is not one of"),
        (("-e", "ASK {}", "--timeout", "-1"), "is not in the range"),
        (("-e", "ASK {}", "--timeout", "nan"), "'nan' is no number of seconds"),
        (("-e", "ASK {}\udcff"), "-e: the query is not UTF-8: byte 0xff on line 1"),
        (("-e", ""), "the query is empty"),
        (("-e", "SELECT * { SERVICE <urn:x> {} }"), "SERVICE would call another server"),
        (("-e", "DELETE WHERE { ?s ?p ?o }"), "DELETE is an update, and the graph is read-only"),
        (("-e", "SELECT (<urn:f>(1) AS ?x) {}"), "The custom function <urn:f> is not supported"),
        (("-e", ONE_TRIPLE, "--format", "csv"), "the format csv cannot carry the answer of CONSTRUCT or DESCRIBE"),
        (("-e", "ASK {}", "--format", "turtle"), "Formats that can: table, markdown, csv, tsv, json, xml."),
        (("-e", ACTS, "--output", "nowhere/answer.csv"), "the file cannot be written: No such file or directory"),
        (("-e", ACTS, "--output", "."), "the file cannot be written: Is a directory"),
    ],
)
def test_what_is_not_understood_is_told(shell: Shell, arguments: tuple[str, ...], problem: str) -> None:
    code, out, err = shell.query(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert problem in err
    assert "Traceback" not in err


def test_a_syntax_error_is_shown_in_its_line(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "faulty.rq"
    file.write_text("SELECT ?x\n\t{ ?x a myo:Mineral ?oops }\n")
    code, _, err = shell.query(str(file))
    assert code == 2
    assert err.splitlines() == [
        f"error: {file}, line 2, column 21: the query does not parse at `?oops }}`",
        "   { ?x a myo:Mineral ?oops }",
        "                      ^",
    ]


def test_an_unknown_prefix_is_told_with_the_one_that_may_be_meant(shell: Shell) -> None:
    _, _, err = shell.query("-e", "ASK { ?x mya:actsOn ?y }")
    assert "error: line 1, column 10: the prefix 'mya' is not declared" in err
    assert "Did you mean myo: <https://w3id.org/myograph/ontology#>?" in err


def test_a_query_without_end_is_refused(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert size > 0, "this would never end"
            return b" " * size

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Endless()))
    code, _, err = shell.query("-")
    assert code == 2
    assert f"the query is longer than {LONGEST // 1024 // 1024} MiB" in err


def test_a_query_that_takes_too_long_is_stopped(shell: Shell, tmp_path: Path) -> None:
    code, out, err = shell.query("-e", ENDLESS, "--timeout", "0.2", "--output", str(tmp_path / "answer.csv"))
    assert (code, out) == (3, "")
    assert "error: the query was stopped after 0.2 s" in err
    assert list(tmp_path.iterdir()) == []


def test_no_timeout_lets_a_query_run(shell: Shell) -> None:
    assert shell.query("-e", "ASK {}", "--timeout", "0")[:2] == (0, "true\n")


def test_a_missing_store_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["query", "-e", "ASK {}", "--store", str(tmp_path / "nothing")]) == 1
    assert str(tmp_path / "nothing") in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "query", "start"),
    [
        ("answer.csv", ACTS, "thing,target"),
        ("answer.JSON", ACTS, '{"head"'),
        ("answer.md", ACTS, "| thing |"),
        ("answer.ttl", ONE_TRIPLE, "@prefix"),
        ("answer.nt", ONE_TRIPLE, "<https://"),
        ("answer", ACTS, "thing,target"),
        ("answer.dat", ONE_TRIPLE, "@prefix"),
    ],
)
def test_the_ending_of_the_file_says_the_format(
    shell: Shell, tmp_path: Path, name: str, query: str, start: str
) -> None:
    assert shell.query("-e", query, "--output", str(tmp_path / name)) == (0, "", "")
    assert (tmp_path / name).read_text().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_format_that_is_asked_for_wins_over_the_ending(shell: Shell, tmp_path: Path) -> None:
    shell.query("-e", ACTS, "--output", str(tmp_path / "answer.csv"), "--format", "json")
    assert (tmp_path / "answer.csv").read_text().startswith("{")


def test_an_ending_that_does_not_fit_the_answer_is_told(shell: Shell, tmp_path: Path) -> None:
    code, _, err = shell.query("-e", ONE_TRIPLE, "--output", str(tmp_path / "answer.csv"))
    assert code == 2
    assert "the format csv cannot carry the answer of CONSTRUCT or DESCRIBE" in err
    assert list(tmp_path.iterdir()) == []
