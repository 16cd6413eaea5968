"""What is promised of each class of pairs, on the pairs that we wrote."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.measures.copies import copied
from benchmarks.measures.sameness import NATURAL, read_rows
from faqs.duplicates.conflicts import conflicts
from faqs.duplicates.names import Lexicon
from faqs.duplicates.score import APART, DIFFERS, LIKELY, POSSIBLE, judge
from tests.duplicates.conftest import own_pairs

FRESH, *NEWS = (
    Path(__file__).with_name(f"{name}_pairs.tsv")
    for name in ("fresh", "news", "second_news", "third_news", "fourth_news", "fifth_news")
)
TURNED = Path(__file__).with_name("turned_pairs.tsv")
# Each class of look-alikes with the kinds of difference of which one must be named.
TRAPS = {
    "number": {"number", "name"},  # "5G" and "Artemis II" are names as much as numbers.
    "date": {"date"},
    "name": {"name", "words without a mate"},
    "unit": {"unit"},
    "negation": {"negation", "opposite"},
    "comparison": {"compared pair", "name", "words without a mate"},
    "time": {"before or after", "event status", "preposition", "still or already"},
    "roles": {"order of words", "name"},
    "round-up": {"scope"},
    "narrower": {"name", "date", "number"},
}
NEVER_THE_SAME = ("number", "date", "unit")
MEANT_THE_SAME = ("near", "active-passive")


def telling(pair, lexicon):
    return {d.kind for d in conflicts(pair.left, pair.right, lexicon) if not d.harmless}


def test_there_are_pairs_of_every_class_with_reasons():
    pairs = own_pairs()
    counted = Counter(pair.kind for pair in pairs)
    assert len(pairs) >= 150
    assert set(TRAPS) | set(MEANT_THE_SAME) <= set(counted)
    assert all(pair.reason for pair in pairs)
    assert len({pair[:2] for pair in pairs}) == len(pairs)


@pytest.mark.parametrize("kind", TRAPS)
def test_traps_are_flagged(kind, lexicon):
    pairs = own_pairs(kind)
    missed = [pair[:2] for pair in pairs if not telling(pair, lexicon) & TRAPS[kind]]
    assert len(missed) <= 0.05 * len(pairs), missed


def test_what_a_question_names_in_title_case_alone_has_no_mate(lexicon):
    """Capitals hide the names; the words without a mate remain."""
    for pair in own_pairs("limit"):
        assert judge(pair.left, pair.right, 1.0, lexicon=lexicon).band == POSSIBLE, pair


@pytest.mark.parametrize("kind", MEANT_THE_SAME)
def test_true_duplicates_are_not_called_different(kind, lexicon):
    pairs = own_pairs(kind)
    apart = [p for p in pairs if judge(*p[:2], 1.0, lexicon=lexicon).band == DIFFERS]
    flagged = [pair[:2] for pair in pairs if telling(pair, lexicon)]
    assert not apart
    assert len(flagged) <= 0.25 * len(pairs), flagged


@pytest.mark.parametrize("pair", own_pairs(), ids=lambda pair: f"{pair.kind}: {pair.left}")
def test_differences_read_the_same_from_both_ends(pair, lexicon):
    there = conflicts(pair.left, pair.right, lexicon)
    back = conflicts(pair.right, pair.left, lexicon)
    assert Counter((d.kind, d.weight) for d in there) == Counter((d.kind, d.weight) for d in back)
    assert [d.two_sided for d in there] == [d.two_sided for d in back]
    assert all(d.words for d in there)


def test_even_at_full_likeness_no_trap_is_likely(lexicon):
    """The guards hold whatever the score; no model needed to see it."""
    pairs = own_pairs(*TRAPS)
    likely = [p[:2] for p in pairs if judge(*p[:2], 1.0, lexicon=lexicon).band == LIKELY]
    assert likely == []
    for pair in own_pairs(*NEVER_THE_SAME):
        assert judge(*pair[:2], 1.0, lexicon=lexicon).band == DIFFERS, pair


@pytest.mark.parametrize("path", [FRESH, *NEWS], ids=lambda path: path.stem)
def test_no_look_alike_of_the_frozen_pairs_is_likely_in_any_language(path):
    """At full likeness: whatever the model thinks of them."""
    lexicon = Lexicon()
    unlike = [row for row in read_rows(path) if not row.same and row.kind not in NATURAL]
    likely = [row[:2] for row in unlike if judge(*row[:2], 1.0, lexicon=lexicon).band == LIKELY]
    assert {row.language for row in unlike} == {"en", "de", "fr", "es"}
    assert likely == []


def test_turned_roles_are_never_likely_and_another_order_alone_keeps_a_duplicate():
    """At full likeness, in four languages; the copies turn the roles of true duplicates by machine."""
    lexicon, rows = Lexicon(), read_rows(TURNED)
    bands = {row: judge(*row[:2], 1.0, lexicon=lexicon).band for row in rows}
    assert {row.language for row in rows if not row.same} == {"en", "de", "fr", "es"}
    assert [row[:2] for row in rows if not row.same and bands[row] == LIKELY] == []
    assert {bands[row] for row in rows if row.same} == {LIKELY, POSSIBLE}
    for copies in (copied([row[:3] for row in some], "role") for some in (rows, read_rows(FRESH))):
        assert [c for c in copies if judge(*c, 1.0, lexicon=lexicon).band == LIKELY] == []


def test_what_has_a_mate_in_every_word_is_possible_however_unlike_the_model_finds_it(lexicon):
    """Another spelling of a name, which the model has never read, or another way to write a letter."""
    pairs = [
        ("What was hit in Odessa last night?", "What was hit in Odesa last night?"),
        ("Muss man Müll in Straßburg trennen?", "Muss man Muell in Strassburg trennen?"),
        ("Why do countries ban TikTok?", "Why do countries ban Tik Tok?"),
    ]
    for pair in pairs:
        assert judge(*pair, 0.55, lexicon=lexicon).band == POSSIBLE
        assert judge(*pair, 0.45, lexicon=lexicon).band == APART
    differing = ("What was hit in Odessa last night?", "What was hit in Lviv last night?")
    assert judge(*differing, 0.79, lexicon=lexicon).band == APART
    narrower = ("What was hit in Odessa?", "What was hit in Odesa last night?")
    assert judge(*narrower, 0.79, lexicon=lexicon).band == APART


def test_near_identical_duplicates_are_kept(lexicon, cosine):
    pairs = own_pairs("near")
    bands = [judge(p.left, p.right, cosine(p.left, p.right), lexicon=lexicon).band for p in pairs]
    assert bands.count(LIKELY) >= 0.85 * len(pairs), Counter(bands)
    assert DIFFERS not in bands


def test_two_sided_conflicts_cost_three_tenths_each(lexicon):
    one = judge("Who leads NASA?", "Who leads ESA?", 0.9, lexicon=lexicon)
    both = judge("What did NASA do in 2020?", "What did ESA do in 2024?", 0.9, lexicon=lexicon)
    assert one.score == pytest.approx(0.6)
    assert both.score == pytest.approx(0.3)
    assert [signal.name for signal in both.signals] == ["meaning", "number", "name"]
    assert sum(signal.contribution for signal in both.signals) == pytest.approx(both.score)


@pytest.mark.parametrize("kind", ["number", "name", "negation"])
def test_copies_made_by_a_machine_are_never_likely(kind):
    """True duplicates with one thing changed; the names of none of them were taught by hand."""
    copies = list(copied([pair[:3] for pair in own_pairs()], kind))
    likely = [c for c in copies if judge(*c, 1.0, lexicon=Lexicon()).band == LIKELY]
    assert copies
    assert likely == []


def test_another_kind_of_question_is_a_badge_and_no_more(lexicon):
    judged = judge("Is there a cure for flu?", "What is the cure for flu?", 1.0, lexicon=lexicon)
    assert judged.band == LIKELY
    assert [(d.kind, d.harmless) for d in judged.differences] == [("kind of question", True)]


def test_what_a_thing_is_and_whether_it_does_more_are_two_questions(lexicon):
    for right in ("Does bleaching kill coral?", "Is bleaching of coral forever?"):
        judged = judge("What is coral bleaching?", right, 1.0, lexicon=lexicon)
        assert [d.kind for d in judged.differences] == ["kind of question"]
        assert judged.band == POSSIBLE
