"""Count requests and time them, for Prometheus; a few numbers, whatever is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.server.answers import AnswerCache
    from myograph.server.pool import WorkerPool

BOUNDS = (0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10.0, 30.0)
"""Upper bounds of the classes of duration, in seconds."""

MEDIA_TYPE = "text/plain; version=0.0.4"


@dataclass(slots=True)
class Metrics:
    """Count answers by kind of page and status, and by duration."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    durations: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0
    bytes: int = 0

    def count(self, page: str, status: int, seconds: float, sent: int) -> None:
        """Count one answer."""
        self.answers[page, status] += 1
        self.seconds += seconds
        self.bytes += sent
        self.durations[next((place for place, most in enumerate(BOUNDS) if seconds <= most), len(BOUNDS))] += 1

    def exposed(self, pool: WorkerPool, cache: AnswerCache) -> Iterator[str]:
        """Yield the lines of the text format of Prometheus."""
        yield "# TYPE myograph_requests_total counter"
        for (page, status), number in sorted(self.answers.items()):
            yield f'myograph_requests_total{{page="{page}",status="{status}"}} {number}'
        yield "# TYPE myograph_request_seconds histogram"
        total = 0
        for most, number in zip((*map(str, BOUNDS), "+Inf"), self.durations, strict=True):
            total += number
            yield f'myograph_request_seconds_bucket{{le="{most}"}} {total}'
        yield f"myograph_request_seconds_sum {self.seconds:.6f}"
        yield f"myograph_request_seconds_count {total}"
        yield from _counter("myograph_sent_bytes_total", self.bytes)
        yield from _counter("myograph_cache_hits_total", cache.hits)
        yield from _counter("myograph_cache_misses_total", cache.misses)
        for name in ("answered", "stopped", "turned_away", "crashed", "started"):
            yield from _counter(f"myograph_worker_{name}_total", getattr(pool.tally, name))
        for name, number in (("busy", pool.busy), ("alive", len(pool.pids)), ("waiting_jobs", pool.waiting)):
            yield f"# TYPE myograph_workers_{name} gauge"
            yield f"myograph_workers_{name} {number}"


def _counter(name: str, number: int) -> Iterator[str]:
    yield f"# TYPE {name} counter"
    yield f"{name} {number}"
