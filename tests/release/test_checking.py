"""The rules as a whole: valid content is clean, and each golden case gives exactly its findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from myograph.content import Content
from myograph.errors import ContentError, Finding, UsageError
from myograph.release.checking import READING_RULES, RULES, check, in_order
from tests.content_cases import INVALID, SOURCE_TEXT, VALID, broken_copy


def test_valid_content_is_clean() -> None:
    report = check(Content(VALID), SOURCE_TEXT)
    assert report.findings == ()
    assert report.complete
    assert report.verification is not None
    assert report.verification.coverage is not None


@pytest.mark.parametrize("case", INVALID, ids=lambda case: case.name)
def test_case_gives_its_findings(case: Path, tmp_path: Path) -> None:
    found = [str(finding) for finding in check(broken_copy(case, tmp_path)).findings]
    assert found == (case / "expected.txt").read_text(encoding="utf-8").splitlines()


def test_every_rule_has_a_case() -> None:
    expected = "".join((case / "expected.txt").read_text(encoding="utf-8") for case in INVALID)
    names = {rule.name for rule in RULES} | set(READING_RULES)
    assert {name for name in names if f"[{name}]" not in expected} == set()


def test_unreadable_content_leaves_the_check_incomplete(tmp_path: Path) -> None:
    (case,) = (case for case in INVALID if case.name == "broken-turtle")
    assert not check(broken_copy(case, tmp_path), SOURCE_TEXT).complete


def test_missing_source_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        check(Content(VALID), tmp_path / "absent.txt")


def test_content_without_a_dataset_description_is_told(tmp_path: Path) -> None:
    (tmp_path / "ontology").mkdir()
    with pytest.raises(ContentError, match=r"graph/dataset\.ttl"):
        check(Content(tmp_path))


def test_errors_come_first_and_nothing_twice() -> None:
    warning = Finding("warning", "a", "m", "d", "a.ttl", 1)
    later, earlier = (Finding("error", "z", "m", "d", "z.ttl", line) for line in (9, 2))
    assert in_order([warning, later, warning, earlier]) == (earlier, later, warning)
