"""One topic turns out to be two: what each page means, and the way back, whatever happens in between."""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entities import splitting
from entities.merging import topics as merging
from entities.merging.impact import uses_of
from entities.models.draft import Entity
from entities.models.split import EntitySplit
from entities.splitting import NotSplit, SplitRefused
from entities.workflow import ENTITY
from faqs import merging as faq_merging
from faqs.duplicate_review.screens import address
from newsdesk.catalogue.models import Merged, Page
from newsdesk.catalogue.resolve import pages_for, shown_as
from newsdesk.merging.taken import MergeChoice
from newsdesk.pages.status import Standing
from stories import working_copy
from stories.documents import StoryDocument
from stories.models.draft import Story
from stories.workflow import STORY, waiting_with
from tests import release
from tests.both import half
from tests.desk.screens import signed_in, tree
from tests.entity_merging import desk
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def mercury(moderator):
    return (
        desk.topic(moderator, "Mercury", description="A planet, or was it a metal?"),
        desk.topic(moderator, "Mercury metal"),
    )


def links(client, path):
    """Return which of the two topics a public page links to."""
    said = client.get(path).content.decode()
    return [f'href="/topics/{slug}/"' in said for slug in ("mercury", "mercury-metal")]


def used(item):
    return sorted(use.key for use in uses_of(Entity.objects.get(pk=item.pk)))


def test_every_public_place_agrees_on_what_a_page_means(client, chief, mercury):
    planet, metal = mercury
    stays = desk.story(chief, "A probe departs", entities=(planet.key,))
    moves = desk.story(chief, "A spill is cleaned", entities=(planet.key,))
    asks = desk.faq(chief, "Is it poisonous?", entities=(planet.key,))
    record = splitting.split(*mercury, moves={moves.key: metal, asks.key: metal}, actor=chief)
    assert links(client, stays.public_path) == [True, False]
    assert links(client, moves.public_path) == [False, True]
    assert links(client, asks.public_path) == [False, True]
    of_planet, of_metal = (client.get(each.public_path).content.decode() for each in mercury)
    assert ("A probe departs" in of_planet, "A spill is cleaned" in of_planet) == (True, False)
    assert ("A probe departs" in of_metal, "A spill is cleaned" in of_metal) == (False, True)
    assert "Is it poisonous?" in of_metal
    for form in ("feed.xml", "atom.xml", "feed.json"):
        feed = client.get(f"/topics/mercury-metal/{form}")
        if feed.status_code == 200:
            assert "A spill is cleaned" in feed.content.decode()
    found = client.get("/search/?q=spill&topic=mercury-metal").content.decode()
    assert "A spill is cleaned" in found
    nothing = client.get("/search/?q=spill&topic=mercury").content.decode()
    assert f'href="{moves.public_path}"' not in nothing
    asked = client.get("/questions/?topic=mercury-metal").content.decode()
    assert "Is it poisonous?" in asked
    splitting.undo(record, actor=chief)
    assert links(client, moves.public_path) == [True, False]
    assert links(client, asks.public_path) == [True, False]
    assert not Merged.objects.exists()


def test_a_scheduled_edition_and_a_draft_mean_it_too(client, chief, mercury):
    planet, metal = mercury
    draft = desk.story(chief, "A spill is near", live=False, entities=(planet.key,))
    later = desk.story(chief, "A spill will come", live=False, entities=(planet.key,))
    at = timezone.now() + timedelta(days=1)
    release.schedule(later, actor=chief, at=at)
    assert used(planet) == sorted([draft.key, later.key])
    splitting.split(*mercury, moves={draft.key: metal, later.key: metal}, actor=chief)
    assert (used(planet), used(metal)) == ([], sorted([draft.key, later.key]))
    (waiting,) = Page.objects.filter(key=later.key)
    assert list(Page.objects.visible(at).mentioning(metal.key)) == [waiting]
    assert not Page.objects.visible(at).mentioning(planet.key).exists()
    client.force_login(chief)
    shown = client.get(f"/admin/stories/story/{draft.pk}/preview/").content.decode()
    assert "Mercury metal" in shown
    release.publish(draft, actor=chief)
    assert links(client, draft.public_path) == [False, True]


