"""Word by word: what only one side says. And which FAQ to keep."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from faqs.documents import Answer
from faqs.duplicate_review.answer_pairs import aligned
from faqs.duplicate_review.quality import Facts, ranked
from newsdesk.comparison.diff.words import Op, side_by_side

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def only(runs):
    return [run.text.strip() for run in runs if run.op is not Op.SAME]


def test_words_that_only_one_side_has_are_marked():
    left, right = side_by_side("Mars has two small moons.", "Mars has three moons.")
    assert (only(left), only(right)) == (["two small"], ["three"])


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_word_is_lost_or_added(one, other):
    left, right = side_by_side(one, other)
    assert "".join(run.text for run in left) == one
    assert "".join(run.text for run in right) == other


def test_a_word_is_the_same_whatever_its_capitals_and_each_side_keeps_its_own():
    left, right = side_by_side("Why do FERRIES lean?", "why do ferries lean?")
    assert (only(left), only(right)) == ([], [])
    assert left[0].text == "Why do FERRIES lean?"


def test_of_a_long_text_only_the_words_that_differ_are_marked():
    long = "\n".join(f"This is line {number} of a text." for number in range(2_000))
    left, right = side_by_side(long, long.replace("line 7 ", "row 7 "))
    assert (only(left), only(right)) == (["line"], ["row"])


def test_answers_to_one_question_stand_side_by_side():
    how, why, who = (
        Answer(id=name, question=f"{name} do ferries lean?", text=name)
        for name in ("How", "Why", "Who")
    )
    also_why = Answer(id="x", question="why do ferries lean", text="x")
    assert aligned([how, why], [also_why, who])[1] == (why, also_why)
    assert aligned([why], [who, also_why]) == [(why, also_why), (None, who)]


def facts(key, **values):
    given_values = {
        "live": True,
        "inbound": 0,
        "sources": 0,
        "words": 10,
        "answers": 1,
        "changed": NOON,
        "first": NOON,
    }
    return Facts(key=key, **(given_values | values))


def test_a_page_that_readers_see_stays_before_a_better_draft():
    draft = facts(1, live=False, sources=3, words=500, changed=NOON + timedelta(days=2))
    assert ranked([draft, facts(2, inbound=1)])[0].key == 2


def test_the_reasons_are_given_and_add_up():
    best, other = ranked([facts(1), facts(2, inbound=3, sources=2)])
    assert best.key == 2
    assert "Used by 3 pages" in [merit.words for merit in best.merits]
    assert best.points == sum(merit.points for merit in best.merits) == other.points + 7


def test_equal_pages_leave_the_older_one():
    assert [standing.key for standing in ranked([facts(2), facts(1)])] == [1, 2]
