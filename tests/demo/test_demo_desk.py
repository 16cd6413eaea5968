"""The command that lays the demo desk down: complete the first time, nothing the second."""

import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from faqs.models.draft import Faq
from newsdesk.catalogue.models import Page
from newsdesk.publishing.documents import digest
from newsdesk.publishing.html import plain
from newsdesk.publishing.standing import Standing, State
from newsdesk.reviewing.models import DeskQuery
from stories import workflow, working_copy
from stories.demo import laying, loader, pictures
from stories.demo.desk import CREDIT, Desk
from stories.models.author import Author
from stories.models.draft import Story
from stories.models.edition import StoryEvent

pytestmark = pytest.mark.django_db

CORRECTED = "blatten-glacier-warning"
CHANGED = "bank-rate-second-vote"
DRAFT = "malaria-vaccine-price"


@pytest.fixture(autouse=True)
def quick_pictures(monkeypatch):
    """Drawing is tested with the content; here a speck will do."""
    speck = Image.new("RGB", (16, 9), "navy")
    monkeypatch.setattr(pictures, "draw", lambda scene, tone, size, seed: speck)


@pytest.fixture
def run(settings):
    settings.DEBUG = True

    def call(**options):
        out = io.StringIO()
        call_command("demo_desk", stdout=out, **options)
        return out.getvalue()

    return call


@pytest.fixture
def admin(run):
    run()
    return get_user_model().objects.get(username="admin")


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


def standing_of(page):
    if getattr(page, "hours_ahead", 0):
        return Standing.SCHEDULED
    if getattr(page, "withdrawn", False):
        return Standing.WITHDRAWN
    return Standing.DRAFT if page.draft or getattr(page, "review", False) else Standing.LIVE


def test_everything_is_laid_down_through_the_verbs(run):
    output = run()
    desk = loader.load()
    assert "Laid down 11 stories, 37 topics and 31 question pages." in output
    assert Story.objects.count() == len(desk.stories)
    assert Entity.objects.count() == len(desk.entities)
    assert Faq.objects.count() == len(desk.faqs)
    for page in (*desk.stories, *desk.entities, *desk.faqs):
        model = {"story": Story, "entity": Entity, "faq": Faq}[page.reference.split(":")[0]]
        row = model.objects.get(slug=page.document.slug)
        assert row.standing == standing_of(page), page.reference
        assert "create" in {event.verb for event in row.events.all()}


def test_the_catalogue_holds_what_was_published_and_no_draft(run):
    run()
    visible = set(Page.objects.visible().values_list("kind", "title"))
    desk = loader.load()
    for page in desk.stories:
        shown = ("story", page.document.headline) in visible
        assert shown == (standing_of(page) == Standing.LIVE), page.reference


def test_every_page_opens(run, client):
    run()
    for path in ["/", *Page.objects.visible().values_list("path", flat=True)]:
        assert client.get(path).status_code == 200, path


def test_each_notice_is_shown_where_it_belongs(run, client):
    run()
    corrected = client.get(f"/stories/{CORRECTED}/").content.decode().split("<main")[1]
    assert "about 90 per cent of the village" in corrected
    assert corrected.index("the whole village had been buried") < corrected.index(
        "In the afternoon"
    )
    clarified = client.get("/stories/baikonur-launch-pad-repaired/").content.decode()
    assert clarified.rindex("Its first wording") > clarified.index("None of them is fitted out")
    corrections = client.get("/corrections/").content.decode()
    assert "the whole village had been buried" in corrections
    withdrawn = client.get("/stories/port-ellery-bridge-lorries/")
    assert withdrawn.status_code == 410
    assert "We should have asked them before publishing." in withdrawn.content.decode()


def test_what_was_published_has_a_past(run):
    run()
    editions = Story.objects.get(slug="port-ellery-electric-ferries").editions.in_order()
    first, update = editions
    assert (first.kind, update.kind) == ("first", "update")
    assert 10 <= (update.at - first.at).days <= 12
    assert first.at == first.visible_from < timezone.now() - timedelta(days=20)
    days = {page.published_at.date() for page in Page.objects.of_kind("story").visible()}
    assert len(days) >= 6
    assert all(event.at <= timezone.now() for event in StoryEvent.objects.all())


