"""Bring an ontology of any format into RDF, by the parsers that read it; RDF stays the file it is.

OBO and OBO graphs are parsed and mapped to OWL by fastobo, functional syntax and OWL/XML by py-horned-owl.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat

from myograph.errors import MissingExtra, UsageError
from myograph.importers.foreign import EXTRA, UnreadTerm
from myograph.importers.reading import form_of, refuse_large

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRITTEN = "ontology.owl"
UNMAPPED = "Get the same ontology as OWL (.owl) and import that."


@dataclass(frozen=True, slots=True)
class RdfFile:
    """Name a file of RDF, and what of the original could not be read; `original` is for places in errors."""

    path: Path
    form: RdfFormat
    original: Path
    unread: tuple[UnreadTerm, ...] = ()


def as_rdf(path: Path, folder: Path) -> RdfFile:
    """Return the ontology at `path` as RDF, written into `folder` unless it is RDF already.

    Raises UsageError with file, line and advice for what cannot be read, and MissingExtra without its parser.
    """
    form = form_of(path)
    if isinstance(form, RdfFormat):
        return RdfFile(path, form, path)
    refuse_large(path)
    target = folder / WRITTEN
    unread: tuple[UnreadTerm, ...] = ()
    if form == "obo":
        from myograph.importers.obo_terms import obo_document

        document, unread = obo_document(path)
        _write_obo(document, path, target)
    elif form == "obograph":
        _write_obo(_obograph(path), path, target)
    else:
        from myograph.importers.owl_terms import opened

        ontology = opened(path, form)
        _in_other_hands(lambda: ontology.save_to_file(str(target), "rdf"), path)
    return RdfFile(target, RdfFormat.RDF_XML, path, unread)


def _obograph(path: Path) -> Any:
    from myograph.importers.obograph_terms import graphs_of

    graphs_of(path)
    try:
        import fastobo
    except ImportError:
        raise MissingExtra("fastobo", EXTRA) from None
    return _in_other_hands(lambda: fastobo.load_graph(str(path)), path)


def _write_obo(document: Any, path: Path, target: Path) -> None:
    """Write an OBO document as OWL; the mapping wants two lines in the head, which many files leave out."""
    import fastobo

    present = {type(clause).__name__ for clause in document.header}
    name = path.stem.split(".")[0]
    if "OntologyClause" not in present:
        document.header.append(fastobo.header.OntologyClause(name))
    if "DefaultNamespaceClause" not in present:
        document.header.append(fastobo.header.DefaultNamespaceClause(fastobo.id.UnprefixedIdent(name)))
    _in_other_hands(lambda: fastobo.dump_owl(document, str(target), format="rdf"), path)


def _in_other_hands(work: Callable[[], Any], path: Path) -> Any:
    """Do what a parser does, and tell in our words what it complains about; some end in a panic of their own."""
    try:
        return work()
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException as fault:
        problem = f"cannot be brought into RDF: {fault}"
        raise UsageError(problem, place=str(path), advice=UNMAPPED) from None
