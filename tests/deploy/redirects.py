"""What Apache makes of the rewrite rules of a `.htaccess` file: conditions, patterns, and the flags R, L and OR."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold a rule with its conditions on the Accept header: a pattern, and whether it must not match."""

    conditions: tuple[tuple[str, bool], ...]
    pattern: str
    target: str
    status: int

    def answer(self, path: str, accept: str) -> tuple[int, str] | None:
        """Return status and address for a path below the folder, or None when the rule is not for it."""
        if any((re.search(pattern, accept) is None) != negated for pattern, negated in self.conditions):
            return None
        found = re.search(self.pattern, path)
        if found is None:
            return None
        return self.status, re.sub(r"\$(\d)", lambda group: found[int(group[1])] or "", self.target)


def read_rules(file: Path) -> tuple[Rule, ...]:
    """Read the rules; raises ValueError for a line that this reader does not understand."""
    rules: list[Rule] = []
    conditions: list[tuple[str, bool]] = []
    for line in file.read_text("utf-8").splitlines():
        match line.split():
            case [] | ["Options", _] | ["RewriteEngine", "on"]:
                pass
            case [comment, *_] if comment.startswith("#"):
                pass
            case ["RewriteCond", "%{HTTP_ACCEPT}", pattern]:
                conditions.append((pattern.removeprefix("!"), pattern.startswith("!")))
            case ["RewriteRule", pattern, target, flags] if re.fullmatch(r"\[R=30[1237],L\]", flags):
                rules.append(Rule(tuple(conditions), pattern, target, int(flags[3:6])))
                conditions = []
            case _:
                raise ValueError(f"{file.name}: {line}")
    return tuple(rules)


def redirect(rules: tuple[Rule, ...], path: str, accept: str) -> tuple[int, str] | None:
    """Return status and address of the first rule that is for a path, or None: not found."""
    return next((answer for rule in rules if (answer := rule.answer(path, accept)) is not None), None)
