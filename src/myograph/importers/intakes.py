"""Reference intakes of other countries: one CSV row for each reference, into a named graph of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from myograph.errors import ContentError, UsageError
from myograph.importers.nutrients import number
from myograph.importers.tables import Table, clean, rows
from myograph.names import MYO, MYO_GRAPH, MYO_ID, MYO_SOURCE, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from myograph.importers.report import Report

KINDS = {
    "RDA": "recommendedAllowance",
    "AI": "adequateIntake",
    "EAR": "averageRequirement",
    "UL": "upperLevel",
    "CDRR": "riskReductionIntake",
}
STAGES = {
    "infants": "infancy",
    "children": "childhood",
    "males": "males",
    "females": "females",
    "pregnancy": "pregnancy",
    "lactation": "lactation",
    "adolescents": "adolescentsAndAdults",
    "adolescents and adults": "adolescentsAndAdults",
    "all": "everybody",
}
UNITS = {"mg/d": Decimal(1), "g/d": Decimal(1000), "ug/d": Decimal("0.001")}
SEXES = ("female", "male", "both")
CONFIDENCES = ("high", "medium", "low")
MINERALS = ("magnesium", "potassium", "calcium", "sodium", "phosphorus", "iron", "zinc")
OLDEST, MOST = 120, 10_000
"""Years, and milligrams a day."""

MILLIGRAM_PER_DAY = NamedNode("http://qudt.org/vocab/unit/MilliGM-PER-DAY")
NEEDED = ("nutrient", "kind", "life_stage", "sex", "age_from_y", "age_to_y_exclusive", "amount", "unit")
OPTIONAL = ("applies_to", "confidence", "note")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class IntakeImport:
    """Read one file; `graph` and `source` are named after what the reader calls the table."""

    file: Path
    graph: NamedNode
    source: NamedNode
    report: Report

    @classmethod
    def of(cls, file: Path, name: str, report: Report) -> IntakeImport:
        """Prepare an import; raises UsageError for a missing file and for a name of other than lower-case words."""
        if not NAME.fullmatch(name):
            raise UsageError(f"{name!r} cannot name a table", advice="Use lower-case words joined by hyphens.")
        if not file.is_file():
            raise UsageError("there is no such file", place=str(file))
        return cls(file, MYO_GRAPH[f"intakes-{name}"], MYO_SOURCE[f"intakes-{name}"], report)

    def quads(self) -> Iterator[Quad]:
        """Yield the references; raises ContentError for a missing column and when not one row could be taken."""
        yield Quad(self.source, RDF.type, MYO.Source, self.graph)
        yield Quad(self.source, RDFS.label, Literal(f"reference intakes, {self.file.stem}", language="en"), self.graph)
        table = Table(self.file.stem, NEEDED, OPTIONAL)
        with self.file.open("rb") as data:
            for line, values in rows(table, data, self.report, lambda _bytes, _rows: None):
                row = dict(zip((*NEEDED, *OPTIONAL), (clean(value, self.report) for value in values), strict=True))
                problem = _fault(row)
                if problem is not None:
                    self.report.skip(table.file, line, problem)
                    continue
                self.report.taken[table.file] += 1
                yield from self._reference(row, line)
        if not self.report.taken[table.file]:
            raise ContentError(_nothing(self.report), place=str(self.file))

    def _reference(self, row: dict[str, str], line: int) -> Iterator[Quad]:
        node = NamedNode(f"{self.graph.value}/{line}")
        supplements = row["applies_to"].startswith("supplement")
        parts: list[tuple[NamedNode, NamedNode | Literal]] = [
            (RDF.type, MYO.ReferenceIntake),
            (MYO.nutrient, MYO_ID[row["nutrient"].lower()]),
            (MYO.intakeKind, MYO[KINDS[row["kind"]]]),
            (MYO.intakeScope, MYO.supplementalIntake if supplements else MYO.totalIntake),
            (MYO.lifeStage, MYO[STAGES[row["life_stage"]]]),
            (MYO.sex, Literal(row["sex"])),
            (MYO.unit, MILLIGRAM_PER_DAY),
            (MYO.figureSource, self.source),
            (MYO.confidence, MYO[f"{row['confidence'] or 'medium'}Confidence"]),
        ]
        figures = ((MYO.ageFrom, row["age_from_y"]), (MYO.ageTo, row["age_to_y_exclusive"]))
        parts += [(name, _decimal(text, Decimal(1))) for name, text in figures if text]
        if row["amount"]:
            parts.append((MYO.dailyAmount, _decimal(row["amount"], UNITS[row["unit"]])))
        if row["note"]:
            parts.append((MYO.note, Literal(row["note"])))
        for predicate, value in parts:
            yield Quad(node, predicate, value, self.graph)


def _fault(row: dict[str, str]) -> str | None:
    """Say why a row cannot be taken, or return None."""
    allowed = (
        ("nutrient", row["nutrient"].lower(), MINERALS),
        ("kind", row["kind"], KINDS),
        ("life_stage", row["life_stage"], STAGES),
        ("sex", row["sex"], SEXES),
        ("unit", row["unit"], UNITS),
        ("confidence", row["confidence"] or "medium", CONFIDENCES),
    )
    for column, value, known in allowed:
        if value not in known:
            return f"{column} {value!r} is not known"
    return _figure_fault(row)


def _figure_fault(row: dict[str, str]) -> str | None:
    low, high = number(row["age_from_y"]), number(row["age_to_y_exclusive"])
    if low is None or not 0 <= low <= OLDEST or (row["age_to_y_exclusive"] and (high is None or high <= low)):
        return "ages that are no ages"
    amount = number(row["amount"])
    if row["amount"] and (amount is None or not 0 < amount * UNITS[row["unit"]] <= MOST):
        return f"amount that is not above 0 and at most {MOST} mg a day"
    return None


def _decimal(text: str, factor: Decimal) -> Literal:
    return Literal(format((Decimal(text) * factor).normalize(), "f"), datatype=XSD.decimal)


def _nothing(report: Report) -> str:
    told = "; ".join(reason for _, reason in list(report.skipped)[:3])
    return f"not one row could be taken{': ' + told if told else ''}"
