"""What the project says of itself agrees with what is there: one version, one licence, true figures and checksums.

The content says it in `graph/dataset.ttl`, in the head of the vocabulary and of tables, and in datasheets. Where the
files of a checkout stand beside the content (README.md, CITATION.cff, pyproject.toml, CHANGELOG.md, LICENSE-DATA),
they are read too. Figures that only a build knows, such as `void:triples`, are compared by the build.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from myograph.errors import Finding
from myograph.graph.annotation import annotated_sources
from myograph.graph.datasheet import figures_of
from myograph.names import DCTERMS, MYO
from myograph.queries.catalogue import question_files
from myograph.release.description.declared import LICENCES, Declared, read_declared
from myograph.release.description.void import DATASET
from myograph.release.mapped import mapping_sets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from myograph.content import Content
    from myograph.graph.loading import LoadedContent

VERSION, LICENCE, FIGURE, CHECKSUM = "declared-version", "declared-licence", "declared-figure", "declared-checksum"
VERSIONED = {
    "CITATION.cff": r"^version: *[\"']?([^\s\"']+)",
    "pyproject.toml": r"^version *= *\"([^\"]+)\"",
    "CHANGELOG.md": r"\A(?:(?!^## \[\d).*\n)*^## \[(\d[^\]]*)\]",
}
"""Files of a project, and where they state its version: of a changelog the latest that is released."""

LICENSED = {"CITATION.cff": 0, "pyproject.toml": 0, "LICENSE-DATA": 1, "README.md": 1}
"""Files of a project that state the licence of the content, by its SPDX identifier (0) or its short name (1)."""

SHORT_NAME = re.compile(r"\bCC BY(?:-[A-Z]{2})* \d\.\d|\bCC0 \d\.\d")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
TABLE_ROW = re.compile(r"^\| *(.+?) *\|(( *\d+ *\|)+)$", re.MULTILINE)
DATASHEET = "DATASHEET.md"
COUNTED = {
    "claims": MYO.Claim,
    "places": MYO.Place,
    "passages": MYO.Passage,
    "entities": MYO.Entity,
    "evidence lines": MYO.EvidenceLine,
}
"""Nouns that follow a number only where all there are of them is meant."""


@dataclass(frozen=True, slots=True)
class Text:
    """Hold a file that people read; `path` is relative to the content root."""

    path: str
    text: str

    def finding(self, rule: str, offset: int, message: str, advice: str) -> Finding:
        """Return a finding at an offset of the text."""
        return Finding("error", rule, message, advice, self.path, self.text.count("\n", 0, offset) + 1)


def versions_agree(loaded: LoadedContent) -> Iterator[Finding]:
    """Find versions other than that of the vocabulary: in its version IRI, tables of mappings and project files."""
    declared = read_declared(loaded.index)
    if declared.version is None:
        return
    yield from _vocabularies_of_another_version(loaded, declared)
    for table in mapping_sets(loaded.content):
        if (stated := table.metadata["mapping_set_version"]) != declared.version:
            yield _another_version(table.path, 1, stated, declared.version)
    for name, pattern in VERSIONED.items():
        for text in _texts(loaded.content, name):
            found = re.search(pattern, text.text, re.MULTILINE)
            if found and found[1] != declared.version:
                line = text.text.count("\n", 0, found.start(1)) + 1
                yield _another_version(name, line, found[1], declared.version)


def _another_version(path: str, line: int, stated: str, version: str) -> Finding:
    message = f"the version is {stated}, and the vocabulary has {version}"
    return Finding("error", VERSION, message, "Give all the same version.", path, line)


def _vocabularies_of_another_version(loaded: LoadedContent, declared: Declared) -> Iterator[Finding]:
    for ontology in declared.ontologies:
        if ontology.version not in (None, declared.version):
            message = f"owl:versionInfo is {ontology.version}, and another vocabulary has {declared.version}"
            yield loaded.finding(VERSION, ontology.node, message, "Give all the same version.")
        wanted = f"{ontology.node.value}/{ontology.version}"
        if ontology.version_iri is not None and ontology.version_iri.value != wanted:
            message = f"owl:versionIRI is {ontology.version_iri}, and owl:versionInfo {ontology.version}"
            yield loaded.finding(VERSION, ontology.node, message, f"Make it <{wanted}>.")


def licences_agree(loaded: LoadedContent) -> Iterator[Finding]:
    """Find licences other than that of the dataset: of vocabularies, tables of mappings, datasheets, project files."""
    licence = read_declared(loaded.index).licence
    if licence is None:
        return
    for node in (DATASET, *(ontology.node for ontology in read_declared(loaded.index).ontologies)):
        for stated in loaded.index.objects(node, DCTERMS.license):
            if getattr(stated, "value", None) != licence:
                message = f"the licence is {stated}, and that of the dataset <{licence}>"
                yield loaded.finding(LICENCE, node, message, "Give the content one licence.")
    for table in mapping_sets(loaded.content):
        if (other := table.metadata["license"]) != licence:
            message = f"the licence is <{other}>, and that of the dataset <{licence}>"
            yield Finding("error", LICENCE, message, "Give the content one licence.", table.path, 1)
    yield from _other_licences_in_prose(loaded.content, licence)


def _other_licences_in_prose(content: Content, licence: str) -> Iterator[Finding]:
    if licence not in LICENCES:
        return
    names = LICENCES[licence]
    for file, form in LICENSED.items():
        for text in _texts(content, file):
            if names[form] not in text.text:
                yield text.finding(LICENCE, 0, f"the licence {names[form]} is not named", "Name it as in dataset.ttl.")
    for text in (*_texts(content, "README.md"), *_datasheets(content)):
        for found in SHORT_NAME.finditer(text.text):
            if found[0] != names[1]:
                message = f"the licence {found[0]} is named, and that of the dataset is {names[1]}"
                yield text.finding(LICENCE, found.start(), message, "Give the content one licence.")


def figures_are_true(loaded: LoadedContent) -> Iterator[Finding]:
    """Find numbers in README.md, CITATION.cff, the dataset's description and datasheets that are not what there is."""
    counts = _counts(loaded)
    for text in (*_texts(loaded.content, "README.md"), *_texts(loaded.content, "CITATION.cff")):
        for offset, message in _false_numbers(_without_code(text.text), counts):
            yield text.finding(FIGURE, offset, message, "Correct the number.")
    description = read_declared(loaded.index).description
    for _, message in _false_numbers(description, counts):
        yield loaded.finding(FIGURE, DATASET, message, "Correct the number, or leave it out.")
    yield from _false_rows(loaded)


