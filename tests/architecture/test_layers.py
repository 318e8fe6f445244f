"""The architecture, enforced: imports run one way, foreign libraries have one border, functions stay small."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.architecture import rules
from tests.architecture.source_tree import Module, modules, parse
from tests.checkout import CONTENT_FOLDERS, ROOT

Rule = Callable[[Module], Iterator[str]]

RULES: tuple[Rule, ...] = (
    rules.without_a_layer,
    rules.wrong_direction,
    rules.over_the_border,
    rules.store_outside_store,
    rules.name_without_meaning,
    rules.long_functions,
    rules.content_in_code,
)

BREACHES = (
    (rules.without_a_layer, "painting", ""),
    (rules.without_a_layer, "painting.oil", ""),
    (rules.wrong_direction, "store.embedded", "from myograph.cli import main"),
    (rules.wrong_direction, "graph.reading", "import myograph.queries.lexer"),
    (rules.wrong_direction, "names", "from myograph import formats"),
    (rules.wrong_direction, "store", "def late():\n    from myograph.release import build"),
    (rules.wrong_direction, "", "from myograph.cli import main"),
    (rules.over_the_border, "graph.reading", "import rdflib.namespace"),
    (rules.over_the_border, "ontology.shapes_report", "from rdflib import Graph"),
    (rules.over_the_border, "release", "import click"),
    (rules.store_outside_store, "graph.reading", "from pyoxigraph import NamedNode, Store"),
    (rules.store_outside_store, "release", "import pyoxigraph\nstore = pyoxigraph.Store()"),
    (rules.name_without_meaning, "graph.utils", ""),
    (rules.long_functions, "names", "def long():\n" + "    pass\n" * rules.LONGEST_FUNCTION),
    (rules.content_in_code, "release", "QUERY = 'SELECT ?s WHERE { ?s a myo:Symptom }'"),
    (rules.content_in_code, "names", "TEXT = '@prefix myo: <https://example.org/> .'"),
    (rules.content_in_code, "viz.page", "PAGE = '<div>muscle</div>'"),
)

ALLOWED = (
    (rules.wrong_direction, "cli.query", "from myograph.store.embedded import EmbeddedStore"),
    (rules.wrong_direction, "graph.views", "from myograph.graph.reading import read"),
    (rules.wrong_direction, "", "from myograph.knowledge import open_release"),
    (rules.wrong_direction, "cli.version", "from myograph import __version__"),
    (rules.over_the_border, "ontology.shapes", "from rdflib import Dataset"),
    (rules.over_the_border, "cli.query", "import click"),
    (rules.store_outside_store, "graph.reading", "from pyoxigraph import NamedNode\nfrom myograph.store import Store"),
    (rules.store_outside_store, "store.embedded", "from pyoxigraph import Store"),
    (rules.long_functions, "names", "def fits():\n" + "    pass\n" * (rules.LONGEST_FUNCTION - 1)),
    (rules.content_in_code, "store.embedded", "EVERY_TRIPLE = 'CONSTRUCT WHERE { ?s ?p ?o }'"),
    (rules.content_in_code, "cli.query", "EXAMPLES = 'SELECT ?s WHERE { ?s a myo:Symptom }'"),
    (rules.content_in_code, "cli.query", "def query():\n    'Ask: SELECT ?s WHERE { ?s ?p ?o }'"),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_package_keeps_the_rule(rule: Rule) -> None:
    package = modules()
    assert {"errors", "content", "names"} <= {module.name for module in package}
    breaches = [breach for module in package for breach in rule(module)]
    assert not breaches, "\n".join(breaches)


@pytest.mark.parametrize(("rule", "name", "text"), BREACHES)
def test_rule_finds_a_breach(rule: Rule, name: str, text: str) -> None:
    assert len(list(rule(parse(name, text)))) == 1


@pytest.mark.parametrize(("rule", "name", "text"), ALLOWED)
def test_rule_allows_what_is_meant(rule: Rule, name: str, text: str) -> None:
    assert not list(rule(parse(name, text)))


@pytest.mark.parametrize("place", ["tests", "bench"])
def test_functions_outside_the_package_stay_small_too(place: str) -> None:
    found = modules(ROOT / place)
    assert found
    breaches = [f"{place}.{breach}" for module in found for breach in rules.long_functions(module)]
    assert not breaches, "\n".join(breaches)


def test_content_folders_hold_no_python() -> None:
    found = [path for folder in CONTENT_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    assert not found
