"""What a desk's decisions add to the score, and when they add nothing."""

import random

import pytest

from faqs.duplicates.learning import NEEDED, Decision, average_precision, learnt
from faqs.duplicates.names import Lexicon
from faqs.duplicates.score import Bands, judge


def decisions(count, *, told, seed=1):
    """Decisions of a desk for which one kind of difference nearly settles the matter, if `told`."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        score = rng.uniform(0.8, 1.0)
        kinds = frozenset(kind for kind in ("quantity", "preposition") if rng.random() < 0.4)
        against = 0.7 if told and "quantity" in kinds else 0.0
        made.append(Decision(score, kinds, rng.random() < (score - 0.8) * 4 + 0.2 - against))
    return made


def test_what_the_desk_shows_is_learnt():
    weights = learnt(decisions(600, told=True))
    assert weights["quantity"] <= -0.1
    assert abs(weights["preposition"]) < 0.1


@pytest.mark.parametrize("count", [0, 10, NEEDED - 1])
def test_few_decisions_teach_nothing(count):
    assert learnt(decisions(count, told=True)) == {}


def test_decisions_all_of_one_kind_teach_nothing():
    assert learnt([Decision(0.9, frozenset(["quantity"]), same=True)] * 500) == {}


def test_what_does_not_help_on_decisions_held_back_is_left():
    """Noise: what fits the decisions it was learnt from, and no others."""
    taken = [seed for seed in range(6) if learnt(decisions(240, told=False, seed=seed))]
    assert len(taken) <= 3


def test_order_has_no_effect():
    made = decisions(300, told=True)
    assert learnt(made) == learnt(made[::-1])


def test_average_precision():
    assert average_precision([(0.9, True), (0.8, False), (0.7, True)]) == pytest.approx(
        (1 + 2 / 3) / 2
    )
    assert average_precision([]) == 0.0


def test_what_was_learnt_is_a_term_of_the_sum():
    bands = Bands(weights={"kind of question": -0.05, "quantity": -0.2})
    sides = ("Is there a cure for flu?", "What is the cure for flu?")
    judged = judge(*sides, 0.95, lexicon=Lexicon(), bands=bands)
    assert judged.score == pytest.approx(0.90)
    assert [signal.name for signal in judged.signals] == ["meaning", "learnt"]
    assert "kind of question" in judged.signals[1].words