def test_a_new_topic_that_is_a_draft_waits_with_the_story(chief, mercury):
    planet, _ = mercury
    other = desk.topic(chief, "Mercury probe", live=False)
    item = desk.story(chief, "A probe departs", live=False, entities=(planet.key,))
    splitting.split(planet, other, moves={item.key: other}, actor=chief)
    assert waiting_with(Story.objects.get(pk=item.pk)) == [other]


def test_a_page_can_be_given_back_and_given_again(client, chief, mercury):
    planet, metal = mercury
    item = desk.story(chief, "A spill is cleaned", entities=(planet.key,))
    first = splitting.split(*mercury, moves={item.key: metal}, actor=chief)
    second = splitting.split(*mercury, moves={item.key: planet}, actor=chief)
    assert links(client, item.public_path) == [True, False]
    third = splitting.split(*mercury, moves={item.key: metal}, actor=chief)
    assert links(client, item.public_path) == [False, True]
    for record, expected in ((third, True), (second, False), (first, True)):
        splitting.undo(record, actor=chief)
        assert links(client, item.public_path) == [expected, not expected]


def test_a_question_that_is_merged_brings_the_topic_that_it_meant(client, chief, mercury):
    planet, metal = mercury
    asks = desk.faq(chief, "Is it poisonous?", entities=(planet.key,))
    stays = desk.faq(chief, "Can it kill me?", entities=())
    splitting.split(*mercury, moves={asks.key: metal}, actor=chief)
    offered = signed_in(chief).get(
        f"{address('merge')}?faq={asks.pk}&faq={stays.pk}&stays={stays.pk}"
    )
    (topic,) = tree(offered).xpath("//input[@name='entities']")
    assert topic.get("value") == f"{asks.pk}:{metal.key}"
    assert "Mercury metal" in topic.getparent().getparent().text_content()
    record = faq_merging.merge(
        asks, stays, actor=chief, taken=MergeChoice(items={"entities": [metal.key]})
    )
    assert links(client, stays.public_path) == [False, True]
    faq_merging.undo(record, actor=chief)
    assert links(client, stays.public_path) == [False, False]
    assert links(client, asks.public_path) == [False, True]


def test_a_question_that_is_merged_brings_no_later_merge_of_the_topic_that_it_meant(
    client, chief, mercury
):
    planet, metal = mercury
    third = desk.topic(chief, "Quicksilver")
    asks = desk.faq(chief, "Is it poisonous?", entities=(planet.key,))
    stays = desk.faq(chief, "Can it kill me?", entities=())
    splitting.split(*mercury, moves={asks.key: metal}, actor=chief)
    later = merging.merge(metal, third, actor=chief)
    offered = signed_in(chief).get(
        f"{address('merge')}?faq={asks.pk}&faq={stays.pk}&stays={stays.pk}"
    )
    (topic,) = tree(offered).xpath("//input[@name='entities']")
    assert topic.get("value") == f"{asks.pk}:{metal.key}"
    faq_merging.merge(asks, stays, actor=chief, taken=MergeChoice(items={"entities": [metal.key]}))
    assert 'href="/topics/quicksilver/"' in client.get(stays.public_path).content.decode()
    merging.undo(later, actor=chief)
    assert links(client, stays.public_path) == [False, True]


def test_merging_the_two_again_overrules_the_split_until_it_is_undone(client, chief, mercury):
    planet, metal = mercury
    item = desk.story(chief, "A spill is cleaned", entities=(planet.key,))
    splitting.split(*mercury, moves={item.key: metal}, actor=chief)
    record = merging.merge(metal, planet, actor=chief)
    assert links(client, item.public_path) == [True, False]
    merging.undo(record, actor=chief)
    assert links(client, item.public_path) == [False, True]


