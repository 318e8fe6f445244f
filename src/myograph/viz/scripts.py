"""The scripts of a page: small modules joined into one, and the hashes that the page's policy admits.

A page that is opened as a file may not import modules, so they are joined at build time: in the order of their imports,
with the lines that import and export left out. That works because no two modules declare the same name (checked).
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from myograph.errors import ContentError
from myograph.viz.stripping import plain_script

if TYPE_CHECKING:
    from pathlib import Path

_IMPORT = re.compile(r'^import\s[^;]*?from\s+"\./([\w-]+\.js)";\n', re.MULTILINE)
_DECLARED = re.compile(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=async|function|const|let|class)", re.MULTILINE)


def joined(folder: Path, entrance: str) -> str:
    """Return the module `entrance` and all it imports as one script without imports, comments and needless space.

    Raises ContentError for a module that is missing and for a name that two modules declare.
    """
    texts: dict[str, str] = {}
    _collect(folder, entrance, texts, ())
    owners: dict[str, str] = {}
    for name, text in texts.items():
        for declared in _DECLARED.findall(text):
            first = owners.setdefault(declared, name)
            if first != name:
                raise ContentError(f"{first} and {name} both declare {declared}", place=str(folder / name))
    return '"use strict";\n' + plain_script("\n".join(texts.values()))


def _collect(folder: Path, name: str, texts: dict[str, str], trail: tuple[str, ...]) -> None:
    if name in texts or name in trail:
        return
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except OSError as fault:
        raise ContentError(f"a module cannot be read: {fault.strerror}", place=str(folder / name)) from None
    for imported in _IMPORT.findall(text):
        _collect(folder, imported, texts, (*trail, name))
    texts[name] = _EXPORT.sub("", _IMPORT.sub("", text))


def policy(*, scripts: tuple[str, ...] = (), styles: tuple[str, ...] = ()) -> str:
    """Return the content security policy that admits these inline scripts and styles, and nothing from elsewhere."""
    parts = ["default-src 'none'", "img-src data: blob:", "base-uri 'none'", "form-action 'none'"]
    if scripts:
        parts.append("script-src " + " ".join(map(_hash, scripts)))
    if styles:
        parts.append("style-src " + " ".join(map(_hash, styles)))
    return "; ".join(parts)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
