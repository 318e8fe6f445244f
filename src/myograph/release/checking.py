"""Check content: a table of rules, each a small function from loaded content to findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from myograph.errors import ContentError, UsageError
from myograph.graph.layout import read_layout
from myograph.graph.loading import LoadedContent, load, unreadable_files
from myograph.graph.rules import annotation, claims, entities, evidence, foods, partition, passages, vocabulary
from myograph.release import declaration_rules, mapping_rules, query_rules, shape_rules
from myograph.release.collecting import without_collection
from myograph.release.mapped import mapping_sets, unreadable_tables
from myograph.release.mapping_rules import over_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from myograph.content import Content
    from myograph.errors import Finding
    from myograph.graph.source_text import Verification
    from myograph.release.mapping_targets import Comparison


@dataclass(frozen=True, slots=True)
class Rule:
    """Name a rule and the function that finds what breaks it."""

    name: str
    find: Callable[[LoadedContent], Iterable[Finding]]


READING_RULES = ("turtle-syntax", "one-graph", "mapping-table")
"""What has to hold before content can be loaded, and the other rules can look at it."""

RULES = (
    Rule("shapes", shape_rules.shapes_hold),
    Rule("one-graph", partition.one_graph_per_triple),
    Rule("declared-terms", vocabulary.terms_are_declared),
    Rule("declared-nodes", vocabulary.nodes_are_declared),
    Rule("vocabulary-explained", vocabulary.vocabulary_is_explained),
    Rule("unique-label", entities.labels_are_unique),
    Rule("orphan-entity", entities.entities_are_used),
    Rule("claim-terms", claims.claim_terms_exist),
    Rule("claim-sign", claims.claim_signs_agree),
    Rule("claim-place", claims.claims_have_places),
    Rule("place-parts", claims.places_are_complete),
    Rule("passage-use", passages.passages_are_accounted_for),
    Rule("passage-order", passages.passages_are_in_order),
    Rule("annotation-current", annotation.annotations_are_current),
    Rule("evidence-year", evidence.years_have_come),
    Rule("evidence-repeated", evidence.findings_are_told_once),
    Rule("source-address", evidence.addresses_are_addresses),
    Rule("source-identity", evidence.works_are_named_once),
    Rule("food-amount", foods.amounts_are_plausible),
    Rule("food-amount", foods.nutrients_fit_into_foods),
    Rule("mapping-cells", over_tables(mapping_rules.cells_are_filled)),
    Rule("mapping-prefix", over_tables(mapping_rules.prefixes_are_declared)),
    Rule("mapping-subject", over_tables(mapping_rules.subjects_are_entities)),
    Rule("mapping-unique", over_tables(mapping_rules.rows_are_unique)),
    Rule("mapping-exact", over_tables(mapping_rules.exact_terms_are_unique)),
    Rule("mapping-chain", over_tables(mapping_rules.entities_stay_apart)),
    Rule("mapping-kind", over_tables(mapping_rules.kinds_agree)),
    Rule("mapping-label", over_tables(mapping_rules.terms_have_one_name)),
    Rule("mapping-coverage", over_tables(mapping_rules.entities_are_mapped)),
    Rule("mapping-search", over_tables(mapping_rules.vain_searches_are_told)),
    Rule(declaration_rules.VERSION, declaration_rules.versions_agree),
    Rule(declaration_rules.LICENCE, declaration_rules.licences_agree),
    Rule(declaration_rules.FIGURE, declaration_rules.figures_are_true),
    Rule(declaration_rules.CHECKSUM, declaration_rules.checksums_are_known),
    Rule("query-syntax", query_rules.queries_parse),
    Rule("query-prefixes", query_rules.queries_declare_their_prefixes),
    Rule("query-terms", query_rules.queries_use_declared_terms),
    Rule("view-form", query_rules.views_construct),
)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Hold the findings, errors first and then by file and line.

    `verification` is that of a source text and `comparison` that of the mappings with ontologies, where asked for.
    `complete` is False when files could not be read, so that most rules had nothing to look at.
    """

    findings: tuple[Finding, ...]
    complete: bool
    verification: Verification | None = None
    comparison: Comparison | None = None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the findings that make a check fail."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return the findings that do not make a check fail."""
        return tuple(finding for finding in self.findings if finding.severity == "warning")


def check(content: Content, source: Path | None = None, ontologies: Sequence[Path] = ()) -> CheckReport:
    """Check the content, and with `source` compare the passages with the text in that file.

    With `ontologies` compare the mappings with the ontologies in these files. Raises UsageError for a file that
    cannot be read, MissingExtra when the parser it needs is not installed, and ContentError when there is no dataset
    description.
    """
    text = _read_source(source) if source is not None else None
    with without_collection():
        loaded = _loaded(content)
        if not isinstance(loaded, LoadedContent):
            return CheckReport(in_order(loaded), complete=False)
        report = _check_loaded(loaded, text, source.name if source is not None else "")
    return _compared(report, loaded, ontologies) if ontologies else report


def _loaded(content: Content) -> LoadedContent | tuple[Finding, ...]:
    """Load the content, or return everything that keeps it from being loaded."""
    unread = tuple(unreadable_tables(content))
    try:
        loaded = load(content)
    except ContentError:
        unread = (*unreadable_files(content), *unread, *_misplaced_files(content))
        if not unread:
            raise
    return unread or loaded


def check_loaded(loaded: LoadedContent) -> CheckReport:
    """Check content that is loaded already."""
    return _check_loaded(loaded, None, "")


def _check_loaded(loaded: LoadedContent, text: bytes | None, name: str) -> CheckReport:
    found = [finding for rule in RULES for finding in rule.find(loaded)]
    if text is None:
        return CheckReport(in_order(found), complete=True)
    from myograph.graph.source_text import verify_text

    verification = verify_text(loaded, text, name)
    return CheckReport(in_order((*found, *verification.findings)), complete=True, verification=verification)


def _compared(report: CheckReport, loaded: LoadedContent, ontologies: Sequence[Path]) -> CheckReport:
    from myograph.release.mapping_targets import compare

    comparison = compare(loaded, mapping_sets(loaded.content), ontologies)
    return replace(report, findings=in_order((*report.findings, *comparison.findings)), comparison=comparison)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings: errors first, then by file, line, rule and node; a repeated one is kept once."""
    return tuple(sorted(dict.fromkeys(findings), key=_position))


def _position(finding: Finding) -> tuple[bool, str, int, str, str, str]:
    return (
        finding.severity != "error",
        finding.file or "",
        finding.line or 0,
        finding.rule,
        finding.node or "",
        finding.message,
    )


def _misplaced_files(content: Content) -> Iterator[Finding]:
    try:
        layout = read_layout(content)
    except ContentError:
        if (content.root / "graph" / "dataset.ttl").is_file():
            return iter(())  # it does not parse, and the syntax rule says so
        raise
    return layout.findings()


def _read_source(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as fault:
        raise UsageError(
            f"the source text cannot be read: {fault.strerror}",
            place=str(source),
            advice="Name the text file of the source, as it was annotated.",
        ) from None
