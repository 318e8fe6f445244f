"""Describe what is being built: ask the system what the description needs to know, and compose it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from myograph import __version__
from myograph.errors import CheckFailed, UsageError
from myograph.names import DCAT, Prefixes
from myograph.release.description.composing import description_of
from myograph.release.description.declared import read_declared
from myograph.release.description.files import Described
from myograph.release.description.provenance import SPDX, Making, read_inputs
from myograph.release.description.void import DESCRIPTION, FIGURES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pyoxigraph import Quad

    from myograph.errors import Finding
    from myograph.graph.loading import LoadedContent

MOMENT_VARIABLE = "SOURCE_DATE_EPOCH"
"""Seconds since 1970, as reproducible builds have it; without it a build tells no time of its own."""

ENGINES = ("pyoxigraph", "pyshacl")
MORE_PREFIXES = {"foaf": "http://xmlns.com/foaf/0.1/", "spdx": str(SPDX)}
"""What descriptions speak of and content hardly."""

RULE = "declared-figure"


def describe(
    loaded: LoadedContent, quads: Collection[Quad], build: str, environment: Mapping[str, str] = os.environ
) -> Described:
    """Return the quads with those that describe them; `build` is the digest of the content.

    Raises CheckFailed when the content states a figure that is not what is counted, UsageError for a moment that is
    none.
    """
    declared = read_declared(loaded.index)
    moment = _moment(environment)
    software = (("myograph", __version__), *((name, version(name)) for name in ENGINES))
    making = Making(build, read_inputs(loaded.content, loaded.layout), software, moment)
    prefixes = Prefixes({**loaded.prefixes.namespaces, **MORE_PREFIXES})
    description, census = description_of(quads, declared, making, prefixes)
    _refuse_false_figures(loaded, description)
    published = moment[:10] if moment else declared.issued
    return Described((*quads, *description), census, declared, build, __version__, published, prefixes)


def _moment(environment: Mapping[str, str]) -> str | None:
    written = environment.get(MOMENT_VARIABLE)
    if not written:
        return None
    try:
        return datetime.fromtimestamp(int(written), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        advice = "Give the seconds since 1970, or leave the variable away."
        raise UsageError(f"{MOMENT_VARIABLE} is not a moment: {written!r}", advice=advice) from None


def _refuse_false_figures(loaded: LoadedContent, description: Collection[Quad]) -> None:
    found = tuple(_false_figures(loaded, description))
    if found:
        told = "\n".join(f"  {finding}" for finding in found)
        raise CheckFailed(f"the content states what is not counted, so nothing was built:\n{told}", found)


def _false_figures(loaded: LoadedContent, description: Collection[Quad]) -> Iterator[Finding]:
    """Find what the content says of the dataset where something else is computed."""
    for quad in description:
        if quad.predicate not in (*FIGURES, DCAT.version) or quad.graph_name != DESCRIPTION:
            continue
        for stated in loaded.index.objects(quad.subject, quad.predicate):
            message = f"{loaded.written(quad.predicate)} is stated as {_text(stated)}, and is {_text(quad.object)}"
            yield loaded.finding(RULE, quad.subject, message, "Remove the statement: it is computed at build.")


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else str(term)
