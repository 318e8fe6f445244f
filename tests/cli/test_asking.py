"""`explain`, `show`, `search` and `cite` as a person uses them: what they print, and how they end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_material import shared_file


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "myograph", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_explain_tells_sign_wording_places_and_verdict_of_each_step() -> None:
    told = run("explain")
    assert told.returncode == 0
    line = next(line for line in told.stdout.splitlines() if "▲ drinking too much plain water" in line)
    assert "under the condition: dehydration" in line
    assert "possible" in line
    assert "1 place" in line
    assert "Seek care" in told.stdout
    assert "not medical advice" in told.stdout


def test_explain_above_a_bar_leaves_out_what_does_not_meet_it() -> None:
    all_said, borne_out = run("explain").stdout, run("explain", "--evidence", "supported").stdout
    assert "sustained involuntary contraction" in all_said
    assert "sustained involuntary contraction" not in borne_out
    assert "persistent twitching" in borne_out


def test_explain_of_one_source_leaves_the_others_out() -> None:
    told = run("explain", "--source", "article on magnesium and muscle twitching").stdout
    assert "dehydration" in told
    assert "alcohol" not in told


def test_what_nothing_leads_to_is_said_to_have_no_causes() -> None:
    told = run("explain", "banana")
    assert told.returncode == 0
    assert "No claim of the graph says what leads to it." in told.stdout


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("explain", "magnesum"), "magnesium"),
        (("show", "hypocalemia"), "hypocalcaemia"),
        (("show", "myo-claim:banana"), "banana-k"),
        (("cite", "bananna-k"), "banana-k"),
        (("explain", "--evidence", "good"), "not-contradicted"),
        (("cite", "banana-k", "--format", "endnote"), "bibtex"),
        (("explain", "--source", "the article"), "article on magnesium"),
        (("search", "qqqzzzxxx"), "other words"),
    ],
)
def test_what_is_not_known_ends_with_2_and_offers_what_is(words: tuple[str, ...], hint: str) -> None:
    ended = run(*words)
    assert ended.returncode == 2
    assert hint in ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr


def test_show_of_a_claim_tells_both_axes_and_every_place() -> None:
    told = run("show", "mg-relieves-spasm").stdout
    assert "said:     asserted, 1 place in 1 source" in told
    assert "evidence: ≠ contested" in told
    assert "why magnesium, paragraph 1, sentence 1" in told
    assert "doi:10.1002/14651858.CD009402.pub3" in told
    assert "add --source FILE" in told


def test_show_proves_the_passage_to_who_has_the_text() -> None:
    article = shared_file("source/article.txt")
    told = run("show", "banana-k", "--source", str(article))
    assert told.returncode == 0
    assert article.read_text(encoding="utf-8")[2959:2966] in told.stdout


def test_show_refuses_a_text_that_was_changed(tmp_path: Path) -> None:
    changed = tmp_path / "article.txt"
    changed.write_text(shared_file("source/article.txt").read_text(encoding="utf-8").replace("Bananas", "Mangoes"))
    ended = run("show", "banana-k", "--source", str(changed))
    assert ended.returncode == 1
    assert "expected" in ended.stderr


def test_show_says_when_the_text_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe\x00")
    for name, why in (("absent.txt", "cannot be read"), ("binary.txt", "not UTF-8")):
        ended = run("show", "banana-k", "--source", str(tmp_path / name))
        assert ended.returncode == 2
        assert why in ended.stderr


@pytest.mark.parametrize(
    ("words", "first"),
    [("eye twitch", "eyelid twitching"), ("magnesum", "magnesium"), ("charley horse", "muscle cramp")],
)
def test_search_knows_lay_words_and_forgives_errors(words: str, first: str) -> None:
    assert run("search", words).stdout.splitlines()[0].startswith(f"{first} (")
