"""The very next request tells: whatever changes of what readers see, and whoever changes it."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Event, Thread

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from taggit.models import Tag

from entities import splitting
from entities.merging import outlets, topics
from entities.models.outlet import Outlet
from entities.outlets import save
from newsdesk.catalogue.generation import epoch
from newsdesk.catalogue.models import Page
from newsdesk.tags import workflow as tags
from stories.models.draft import Story
from stories.models.edition import StoryEdition
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.entity_merging.desk import report
from tests.people import person
from tests.public import desk
from tests.responses.conftest import given, is_kept, made
from tests.worlds import world

pytestmark = pytest.mark.django_db(transaction=True)

STORY_PATH = "/stories/the-ferry-turns/"
TOPIC, BOARD = "/topics/harbour-trust/", "/topics/harbour-board/"
PATHS = (
    STORY_PATH,
    "/stories/another-ferry/",
    TOPIC,
    BOARD,
    "/questions/why-do-ferries-lean/",
    "/",
    "/stories/",
    "/questions/",
    "/topics/",
    "/tags/ships/",
    "/people/ada-morris/",
    "/outlets/",
    "/outlets/ny-post/",
    "/outlets/ny-post.md",
    "/feeds/outlets/ny-post.json",
    "/sitemaps/outlets.xml",
    "/archive/",
    "/corrections/",
    "/feeds/stories.xml",
    "/feeds/tags/ships.json",
    "/sitemap.xml",
    "/sitemaps/1.xml",
    f"{STORY_PATH}history/",
)


@world
def lay_out():
    """Publish a story, a question and two topics that name one another."""
    chief = person("Desk chief")
    topic, board = desk.topic(chief), desk.topic(chief, "Harbour Board")
    asked = desk.full_question(chief, entities=(topic.key,))
    for name in ("NY Post", "New York Post"):
        Outlet.objects.create(name=name)
    item = desk.story(
        chief,
        entities=(topic.key, board.key),
        faqs=(asked.key,),
        tags=("Ships",),
        reports=(report("NY Post"),),
    )
    desk.story(chief, "Another ferry", entities=(topic.key,), tags=("Ships", "Ferries"))
    return item, topic, board


@pytest.fixture
def shop(transactional_db):
    return lay_out()


@pytest.fixture
def chief(shop):
    return User.objects.get(username="desk-chief")


def ask_for_all():
    for path in PATHS:
        assert given(path).status_code == 200, path
        assert is_kept(path), path


def check():
    """Each address answers what is made anew, byte for byte."""
    for path in PATHS:
        kept, fresh = given(path), made(path)
        assert (kept.status_code, kept.content) == (fresh.status_code, fresh.content), path
        assert kept.headers == fresh.headers, path


def changed(before):
    return {path for path in PATHS if given(path).content != before[path]}


def correct(item, chief):
    STORY.revise(item, replace(document_of(item), standfirst="Right."), actor=chief)
    told = {"note": "It was wrong.", "wrong": "1989", "right": "1999"}
    release.publish(item, actor=chief, kind="correction", **told)


def move(item, chief):
    STORY.revise(item, replace(document_of(item), slug="the-ferry-turned"), actor=chief)
    release.publish(item, actor=chief, kind="update")


def change_outlet(**values):
    outlet = Outlet.objects.get(name="NY Post")
    for name, value in values.items():
        setattr(outlet, name, value)
    save(outlet)


def split(shop, chief):
    item, topic, board = shop
    return splitting.split(topic, board, moves={item.key: board}, actor=chief)


DEEDS = {
    "a correction": (lambda shop, chief: correct(shop[0], chief), {STORY_PATH, "/corrections/"}),
    "a withdrawal": (
        lambda shop, chief: STORY.withdraw(shop[0], actor=chief, note="It was wrong."),
        {STORY_PATH, "/", TOPIC, "/stories/", "/feeds/stories.xml"},
    ),
    "another address": (lambda shop, chief: move(shop[0], chief), {STORY_PATH, "/stories/"}),
    "a merge": (
        lambda shop, chief: topics.merge(shop[1], shop[2], actor=chief),
        {STORY_PATH, TOPIC, BOARD, "/topics/"},
    ),
    "a split": (lambda shop, chief: split(shop, chief), {STORY_PATH, TOPIC}),
    "another name of an outlet": (
        lambda shop, chief: outlets.merge(
            *(Outlet.objects.get(name=name) for name in ("NY Post", "New York Post")), actor=chief
        ),
        {STORY_PATH, "/feeds/stories.xml", "/outlets/", "/outlets/ny-post/", "/outlets/ny-post.md"},
    ),
    "an outlet that is renamed": (
        lambda shop, chief: change_outlet(name="Post of New York"),
        {STORY_PATH, "/feeds/stories.xml", "/outlets/", "/outlets/ny-post/", "/outlets/ny-post.md"},
    ),
    "a new owner of an outlet": (
        lambda shop, chief: change_outlet(owner="Sea Group", country="NO"),
        {STORY_PATH, "/outlets/", "/outlets/ny-post/", "/outlets/ny-post.md"},
    ),
    "another name of a tag": (
        lambda shop, chief: tags.rename(
            Tag.objects.get(name="Ships"), name="Vessels", slug="vessels", actor=chief
        ),
        {STORY_PATH, "/tags/ships/"},
    ),
    "a new story": (lambda shop, chief: desk.story(chief, "Ferry three"), {"/", "/stories/"}),
    "SQL that somebody typed": (
        lambda shop, chief: typed("UPDATE catalogue_page SET title = 'Typed'"),
        {"/stories/", "/archive/"},
    ),
    "a bulk change": (
        lambda shop, chief: Page.objects.update(summary="Otherwise."),
        {"/stories/", STORY_PATH},
    ),
}


def typed(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("deed", DEEDS)
def test_what_was_done_elsewhere_is_told_at_once(shop, chief, elsewhere, deed):
    do, places = DEEDS[deed]
    ask_for_all()
    before = {path: given(path).content for path in PATHS}
    elsewhere(lambda: do(shop, chief))
    assert places <= changed(before)
    check()
    check()


def test_what_was_undone_is_told_at_once(shop, chief, elsewhere):
    _, topic, board = shop
    ask_for_all()
    before = {path: given(path).content for path in PATHS}
    merge = elsewhere(lambda: topics.merge(topic, board, actor=chief))
    assert {STORY_PATH, TOPIC, BOARD} <= changed(before)
    elsewhere(lambda: topics.undo(merge, actor=chief))
    assert not {STORY_PATH, "/stories/"} & changed(before)
    check()
    record = elsewhere(lambda: split(shop, chief))
    assert {STORY_PATH, TOPIC} <= changed(before)
    elsewhere(lambda: splitting.undo(record, actor=chief))
    assert not {STORY_PATH, "/stories/"} & changed(before)
    check()
    post, times = (Outlet.objects.get(name=name) for name in ("NY Post", "New York Post"))
    merge = elsewhere(lambda: outlets.merge(post, times, actor=chief))
    assert {STORY_PATH, "/outlets/", "/outlets/ny-post/"} <= changed(before)
    elsewhere(lambda: outlets.undo(merge, actor=chief))
    assert not {STORY_PATH, "/outlets/", "/outlets/ny-post/"} & changed(before)
    check()


def test_a_scheduled_start_is_told_though_nothing_runs(shop, chief, elsewhere):
    item = shop[0]
    STORY.revise(item, replace(document_of(item), headline="The ferry stops"), actor=chief)
    at = timezone.now() + timedelta(hours=2)
    release.schedule(item, actor=chief, at=at, kind="update")
    ask_for_all()
    mark = epoch("default").mark
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert "The ferry turns" in given(STORY_PATH).content.decode()
    with time_machine.travel(at, tick=False):
        assert epoch("default").mark == mark
        assert "The ferry stops" in given(STORY_PATH).content.decode()
        check()


def test_an_end_is_told_though_nothing_runs(shop):
    at = timezone.now() + timedelta(hours=2)
    Page.objects.filter(path=STORY_PATH).update(visible_until=at, gone_reason="It was wrong.")
    ask_for_all()
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert given(STORY_PATH).status_code == 200
    with time_machine.travel(at, tick=False):
        gone = given(STORY_PATH)
        assert (gone.status_code, "It was wrong." in gone.content.decode()) == (410, True)
        assert "The ferry turns" not in given("/stories/").content.decode()
        check()


def test_whatever_waits_begins_at_a_time_of_the_catalogue(shop, chief):
    """The epoch asks the catalogue alone, and pages show editions."""
    item = shop[0]
    correct(item, chief)
    STORY.revise(item, replace(document_of(item), headline="The ferry stops"), actor=chief)
    release.schedule(item, actor=chief, at=timezone.now() + timedelta(days=1), kind="update")
    new = pages.story(chief, "Ferries")
    release.schedule(new, actor=chief, at=timezone.now() + timedelta(days=2))
    times = set(Page.objects.values_list("visible_from", flat=True))
    waiting = set(StoryEdition.objects.waiting().values_list("visible_from", flat=True))
    assert len(waiting) == 2
    assert waiting <= times


def test_another_day_has_other_questions(shop, chief):
    for number in range(12):
        desk.question(chief, f"Ferry {number}?")
    before = given("/").content
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert given("/").content == made("/").content != before


def test_what_did_not_change_is_not_made_again(shop, chief, elsewhere, monkeypatch):
    """A publish elsewhere changes few pages: the others are found again."""
    ask_for_all()
    before = {path: given(path) for path in PATHS}
    elsewhere(lambda: desk.topic(chief, "Quay Society"))
    monkeypatch.setattr("stories.views.render", None)
    monkeypatch.setattr("faqs.views.render", None)
    monkeypatch.setattr("newsdesk.site.home.render", None)
    for path in {*PATHS} - {"/topics/", "/sitemap.xml", "/sitemaps/1.xml"}:
        again = given(path)
        assert (again.content, again.headers) == (before[path].content, before[path].headers), path


def test_what_a_transaction_has_written_is_told_when_it_is_over(shop, elsewhere):
    ask_for_all()
    with transaction.atomic():
        Page.objects.filter(path=STORY_PATH).update(visible_until=timezone.now())
        assert given(STORY_PATH).status_code == 410
        if connection.vendor == "postgresql":
            assert elsewhere(lambda: given(STORY_PATH).status_code) == 200
    assert given(STORY_PATH).status_code == 410
    assert elsewhere(lambda: given(STORY_PATH).status_code) == 410


def test_what_is_rolled_back_was_never_told(shop):
    ask_for_all()
    mark = epoch("default").mark
    with transaction.atomic():
        Page.objects.update(title="Never")
        assert "Never" in given("/stories/").content.decode()
        transaction.set_rollback(True)
    assert epoch("default").mark == mark
    assert "Never" not in given("/stories/").content.decode()


def test_a_savepoint_that_is_rolled_back_hides_nothing_of_the_rest(shop):
    ask_for_all()
    with transaction.atomic():
        with transaction.atomic():
            Page.objects.update(title="Never")
            transaction.set_rollback(True)
        Page.objects.update(title="But this")
    assert "But this" in given("/stories/").content.decode()


def test_who_began_first_may_commit_last(shop):
    """Readers in between see one change, and afterwards the other: no number of either is mistaken."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    ask_for_all()
    written, may_commit = Barrier(2), Event()

    def first():
        with transaction.atomic():
            Page.objects.filter(path=STORY_PATH).update(title="Began first")
            written.wait(20)
            may_commit.wait(20)
        connection.close()

    thread = Thread(target=first)
    thread.start()
    written.wait(20)
    # It is not held up either: the first one has not drawn yet.
    Page.objects.filter(path="/stories/another-ferry/").update(title="Committed first")
    between = given("/stories/").content.decode()
    assert ("Committed first" in between, "Began first" in between) == (True, False)
    may_commit.set()
    thread.join(20)
    after = given("/stories/").content.decode()
    assert ("Committed first" in after, "Began first" in after) == (True, True)
    check()


def test_a_row_of_before_in_a_restored_backup_is_no_row_of_now(shop):
    """Marks are drawn: a restored backup that goes on from there meets none that somebody has seen."""
    marks = set()
    for number in range(5):
        Page.objects.update(title=f"Title {number}")
        marks.add(epoch("default").mark)
    assert len(marks) == 5


def test_a_second_process_asks_the_same_row(shop, chief, elsewhere, tmp_path):
    """What another process did is told though nothing but the database joins the two."""
    ask_for_all()
    mark = elsewhere(lambda: epoch("default").mark)
    assert epoch("default").mark == mark
    Story.objects.update(changed_at=timezone.now())
    assert epoch("default").mark == mark, "A draft is nothing that readers see."
    assert Client().get(STORY_PATH).content == given(STORY_PATH).content
