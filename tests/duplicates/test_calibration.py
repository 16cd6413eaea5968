"""Bands follow the verdicts, carefully."""

import random

from faqs.duplicates.calibration import NEEDED, Verdict, calibrate, surely
from faqs.duplicates.score import BANDS, Bands


def verdicts(count, *, likely, possible, seed=1):
    """Verdicts as a desk gives them whose pairs are nearly sure above one score, even above another."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        score = rng.uniform(0.6, 1.0)
        chance = 0.99 if score >= likely else 0.5 if score >= possible else 0.02
        made.append(Verdict(score, rng.random() < chance))
    return made


def test_too_few_verdicts_change_nothing():
    few = [Verdict(0.95, True)] * 500 + [Verdict(0.7, False)] * (NEEDED - 1)
    assert calibrate(few) == BANDS
    assert calibrate([]) == BANDS
    kept = Bands(0.93, 0.85)
    assert calibrate(few, kept) == kept


def test_bands_move_to_where_the_verdicts_change():
    bands = calibrate(verdicts(4_000, likely=0.86, possible=0.74))
    assert 0.80 <= bands.likely <= 0.90
    assert 0.60 <= bands.possible <= 0.76
    assert bands.possible < bands.likely


def test_a_desk_that_sees_more_differences_gets_stricter_bands():
    strict = calibrate(verdicts(4_000, likely=0.96, possible=0.90))
    mild = calibrate(verdicts(4_000, likely=0.86, possible=0.74))
    assert strict.likely > mild.likely
    assert strict.possible > mild.possible


def test_order_has_no_effect():
    made = verdicts(2_000, likely=0.9, possible=0.8)
    assert calibrate(made) == calibrate(made[::-1])


def test_nothing_sure_makes_the_bound_as_high_as_it_goes():
    mixed = [Verdict(score / 100, score % 2 == 0) for score in range(60, 100)] * 20
    assert calibrate(mixed).likely == 0.98


def test_the_wilson_interval():
    """Reference: Wilson's own formula, worked out for 81 of 263 (Newcombe, 1998, table I)."""
    assert round(surely(81, 263), 4) == 0.2553
