"""Cells of a notebook ask the graph, and the example notebook runs."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pyoxigraph import Literal

import myograph
from myograph import notebook
from myograph.queries.results import Solutions
from tests.checkout import ROOT

SELECT = "SELECT ?food {\n  VALUES ?mineral { myo-id:magnesium }\n  ?food myo:foodSourceOf ?mineral\n}"
Magic = Callable[[str, str], Any]


class Shell:
    """Stand for the shell: it keeps the magic, and the variables of the user."""

    def __init__(self) -> None:
        self.user_ns: dict[str, Any] = {"kg": myograph.open()}
        self.magics: dict[str, Magic] = {}

    def register_magic_function(self, magic: Magic, kind: str, name: str) -> None:
        self.magics[f"{kind} {name}"] = magic

    def run(self, line: str, cell: str) -> Any:
        return self.magics["cell sparql"](f"--graph kg {line}", cell)


@pytest.fixture
def shell() -> Shell:
    pytest.importorskip("IPython")
    made = Shell()
    notebook.load_ipython_extension(made)
    return made


def test_a_cell_answers_with_rows_truth_or_triples(shell: Shell) -> None:
    found = shell.run("", SELECT)
    assert isinstance(found, Solutions)
    assert found == shell.user_ns["kg"].select(SELECT)
    assert shell.run("", "ASK { myo-id:magnesium a myo:Mineral }") is True
    triples = shell.run("", "CONSTRUCT WHERE { myo-id:magnesium a ?kind }")
    assert triples.columns == ("subject", "predicate", "object")


def test_values_come_from_variables_and_answers_go_into_them(shell: Shell) -> None:
    shell.user_ns |= {"mineral": "potassium", "several": ["potassium", "magnesium"]}
    assert shell.run("--with mineral --store-to foods --name text", SELECT) is None
    kg = shell.user_ns["kg"]
    assert f"VALUES ?mineral {{ <{kg.find('potassium')}> }}" in shell.user_ns["text"]
    assert shell.user_ns["foods"] == kg.select(shell.user_ns["text"])
    both = shell.run("--with mineral=several", SELECT)
    assert len(both) == len(shell.user_ns["foods"]) + len(kg.select(SELECT))


def test_a_format_writes_the_answer(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell.run("--format csv", SELECT) is None
    assert capsys.readouterr().out.splitlines()[0] == "food"


@pytest.mark.parametrize(
    ("line", "cell", "problem"),
    [
        ("--with nothing", SELECT, "there is no variable 'nothing'"),
        ("--with other=number", SELECT, "the query has no parameter 'other'"),
        ("--with mineral", SELECT, "magnesum"),
        ("--with mineral=kg", SELECT, "no term"),
        ("--graph mineral", SELECT, "mineral is no graph"),
        ("--format parquet", SELECT, "is no text"),
        ("--format nonsense", SELECT, "there is no format called"),
        ("--nonsense", SELECT, "unrecognized arguments"),
        ("--timeout soon", SELECT, "invalid float value"),
        ("--timeout 0", SELECT, "is not a timeout"),
        ("--timeout 0.001", SELECT, "stopped after 0.001 s"),
        ("", "SELECT {", "line 1"),
    ],
)
def test_what_is_wrong_is_told_without_a_traceback(line: str, cell: str, problem: str, shell: Shell) -> None:
    from IPython.core.error import UsageError

    shell.user_ns |= {"mineral": "magnesum", "number": 1}
    with pytest.raises(UsageError, match=problem):
        shell.run(line, cell)


def test_things_claims_and_ladders_show_themselves(shell: Shell) -> None:
    kg = shell.user_ns["kg"]
    entity, claim, ladder = kg.entity("hypokalemia"), kg.claims()[0], kg.explain()
    assert all(synonym in entity._repr_html_() for synonym in (entity.label, *entity.synonyms))
    assert claim.iri in claim._repr_html_()
    assert html.escape(claim.verdict) in claim._repr_html_()
    shown = ladder._repr_html_()
    assert shown.count("<li>") == shown.count("</li>") > len(ladder.rungs) + len(ladder.red_flags)
    assert all(html.escape(flag.statement, quote=False) in html.unescape(shown) for flag in ladder.red_flags)
    hostile = replace(entity, label="<script>alert(1)</script>")
    assert "<script" not in hostile._repr_html_()


def test_python_values_are_terms(shell: Shell) -> None:
    kg = shell.user_ns["kg"]
    assert notebook.term(kg, 3) == Literal(3)
    assert str(notebook.term(kg, Decimal("1.50"))).startswith('"1.50"^^')
    assert notebook.term(kg, Literal("} DROP ALL")) == Literal("} DROP ALL")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_the_example_notebook_runs() -> None:
    for library in ("ipykernel", "nbclient", "pandas"):
        pytest.importorskip(library)
    import nbformat
    from nbclient import NotebookClient

    book = nbformat.read(ROOT / "examples" / "questions.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    codes = [cell for cell in book.cells if cell.cell_type == "code"]
    assert not any(cell.outputs for cell in codes)
    NotebookClient(book, timeout=120, kernel_name="python3").execute()
    assert "myograph-solutions" in codes[1].outputs[0]["data"]["text/html"]
    assert len(codes[-1].outputs[0]["data"]["text/plain"]) > len("[]")
