"""Headings are known in every form in which they are typed, and every section is understood."""

from typing import Any

import pytest

from stories.importing.parser import parse
from stories.importing.sections import TITLES, heading
from tests.importing.pages import FERRY, VOLCANO


@pytest.mark.parametrize("title", TITLES.values())
@pytest.mark.parametrize(
    "form",
    [
        str,
        str.upper,
        str.lower,
        str.title,
        lambda title: title.replace("'", "’"),
        lambda title: title.replace("'", ""),
        lambda title: title.rstrip("?"),
        lambda title: title.rstrip("?") + ":",
        lambda title: f"## {title}",
        lambda title: f"**{title}**",
        lambda title: title.replace(" ", "  "),
    ],
)
def test_a_heading_is_known_in_every_form(title: str, form) -> None:
    assert heading(form(title)) == heading(title) is not None


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Common question", "questions"),
        ("Common question(s)", "questions"),
        ("More on this topic", "topics"),
        ("What's behind the headlines?", "analysis"),
        ("What is behind the headline", "analysis"),
        ("What the paper says", "papers"),
        ("What has happened?", "summary"),
    ],
)
def test_singular_and_plural_are_the_same(line: str, section: str) -> None:
    assert heading(line) == section


@pytest.mark.parametrize(
    "line", ["- Go deeper", "Go deeper into the mine", "What's happened to 5 ships?", "", "-", "?"]
)
def test_other_lines_are_no_headings(line: str) -> None:
    assert heading(line) is None


def test_a_whole_page_is_taken_apart() -> None:
    explainer = parse(VOLCANO)
    story = explainer.story

    assert story.headline == "Skarfell wakes after ninety years"
    assert story.standfirst.startswith("Two villages are empty")
    assert [(b.name, b.slug, b.role) for b in story.bylines] == [
        ("Edda Lund", "edda-lund", ""),
        ("Tomas Rey", "tomas-rey", "Science editor"),
    ]
    assert story.summary.startswith("<p>On 3 March")
    assert story.summary.endswith("hurt.</p>")
    assert [(part.kind, part.heading) for part in story.analysis] == [
        ("analysis", "An old mountain, badly watched"),
        ("analysis", "Money for the airport"),
        ("forecast", "Forecast"),
    ]
    assert [(event.date, event.text) for event in story.timeline] == [
        ("1934", "The last eruption ends after five weeks."),
        ("2019-05", "Half of the instruments are switched off."),
    ]
    assert story.background.count("<p>") == 2
    assert [question.text for question in story.deeper] == [
        "When can the villagers go home?",
        "Who pays for the instruments?",
        "What makes Skarfell different?",
    ]
    assert story.faqs == ("faq:new-1", "faq:new-2", "faq:new-3")
    assert story.entities == tuple(f"entity:new-{n}" for n in range(1, 7))
    assert explainer.unplaced == ()


def test_a_question_to_go_deeper_links_to_the_faq_that_asks_the_same() -> None:
    targets = [question.target for question in parse(VOLCANO).story.deeper]

    assert targets == ["", "", "faq:new-1"]


def test_sections_may_stand_in_any_order_and_be_missing() -> None:
    explainer = parse(FERRY)

    assert "drifted" in explainer.story.summary
    assert [part.heading for part in explainer.story.analysis] == [""]
    assert [question.text for question in explainer.story.deeper] == [
        "Why did the tug take so long?"
    ]
    assert [faq.document.question for faq in explainer.faqs] == [
        "What is the Ternen?",
        "Who runs the Ternen?",
    ]
    assert [entity.document.name for entity in explainer.entities] == ["Harbour Ferries", "Holm"]
    missing = [note.target for note in explainer.notes if note.code == "section-missing"]
    assert missing == ["story.papers", "story.background"]


def test_a_missing_headline_is_said_and_not_invented() -> None:
    explainer = parse("Go deeper\n- Why?")

    assert explainer.story.headline == ""
    notes = [note for note in explainer.notes if note.target == "story.headline"]
    assert [(note.level, note.line, note.message) for note in notes] == [
        ("warning", None, "The text has no headline.")
    ]


def test_what_stands_before_the_headings_and_fits_nowhere_is_listed() -> None:
    explainer = parse("A headline\nA standfirst.\nShare this page\n\nGo deeper\n- Why?")

    assert [(line.number, line.text) for line in explainer.unplaced] == [(3, "Share this page")]
    assert [note.line for note in explainer.notes if note.code == "unplaced"] == [3]