def test_one_story_waits_for_its_hour_and_one_for_an_answer(run):
    run()
    (edition,) = Story.objects.get(slug="space-station-last-descent").editions.waiting()
    assert timedelta(hours=23) < edition.visible_from - timezone.now() < timedelta(hours=25)
    story = Story.objects.get(slug="when-el-nino-begins")
    assert story.state == State.SUBMITTED
    (query,) = DeskQuery.objects.about(story.key).open()
    assert query.blocking
    assert query.part == "summary"
    assert query.words in plain(story.summary)


def test_one_story_has_unpublished_changes(run):
    run()
    changed = [row.slug for row in Story.objects.all() if row.has_unpublished_changes]
    assert changed == [CHANGED]
    story = Story.objects.get(slug=CHANGED)
    assert story.editions.count() == 1
    assert "3.8 per cent" in story.summary
    assert "3.8 per cent" not in Page.objects.get(key=story.key).text


def test_the_rows_say_what_the_files_say(run):
    run()
    keys = laying.laid_before()
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
        expected = loader.resolved(page.standing_document, keys)
        expected = type(expected)(
            **{
                name: getattr(expected, name)
                for name in expected.__dataclass_fields__
                if name != "image"
            },
            image=wanted,
        )
        assert digest(written) == digest(expected), page.reference


def test_outlets_carry_their_other_names(run):
    run()
    assert "meridian.example" in Outlet.objects.get(name="The Meridian Post").domains


def test_a_second_run_changes_nothing(run):
    run()
    before = everything()
    assert "nothing was changed" in run()
    assert everything() == before


def test_a_second_run_asks_the_database_little(run, django_assert_max_num_queries):
    run()
    with django_assert_max_num_queries(60):
        run()


def test_edits_are_kept(run):
    run()
    chief = get_user_model().objects.get(username="chief")
    story = Story.objects.get(slug=DRAFT)
    story.headline, story.slug = "Another headline", "another-slug"
    story.save()
    entity = Entity.objects.get(slug="nasa")
    entity.description = "Ours."
    entity.save()
    live = Story.objects.get(slug="blatten-glacier-warning")
    workflow.withdraw(live, actor=chief, note="Checking.")
    faq = Faq.objects.get(slug="how-well-does-r21-work")
    faq.discarded = True
    faq.save()
    before = everything()
    run()
    assert everything() == before
    assert Entity.objects.get(slug="nasa").description == "Ours."
    assert Story.objects.get(pk=story.pk).headline == "Another headline"
    assert Story.objects.get(pk=live.pk).standing == Standing.WITHDRAWN


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
    laying.lay(older)
    assert "Laid down 1 stories, 0 topics and 0 question pages." in run()
    newest = Story.objects.get(slug=desk.stories[-1].document.slug)
    assert newest.state == State.SUBMITTED
    assert newest.faq_rows.count() == len(desk.stories[-1].document.faqs)


def test_logins_of_every_role_work(run):
    output = run()
    for login in loader.load().logins:
        user = authenticate(username=login.username, password=login.password)
        assert user is not None
        assert user.is_staff
        assert user.is_superuser is (not login.role)
        groups = set(user.groups.values_list("name", flat=True))
        assert groups == ({login.role} if login.role else set())
        assert login.password in output
    assert "/admin/" in output


def test_a_reporter_who_signs_in_is_the_author_of_her_stories(run):
    run()
    author = Author.objects.get(slug="mara-lindqvist")
    assert author.user.username == "reporter"
    assert author.role == "Science reporter"


def test_a_login_that_exists_is_left_alone(run):
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

    monkeypatch.setattr(laying.stories.workflow, "revise", fail)
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


def test_force_lays_it_down_all_the_same(settings):
    settings.DEBUG = False
    call_command("demo_desk", force=True, stdout=io.StringIO())
    assert Story.objects.count() == len(loader.load().stories)