def test_what_was_split_off_stays_so_when_the_first_topic_is_merged(client, chief, mercury):
    planet, metal = mercury
    third = desk.topic(chief, "First planet")
    item = desk.story(chief, "A spill is cleaned", entities=(planet.key,))
    splitting.split(*mercury, moves={item.key: metal}, actor=chief)
    merging.merge(planet, third, actor=chief)
    assert links(client, item.public_path) == [False, True]
    assert used(third) == []
    assert used(metal) == [item.key]


def test_what_is_named_together_follows_from_what_each_page_means(client, chief, mercury):
    planet, metal = mercury
    rocket = desk.topic(chief, "A rocket")
    desk.story(chief, "A probe departs", entities=(planet.key, rocket.key))
    moves = desk.story(chief, "A spill is cleaned", entities=(planet.key, rocket.key))
    splitting.split(planet, metal, moves={moves.key: metal}, actor=chief)
    near = tree(client.get(rocket.public_path)).xpath('//ul[@class="near-list"]/li//a/@href')
    assert sorted(near) == ["/topics/mercury-metal/", "/topics/mercury/"]


def test_a_story_page_costs_six_queries_however_many_topics_were_split(client, chief, mercury):
    planet, metal = mercury
    costs = []
    for n in range(4):
        other = desk.topic(chief, f"Mercury {n}")
        item = desk.story(chief, f"Spill {n}", entities=(planet.key, other.key))
        splitting.split(planet, metal, moves={item.key: metal}, actor=chief)
        splitting.split(other, metal, moves={item.key: metal}, actor=chief)
        with CaptureQueriesContext(connection) as queries:
            client.get(item.public_path)
        costs.append(len(queries))
    assert len(set(costs)) == 1
    assert costs[0] <= 6


@pytest.mark.parametrize("wrong", ["itself", "kind", "withdrawn", "tombstone", "nothing"])
def test_what_makes_no_sense_is_refused_with_a_sentence(chief, mercury, wrong):
    planet, metal = mercury
    item = desk.story(chief, "A spill is cleaned", entities=(planet.key,))
    moves = {item.key: metal}
    if wrong == "itself":
        metal = planet
    elif wrong == "kind":
        metal = desk.topic(chief, "Mercury the god", kind="person")
    elif wrong == "withdrawn":
        ENTITY.withdraw(metal, actor=chief, note="Gone.")
    elif wrong == "tombstone":
        merging.merge(metal, desk.topic(chief, "Quicksilver"), actor=chief)
    else:
        moves = {}
    with pytest.raises(SplitRefused):
        splitting.split(planet, metal, moves=moves, actor=chief)
    assert not EntitySplit.objects.exists()


def test_only_who_may_merge_splits_and_undoes(chief, mercury):
    item = desk.story(chief, "A spill is cleaned", entities=(mercury[0].key,))
    reporter = person("Reporter")
    with pytest.raises(PermissionDenied):
        splitting.split(*mercury, moves={item.key: mercury[1]}, actor=reporter)
    record = splitting.split(*mercury, moves={item.key: mercury[1]}, actor=chief, reason="Two.")
    with pytest.raises(PermissionDenied):
        splitting.undo(record, actor=reporter)
    splitting.undo(record, actor=chief, reason="One after all.")
    with pytest.raises(NotSplit):
        splitting.undo(record, actor=chief)
    for entity in mercury:
        told = [(event.verb, event.note, event.actor) for event in entity.events.all()[:2]]
        assert told == [("unsplit", "One after all.", chief), ("split", "Two.", chief)]


