"""A story and what goes with it are published as one: what that asks of the database, whatever their number,
and that nothing of what is asked of each page alone is lost.
"""

import dataclasses
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from entities.models.draft import Entity
from entities.workflow import ENTITY
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.catalogue.models import Page
from newsdesk.live_checks.models import PageCheck
from newsdesk.workflow.guards import Unconfirmed, UnderEmbargo
from newsdesk.workflow.transitions import Blocked, Refused, WrongStanding, lock
from stories.models.draft import Story
from stories.workflow import STORY, waiting_with
from tests import pages, release
from tests.desk.screens import accepting
from tests.people import person

FEW, USUAL = (1, 2), (13, 18)
# Of the usual shape; what each further page may add.
PAGE, TRANSITION, ADMIN, GROWTH = 60, 150, 250, 2


@pytest.fixture
def chief():
    return person("Desk chief")


def together(chief, questions, topics, *, confirmed=True, name="Many"):
    """Return a story that is ready to be published, and the drafts that wait with it."""
    along = []
    for n in range(topics):
        document = pages.EntityDocument(
            kind="place",
            name=f"{name} {n} harbour",
            slug=f"{name}-{n}-harbour".lower(),
            description=f"Harbour number {n} of {name}.",
        )
        along.append(ENTITY.create(document, actor=chief, confirmed=confirmed))
    for n in range(questions):
        along.append(
            pages.faq(chief, f"Why does {name} {n} lean?", entities=(along[n % topics].key,))
        )
    story = pages.story(
        chief,
        f"The {name} story",
        entities=tuple(page.key for page in along if isinstance(page, Entity)),
        faqs=tuple(page.key for page in along if isinstance(page, Faq)),
    )
    if confirmed:
        release.approve(story, actor=chief)
    story = Story.objects.get(pk=story.pk)
    return story, waiting_with(story)


def told(story, along):
    """Return what the transition is told: every warning is accepted."""
    boxes = {page.key: release.accepted(page)["confirmed"] for page in along}
    return release.accepted(story) | {"together": along, "confirmed_with": boxes}


def sent(arguments):
    """Return the same as the desk's form sends it."""
    boxes = arguments["confirmed_with"]
    return {
        "together": [page.key for page in arguments["together"]],
        "confirmed": arguments["confirmed"],
        **accepting(arguments["reason"]),
        "confirmed_with": [f"{key}/{each}" for key, some in boxes.items() for each in some],
    }


def by_transition(chief, verb, shape, **more):
    story, along = together(chief, *shape, name=f"{verb.title()}{sum(shape)}")
    arguments = told(story, along) | more
    with CaptureQueriesContext(connection) as queries:
        getattr(STORY, verb)(story, actor=chief, **arguments)
    assert Page.objects.filter(key__in=[page.key for page in along]).count() == sum(shape)
    return len(queries)


def through_the_desk(client, chief, verb, shape, **more):
    """Return how many queries the page asks, and sending it."""
    story, along = together(chief, *shape, name=f"Desk{verb.title()}{sum(shape)}")
    address = reverse("admin:stories_story_verb", args=[story.pk, verb])
    data = sent(told(story, along)) | more
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as done:
        assert client.post(address, data).status_code == 302
    assert Page.objects.filter(key__in=[page.key for page in along]).count() == sum(shape)
    return len(asked), len(done)


def bounded(few, usual, bar):
    assert usual <= bar
    assert usual - few <= GROWTH * (sum(USUAL) - sum(FEW))


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_the_transition_asks_little_whatever_goes_with_a_story(chief, verb):
    when = {"at": timezone.now() + timedelta(days=2)} if verb == "schedule" else {}
    few, usual = (by_transition(chief, verb, shape, **when) for shape in (FEW, USUAL))
    bounded(few, usual, TRANSITION)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_the_desk_asks_little_whatever_goes_with_a_story(chief, client, verb):
    client.force_login(chief)
    day = timezone.now() + timedelta(days=2)
    when = {"at": f"{day:%Y-%m-%dT12:00}"} if verb == "schedule" else {}
    few, usual = (through_the_desk(client, chief, verb, shape, **when) for shape in (FEW, USUAL))
    bounded(few[0], usual[0], PAGE)
    bounded(few[1], usual[1], ADMIN)


@pytest.mark.django_db
def test_topics_that_are_confirmed_along_ask_no_more(chief, settings):
    settings.SECOND_READER = ()
    found = []
    for shape in (FEW, USUAL):
        story, along = together(chief, *shape, confirmed=False, name=f"Guess{sum(shape)}")
        topics = [page for page in along if isinstance(page, Entity)]
        for (
            topic
        ) in topics:  # What the gate finds of a story is asked once its topics are confirmed.
            Entity.objects.filter(pk=topic.pk).update(confirmed=True)
        arguments = told(story, along)
        Entity.objects.filter(pk__in=[topic.pk for topic in topics]).update(confirmed=False)
        with CaptureQueriesContext(connection) as queries:
            STORY.publish(story, actor=chief, confirm=topics, **arguments)
        found.append(len(queries))
        for topic in topics:
            verbs = list(topic.events.order_by("pk").values_list("verb", "note"))
            note = f"With “{story}”."
            assert verbs == [("create", ""), ("confirm", note), ("publish", note)]
    bounded(*found, TRANSITION)


