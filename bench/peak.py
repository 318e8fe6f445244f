"""Run a command and write into a file how many kB of memory it took at most, and how many seconds of the processor.

`python -m bench.peak FILE COMMAND`
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Run the command; a process of its own counts no other children."""
    status = subprocess.run(sys.argv[2:], check=False).returncode
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    Path(sys.argv[1]).write_text(f"{used.ru_maxrss} {used.ru_utime + used.ru_stime}", encoding="utf-8")
    sys.exit(status)


if __name__ == "__main__":
    main()
