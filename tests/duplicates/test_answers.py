"""Contradicting twins: found, told apart from different questions, and put first."""

import time

import pytest

from faqs.duplicates.answers import contradictions
from faqs.duplicates.candidates import Base, full_scan
from faqs.duplicates.names import Lexicon
from faqs.duplicates.questions import Passage, Question
from faqs.duplicates.words import WordIndex
from newsdesk.text.wordnet import lemmas


def twins(title, left, right, other_title=""):
    return (
        Question("faq:1", title, (Passage("", left),)),
        Question("faq:2", other_title or title, (Passage("", right),)),
    )


@pytest.mark.parametrize(
    ("title", "left", "right", "kind"),
    [
        ("Was anyone hurt?", "Yes, two workers.", "No. Everyone was safe.", "yes or no"),
        (
            "What happened at the pad?",
            "The pad was closed for four months after the fall.",
            "The pad was closed for nine months after the fall.",
            "number",
        ),
        (
            "When did the pad reopen?",
            "It flew again on 22 March 2026.",
            "Work ended in spring, and crews came back on 2 May 2026.",
            "date",
        ),
        (
            "How many people died?",
            "Officials count 12 victims.",
            "The fire killed 31 people, the mayor said.",
            "number",
        ),
        (
            "What did the court decide?",
            "The court upheld the ban on plastic bags.",
            "The court has not upheld the ban on plastic bags.",
            "negation",
        ),
        (
            "How far is the station?",
            "The station flies 400 kilometres above us.",
            "The station flies 400 miles above us.",
            "unit",
        ),
    ],
)
def test_contradictions_come_with_both_passages(title, left, right, kind):
    found = contradictions(*twins(title, left, right), Lexicon())
    assert kind in {each.kind for each in found}
    first = found[0]
    assert first.left in left
    assert first.right in right
    assert first.words


@pytest.mark.parametrize(
    ("title", "left", "right"),
    [
        ("Was anyone hurt?", "Yes, two workers.", "Yes: two workers were hurt."),
        ("How far is it?", "It is 100 km away.", "It is 62 miles away."),
        ("Why is it late?", "Rain held it up for 3 days.", "Nobody knows. The firm has 40 ships."),
        ("When did it open?", "It opened in May 2025.", "It opened on 3 May 2025."),
        ("Why?", "", "Because of 3 things."),
        (
            "How did sales go?",
            "Sales grew by 3 per cent in spring. Sales grew by 9 per cent in autumn. All were glad.",
            "Sales grew by 3 per cent in spring. Sales grew by 9 per cent in autumn. Nobody knew why.",
        ),
    ],
)
def test_answers_that_agree_or_speak_of_other_things(title, left, right):
    assert contradictions(*twins(title, left, right), Lexicon()) == ()


def test_different_questions_have_no_contradicting_answers():
    pair = twins("Who won in 2018?", "Yes.", "No.", other_title="Who won in 2022?")
    assert contradictions(*pair, Lexicon()) == ()


def test_only_answers_to_the_same_sub_question_are_compared():
    left = Question("faq:1", "Why?", (Passage("Was the crew hurt?", "No."),))
    right = Question(
        "faq:2",
        "Why?",
        (Passage("Was the crew hurt?", "Yes."), Passage("Will it fly again?", "No.")),
    )
    found = contradictions(left, right, Lexicon())
    assert [each.kind for each in found] == ["yes or no"]


def test_endless_answers_cost_little():
    names = " ".join(f"N{a}{b}x" for a in "abcdefghij" for b in "abcdefghij")
    passages = tuple(Passage("Why?", f"{names} {n}. " * 40) for n in range(50))
    left, right = (
        Question("faq:1", "Why? " * 9_000, passages),
        Question("faq:2", "Why?", passages[1:]),
    )
    lemmas("why")  # WordNet is read once, by whoever asks first.
    started = time.process_time()
    contradictions(left, right, Lexicon())
    assert time.process_time() - started < 3  # seconds; a fifth of it where nothing else runs


def test_contradicting_twins_come_first():
    titles = ["Why do cats purr?"] * 2 + ["Is the bridge over the Tarn open again?"] * 2
    answers = ["For joy.", "For joy.", "Yes, since May.", "No, it is still closed."]
    questions = {
        f"faq:{n}": Question(f"faq:{n}", title, (Passage("", answer),))
        for n, (title, answer) in enumerate(zip(titles, answers, strict=True))
    }
    index = WordIndex((key, question.title) for key, question in questions.items())
    scan = full_scan(Base(lambda keys: {key: questions[key] for key in keys}, titles=index))
    assert [(pair.left, bool(pair.contradictions)) for pair in scan.pairs] == [
        ("faq:2", True),
        ("faq:0", False),
    ]
    assert scan.clusters[0].keys == ("faq:2", "faq:3")


@pytest.mark.parametrize(
    ("title", "left", "right", "kind"),
    [
        (
            "What did prices do in March?",
            "Prices rose in March.",
            "Prices fell in March.",
            "opposite",
        ),
        (
            "Did the court back the ban?",
            "The court upheld the ban on vapes.",
            "The court overturned the ban on vapes.",
            "opposite",
        ),
        (
            "Who won the race in Monza?",
            "Ferrari won the race in Monza.",
            "McLaren won the race in Monza by two seconds.",
            "name",
        ),
        (
            "Which city is the capital?",
            "Sydney is the capital.",
            "Canberra is the capital.",
            "name",
        ),
    ],
)
def test_opposites_and_another_winner(title, left, right, kind):
    found = contradictions(*twins(title, left, right), Lexicon())
    assert [each.kind for each in found] == [kind]


@pytest.mark.parametrize(
    ("title", "left", "right"),
    [
        ("Who won the race in Monza?", "Musk won the race.", "Elon Musk won the race."),
        (
            "Why do plants close?",
            "Ferrari closed a plant in Monza.",
            "McLaren closed a plant in Monza.",
        ),
        ("What did prices do?", "Prices rose in March.", "Wages, the bank says, fell in April."),
    ],
)
def test_other_names_and_words_that_contradict_nothing(title, left, right):
    assert contradictions(*twins(title, left, right), Lexicon()) == ()