def _counts(loaded: LoadedContent) -> dict[str, int]:
    counts = {noun: len(loaded.index.instances(cls)) for noun, cls in COUNTED.items()}
    return counts | {"questions": len(question_files(loaded.content)), "named graphs": len(loaded.layout.graphs)}


def _false_numbers(text: str, counts: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    for found in re.finditer(rf"\b(\d[\d,]*) ({'|'.join(counts)})\b", text):
        there = counts[found[2]]
        if int(found[1].replace(",", "")) != there:
            yield found.start(), f"{found[0]} are told, and {there} are there"


def _without_code(text: str) -> str:
    """Blank out fenced code, which the tests of the documentation look after; places stay."""
    return re.sub(r"^```.*?^```", lambda code: re.sub(r"[^\n]", " ", code[0]), text, flags=re.MULTILINE | re.DOTALL)


def _false_rows(loaded: LoadedContent) -> Iterator[Finding]:
    for sheet in _datasheets(loaded.content):
        folder = PurePosixPath(sheet.path).parent.name
        true = {figure for source in annotated_sources(loaded) for figure in figures_of(loaded, source)}
        known = {figure[0]: figure[1:] for figure in true}
        for row in TABLE_ROW.finditer(sheet.text):
            shown = tuple(cell.strip() for cell in row[2].strip("|").split("|"))
            if row[1] in known and (row[1], *shown) not in true:
                told = f"{row[1]}: {', '.join(shown)} in {folder}, and {', '.join(known[row[1]])} are there"
                yield sheet.finding(FIGURE, row.start(), told, "Correct the row.")


def checksums_are_known(loaded: LoadedContent) -> Iterator[Finding]:
    """Find SHA-256 digests in datasheets that the content does not give."""
    given = {
        value.value
        for predicate in (MYO.textDigest, MYO.digest)
        for _, value in loaded.index.pairs(predicate)
        if isinstance(value, Literal)
    }
    for sheet in _datasheets(loaded.content):
        for found in DIGEST.finditer(sheet.text):
            if found[0] not in given:
                message = f"the SHA-256 {found[0][:12]}... is that of no text and no passage"
                yield sheet.finding(CHECKSUM, found.start(), message, "Copy it from the Turtle file.")


def _texts(content: Content, name: str) -> Iterator[Text]:
    path = content.root / name
    if path.is_file():
        yield Text(name, path.read_text(encoding="utf-8"))


def _datasheets(content: Content) -> tuple[Text, ...]:
    paths = (path for path in content.files() if PurePosixPath(path).name == DATASHEET)
    return tuple(text for path in paths for text in _texts(content, path))
