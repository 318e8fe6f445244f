"""The content of this checkout keeps every rule, and with the article at hand every passage matches it."""

from __future__ import annotations

import pytest

from myograph.content import Content
from myograph.graph.source_text import Coverage
from myograph.release.checking import check
from tests.checkout import ROOT
from tests.shared_material import shared_file


def test_content_has_no_findings() -> None:
    report = check(Content(ROOT))
    assert not report.findings, "\n".join(map(str, report.findings))
    assert report.complete


@pytest.mark.shared("source/article.txt")
def test_article_is_covered_and_nothing_is_copied_from_it() -> None:
    report = check(Content(ROOT), shared_file("source/article.txt"))
    assert not report.findings, "\n".join(map(str, report.findings))
    assert report.verification is not None
    assert report.verification.coverage == Coverage(covered=6481, total=6481, verified_passages=132, passages=132)