@pytest.mark.django_db
def test_each_page_is_frozen_logged_checked_and_shown_as_if_alone(chief):
    story, along = together(chief, 2, 2)
    arguments = told(story, along)
    STORY.publish(story, actor=chief, note="For the log.", **arguments)
    for page in (story, *along):
        fresh = type(page).objects.get(pk=page.pk)
        edition = fresh.editions.get()
        document = release.WORKFLOWS[type(page)].document_of(fresh)
        assert release.WORKFLOWS[type(page)].read(edition) == document
        assert edition.is_intact()
        assert (edition.number, edition.kind, edition.previous) == (1, "first", "")
        assert (fresh.state, fresh.digest) == ("settled", edition.digest)
        assert fresh.revisions.order_by("pk").last().digest == edition.digest
        event = fresh.events.get(verb="publish")
        assert (event.actor, event.edition) == (chief, 1)
        assert event.note == ("For the log." if page == story else f"With “{story}”.")
        accepted = event.detail.get("looked_at", {"warnings": []})["warnings"]
        asked = arguments["confirmed_with"].get(page.key, ())
        assert {each["identity"] for each in accepted} >= set(asked)
        shown = Page.objects.get(key=page.key)
        assert shown.edition == edition.pk
        assert PageCheck.objects.filter(page=shown).exists()
    newest_first = [page.key for page in Page.objects.latest()]
    assert newest_first == [page.key for page in (story, *along)]
    assert "second_reader" not in story.events.get(verb="publish").detail


@pytest.mark.django_db
def test_what_goes_with_a_story_under_embargo_waits_with_it(chief):
    story, along = together(chief, 1, 1)
    until = timezone.now() + timedelta(days=1)
    STORY.embargo(story, actor=chief, until=until, note="Agreed.")
    story = Story.objects.get(pk=story.pk)
    STORY.publish(story, actor=chief, **told(story, along))
    assert not Page.objects.visible().exists()
    assert Page.objects.visible(until).count() == 3
    assert [page.events.order_by("pk").last().verb for page in along] == ["schedule"] * 2
    assert story.events.order_by("pk").last().verb == "publish"


@pytest.mark.django_db
def test_a_draft_whose_own_embargo_ends_later_keeps_all_of_it_back(chief):
    story, along = together(chief, 1, 1)
    until = timezone.now() + timedelta(days=3)
    FAQ.embargo(along[0], actor=chief, until=until, note="Agreed.")
    when = timezone.now() + timedelta(days=1)
    with pytest.raises(UnderEmbargo):
        STORY.schedule(story, actor=chief, at=when, **told(story, along))
    assert not Page.objects.exists()
    assert not Faq.objects.get(pk=along[0].pk).editions.exists()


@pytest.mark.django_db
def test_the_guards_are_asked_page_by_page_in_their_order(chief):
    """The story is the first to be refused; behind it each draft, with all that is asked of it."""
    story, along = together(chief, 1, 1)
    arguments = told(story, along)
    faq = along[0]
    broken = dataclasses.replace(FAQ.document_of(faq), question="")
    FAQ.revise(faq, broken, actor=chief)
    ENTITY.discard(along[1], actor=chief)
    with pytest.raises(Unconfirmed):
        STORY.publish(story, actor=chief, **arguments | {"confirmed": ["nothing"]})
    with pytest.raises(Blocked):
        STORY.publish(story, actor=chief, **arguments)
    with pytest.raises(WrongStanding):
        STORY.publish(
            story, actor=chief, **arguments | {"together": along[1:], "confirmed_with": {}}
        )
    assert not Page.objects.exists()
    assert not story.editions.exists()


@pytest.mark.django_db
def test_a_page_that_is_chosen_twice_is_refused(chief):
    story, along = together(chief, 1, 1)
    arguments = told(story, along) | {"together": [along[0], *along]}
    with pytest.raises(Refused, match="twice"):
        STORY.publish(story, actor=chief, **arguments)
    assert not Page.objects.exists()


@pytest.mark.django_db
def test_pages_are_locked_in_one_order_whatever_the_order_they_are_named_in(chief):
    story, along = together(chief, 2, 2)
    orders = []
    for named in ([story, *along], [*reversed(along), story]):
        with CaptureQueriesContext(connection) as queries:
            locked = lock(named)
        orders.append([query["sql"] for query in queries.captured_queries])
        assert locked.keys() == {page.key for page in named}
    assert orders[0] == orders[1]
    tables = ["stories_story", "faqs_faq", "entities_entity"]
    assert [table in sql for table, sql in zip(tables, orders[0], strict=True)] == [True] * 3
    assert all('"id" ASC' in sql for sql in orders[0])


@pytest.mark.django_db
def test_a_page_that_is_not_there_cannot_be_locked(chief):
    story, _ = together(chief, 1, 1)
    with pytest.raises(Faq.DoesNotExist):
        lock([story, Faq(pk=999_999)])
