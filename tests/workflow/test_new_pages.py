"""Pages that are made together: each says what its document says, and has the digest of that."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities.documents import EntityDocument, Fact
from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.outlets import save
from entities.workflow import ENTITY
from faqs.documents import Answer, FaqDocument, Source
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.pages.documents import digest
from newsdesk.pages.slugs import free_slugs
from newsdesk.workflow.storable import NotStorable
from stories.documents import (
    AnalysisPart,
    Byline,
    DeeperQuestion,
    SourceReport,
    StoryDocument,
    TimelineEvent,
)
from stories.importing.drafts import create_drafts, known_names
from stories.importing.parser import parse
from stories.workflow import STORY
from tests import pages, release
from tests.importing.pages import VOLCANO
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return person("Desk chief")


def says_what_its_digest_says(item, actor):
    fresh = type(item).objects.get(pk=item.pk)
    document = release.WORKFLOWS[type(item)].document_of(fresh)
    assert fresh.digest == digest(document)
    revision = fresh.revisions.get()
    assert (revision.digest, revision.actor) == (fresh.digest, actor)
    assert fresh.events.get().verb == "create"
    assert fresh.changed_by == fresh.created_by == actor
    return document


def test_topics_that_are_made_together(chief):
    documents = [
        EntityDocument(
            kind="person",
            name="Ann  \u2028 Ash",
            slug="ann-ash",
            aliases=("Dr Ash", " the  doctor"),
            description="First line.\r\nSecond line.",
            as_of=date(2026, 3, 1),
            body="She said: <b>no</b> & <i>yes</i>.",
            official_site="ash.example/a",
            facts=(
                Fact(id="f1", label="Born", value="1970\tor so", source="She", url="ash.example"),
                Fact(id="f2", label="Height", value="1.8 m"),
                Fact(id="f1", label="Born", value="1971"),
            ),
        ),
        EntityDocument(name="Bo", slug="bo"),
        EntityDocument(),
    ]
    made = ENTITY.propose([(each, n == 1) for n, each in enumerate(documents)], actor=chief)
    found = [says_what_its_digest_says(each, chief) for each in made]
    assert [fact.id for fact in found[0].facts] == ["f1", "f2"]
    assert [each.confirmed for each in made] == [False, True, False]
    assert Entity.objects.get(pk=made[0].pk).folded.startswith("ann ash")


def test_faqs_that_are_made_together(chief):
    save(Outlet(name="Tide Times", aliases="The Tide"))
    topic = pages.entity(chief)
    whole = FaqDocument(
        question="Why  do ferries lean?",
        slug="lean",
        intro="They turn.",
        answers=(
            Answer(id="a1", question="Always?", text="<p>No</p><p></p>"),
            Answer(id="a2", question="At noon?", text="1 < 2"),
        ),
        sources=(
            Source(id="s1", title="Notes", url="notes.example/1", outlet="the tide"),
            Source(id="s2", title="More", outlet="New Paper", published=date(2026, 3, 1)),
        ),
        entities=(topic.key, topic.key),
        tags=("sea", "Air"),
    )
    made = FAQ.create_many([whole, FaqDocument(question="And?"), FaqDocument()], actor=chief)
    found = [says_what_its_digest_says(each, chief) for each in made]
    assert [source.outlet for source in found[0].sources] == ["Tide Times", "New Paper"]
    assert found[0].entities == (topic.key,)
    again = FAQ.create_many([FaqDocument(question="Tagged", tags=("SEA",))], actor=chief)[0]
    assert says_what_its_digest_says(again, chief).tags == ("sea",)


def test_a_story_that_is_made(chief):
    save(Outlet(name="Tide Times", aliases="The Tide", owner="Tide Group"))
    topic, asked = pages.entity(chief), pages.faq(chief)
    pages.story(chief, bylines=(Byline(name="Ada Morris", slug="ada-morris", role="Editor"),))
    story = STORY.create(
        StoryDocument(
            headline="The  ferry",
            summary="It turned.",
            bylines=(Byline(name="A. Morris", slug="ada-morris"), Byline(name="Bo", slug="bo")),
            tags=("Sea", "sea"),
            analysis=(AnalysisPart(id="p1", body="So."),),
            reports=(SourceReport(id="r1", outlet="the tide", reporters=("Ann", "Bo ")),),
            timeline=(TimelineEvent(id="e1", date="2014", text="It was."),),
            deeper=(DeeperQuestion(id="d1", text="Why?", target=asked.key),),
            faqs=(asked.key,),
            entities=(topic.key, topic.key),
        ),
        actor=chief,
    )
    found = says_what_its_digest_says(story, chief)
    assert [(each.name, each.role) for each in found.bylines] == [
        ("Ada Morris", "Editor"),
        ("Bo", ""),
    ]
    assert (found.reports[0].outlet, found.reports[0].owner) == ("Tide Times", "Tide Group")


def test_what_does_not_fit_leaves_nothing_of_them_all(chief):
    with pytest.raises(NotStorable):
        FAQ.create_many(
            [FaqDocument(question="Good?"), FaqDocument(question="x" * 301)], actor=chief
        )
    assert not Faq.objects.exists()


def test_addresses_are_given_once(chief):
    pages.entity(chief, "Harbour", slug="harbour")
    wanted = ["Harbour", "Pier", "harbour", "", "Pier", "Harbour"]
    with CaptureQueriesContext(connection) as queries:
        found = free_slugs(wanted, Entity.objects.all())
    assert found == ["harbour-2", "pier", "harbour-3", "", "pier-2", "harbour-4"]
    assert len(queries) == 2


def test_a_name_that_a_hundred_pages_bear_is_numbered_on(chief):
    texts = ["Harbour"] * 100
    slugs = free_slugs(texts, Entity.objects.all())
    ENTITY.propose(
        [(EntityDocument(name=f"Harbour {n}", slug=slug), True) for n, slug in enumerate(slugs)],
        actor=chief,
        note="",
    )
    assert slugs[:2] == ["harbour", "harbour-2"]
    assert free_slugs(["Harbour", "Harbour 102", "Harbour"], Entity.objects.all()) == [
        "harbour-101",
        "harbour-102",
        "harbour-103",
    ]


def test_an_import_asks_no_more_for_more_drafts(chief):
    counts = {}
    # Its last question is its first once more; a question that the desk has is linked, not made.
    before, again, after = VOLCANO.rpartition("What makes Skarfell different?")
    assert again
    volcano = f"{before}Who watches Skarfell?{after}"
    for number in (2, 1, 3):  # The first makes the outlets, each by itself.
        text = volcano.replace("Skarfell", f"Skarfell{number}").replace(
            "Brimsey?", f"Brimsey{number}?"
        )
        explainer = parse(text, known=known_names())
        explainer = replace(
            explainer,
            faqs=explainer.faqs[:number],
            entities=explainer.entities[:number],
        )
        with CaptureQueriesContext(connection) as queries:
            record = create_drafts(explainer, text=text, source_name=f"{number}.txt", actor=chief)
        counts[number] = len(queries)
        assert sum(key.startswith("faq:") for key in record.written) == number
    assert counts[1] <= 60
    assert counts[3] <= counts[1] + 2  # Where addresses are taken they are looked at, once a kind.
