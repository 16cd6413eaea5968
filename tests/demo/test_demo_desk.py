"""The command that lays the demo desk down: complete the first time, nothing the second."""

import dataclasses
import io

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from entities.models.draft import Entity
from faqs.duplicate_review import health, statistics
from faqs.models.draft import Faq
from newsdesk.pages.status import Standing, State
from newsdesk.publication.models import PublicationEdition
from newsdesk.site.demo import load_desk, loader
from newsdesk.site.demo.desk import Desk
from newsdesk.site_pages.models.draft import SitePage
from stories.models.draft import Story
from stories.workflow import STORY
from tests.demo.conftest import standing_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pictures")]

DRAFT = "malaria-vaccine-price"


@pytest.fixture
def few_topics(monkeypatch):
    """Five topics of the demo and nothing else, where the test is not about the pages."""
    desk = loader.load()
    few = dataclasses.replace(desk, entities=desk.entities[:5], faqs=(), stories=())
    monkeypatch.setattr(loader, "load", lambda: few)


def test_everything_is_laid_down_through_the_verbs(run):
    output = run()
    desk = loader.load()
    assert "Laid down 11 stories, 37 topics and 31 FAQs." in output
    assert Story.objects.count() == len(desk.stories)
    assert Entity.objects.count() == len(desk.entities)
    assert Faq.objects.count() == len(desk.faqs) + len(desk.asked_twice)
    course = health.figures().weeks
    assert sum(bool(week.verdicts) for week in course) >= 10
    assert course[-1].backlog
    assert all(0 < each.agreed < each.shared for each in statistics.moderators())
    for page in (*desk.stories, *desk.entities, *desk.faqs):
        model = {"story": Story, "entity": Entity, "faq": Faq}[page.reference.split(":")[0]]
        row = model.objects.get(slug=page.document.slug)
        assert row.standing == standing_of(page), page.reference
        assert "create" in {event.verb for event in row.events.all()}


def test_it_has_a_face_and_pages_of_its_own(run, few_topics, client):
    run()
    run()
    edition = PublicationEdition.objects.get()
    page = client.get("/privacy/").content.decode()
    assert "<h1>Privacy</h1>" in page
    assert edition.document["name"] in page
    assert {row.standing for row in SitePage.objects.all()} == {Standing.LIVE}
    assert client.get("/about/", follow=True).redirect_chain == [("/how-we-work/", 302)]
    for line in (*edition.publication.menu, *edition.publication.footer_links):
        assert client.get(line.address).status_code == 200


def test_what_an_editor_wrote_before_is_used_not_replaced(run, django_user_model):
    mine = Entity.objects.create(name="NASA, as we know it", slug="nasa", confirmed=True)
    run()
    assert Entity.objects.filter(slug="nasa").get() == mine
    assert mine.story_rows.count() >= 3
    assert mine.standing == Standing.DRAFT


def test_new_content_joins_an_older_demo_desk(run, monkeypatch):
    desk = loader.load()
    older = Desk(
        outlets=desk.outlets,
        authors=desk.authors,
        logins=desk.logins,
        entities=desk.entities,
        faqs=desk.faqs,
        stories=desk.stories[:-1],
    )
    load_desk.lay(older)
    assert "Laid down 1 story, 0 topics and 0 FAQs." in run()
    newest = Story.objects.get(slug=desk.stories[-1].document.slug)
    assert newest.state == State.SUBMITTED
    assert newest.faq_rows.count() == len(desk.stories[-1].document.faqs)


def test_a_login_that_exists_is_left_alone(run, few_topics):
    user = get_user_model().objects.create_user("chief", password="my own words")
    user.user_permissions.add(Permission.objects.get(codename="withdraw_story"))
    run()
    user.refresh_from_db()
    assert user.check_password("my own words")
    assert not user.groups.exists()


def test_a_desk_whose_editor_may_not_publish_is_told_so(run):
    get_user_model().objects.create_user("editor", password="mine")
    with pytest.raises(CommandError, match="not laid down: editor may not do this"):
        run()
    assert not Story.objects.exists()


def test_a_failure_leaves_nothing_behind(run, monkeypatch):
    def fail(*args, **kwargs):
        raise PermissionError("stopped")

    monkeypatch.setattr(STORY, "revise", fail)
    before = stored_pictures()
    with pytest.raises(PermissionError):
        run()
    assert (Story.objects.count(), Entity.objects.count(), Faq.objects.count()) == (0, 0, 0)
    assert not get_user_model().objects.exists()
    assert stored_pictures() == before


def stored_pictures(folder="pictures"):
    if not default_storage.exists(folder):
        return set()
    folders, files = default_storage.listdir(folder)
    found = {f"{folder}/{name}" for name in files}
    return found.union(*(stored_pictures(f"{folder}/{name}") for name in folders))


def test_a_real_desk_is_refused(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="public passwords"):
        call_command("demo_desk", stdout=io.StringIO())
    assert not get_user_model().objects.exists()


def test_force_lays_it_down_all_the_same(settings, few_topics):
    settings.DEBUG = False
    call_command("demo_desk", force=True, stdout=io.StringIO())
    assert Entity.objects.count() == 5
