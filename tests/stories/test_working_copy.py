"""A document written to rows and read back is the same document; its parts keep their identity."""

import dataclasses

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsdesk.images.uploads import store
from newsdesk.pages.rich_text import sanitise
from newsdesk.text.stored_characters import as_line
from stories import working_copy
from stories.documents import (
    AnalysisPart,
    Byline,
    DeeperQuestion,
    Image,
    SourceReport,
    StoryDocument,
    TimelineEvent,
)
from stories.workflow import STORY
from tests import pages
from tests.people import person

pytestmark = pytest.mark.django_db

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20).map(
    as_line
)
# What is no rich text yet becomes it on the way in.
RICH = TEXT.map(sanitise)
IDS = st.uuids().map(lambda value: value.hex[:8])
NAMES = st.sampled_from(["Ann Ash", "Bo Birch", "Cy Cedar"])
PARTS = st.builds(
    AnalysisPart,
    id=IDS,
    kind=st.sampled_from(["analysis", "context", "forecast"]),
    heading=TEXT,
    body=RICH,
)
REPORTS = st.builds(
    SourceReport,
    id=IDS,
    outlet=st.sampled_from(["", "Harbour Gazette", "Tide Times"]),
    reporters=st.lists(NAMES, max_size=2, unique=True).map(tuple),
    headline=TEXT,
    url=st.sampled_from(["", "https://tide.example/1"]),
    published=st.none() | st.dates(),
    read_on=st.none() | st.dates(),
    paraphrase=TEXT,
    quotation=TEXT,
    speaker=TEXT,
    attribution_guessed=st.booleans(),
)
DOCUMENTS = st.builds(
    StoryDocument,
    headline=TEXT,
    slug=st.just(""),
    standfirst=TEXT,
    summary=RICH,
    background=RICH,
    image=st.none(),
    bylines=st.lists(NAMES, max_size=3, unique=True).map(
        lambda names: tuple(
            Byline(name=name, slug=name.lower().replace(" ", "-")) for name in names
        )
    ),
    tags=st.sets(st.sampled_from(["Sea", "Air", "Land"])).map(lambda tags: tuple(sorted(tags))),
    analysis=st.lists(PARTS, max_size=4, unique_by=lambda part: part.id).map(tuple),
    reports=st.lists(REPORTS, max_size=4, unique_by=lambda report: report.id).map(tuple),
    timeline=st.lists(
        st.builds(TimelineEvent, id=IDS, date=st.sampled_from(["2014", "2014-03"]), text=TEXT),
        max_size=3,
        unique_by=lambda event: event.id,
    ).map(tuple),
    deeper=st.lists(
        st.builds(DeeperQuestion, id=IDS, text=TEXT, target=st.just("")),
        max_size=3,
        unique_by=lambda question: question.id,
    ).map(tuple),
    faqs=st.just(()),
    entities=st.just(()),
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(first=DOCUMENTS, second=DOCUMENTS)
def test_any_document_comes_back_from_the_rows_as_it_went_in(db, first, second):
    editor, _ = User.objects.get_or_create(username="ada")
    story = working_copy.Story()
    STORY.write(first, story, actor=editor)
    assert working_copy.document_of(working_copy.Story.objects.get(pk=story.pk)) == first
    STORY.write(second, working_copy.Story.objects.get(pk=story.pk), actor=editor)
    assert working_copy.document_of(working_copy.Story.objects.get(pk=story.pk)) == second


def test_links_and_picture_come_back_too():
    editor = person("Editor")
    topic, asked = pages.entity(editor), pages.faq(editor)
    other = pages.story(editor, "Another")
    kept = store(pages.picture())
    document = StoryDocument(
        headline="All of it",
        faqs=(asked.key,),
        entities=(topic.key,),
        deeper=(
            DeeperQuestion(id="d1", text="One?", target=asked.key),
            DeeperQuestion(id="d2", text="Two?", target=other.key),
        ),
        image=Image(name=kept.name, width=40, height=20, alt="A ferry", credit="Us"),
    )
    story = STORY.create(document, actor=editor)
    assert working_copy.document_of(type(story).objects.get(pk=story.pk)) == document


def test_a_picture_that_was_lost_is_no_error():
    editor = person("Editor")
    lost = Image(name="pictures/00/lost.webp", width=40, height=20, alt="A ferry")
    story = pages.story(editor, image=lost)
    assert working_copy.document_of(type(story).objects.get(pk=story.pk)).image == lost


def test_reordering_and_retitling_keep_the_rows():
    editor = person("Editor")
    one, two = AnalysisPart(id="p1", heading="One"), AnalysisPart(id="p2", heading="Two")
    story = pages.story(editor, analysis=(one, two))
    rows = {row.uid: row.pk for row in story.analysis.all()}
    document = working_copy.document_of(story)
    turned = dataclasses.replace(document, analysis=(two, dataclasses.replace(one, heading="Uno")))
    story = STORY.revise(story, turned, actor=editor)
    assert {row.uid: row.pk for row in story.analysis.all()} == rows
    assert [row.heading for row in story.analysis.all()] == ["Two", "Uno"]


def test_what_a_revision_replaces_stays_in_the_log():
    editor = person("Editor")
    story = pages.story(editor)
    STORY.revise(story, StoryDocument(headline="Other"), actor=editor)
    assert story.events.first().detail["replaced"]["headline"] == "The ferry turns"


def test_an_outlet_is_known_by_any_of_its_names():
    editor = person("Editor")
    outlet = working_copy.outlets_named(["Tide Times"])["Tide Times"]
    outlet.aliases = "The Tide"
    outlet.save()
    story = pages.story(editor, reports=(SourceReport(id="r1", outlet="the tide"),))
    assert working_copy.document_of(story).reports[0].outlet == "Tide Times"


def test_reading_a_story_costs_the_same_for_one_part_and_for_twenty(django_assert_max_num_queries):
    editor = person("Editor")
    many = tuple(AnalysisPart(id=f"p{n}", heading=str(n)) for n in range(20))
    reports = tuple(SourceReport(id=f"r{n}", outlet=f"Paper {n}") for n in range(20))
    story = type(pages.story(editor)).objects.get(
        pk=pages.story(editor, "Long", analysis=many, reports=reports).pk
    )
    with django_assert_max_num_queries(10):
        working_copy.document_of(story)
