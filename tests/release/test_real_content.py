"""The content of this checkout keeps every rule, and with the article at hand every passage matches it."""

from __future__ import annotations

import pytest

from myograph.content import Content
from myograph.graph.loading import LoadedContent, load
from myograph.graph.source_text import Coverage, verify_text
from myograph.release.checking import check_loaded
from tests.checkout import ROOT
from tests.shared_material import shared_file


@pytest.fixture(scope="module")
def loaded() -> LoadedContent:
    return load(Content(ROOT))


def test_content_has_no_findings(loaded: LoadedContent) -> None:
    report = check_loaded(loaded)
    assert not report.findings, "\n".join(map(str, report.findings))
    assert report.complete


@pytest.mark.shared("source/article.txt")
def test_article_is_covered_and_nothing_is_copied_from_it(loaded: LoadedContent) -> None:
    article = shared_file("source/article.txt")
    verification = verify_text(loaded, article.read_bytes(), article.name)
    assert not verification.findings, "\n".join(map(str, verification.findings))
    assert verification.coverage == Coverage(covered=6481, total=6481, verified_passages=132, passages=132)
