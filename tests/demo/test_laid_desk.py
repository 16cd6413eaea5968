"""The demo desk as it is laid down: what stands there, what has become of it, what a second run does."""

import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from faqs.models.draft import Faq
from newsdesk.catalogue.models import Page
from newsdesk.comments.models import DeskQuery
from newsdesk.pages.documents import digest
from newsdesk.pages.rich_text import plain
from newsdesk.pages.status import Standing, State
from newsdesk.site.demo import load_desk, loader, references
from newsdesk.site.demo.desk import CREDIT
from stories import working_copy
from stories.models.author import Author
from stories.models.draft import Story
from stories.models.edition import StoryEvent
from stories.workflow import STORY
from tests.demo.conftest import standing_of

pytestmark = pytest.mark.usefixtures("db", "laid")

CORRECTED = "blatten-glacier-warning"
CHANGED = "bank-rate-second-vote"
DRAFT = "malaria-vaccine-price"


@pytest.fixture(scope="module")
def laid(quick_settings, quick_pictures, django_db_setup, django_db_blocker):
    """What the command said that laid down the desk: once for all of these tests, each in a savepoint."""
    out = io.StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEBUG=True):
            call_command("demo_desk", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


def everything():
    """How many rows each of our tables has, and the digests of all working copies and editions."""
    counts = {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in {"stories", "faqs", "entities", "catalogue", "auth", "taggit"}
    }
    marks = [
        (model.__name__, row.pk, row.digest, [edition.digest for edition in row.editions.all()])
        for model in (Story, Faq, Entity)
        for row in model.objects.order_by("pk")
    ]
    return counts, marks


def test_the_catalogue_holds_what_was_published_and_no_draft():
    visible = set(Page.objects.visible().values_list("kind", "title"))
    desk = loader.load()
    for page in desk.stories:
        shown = ("story", page.document.headline) in visible
        assert shown == (standing_of(page) == Standing.LIVE), page.reference


def test_every_page_opens(client):
    for path in ["/", *Page.objects.visible().values_list("path", flat=True)]:
        assert client.get(path).status_code == 200, path


def test_authors_have_their_faces(client):
    page = client.get("/people/").content.decode()
    assert page.count('class="portrait"') == 5
    assert "portrait drawn" not in page


def test_each_notice_is_shown_where_it_belongs(client):
    corrected = client.get(f"/stories/{CORRECTED}/").content.decode().split("<main")[1]
    assert "about 90 per cent of the village" in corrected
    assert corrected.index("the whole village had been buried") < corrected.index(
        "In the afternoon"
    )
    clarified = client.get("/stories/baikonur-launch-pad-repaired/").content.decode()
    answer, said = clarified.index('id="happened-heading"'), clarified.rindex("Its first wording")
    assert answer < said < clarified.index('id="toc-heading"')
    assert "None of them is fitted out" in clarified
    corrections = client.get("/corrections/").content.decode()
    assert "the whole village had been buried" in corrections
    withdrawn = client.get("/stories/port-ellery-bridge-lorries/")
    assert withdrawn.status_code == 410
    assert "We should have asked them before publishing." in withdrawn.content.decode()


def test_what_was_published_has_a_past():
    editions = Story.objects.get(slug="port-ellery-electric-ferries").editions.in_order()
    first, update = editions
    assert (first.kind, update.kind) == ("first", "update")
    assert 10 <= (update.at - first.at).days <= 12
    assert first.at == first.visible_from < timezone.now() - timedelta(days=20)
    days = {page.published_at.date() for page in Page.objects.of_kind("story").visible()}
    assert len(days) >= 6
    assert all(event.at <= timezone.now() for event in StoryEvent.objects.all())


def test_one_story_waits_for_its_hour_and_one_for_an_answer():
    (edition,) = Story.objects.get(slug="space-station-last-descent").editions.waiting()
    assert timedelta(hours=23) < edition.visible_from - timezone.now() < timedelta(hours=25)
    story = Story.objects.get(slug="when-el-nino-begins")
    assert story.state == State.SUBMITTED
    (query,) = DeskQuery.objects.about(story.key).open()
    assert query.blocking
    assert query.part == "summary"
    assert query.words in plain(story.summary)


def test_one_story_has_unpublished_changes():
    changed = [row.slug for row in Story.objects.all() if row.has_unpublished_changes]
    assert changed == [CHANGED]
    story = Story.objects.get(slug=CHANGED)
    assert story.editions.count() == 1
    assert "3.8 per cent" in story.summary
    assert "3.8 per cent" not in Page.objects.get(key=story.key).text


def test_the_rows_say_what_the_files_say():
    keys = load_desk.laid_before()
    for page in loader.load().stories:
        if page.change:
            continue
        row = Story.objects.get(slug=page.document.slug)
        written = working_copy.document_of(row)
        assert written.image is not None
        assert written.image.credit == CREDIT
        wanted = page.picture.stored_as(
            written.image.name, written.image.width, written.image.height
        )
        expected = references.resolved(page.standing_document, keys)
        expected = type(expected)(
            **{
                name: getattr(expected, name)
                for name in expected.__dataclass_fields__
                if name != "image"
            },
            image=wanted,
        )
        assert digest(written) == digest(expected), page.reference


def test_outlets_carry_their_other_names():
    assert "meridian.example" in Outlet.objects.get(name="The Meridian Post").domains


def test_a_second_run_changes_nothing(run):
    before = everything()
    assert "nothing was changed" in run()
    assert everything() == before


def test_a_second_run_asks_the_database_little(run, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        run()


def test_edits_are_kept(run):
    chief = get_user_model().objects.get(username="chief")
    story = Story.objects.get(slug=DRAFT)
    story.headline, story.slug = "Another headline", "another-slug"
    story.save()
    entity = Entity.objects.get(slug="nasa")
    entity.description = "Ours."
    entity.save()
    live = Story.objects.get(slug="blatten-glacier-warning")
    STORY.withdraw(live, actor=chief, note="Checking.")
    faq = Faq.objects.get(slug="how-well-does-r21-work")
    faq.discarded = True
    faq.save()
    before = everything()
    run()
    assert everything() == before
    assert Entity.objects.get(slug="nasa").description == "Ours."
    assert Story.objects.get(pk=story.pk).headline == "Another headline"
    assert Story.objects.get(pk=live.pk).standing == Standing.WITHDRAWN


def test_logins_of_every_role_work(laid):
    for login in loader.load().logins:
        user = authenticate(username=login.username, password=login.password)
        assert user is not None
        assert user.is_staff
        assert user.is_superuser is (not login.role)
        groups = set(user.groups.values_list("name", flat=True))
        assert groups == ({login.role} if login.role else set())
        assert login.password in laid


def test_a_reporter_who_signs_in_is_the_author_of_her_stories():
    author = Author.objects.get(slug="mara-lindqvist")
    assert author.user.username == "reporter"
    assert author.role == "Science reporter"
