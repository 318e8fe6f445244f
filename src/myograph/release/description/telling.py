"""Tell what a release says of itself, in the words that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, parse

from myograph.errors import StoreError, UsageError
from myograph.graph.exporting import as_turtle
from myograph.names import PROV, RDF, VOID, Prefixes
from myograph.release.description.files import CROISSANT_FILE, DESCRIPTION_FILE, SCHEMA_ORG_FILE
from myograph.release.description.provenance import HERE
from myograph.release.description.ro_crate import CRATE_FILE
from myograph.release.description.void import DESCRIPTION

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Triple

WHOLE = "turtle"
FILES = {
    WHOLE: DESCRIPTION_FILE,
    "schema.org": SCHEMA_ORG_FILE,
    "ro-crate": CRATE_FILE,
    "croissant": CROISSANT_FILE,
}
"""Forms of a description that are a file of the release."""

PARTS = ("void", "dcat", "prov")
"""Parts of the description in Turtle; each triple is in one."""

FORMS = (*PARTS, *FILES)
BUILD_AGAIN = "Build it again: `myograph build`."


def told(release: Path, form: str) -> bytes:
    """Return the description of the release in this directory, in one of FORMS.

    Raises StoreError for a bare store, an earlier release or a damaged one, UsageError for a form that this release
    does not have.
    """
    data = _read(release, FILES.get(form, DESCRIPTION_FILE))
    if form in FILES:
        return data
    try:
        return part(data, form)
    except SyntaxError as fault:
        place = f"{release / DESCRIPTION_FILE}:{fault.lineno}"
        raise StoreError(f"the description is damaged: {fault.msg}", place=place, advice=BUILD_AGAIN) from None


def part(description: bytes, form: str) -> bytes:
    """Return the triples of one of PARTS."""
    parser = parse(description, format=RdfFormat.TURTLE)
    chosen = [quad.triple for quad in parser if part_of(quad.triple) == form]
    quads = [Quad(triple.subject, triple.predicate, triple.object, DESCRIPTION) for triple in chosen]
    return as_turtle(quads, Prefixes(dict(parser.prefixes)))


def part_of(triple: Triple) -> str:
    """Return which of PARTS a triple belongs to."""
    words = (triple.predicate, triple.object if triple.predicate == RDF.type else None)
    if any(word in VOID for word in words):
        return "void"
    if triple.subject in HERE or any(word in PROV for word in words):
        return "prov"
    return "dcat"


def _read(release: Path, name: str) -> bytes:
    try:
        return (release / name).read_bytes()
    except FileNotFoundError:
        if name == CROISSANT_FILE and (release / DESCRIPTION_FILE).exists():
            advice = "Croissant tells of the tables of annotations: choose another format."
            raise UsageError("this release has no tables", place=str(release), advice=advice) from None
        raise StoreError("this release does not describe itself", place=str(release), advice=BUILD_AGAIN) from None
    except OSError as fault:
        raise StoreError(f"the description cannot be read: {fault.strerror}", place=str(release / name)) from None
