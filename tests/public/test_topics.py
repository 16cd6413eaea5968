"""A topic's facts, its merged timeline, what is named with it; narrowing questions; the front page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from entities.documents import Fact
from entities.graphs import broken, graph_of
from entities.merging import topics as entity_merging
from entities.merging.comparison import Side, rows_of
from entities.workflow import ENTITY
from entities.working_copy import document_of as entity_document
from newsdesk.catalogue.models import Moment, Page
from newsdesk.catalogue.neighbours import Neighbour, Neighbours
from newsdesk.catalogue.write import rebuild
from newsdesk.pages.documents import as_data
from newsdesk.presentation.heads import card_of
from stories.documents import TimelineEvent
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.public import desk

TOPIC = "/topics/harbour-trust/"


def words(nodes):
    return [" ".join(node.text_content().split()) for node in nodes]


def events(*pairs):
    return tuple(
        TimelineEvent(id=f"eve{n:05}", date=when, text=text) for n, (when, text) in enumerate(pairs)
    )


# Facts


def test_facts_stand_with_their_sources(chief, read):
    facts = (
        Fact(
            id="fac00001",
            label="Founded",
            value="1890",
            source="Port book",
            url="https://p.example/",
        ),
        Fact(id="fac00002", label="Piers", value="Four", url="javascript:alert(1)"),
        Fact(id="fac00003", label="Empty"),
    )
    desk.topic_from_before(chief, facts=facts)
    page = read(TOPIC)
    assert words(page.xpath("//dt")) == ["Founded", "Piers"]
    assert words(page.xpath("//dd")) == ["1890 Port book", "Four"]
    assert page.xpath("//dd//a/@href") == ["https://p.example/"]


def test_facts_come_back_from_the_rows_and_can_be_taken_over_in_a_merge(chief):
    facts = (Fact(id="fac00001", label="Founded", value="1890"),)
    one, other = desk.topic(chief, facts=facts), desk.topic(chief, "Port Trust")
    assert entity_document(one).facts == facts
    sides = [Side(item=each, data=as_data(entity_document(each)), uses=()) for each in (one, other)]
    (row,) = (row for row in rows_of(*sides) if row.label == "Facts")
    assert "".join(run.text for run in row.left.runs) == "Founded: 1890"
    ENTITY.revise(one, replace(entity_document(one), facts=()), actor=chief)
    assert entity_document(type(one).objects.get(pk=one.pk)).facts == ()


# The merged timeline


def test_the_events_of_all_stories_stand_in_one_timeline(chief, read):
    topic = desk.topic(chief)
    desk.story(
        chief,
        "One",
        entities=(topic.key,),
        timeline=events(("1990", "It was built."), ("2014-03", "It leaned.")),
    )
    desk.story(
        chief,
        "Two",
        entities=(topic.key,),
        timeline=events(("2001-05-06", "It burned."), ("2014-03", "It leaned"), ("soon", "x")),
    )
    page = read(TOPIC)
    steps = page.xpath('//ol[@class="timeline"]/li')
    assert words(step.xpath('.//div[@class="step"]/p[1]')[0] for step in steps) == [
        "It was built.",
        "It burned.",
        "It leaned",
    ]
    assert sorted(steps[2].xpath(".//a/@href")) == [
        "/stories/one/#event-eve00001",
        "/stories/two/#event-eve00001",
    ]
    assert page.xpath('//figure[@class="scale"]')


def test_the_timeline_shows_the_latest_events_and_no_draft(chief, read):
    topic = desk.topic(chief)
    many = events(*((f"{year}", f"Event {year}") for year in range(1900, 1960)))
    item = desk.story(chief, entities=(topic.key,), timeline=many)
    pages.story(chief, "Draft", entities=(topic.key,), timeline=events(("1991", "Secret plan")))
    text = read(TOPIC).text_content()
    for words_there, there in (("1959", True), ("1930", True), ("1929", False), ("Secret", False)):
        assert (words_there in text) is there
    STORY.withdraw(item, actor=chief, note="Wrong.")
    assert "Event 1959" not in read(TOPIC).text_content()


def test_a_rebuild_writes_the_same_events(chief):
    topic = desk.topic(chief)
    desk.story(
        chief, entities=(topic.key,), timeline=events(("1990", "Built."), ("2001", "Burned."))
    )
    rows = Moment.objects.order_by("page__key", "position")
    fields = ("page__key", "date", "text", "anchor", "position")
    before = list(rows.values_list(*fields))
    rebuild()
    assert list(rows.values_list(*fields)) == before != []


# What is named together


def test_topics_named_together_are_drawn_and_told(chief, read):
    trust, sea, pier = (desk.topic(chief, name) for name in ("Harbour Trust", "Sea", "Pier"))
    hidden = pages.entity(chief, "Secret Plan")
    for n in range(2):
        desk.story(chief, f"Both {n}", entities=(trust.key, sea.key))
    desk.question(chief, entities=(trust.key, sea.key, pier.key, hidden.key))
    page = read(TOPIC)
    assert words(page.xpath('//ul[@class="near-list"]/li')) == [
        "Sea Organisation · on 3 pages with it; also with Pier",
        "Pier Organisation · on 1 page with it; also with Sea",
    ]
    (drawing,) = page.xpath('//*[@class="graph"]')
    assert drawing.get("aria-hidden") == "true"
    assert drawing.xpath(".//a/@href") == ["/topics/sea/", "/topics/pier/"]
    assert set(drawing.xpath(".//a/@tabindex")) == {"-1"}
    assert not page.xpath("//@style")
    assert "Secret" not in page.text_content()


def test_a_merged_topic_counts_as_its_survivor(chief, read):
    trust, sea, ocean = (desk.topic(chief, name) for name in ("Harbour Trust", "Sea", "Ocean"))
    desk.story(chief, "One", entities=(trust.key, sea.key, ocean.key))
    desk.story(chief, "Two", entities=(trust.key, ocean.key))
    entity_merging.merge(ocean, sea, actor=chief)
    assert words(read(TOPIC).xpath('//ul[@class="near-list"]/li')) == [
        "Sea Organisation · on 2 pages with it"
    ]


@pytest.mark.parametrize("number", range(1, 12))
def test_the_drawing_has_a_place_for_everybody_and_is_always_the_same(number):
    def page(n):
        return Page(kind="entity", key=f"entity:{n}", title=f"Topic {n}", path=f"/topics/{n}/")

    found = Neighbours(
        tuple(Neighbour(page(n), 1) for n in range(number)), (("entity:0", "entity:1", 2),)
    )
    graph = graph_of(card_of(page(99)), found)
    places = {(node.x, node.y) for node in (graph.centre, *graph.nodes)}
    assert len(places) == min(number, 8) + 1
    assert graph == graph_of(card_of(page(99)), found)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Mars", ["Mars"]),
        ("International Space Station", ["International", "Space Station"]),
        ("International Coral Reef Initiative Board", ["International", "Coral Reef…"]),
        ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfsch…"]),
    ],
)
def test_labels_are_broken_to_fit(name, lines):
    assert broken(name) == lines


# Questions, narrowed


def test_questions_can_be_narrowed_by_topic_tag_and_words_at_once(chief, read):
    topic = desk.topic(chief)
    desk.question(chief, "Why do ferries lean?", entities=(topic.key,), tags=("Ships",))
    desk.question(chief, "Why do ferries float?", tags=("Ships",))
    desk.question(chief, "Why is it cold?", entities=(topic.key,))
    for query, expected in {
        "tag=ships": ["Why do ferries float?", "Why do ferries lean?"],
        "topic=harbour-trust": ["Why is it cold?", "Why do ferries lean?"],
        "q=float": ["Why do ferries float?"],
        "q=ferries&topic=harbour-trust&tag=ships": ["Why do ferries lean?"],
        "q=zebra": [],
        "topic=nothing&tag=%2F": [
            "Why is it cold?",
            "Why do ferries float?",
            "Why do ferries lean?",
        ],
    }.items():
        assert words(read(f"/questions/?{query}").xpath("//h3")) == expected, query
    page = read("/questions/?tag=ships&q=float")
    assert page.xpath('//select[@id="tag"]/option[@selected]/@value') == ["ships"]
    assert page.xpath('//input[@id="words"]/@value') == ["float"]


# The front page


def test_each_question_has_its_day(chief, read):
    for n in range(8):
        desk.question(chief, f"Question {n}?")
    start = datetime.now(UTC).replace(hour=12) + timedelta(days=1)
    shown = []
    for day in range(8):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            today = words(read("/").xpath('//section[@aria-labelledby="asked"]//h3'))
            assert today == words(read("/").xpath('//section[@aria-labelledby="asked"]//h3'))
        assert len(set(today)) == 6
        shown.append(tuple(today))
    assert {each for today in shown for each in today} == {f"Question {n}?" for n in range(8)}
    assert len(set(shown)) > 1


@pytest.mark.parametrize("path", ["/", "/stories/", "/topics/", "/questions/", "/tags/ships/"])
def test_lists_are_not_sent_again_until_they_change(chief, client, path):
    item = desk.story(chief, tags=("Ships",))
    desk.topic(chief)
    desk.question(chief, tags=("Ships",))
    first = client.get(path)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate, s-maxage=0"
    held = {"If-None-Match": first["ETag"]}
    assert client.get(path, headers=held).status_code == 304
    desk.full_question(chief, "Another one?", entities=(desk.topic(chief, "Sea").key,))
    STORY.revise(item, replace(document_of(item), headline="New"), actor=chief)
    release.publish(item, actor=chief, kind="update", note="New.")
    assert client.get(path, headers=held).status_code == 200
