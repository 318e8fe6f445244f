"""Read an ontology file of any common format, recognised by what it holds, and by its name where that is not enough."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from myograph.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import RdfFormat

    from myograph.importers.foreign import ForeignOntology

OtherForm = Literal["owx", "ofn", "obograph", "obo"]
"""OWL/XML, OWL functional syntax, OBO graph JSON and OBO: what the engine does not parse by itself."""

BEGINNING = 65536
LARGEST_AT_ONCE = 400 * 1024 * 1024
"""Bytes. RDF is read as a stream; the other formats are held in memory whole, at several times their size."""

NAMED = (".ttl", ".nt", ".nq", ".trig", ".n3", ".jsonld")
"""The formats that only the name of a file tells from others."""

KNOWN = "Known are OWL (RDF/XML, Turtle, functional syntax, OWL/XML), OBO and OBO graph JSON."


def read_ontology(path: Path) -> ForeignOntology:
    """Read the terms of an ontology file.

    Raises UsageError with file, line and advice when it cannot be read or is of no known format, and MissingExtra
    when an optional parser is needed and not installed.
    """
    form = form_of(path)
    if isinstance(form, str):
        return _read_at_once(path, form)
    from myograph.importers.rdf_terms import read_rdf

    return read_rdf(path, form)


def form_of(path: Path) -> RdfFormat | OtherForm:
    """Return the format of an ontology or RDF file; raises UsageError, with advice, for what is none."""
    beginning = _beginning(path)
    _refuse_others(path, beginning)
    text = beginning.decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    if path.suffix in NAMED:  # statements may start with an IRI, and look like XML
        return rdf_formats()[path.suffix]
    return _form_of_xml(path, text) if text.startswith("<") else _plain_form(path, text)


def rdf_formats() -> dict[str, RdfFormat]:
    """Return the formats that the engine parses, by the end of the file name."""
    from myograph.importers.rdf_terms import FORMATS

    return FORMATS


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(BEGINNING)
    except OSError as fault:
        advice = "Name an ontology file on this machine."
        raise UsageError(f"cannot be read: {fault.strerror}", place=str(path), advice=advice) from None


def _refuse_others(path: Path, beginning: bytes) -> None:
    again = "Get the file again, from the address of the file itself."
    if not beginning.strip():
        raise UsageError("the file is empty", place=str(path), advice=again)
    if beginning.startswith((b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ")):
        raise UsageError("the file is compressed", place=str(path), advice="Unpack it first.")
    if re.match(rb"\s*(<!--.*?-->\s*)?<(!doctype\s+html|html)\b", beginning, re.IGNORECASE | re.DOTALL):
        raise UsageError("this is a web page, not an ontology", place=str(path), advice=again)


def _form_of_xml(path: Path, text: str) -> RdfFormat | OtherForm:
    if re.search(r"<(?:[\w.-]+:)?RDF\b", text):
        return rdf_formats()[".rdf"]
    if re.search(r"<(?:[\w.-]+:)?Ontology\b", text):
        return "owx"
    raise UsageError("this XML is no ontology", place=str(path), advice=KNOWN)


def _plain_form(path: Path, text: str) -> OtherForm:
    if text.startswith(("{", "[\n", "[{")) and path.suffix != ".obo":
        return "obograph"
    if re.match(r"(?:#.*\n\s*)*(Prefix|Ontology)\s*\(", text):
        return "ofn"
    if path.suffix == ".obo" or re.search(r"^(format-version|ontology):|^\[Term\]", text, re.MULTILINE):
        return "obo"
    raise UsageError("this is no ontology in a format that can be read", place=str(path), advice=KNOWN)


def _read_at_once(path: Path, form: OtherForm) -> ForeignOntology:
    refuse_large(path)
    if form == "obograph":
        from myograph.importers.obograph_terms import read_obograph

        return read_obograph(path)
    if form == "obo":
        from myograph.importers.obo_terms import read_obo

        return read_obo(path)
    from myograph.importers.owl_terms import read_owl

    return read_owl(path, form)


def refuse_large(path: Path) -> None:
    """Raise UsageError for a file that is too large for a format that is held in memory whole."""
    size = path.stat().st_size
    if size > LARGEST_AT_ONCE:
        raise UsageError(
            f"the file has {size // 1024**2} MB, and a file of this format is held in memory whole",
            place=str(path),
            advice="Use the same ontology in RDF/XML (.owl), which is read as a stream.",
        )