class World:
    """A desk in miniature: topics, stories that name them, and a program of deeds over both."""

    def __init__(self, actor, name, topics, stories):
        self.actor = actor
        self.topics = [desk.topic(actor, f"{name} topic {n}") for n in range(topics)]
        self.stories = [
            desk.story(actor, f"{name} story {n}", live=n % 2 == 0, entities=self.keys((n,)))
            for n in range(stories)
        ]
        self.records = {}

    def keys(self, numbers):
        return tuple(self.topics[n % len(self.topics)].key for n in numbers)

    def run(self, program):
        for step, (deed, *what) in enumerate(program):
            getattr(self, deed)(step, *what)
        return self

    def merge(self, step, loser, survivor):
        pair = self.topics[loser], self.topics[survivor]
        self.records[step] = merging, merging.merge(*pair, actor=self.actor)

    def split(self, step, one, other, moves):
        told = {self.stories[story].key: self.topics[topic] for story, topic in moves.items()}
        pair = self.topics[one], self.topics[other]
        self.records[step] = splitting, splitting.split(*pair, moves=told, actor=self.actor)

    def edit(self, step, number, topics):
        story = Story.objects.get(pk=self.stories[number].pk)
        text = working_copy.document_of(story)
        said = {**vars_of(text), "entities": self.keys(topics), "standfirst": f"Edited at {step}."}
        STORY.revise(story, StoryDocument(**said), actor=self.actor)

    def publish(self, step, number):
        story = Story.objects.get(pk=self.stories[number].pk)
        told = {"kind": "update", "note": f"Step {step}."} if story.latest_edition() else {}
        if not told or story.latest_edition().digest != story.digest:
            release.publish(story, actor=self.actor, **told)

    def undo(self, step, done):
        verbs, record = self.records[done]
        verbs.undo(record, actor=self.actor)

    def skip(self, step):
        pass

    def state(self):
        """Return what every draft and every live page means, told from both ends."""
        return [self.meant(story) for story in self.stories], [
            (
                self.stories_of(use.key for use in uses_of(Entity.objects.get(pk=topic.pk))),
                self.stories_of(
                    Page.objects.visible().mentioning(topic.key).values_list("key", flat=True)
                ),
            )
            if Entity.objects.get(pk=topic.pk).merged_into_id is None
            else None
            for topic in self.topics
        ]

    def meant(self, story):
        row = Story.objects.get(pk=story.pk)
        draft = shown_as(working_copy.document_of(row).entities, page=row.key).values()
        live = {}
        if row.standing is Standing.LIVE:
            live = pages_for(STORY.read(row.latest_edition()).entities, page=row.key)
        keys = [topic.key for topic in self.topics]
        return [keys.index(key) for key in draft], [keys.index(p.key) for p in live.values()]

    def stories_of(self, keys):
        known = [story.key for story in self.stories]
        return sorted({known.index(key) for key in keys})


def vars_of(document):
    return {name: getattr(document, name) for name in document.__dataclass_fields__}


def programs(chance, topics, stories, length):
    """Return a program, and the same one without the merges and splits that it undoes."""
    away, active, program = {}, [], []
    for step in range(length):
        alone = [n for n in range(topics) if n not in away.values()]
        deed = chance.choice(["merge", "split", "split", "edit", "publish", "undo"])
        if deed == "merge" and len(alone) > 2:
            loser, survivor = chance.sample(alone, 2)
            away[step] = loser
            active.append(step)
            program.append(("merge", loser, survivor))
        elif deed == "split":
            pair = chance.sample(alone, 2)
            some = chance.sample(range(stories), chance.randint(1, 3))
            active.append(step)
            program.append(("split", *pair, {story: chance.choice(pair) for story in some}))
        elif deed == "edit":
            named = tuple(chance.sample(range(topics), chance.randint(1, 3)))
            program.append(("edit", chance.randrange(stories), named))
        elif deed == "undo" and active:
            done = active.pop(chance.randrange(len(active)))
            away.pop(done, None)
            program.append(("undo", done))
        else:
            program.append(("publish", chance.randrange(stories)))
    undone = {what[0] for deed, *what in program if deed == "undo"}
    without = [
        ("skip",) if entry[0] == "undo" or step in undone else entry
        for step, entry in enumerate(program)
    ]
    return program, without


def kept():
    return sorted(Merged.objects.values_list("page", "key", "into"))


@pytest.mark.parametrize("seed", half(range(10)))
def test_any_program_equals_the_same_without_what_it_undoes(chief, seed):
    program, without = programs(random.Random(seed), topics=5, stories=4, length=30)
    got = World(chief, "One", 5, 4).run(program).state()
    expected = World(chief, "Other", 5, 4).run(without).state()
    assert got == expected
    before = kept()
    call_command("rebuild_catalogue", verbosity=0)
    assert kept() == before
