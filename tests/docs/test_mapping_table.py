"""The table of mappings in the documentation is counted from the mappings."""

from __future__ import annotations

from collections import Counter

from myograph.ontology.mappings import PREDICATES, read_mappings
from tests.checkout import ROOT

PAGE = ROOT / "docs" / "ontology.md"


def counted_table() -> str:
    """Return the rows for each vocabulary and predicate as a Markdown table, the largest vocabulary first."""
    rows = list(read_mappings(ROOT, "ontology/mappings.sssom.tsv").terms())
    cells = Counter((row.vocabulary, row.predicate_id) for row in rows)
    sizes = Counter(row.vocabulary for row in rows)
    names = [predicate.removeprefix("skos:").removesuffix("Match") for predicate in PREDICATES]
    lines = [f"| vocabulary | {' | '.join(names)} | all |", f"|---|{'---:|' * (len(names) + 1)}"]
    for vocabulary in sorted(sizes, key=lambda name: (-sizes[name], name.lower())):
        numbers = [str(cells[vocabulary, predicate] or "") for predicate in PREDICATES]
        lines.append(f"| {vocabulary} | {' | '.join(numbers)} | {sizes[vocabulary]} |".replace("|  |", "| |"))
    totals = [str(sum(cells[name, predicate] for name in sizes)) for predicate in PREDICATES]
    lines.append(f"| all | {' | '.join(totals)} | {len(rows)} |")
    return "\n".join(lines).replace("|  |", "| |")


def test_table_is_that_of_the_mappings() -> None:
    assert counted_table() in PAGE.read_text("utf-8"), f"write this table into {PAGE.name}:\n{counted_table()}"


def test_entities_without_a_term_are_counted() -> None:
    rows = read_mappings(ROOT, "ontology/mappings.sssom.tsv").rows
    vain = sum(not row.finds_a_term for row in rows)
    entities = len({row.subject_id for row in rows})
    assert f"{vain} of the {entities} entities" in " ".join(PAGE.read_text("utf-8").split())
