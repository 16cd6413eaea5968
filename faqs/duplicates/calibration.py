"""The bands of the score, set anew from what moderators decided."""

from collections.abc import Iterable
from dataclasses import replace
from math import sqrt
from typing import NamedTuple

from faqs.duplicates.score import BANDS, Bands

LIKELY_PRECISION = 0.90
POSSIBLE_PRECISION = 0.30
NEEDED = 30  # verdicts of each kind; fewer say too little
_STEP = 0.01
_LOWEST, _HIGHEST = 0.60, 0.98


class Verdict(NamedTuple):
    """A judged pair: its score when it was suggested, and whether the moderator said "same"."""

    score: float
    same: bool


def calibrate(verdicts: Iterable[Verdict], bands: Bands = BANDS) -> Bands:
    """Return the bands that the verdicts support, or `bands` where there are too few.

    Verdicts on pairs with a difference are the caller's to leave out: no band applies to them.
    Method: each bound becomes the lowest score, in steps of 0.01, from which on the share of "same"
    among all verdicts at or above it is surely enough. "Surely" is the lower end of the 95 %
    Wilson interval (Wilson, 1927), so that ten lucky pairs move nothing; enough is 0.90 for likely
    and 0.30 for possible (of three possible pairs about one should be worth the look). Where no
    score is enough, the bound goes up to 0.98. Bounds stay within 0.60 and 0.98, likely above
    possible by at least 0.02. At least 30 verdicts of each kind are needed; order has no effect.
    """
    known = [verdict for verdict in verdicts if 0.0 <= verdict.score <= 1.0]
    same = sum(verdict.same for verdict in known)
    if min(same, len(known) - same) < NEEDED:
        return bands
    likely = _lowest_bound(known, LIKELY_PRECISION)
    possible = _lowest_bound(known, POSSIBLE_PRECISION)
    return replace(bands, likely=likely, possible=round(min(possible, likely - 0.02), 2))


def _lowest_bound(verdicts: list[Verdict], precision: float) -> float:
    """Return the lowest bound at or above which the verdicts are surely precise enough."""
    bound = _HIGHEST
    for step in range(round((_HIGHEST - _LOWEST) / _STEP) + 1):
        candidate = round(_HIGHEST - step * _STEP, 2)
        above = [verdict.same for verdict in verdicts if verdict.score >= candidate]
        if len(above) < NEEDED:
            continue  # Too few to say; a lower bound has more.
        if surely(sum(above), len(above)) >= precision:
            bound = candidate
    return bound


def surely(successes: int, trials: int) -> float:
    """Return the lower end of the 95 % Wilson interval of a share."""
    z = 1.959964
    share = successes / trials
    centre = share + z * z / (2 * trials)
    spread = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return (centre - spread) / (1 + z * z / trials)
