"""An outlet that an import has guessed stays a guess until somebody says what the name is."""

import pytest

from entities.models.outlet import Outlet
from entities.outlet_register import register
from newsdesk.importing.models import NameAnswer
from newsdesk.intake import reading
from stories.importing.drafts import create_drafts, known_names
from stories.importing.known import KnownNames, remember_names
from stories.importing.parser import parse
from stories.importing.source import pages_of
from stories.models.draft import Story
from stories.rules.rule_inputs import findings_of
from tests.people import person

pytestmark = pytest.mark.django_db

PAGE = (
    "The dam leaks\nBy Ann Lee\nWhat's happened\nIt leaks.\n"
    "What the papers say\nNorthlight reports a leak."
)


def imported(editor, page=PAGE) -> Story:
    explainer = parse(page, known=known_names())
    record = create_drafts(explainer, text=page, source_name="", actor=editor)
    return Story.objects.get(pk=record.target.removeprefix("story:"))


def warned(story: Story) -> list[str]:
    return [problem.code for problem in findings_of(story).warnings]


def test_a_guess_is_marked_and_asked_about_until_it_is_answered() -> None:
    editor = person("Editor")
    story = imported(editor)
    assert Outlet.objects.get(name="Northlight").proposed
    assert "guessed-outlet" in warned(story)
    assert [each.name for each in parse(PAGE, known=known_names()).proposed_outlets] == [
        "Northlight"
    ]

    remember_names({"northlight": ("Northlight", "outlet")}, editor)
    again = imported(editor, PAGE.replace("It leaks.", "It leaks still."))

    assert not Outlet.objects.get(name="Northlight").proposed
    assert "guessed-outlet" not in warned(again) + warned(story)
    assert parse(PAGE, known=known_names()).proposed_outlets == ()


def test_what_was_said_of_a_name_is_kept_with_who_said_it_and_the_last_word_counts() -> None:
    first, second = person("Editor"), person("Reporter")
    remember_names({"northlight": ("Northlight", "person")}, first)
    remember_names({"northlight": ("Northlight", "person")}, second)
    remember_names({"northlight": ("Northlight", "neither")}, second)

    rows = NameAnswer.objects.order_by("pk").values_list("meaning", "answered_by")

    assert list(rows) == [("person", first.pk), ("neither", second.pk)]
    assert known_names().names == {"northlight": "neither"}
    assert [r.outlet for r in parse(PAGE, known=known_names()).story.reports] == [""]


def test_an_outlet_of_the_register_comes_with_all_that_is_known_of_it() -> None:
    imported(person("Editor"), PAGE.replace("Northlight", "NYT"))

    outlet = Outlet.objects.get()
    (registered,) = (each for each in register() if each.name == "The New York Times")
    assert (outlet.name, outlet.kind, outlet.country) == (registered.name, "newspaper", "US")
    assert (outlet.owner, outlet.owner_as_of) == (registered.owner, registered.owner_as_of)
    assert not outlet.proposed


def test_a_heading_over_reports_that_nothing_knows_is_a_guess_at_an_outlet():
    text = (
        "## What the papers say\n\n### The Guardian\n\nIt rains.\n\n### Kelp Almanac\n\nIt pours.\n"
    )
    (page,) = pages_of(reading.read(text.encode()), "x", KnownNames())
    notes = page.explainer.notes
    assert [report.outlet for report in page.explainer.story.reports] == [
        "The Guardian",
        "Kelp Almanac",
    ]
    assert [note.line for note in notes if note.code == "outlet-guessed"] == [5]


@pytest.mark.parametrize("title", ["What remains unclear", "Reactions at home", "Elsewhere"])
def test_a_heading_in_plain_words_is_no_outlet_and_is_said_to_be_left_out(title):
    text = (
        "## What the papers say\n\n### The Guardian\n\nIt rains.\n\n"
        f"### {title}\n\nReuters says that it pours.\n\nNobody is dry.\n"
    )
    (page,) = pages_of(reading.read(text.encode()), "x", KnownNames())

    assert [report.outlet for report in page.explainer.story.reports] == [
        "The Guardian",
        "Reuters",
        "",
    ]
    assert not [note for note in page.explainer.notes if note.code == "outlet-guessed"]
    assert [line.text for line in page.explainer.unplaced] == [title]
    assert [note.line for note in page.explainer.notes if "heading names no" in note.message] == [4]


def test_a_name_in_italics_is_a_papers_where_a_source_stands():
    text = (
        "## What the papers say\n\nAccording to the *Vexin Libre*, two pumps were sold. "
        "The *Ever Given* carried a third. According to the Finance Panel, none was.\n"
    )
    (page,) = pages_of(reading.read(text.encode()), "x", KnownNames())

    assert [report.outlet for report in page.explainer.story.reports] == ["Vexin Libre", "", ""]
