"""Ask why muscles twitch: an open knowledge graph with SPARQL, a command line and a Python interface.

`myograph.open()` opens the graph, `myograph.__version__` is the version of the package. What it takes to open the
graph is imported when it is used, so importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["__version__", "open"]

# Written here and in pyproject.toml, and compared by a test: looking it up in the metadata takes longer than the rest.
__version__ = "0.1.0"

if TYPE_CHECKING:
    from myograph.knowledge import open_release as open
else:

    def __getattr__(name: str) -> object:
        """Return `open`."""
        if name == "open":
            from myograph.knowledge import open_release

            return open_release
        raise AttributeError(f"module 'myograph' has no attribute {name!r}", name=name)


def __dir__() -> list[str]:
    """Return the public names, those looked up late too."""
    return [*globals(), *(name for name in __all__ if name not in globals())]
