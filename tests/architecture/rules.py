"""The rules of the architecture as pure functions: a module goes in, the breaches come out as sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.source_tree import PACKAGE, Import, Module, attributes, imports

LAYERS = (
    ("cli", "notebook"),
    ("server",),
    ("knowledge",),
    ("release",),
    ("viz", "exports"),
    ("causal",),
    ("ontology", "graph", "queries", "importers"),
    ("store",),
    ("formats",),
    ("names",),
    ("content",),
    ("errors",),
)
RANK = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}

# The root module offers `open`, `python -m myograph` starts the command line, and nothing else reaches so far.
ENTRANCES = {"": {"knowledge"}, "__main__": {"cli"}}

BORDERS = {
    "rdflib": "ontology.shapes",
    "pyshacl": "ontology.shapes",
    "pyvis": "viz.network",
    "SPARQLWrapper": "store.remote",
    "click": "cli",
}

NAMES_WITHOUT_MEANING = re.compile(r"_?(utils?|helpers?|core|common|misc|tools?|stuff|base)")
LONGEST_FUNCTION = 45
CONTENT_IN_CODE = re.compile(
    r"@prefix\s+\w*:\s*<\w|\b(SELECT|CONSTRUCT|DESCRIBE|ASK|INSERT|DELETE)\b[^{}]*\{[^}]*:|</?(html|body|div|script|style|svg|table)\b",
)


def wrong_direction(module: Module) -> Iterator[str]:
    """Yield the imports that do not run from a layer to one below it."""
    for found in imports(module):
        target = imported_part(found)
        if target is not None and target != module.part and not may_import(module.part, target):
            yield f"{module.name or PACKAGE}:{found.line}: {module.part or PACKAGE} must not import {found.target}"


def imported_part(found: Import) -> str | None:
    """Return the part of the package that is imported, or None for another library or the root itself."""
    package, _, rest = found.target.partition(".")
    part = rest.partition(".")[0]
    return part if package == PACKAGE and part in RANK else None


def may_import(part: str, target: str) -> bool:
    """Tell whether `part` stands in a layer above `target`."""
    if part in ENTRANCES:
        return target in ENTRANCES[part]
    return part in RANK and RANK[part] < RANK[target]


def without_a_layer(module: Module) -> Iterator[str]:
    """Yield the module when no layer is known for it."""
    if module.part not in RANK and module.part not in ENTRANCES:
        yield f"{module.name}: `{module.part}` is in no layer; give it one in the architecture and in LAYERS"


def over_the_border(module: Module) -> Iterator[str]:
    """Yield the imports of a foreign library outside the one module it may enter through."""
    for found in imports(module):
        border = BORDERS.get(found.library)
        if border is not None and not f"{module.name}.".startswith(f"{border}."):
            yield f"{module.name}:{found.line}: {found.library} enters through {border} only"


def store_outside_store(module: Module) -> Iterator[str]:
    """Yield the uses of pyoxigraph's Store outside `store`: its terms may be used everywhere, its store may not."""
    if module.part == "store":
        return
    for found in (*imports(module), *attributes(module)):
        if found.target == "pyoxigraph.Store":
            yield f"{module.name}:{found.line}: ask for a myograph.store.Store instead of pyoxigraph.Store"


def name_without_meaning(module: Module) -> Iterator[str]:
    """Yield the module when a component of its name says nothing about the domain."""
    for component in module.name.split("."):
        if NAMES_WITHOUT_MEANING.fullmatch(component):
            yield f"{module.name}: name the module after what it knows, not `{component}`"


def long_functions(module: Module) -> Iterator[str]:
    """Yield the functions longer than LONGEST_FUNCTION lines, docstring included and decorators not."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{module.name}:{node.lineno}: {node.name} has {lines} lines, {LONGEST_FUNCTION} at most"


def content_in_code(module: Module) -> Iterator[str]:
    """Yield the strings that hold Turtle, SPARQL or HTML.

    Docstrings and the EXAMPLES of a command's help may show some, and a query that names nothing (`ASK {}`, every
    triple) says nothing of the domain.
    """
    shown = {*docstring_nodes(module.tree), *example_nodes(module.tree)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in shown:
            found = CONTENT_IN_CODE.search(node.value)
            if found:
                yield f"{module.name}:{node.lineno}: `{found.group()}` belongs into a content folder"


def docstring_nodes(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield the constants that are docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr):
            value = node.body[0].value
            if isinstance(value, ast.Constant):
                yield value


def example_nodes(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield the values of constants called EXAMPLES."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "EXAMPLES" for t in node.targets):
            yield node.value
