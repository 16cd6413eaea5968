"""Questions are kept with their intro, never dropped, and flagged where an editor should look."""

from stories.importing.parser import parse
from tests.importing.pages import VOLCANO


def asked(text: str):
    return parse(f"Common questions\n{text}")


def codes(explainer, key: str) -> set[str]:
    return {note.code for note in explainer.notes if note.target.startswith(f"{key}.")}


def test_a_question_and_its_intro() -> None:
    (faq,) = asked("-\nWhy is the dam dry?\nIt leaks.\nIt always has.").faqs

    assert faq.key == "faq:new-1"
    assert faq.line == 3
    assert faq.document.question == "Why is the dam dry?"
    assert faq.document.intro == "<p>It leaks.</p><p>It always has.</p>"


def test_the_same_question_twice_is_flagged_with_the_line_where_it_stands_first() -> None:
    explainer = parse(VOLCANO)
    notes = {note.target: note for note in explainer.notes if note.code == "question-twice"}

    assert len(explainer.faqs) == 3
    assert set(notes) == {"faq:new-3.question"}
    assert str(explainer.faqs[0].line) in notes["faq:new-3.question"].message


def test_case_accents_and_signs_do_not_make_another_question() -> None:
    explainer = asked("-\nWhat’s in a Café?\nA.\n-\nwhat's in a cafe\nB.")

    assert "question-twice" in codes(explainer, "faq:new-2")


def test_a_promise_of_answers_without_any_is_flagged() -> None:
    promises = [
        "Below, you'll find out.",
        "It is old. Below, we answer.",
        "Here are the questions and answers that matter.",
        "In this guide, we explore it.",
        "You will find the answers below.",
    ]
    for promise in promises:
        assert "answers-missing" in codes(asked(f"-\nWhy?\n{promise}"), "faq:new-1")


def test_no_promise_is_seen_where_none_is() -> None:
    for intro in ["It lies below the dam.", "Here are two ships.", "The answer is no."]:
        assert "answers-missing" not in codes(asked(f"-\nWhy?\n{intro}"), "faq:new-1")


def test_answers_under_a_promise_are_read() -> None:
    explainer = asked(
        "-\nWhy is it dry?\nBelow, you'll find out.\nDoes it leak?\nIt does.\nSince when?\nEver."
    )

    (faq,) = explainer.faqs
    assert [(answer.question, answer.text) for answer in faq.document.answers] == [
        ("Does it leak?", "<p>It does.</p>"),
        ("Since when?", "<p>Ever.</p>"),
    ]
    assert "answers-missing" not in codes(explainer, "faq:new-1")


def test_a_question_without_an_intro_is_kept_and_flagged() -> None:
    explainer = asked("-\nWhy?\n-\nHow?\nSo.")

    assert [faq.document.question for faq in explainer.faqs] == ["Why?", "How?"]
    assert "intro-missing" in codes(explainer, "faq:new-1")


def test_questions_may_be_points_or_stand_without_any_mark() -> None:
    listed = asked("- Why is it dry?\nIt leaks.\n- Since when?\nEver.")
    bare = asked("Why is it dry?\nIt leaks.\nSince when?\nEver.")
    blank = asked("Why is it dry?\n\nIt leaks.\n\nSince when?\n\nEver.")

    assert listed.faqs[1].document == bare.faqs[1].document == blank.faqs[1].document
    assert len(listed.faqs) == len(bare.faqs) == len(blank.faqs) == 2


def test_points_inside_an_intro_are_a_list() -> None:
    (faq,) = asked("-\nWhy?\nTwo reasons:\n- rust\n- frost").faqs

    assert faq.document.intro == "<p>Two reasons:</p><ul><li>rust</li><li>frost</li></ul>"


def test_a_paragraph_in_place_of_a_question_becomes_the_intro() -> None:
    explainer = asked("-\n" + "It leaks and leaks. " * 20)

    assert explainer.faqs[0].document.question == ""
    assert "leaks" in explainer.faqs[0].document.intro
    assert "question-missing" in codes(explainer, "faq:new-1")


def test_a_question_lists_the_topics_that_it_names() -> None:
    explainer = parse(VOLCANO)

    named = [faq.document.entities for faq in explainer.faqs]
    assert named == [("entity:new-1",), ("entity:new-3",), ("entity:new-1",)]
