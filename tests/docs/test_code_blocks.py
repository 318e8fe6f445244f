"""Every code block of the documentation does what it shows."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
from pathlib import Path

import pyoxigraph
import pytest

from myograph.content import Content
from myograph.names import Prefixes
from tests.checkout import ROOT
from tests.docs.code_blocks import Block, Terminal, agrees, answers, blocks, pages, shortened_alike, steps, tidy
from tests.docs.refresh import refreshed_page

LANGUAGES = {"console", "python", "sparql", "turtle"}
NOT_RUN = {"sh", "text", "toml", "yaml", "json", "csv", "bibtex", "mermaid", "makefile"}


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """Return a terminal that asks the release of this test run."""
    return Terminal(tmp_path, os.environ["MYOGRAPH_CACHE"])


def blocks_of(page: str, *languages: str) -> list[Block]:
    """Return the blocks of a page in one of the languages."""
    text = (ROOT / page).read_text("utf-8")
    return [block for block in blocks(page, text) if block.language in languages]


def pages_with(*languages: str) -> list[str]:
    """Return the pages that have a block in one of the languages."""
    return [page for page in pages() if blocks_of(page, *languages)]


def test_documentation_shows_commands_and_python() -> None:
    assert "README.md" in pages_with("console")
    assert pages_with("python")


@pytest.mark.parametrize("page", pages())
def test_every_block_says_its_language(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    fences = sum(line.lstrip().startswith("```") for line in text.splitlines())
    named = list(blocks(page, text))
    assert fences == 2 * len(named), "a block without a language cannot be checked"
    assert {block.language for block in named} <= LANGUAGES | NOT_RUN


@pytest.mark.parametrize("page", pages_with("console"))
def test_console_blocks_print_what_they_show(page: str, terminal: Terminal) -> None:
    for block in blocks_of(page, "console"):
        run_console(block, terminal)


def run_console(block: Block, terminal: Terminal) -> None:
    """Run the steps of a block and compare each with what is shown."""
    for step, outcome in answers(block, terminal):
        printed = "\n".join(outcome.lines)
        assert agrees(step.shown, outcome.lines), f"{block}: {step.command} prints now (make docs):\n{printed}"


@pytest.mark.parametrize("page", pages_with("python"))
def test_python_blocks_run(page: str, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(terminal.folder)
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks_of(page, "python"):
        run_python(block, names)


def run_python(block: Block, names: dict[str, object]) -> None:
    """Run a block in the names of its page; a session with `>>>` must answer as shown."""
    if not block.text.startswith(">>>"):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(block.text, str(block), "exec", dont_inherit=True), names)
        return
    session = doctest.DocTestParser().get_doctest(block.text, names, str(block), block.page, block.line)
    report = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(session, out=report.write, clear_globs=False)
    names.update(session.globs)
    assert not runner.summarize(verbose=False).failed, report.getvalue()


@pytest.mark.parametrize("page", pages_with("turtle"))
def test_turtle_blocks_parse(page: str) -> None:
    prefixes = Prefixes.load(Content.find()).turtle
    for block in blocks_of(page, "turtle"):
        assert list(pyoxigraph.parse(prefixes + block.text, pyoxigraph.RdfFormat.TURTLE)), block


@pytest.mark.parametrize("page", pages_with("sparql"))
def test_sparql_blocks_parse(page: str) -> None:
    prologue = Prefixes.load(Content.find()).sparql_prologue()
    for block in blocks_of(page, "sparql"):
        pyoxigraph.Store().query(prologue + block.text)


@pytest.mark.parametrize("page", pages_with("turtle", "sparql"))
def test_blocks_use_terms_of_the_vocabulary(page: str) -> None:
    vocabulary = {str(quad.subject) for quad in pyoxigraph.parse(path=ROOT / "ontology" / "myograph.ttl")}
    expand = Prefixes.load(Content.find()).expand
    for block in blocks_of(page, "turtle", "sparql"):
        unknown = [term for term in re.findall(r"\bmyo:\w+", block.text) if f"<{expand(term)}>" not in vocabulary]
        assert not unknown, block


PAGE = """\
# Page

```console
$ printf 'one\\ntwo\\nthree\\n'
one
...
$ false
$ echo $?
1

$ printf '%s' \\
  joined
joined
```

   ```python
   x = 1
   ```
"""


def test_blocks_are_found_with_place_and_language() -> None:
    console, python = blocks("page.md", PAGE)
    assert (console.language, console.line) == ("console", 3)
    assert (python.language, python.text) == ("python", "x = 1\n")
    assert PAGE[python.start : python.end] == "   x = 1\n"


def test_steps_carry_commands_and_what_is_shown() -> None:
    console, _ = blocks("page.md", PAGE)
    assert [step.shown for step in steps(console.text)] == [("one", "..."), (), ("1",), ("joined",)]
    with pytest.raises(ValueError, match="starts with"):
        steps("one\n$ two\n")


def test_console_block_that_agrees_passes_and_is_left_as_it_is(terminal: Terminal) -> None:
    console, _ = blocks("page.md", PAGE)
    run_console(console, terminal)
    assert refreshed_page("page.md", PAGE, terminal) == PAGE


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [("three\n...\n", "prints now"), ("$ false\n$ echo 1", "-> 1"), ("2\n\n$ printf", "prints now")],
)
def test_console_block_that_disagrees_is_told(wrong: str, complaint: str, terminal: Terminal) -> None:
    right = {"three\n...\n": "one\n...\n", "$ false\n$ echo 1": "$ false\n$ echo $?", "2\n\n$ printf": "1\n\n$ printf"}
    console, _ = blocks("page.md", PAGE.replace(right[wrong], wrong))
    with pytest.raises(AssertionError, match=complaint):
        run_console(console, terminal)


def test_refresh_writes_what_is_printed_and_leaves_out_alike(terminal: Terminal) -> None:
    old = PAGE.replace("one\n...\n", "eins\n...\n").replace("1\n\n", "7\n\n")
    assert refreshed_page("page.md", old, terminal) == PAGE


@pytest.mark.parametrize(
    ("shown", "agree"),
    [("a\nb\nc", True), ("...", True), ("a\n...\nc", True), ("a\n...\na", False), ("a\nb", False), ("...\nd", False)],
)
def test_three_dots_stand_for_any_lines(shown: str, agree: bool) -> None:
    assert agrees(tidy(shown), ("a", "b", "c")) is agree


def test_lines_are_left_out_where_they_were() -> None:
    assert shortened_alike(("x", "...", "y"), ("a", "b", "c")) == ("a", "...", "c")
    assert shortened_alike(("x", "..."), ("a",)) == ("a",)
    assert shortened_alike(("x",), ("a", "b")) == ("a", "b")


def test_python_session_that_answers_otherwise_is_told() -> None:
    (block,) = blocks("page.md", "```python\n>>> 1 + 1\n3\n```\n")
    with pytest.raises(AssertionError, match="Expected"):
        run_python(block, {})
