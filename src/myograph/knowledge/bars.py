"""Evidence bars, as the causal view defines them: which verdicts a bar lets in."""

from __future__ import annotations

from myograph.causal.bars import ANY, BARS, BEST_FIRST, above, admitted, best_verdict, weakest_verdict

__all__ = ["ANY", "BARS", "BEST_FIRST", "above", "admitted", "best_verdict", "weakest_verdict"]
