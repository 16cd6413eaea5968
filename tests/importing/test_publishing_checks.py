"""An import and the publishing checks say the same of a page, and each finding can be cured."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stories.importing.drafts import create_drafts, known_names
from stories.importing.parser import parse
from stories.importing.publishing_checks import before_publishing
from stories.models.draft import Story
from stories.rules.rule_inputs import findings_of
from tests.importing.pages import VOLCANO
from tests.people import person

SENTENCES = st.sampled_from(
    [
        "Reuters reports a leak.",
        "Northlight reports a leak.",
        "The agency adds that it is old.",
        "Nobody knows why.",
        "Nobody calls it “normal”.",
        "Somebody shouted “the dam is gone for good” in the night.",
        "Ann Lee notes that the dam is old.",
        "According to the ministry, it holds.",
        "The BBC quotes Pia Holm as saying “we knew it for years”.",
        "It holds, see https://nobody.example/1.",
        "Reuters says so: https://www.reuters.com/a.",
        "Der Damm hält laut Berliner Zeitung.",
    ]
)
PAPERS = st.lists(SENTENCES, min_size=1, max_size=6).map(" ".join)


def page(papers: str, *, byline: bool, quoted: bool) -> str:
    told = "He said “nothing of this was planned by us”." if quoted else "It leaks."
    return (
        f"The dam leaks\n{'By Ann Lee' if byline else ''}\n\nWhat's happened\n{told}\n"
        f"What the papers say\n{papers}\nMore on these topics\n-\nHolm is a town in Norland."
    )


@pytest.fixture
def editor():
    return person("Editor")


def imported(text: str, actor) -> Story:
    explainer = parse(text, known=known_names())
    record = create_drafts(explainer, text=text, source_name="", actor=actor)
    return Story.objects.get(pk=record.target.removeprefix("story:"))


def offered(story: Story, actor) -> set[str]:
    """Return the fields that the draft's form offers: "headline", "reports.url", "entities"."""
    request = RequestFactory().get("/")
    request.user = actor
    model_admin = admin.site._registry[Story]
    fields = set(model_admin.get_form(request, story).base_fields)
    for formset, inline in model_admin.get_formsets_with_inlines(request, story):
        name = formset.fk.remote_field.related_name
        fields |= {name, *(f"{name}.{field}" for field in formset.form.base_fields)}
        assert inline.model
    return fields


def place(field: str) -> str:
    """Return where a finding is put right: "reports:1f0c.url" in "reports.url"."""
    owner, colon, rest = field.partition(":")
    if not colon or owner == "entities":
        return owner
    return f"{owner}.{rest.rpartition('.')[2]}"


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(papers=PAPERS, byline=st.booleans(), quoted=st.booleans())
def test_import_and_checks_agree_and_each_finding_has_its_cure(
    editor, papers, byline, quoted
) -> None:
    text = page(papers, byline=byline, quoted=quoted)
    explainer = parse(text, known=known_names())

    story = imported(text, editor)

    blocking = findings_of(story).blocking
    said = before_publishing(explainer)
    assert sorted(note.code for note in said) == sorted(f"check-{each.code}" for each in blocking)
    fields = offered(story, editor) | {"entities"}  # A topic is confirmed where it is published.
    assert {place(problem.field) for problem in blocking} <= fields
    notes = {note.target: note.message for note in explainer.notes if note.code == "outlet-missing"}
    for problem in blocking:
        told = notes.get(f"story.{problem.field.rpartition('.')[0]}.outlet", "")
        assert "stays as the desk's own" not in told, problem


def test_a_sentence_that_names_nobody_is_published_as_the_desks_own() -> None:
    text = page(
        "Reuters says so: https://www.reuters.com/a. Nobody knows why.", byline=True, quoted=False
    )

    codes = {note.code for note in before_publishing(parse(text))}

    assert codes == {"check-unconfirmed-entity"}


def test_what_blocks_is_said_at_its_line() -> None:
    notes = before_publishing(parse(VOLCANO))

    assert {note.code for note in notes} == {
        "check-source-without-link",
        "check-unconfirmed-entity",
    }
    assert all(note.line for note in notes)


def test_a_heading_with_nothing_under_it_makes_no_empty_part() -> None:
    text = (
        "# The dam\n\n## What's behind the headline?\n\n### Water\n\n#### Now\n\nIt leaks.\n\n"
        "### Money\n\n### Who pays\n\nNobody.\n\n### Later\n"
    )

    parts = parse(text).story.analysis

    assert [part.heading for part in parts] == ["Water", "Money"]
    assert all(part.body for part in parts)
    assert "Who pays" in parts[1].body
    assert "Later" in parts[1].body
