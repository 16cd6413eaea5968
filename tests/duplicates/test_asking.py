"""What kind of answer a question asks for."""

import pytest

from faqs.duplicates.answer_kind import kinds_asked, named


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What is a heat dome?", "what it is"),
        ("What's a heat dome?", "what it is"),
        ("What does GDP mean?", "what it is"),
        ("What does the Bank of England do?", "what"),
        ("What is the role of the Bank of England?", "what"),
        ("Why is the sea salty?", "why"),
        ("How come the sea is salty?", "why"),
        ("What is the reason the vote was put off?", "why"),
        ("Can you explain why the sea is salty?", "why"),
        ("What caused the blackout?", "why, or how, or what"),
        ("How do rockets land?", "how"),
        ("What is the best way to learn French?", "how"),
        ("How Much Does a Launch Cost?", "how much or how many"),
        ("For how many days is rice safe?", "how much or how many"),
        ("What is the age of the universe?", "how much or how many"),
        ("What is the price cap?", "what it is"),
        ("When does it start?", "when"),
        ("In which year was it built?", "when, or what"),
        ("Where is Baikonur?", "where"),
        ("Who owns the ferry?", "who"),
        ("Does bleaching kill coral?", "yes or no"),
        ("isn't the reef dead", "yes or no"),
        ("Should I rent or buy?", "yes or no, or what"),
        ("My flight has been cancelled: what now?", ""),
        ("", ""),
    ],
)
def test_kinds_are_read_from_the_first_words(question, words):
    assert named(kinds_asked(question)) == words
