"""Ask why muscles twitch: an open knowledge graph with SPARQL, a command line and a Python interface.

`myograph.open()` opens the graph, `myograph.__version__` is the version of the package. Both are looked up
when they are used, so importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["__version__", "open"]

if TYPE_CHECKING:
    from myograph.knowledge import open_release as open

    __version__: str
else:

    def __getattr__(name: str) -> object:
        """Return `open` or `__version__`."""
        if name == "__version__":
            from importlib.metadata import version

            return version("myograph")
        if name == "open":
            from myograph.knowledge import open_release

            return open_release
        raise AttributeError(f"module 'myograph' has no attribute {name!r}", name=name)


def __dir__() -> list[str]:
    """Return the public names, those looked up late too."""
    return [*globals(), *(name for name in __all__ if name not in globals())]
