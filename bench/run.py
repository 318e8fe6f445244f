"""Time the commands and the catalogue: `make bench`.

All of it happens in one run on one machine. Seconds differ from machine to machine, the ratios less so.
"""

from __future__ import annotations

import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path

from bench.answers import SIZES, memory_of_exports, timed_answers
from bench.browser import timed_pages
from bench.building import timed_building
from bench.causal import timed_analysis, timed_causal_commands, timed_growth
from bench.commands import timed_commands
from bench.drawing import measured_drawings, timed_drawing
from bench.exports import timed_exports
from bench.foods import shared_archive, timed_foods
from bench.imports import timed_imports
from bench.ontologies import timed_comparisons
from bench.questions import HEADING as QUESTIONS
from bench.questions import timed_questions
from bench.server import timed_servers
from bench.timing import print_table
from myograph.content import Content

DRAWN = ("drawing of", "boxes", "arrows", "crossings", "overlaps", "hits", "bends", "dot", "dot, our columns")
GROWTH = ("seconds for", "100 best paths", "by all_simple_paths", "smallest cut", "what if", "causes", "paths are")


def main() -> None:
    """Print what was timed, with what, and the tables."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("myograph", "pyoxigraph", "rdflib"))
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores; {libraries}")
    with tempfile.TemporaryDirectory() as folder:
        release = Path(folder) / "release"
        environment = os.environ | {"MYOGRAPH_CACHE": str(Path(folder) / "cache")}
        print_table(("whole process", "seconds", "ratio"), list(timed_commands(release, environment)))
        print_table(("stage of a build, and after", "processor seconds"), list(timed_building(release)))
        print_table(QUESTIONS, list(timed_questions(release)))
        print_table(
            ("100,000 rows as", "seconds", "library alone", "ratio"), list(timed_answers(release, Content.find()))
        )
        sizes = (f"MiB for {size:,} rows" for size in SIZES)
        print_table(("export streamed as", *sizes, "ratio"), list(memory_of_exports(environment)))
        print_table(("causal command", "seconds"), list(timed_causal_commands(environment)))
        print_table(("causal question", "ms"), list(timed_analysis(release)))
        heading = (
            "seconds for",
            "100 best paths",
            "by all_simple_paths",
            "smallest cut",
            "what if",
            "causes",
            "paths are",
        )
        print_table(heading, list(timed_growth()))
        print_table(("mappings against", "terms", "rows", "seconds"), list(timed_comparisons()))
        print_table(("import", "seconds"), list(timed_imports(release)))
        print_table(("export", "kB", "seconds"), list(timed_exports(release)))
        print_table(DRAWN, list(measured_drawings()))
        print_table(("boxes drawn", "seconds"), list(timed_drawing()))
        print_table(
            ("page", "kB", "gzip kB", "ready ms", "repaint ms", "whole map ms"), list(timed_pages(Path(folder)))
        )
        print_table(("foods", "measured", "wanted"), list(timed_foods(release, shared_archive())))
        print_table(("server", "asked", "rate", "p99"), list(timed_servers(release)))


if __name__ == "__main__":
    main()
