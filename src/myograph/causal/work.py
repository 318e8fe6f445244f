"""Bounded work: a search over a graph takes so many steps and no more, and says so when it had to stop.

Paths are many: a graph of some thousand links can hold more paths of length twelve than there are grains of sand, and
no machine lists them. A search therefore has an allowance of steps (edges looked at). Steps are counted, not seconds,
so that the same question gets the same answer on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass

STEPS = 2_000_000
"""How many edges a search looks at before it stops; one to three seconds on a common machine."""


class OutOfSteps(Exception):
    """The allowance is used up."""


@dataclass(slots=True)
class Allowance:
    """Count down the steps of one search."""

    steps: int = STEPS

    def spend(self, steps: int = 1) -> None:
        """Take steps from the allowance; raises OutOfSteps when none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise OutOfSteps