def test_a_repeated_heading_adds_to_its_section() -> None:
    explainer = parse("Go deeper\n- One?\nWhat's happened\nRain.\nGo deeper\n- Two?")

    assert [question.text for question in explainer.story.deeper] == ["One?", "Two?"]
    assert [note.line for note in explainer.notes if note.code == "heading-again"] == [5]


def test_text_is_escaped_and_points_become_lists() -> None:
    story = parse('What\'s happened\nA < B & C.\n- one\n• two\nThe "end".').story

    assert story.summary == (
        '<p>A &lt; B &amp; C.</p><ul><li>one</li><li>two</li></ul><p>The "end".</p>'
    )


ANALYSES = {
    "one paragraph": ("It will rain.", [("analysis", "", "<p>It will rain.</p>")]),
    "one line without a stop": ("It will rain", [("analysis", "", "<p>It will rain</p>")]),
    "paragraphs": ("One.\n\nTwo.", [("analysis", "", "<p>One.</p><p>Two.</p>")]),
    "points under a heading": (
        "Costs\n- Fuel\n- Crews",
        [("analysis", "Costs", "<ul><li>Fuel</li><li>Crews</li></ul>")],
    ),
    "a heading with a colon": ("Costs:\nHigh.", [("analysis", "Costs", "<p>High.</p>")]),
    "a heading that asks": ("Who pays?\nNobody.", [("analysis", "Who pays?", "<p>Nobody.</p>")]),
    "text before the first heading": (
        "First.\nForecast\nRain.",
        [("analysis", "", "<p>First.</p>"), ("forecast", "Forecast", "<p>Rain.</p>")],
    ),
    "context": ("Wider context\nOld.", [("context", "Wider context", "<p>Old.</p>")]),
    "a forecast of points without stops": (
        "The outlook\nMore rain\nLess sun",
        [("forecast", "The outlook", "<p>More rain</p><p>Less sun</p>")],
    ),
}


@pytest.mark.parametrize(("text", "parts"), ANALYSES.values(), ids=ANALYSES.keys())
def test_analysis_is_divided_into_parts(text: str, parts: list[tuple[str, str, str]]) -> None:
    story = parse(f"What's behind the headline?\n{text}\nGo deeper\n- Why?").story

    assert [(part.kind, part.heading, part.body) for part in story.analysis] == parts


def test_ids_are_eight_hexadecimal_digits_and_the_same_every_time() -> None:
    first, again = parse(VOLCANO).story, parse(VOLCANO).story
    parts: list[Any] = [*first.analysis, *first.reports, *first.timeline, *first.deeper]
    ids = [part.id for part in parts]

    assert first == again
    assert len(set(ids)) == len(ids)
    assert all(len(i) == 8 and set(i) <= set("0123456789abcdef") for i in ids)


def test_ids_of_other_items_survive_a_new_one() -> None:
    before = parse("Go deeper\n- One?\n- Two?").story.deeper
    after = parse("Go deeper\n- Zero?\n- Two?\n- One?").story.deeper

    assert {item.text: item.id for item in before}.items() <= {
        item.text: item.id for item in after
    }.items()


def test_the_same_line_twice_gets_two_ids() -> None:
    deeper = parse("Go deeper\n- Why?\n- Why?").story.deeper

    assert len({item.id for item in deeper}) == 2


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("1934: it ended.", "1934"),
        ("March 2014: it began.", "2014-03"),
        ("- 18 March 2014 – it grew.", "2014-03-18"),
        ("Sept. 3, 2020: it stopped.", "2020-09-03"),
        ("3. Jänner 2021: es begann.", "2021-01-03"),
        ("Maerz 2021: es endete.", "2021-03"),
    ],
)
def test_dated_lines_become_a_timeline(line: str, date: str) -> None:
    assert [event.date for event in parse(f"How we got here\n{line}").story.timeline] == [date]


@pytest.mark.parametrize(
    "line", ["In 1934: nothing.", "2014 was wet.", "40 March 2014: no.", "3 2014: no."]
)
def test_other_lines_stay_background(line: str) -> None:
    story = parse(f"How we got here\n{line}").story

    assert story.timeline == ()
    assert line in story.background


@pytest.mark.parametrize("heading", ["Key questions", "Questions you asked", "Top questions:"])
def test_other_words_over_questions_are_known(heading):
    faqs = parse(f"What's happened\nRain.\n{heading}\nWhen will it stop?\nNot before April.").faqs
    assert [faq.document.question for faq in faqs] == ["When will it stop?"]
