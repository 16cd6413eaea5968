"""Erasing somebody: what goes is gone from every table, what stays is what was said, and it asks first."""

import io
import json

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from newsdesk.accounts.models import Count, KnownBrowser
from newsdesk.comments import threads
from newsdesk.desk.bulk.models import BulkDeed
from newsdesk.editing.models import Presence, Scratch
from newsdesk.mail.messages import mail_to_whoever
from newsdesk.notifications.models import DigestSent, MailChoice, Notice
from newsdesk.people import deeds
from newsdesk.people.deeds import NotThis
from newsdesk.people.erasure import KEPT, WORDS, erase, plan
from newsdesk.people.models import FormerColleague, PersonDeed
from stories.models.author import Author
from stories.workflow import STORY
from tests import pages
from tests.accounts.logins import add_app, log_in
from tests.people import person
from tests.public import desk as public

pytestmark = pytest.mark.django_db

NAME, FIRST, LAST, MAIL = "zebedee", "Zebediah", "Quagga", "zq@else.example"
# What is said to stay: the byline under which they are published, and what people typed about pages.
MAY_STAY = {
    ("stories_author", "name"),
    ("stories_author", "slug"),
    ("stories_author", "folded"),
    ("stories_author_grams", "folded"),
    ("reviewing_queryentry", "text"),
}


@pytest.fixture
def zebedee(db):
    user = person("Editor", NAME)
    user.first_name, user.last_name, user.email = FIRST, LAST, MAIL
    user.set_password("of-zebedee-and-long")
    user.save()
    return user


@pytest.fixture
def busy(zebedee, grace, ada):
    """Let them leave something in every corner that can be reached."""
    client = Client()
    log_in(client, NAME, "of-zebedee-and-long")
    log_in(Client(), NAME, "wrong")
    add_app(zebedee)
    mine, hers = pages.story(zebedee, "Ferries stop"), pages.story(ada, "Trains go")
    STORY.submit(hers, actor=ada)
    STORY.transitions()["return"](hers, actor=zebedee, note="Shorter, please")
    query = threads.ask(hers, actor=grace, text=f"What does @{NAME} say, and {FIRST} {LAST}?")
    threads.reply(query, actor=zebedee, text="Nothing")
    threads.reply(query, actor=grace, text=f"Thanks, @{NAME}")
    threads.ask(mine, actor=zebedee, text="Why?")
    threads.ask(hers, actor=grace, text="", quoted=str(hers), proposed=f"{FIRST} {LAST} says so")
    author = Author(name=f"{FIRST} {LAST}", slug="zebediah-quagga", user=zebedee)
    public.show_portrait(author)
    author.image_alt = f"{FIRST} {LAST} on a quay"
    author.save()
    now = timezone.now()
    MailChoice.objects.create(user=zebedee, subject="returned", when="daily")
    DigestSent.objects.create(user=zebedee, until=now)
    Scratch.objects.create(user=zebedee, key=mine.key, form="x", data=[["a", FIRST]])
    Presence.objects.create(user=zebedee, key=mine.key, active_at=now, seen_at=now)
    EmailAddress.objects.create(user=zebedee, email=MAIL)
    mail_to_whoever(zebedee, "password")
    BulkDeed.objects.create(
        kind="stories.story",
        action="owner",
        actor=grace,
        planned_at=now,
        values={"value": zebedee.pk, "words": NAME},
    )
    LogEntry.objects.log_actions(
        grace.pk, [zebedee], CHANGE, change_message=f"Renamed {NAME}", single_object=True
    )
    deeds.change_role(zebedee, "Reporter", actor=grace)
    deeds.reset_second_factor(zebedee, actor=grace)
    add_app(zebedee)
    deeds.deactivate(zebedee, actor=grace, hand_to=ada)
    assert Notice.objects.of(ada).filter(text__contains=f"{FIRST} {LAST}").count() >= 2
    return User.objects.get(pk=zebedee.pk)


def places():
    """Return each column of each table where a name or address of theirs stands."""
    found = set()
    # An index of words holds bytes that are no text.
    form = {"sqlite": "BLOB", "postgresql": "TEXT"}[connection.vendor]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            for column in connection.introspection.get_table_description(cursor, table):
                name = connection.ops.quote_name(column.name)
                cursor.execute(
                    f"SELECT CAST({name} AS {form}) FROM {connection.ops.quote_name(table)}"
                )
                for (value,) in cursor.fetchall():
                    if value is None:
                        continue
                    text = (value.decode(errors="replace") if form == "BLOB" else value).lower()
                    if any(each.lower() in text for each in (NAME, FIRST, LAST, MAIL)):
                        found.add((table, column.name))
    return found


def test_nothing_of_them_is_left_in_any_table_but_what_was_said_to_stay(busy, grace):
    before = places()
    assert before >= {
        ("auth_user", "username"),
        ("auth_user", "email"),
        ("notices_notice", "text"),
        ("reviewing_deskquery", "text"),
        ("reviewing_deskquery", "proposed"),
        ("reviewing_queryentry", "text"),
        ("bulk_bulkdeed", "values"),
        ("django_admin_log", "object_repr"),
        ("desk_accounts_personname", "folded"),
        ("drafting_scratch", "data"),
        ("account_emailaddress", "email"),
        ("stories_author", "name"),
    }
    erase(busy, NAME, actor=grace)
    assert places() <= MAY_STAY


def test_deeds_stay_under_a_number_and_own_rows_go(busy, grace, ada):
    events = PersonDeed.objects.filter(person=busy).count()
    former = erase(busy, NAME, actor=grace)
    user = User.objects.get(pk=busy.pk)
    assert user.username == "former-colleague-1"
    assert str(former) == "Former colleague 1"
    assert (user.first_name, user.last_name, user.email, user.last_login) == ("", "", "", None)
    assert not any((user.is_active, user.is_staff, user.is_superuser, user.has_usable_password()))
    assert not user.groups.exists()
    for model in (KnownBrowser, MailChoice, DigestSent, Scratch, Presence, EmailAddress):
        assert not model.objects.filter(user=user).exists(), model
    assert PersonDeed.objects.filter(person=user).count() == events + 1
    story = pages.Story.objects.get(headline="Ferries stop")
    assert story.created_by == user
    assert Author.objects.get(slug="zebediah-quagga").user is None
    texts = " ".join(n.text for n in Notice.objects.of(ada))
    assert "former-colleague-1 returned it: Shorter, please" in texts
    assert BulkDeed.objects.get().values == {"value": user.pk, "words": "former-colleague-1"}


def test_their_portrait_goes_from_the_page_and_from_the_store(
    busy, grace, django_capture_on_commit_callbacks
):
    author = Author.objects.get(slug="zebediah-quagga")
    name = author.image.name
    assert default_storage.exists(name)
    assert "portraits" in {line.what for line in plan(busy).goes}
    with django_capture_on_commit_callbacks(execute=True):
        erase(busy, NAME, actor=grace)
    author.refresh_from_db()
    assert (author.image.name, author.image_alt, author.image_credit) == ("", "", "")
    assert not default_storage.exists(name)


def test_a_picture_that_a_page_shows_too_stays_there(
    busy, grace, django_capture_on_commit_callbacks
):
    """An import keeps equal pictures once, so that a person and a topic may have one file."""
    name = Author.objects.get(slug="zebediah-quagga").image.name
    entity = pages.entity(grace, "Harbour Trust")
    type(entity).objects.filter(pk=entity.pk).update(image=name)
    with django_capture_on_commit_callbacks(execute=True):
        erase(busy, NAME, actor=grace)
    assert default_storage.exists(name)


def test_the_name_is_free_again_and_the_next_one_has_the_next_number(busy, grace):
    erase(busy, NAME, actor=grace)
    again = person("Reporter", NAME)
    User.objects.create_user("former-colleague-2")
    deeds.deactivate(again, actor=grace)
    assert str(erase(again, NAME, actor=grace)) == "Former colleague 3"


def test_words_that_only_hold_the_name_are_not_touched(grace, ada):
    may = person("Reporter", "may")
    Notice.objects.create(
        user=ada, kind="x", text="may asks: mayors may-be", made_at=timezone.now()
    )
    deeds.deactivate(may, actor=grace)
    erase(may, "may", actor=grace)
    assert "former-colleague-1 asks: mayors may-be" in [n.text for n in Notice.objects.of(ada)]


def test_a_name_is_found_by_each_of_its_forms_and_in_any_writing(grace, ada):
    zoe = person("Reporter", "zoë")
    zoe.first_name, zoe.email = "Renée", "z@news.example"
    zoe.save()
    now = timezone.now()
    notice = Notice.objects.create(user=ada, kind="x", text="Renée: z@news.example", made_at=now)
    deed = BulkDeed.objects.create(
        kind="stories.story", action="owner", actor=grace, planned_at=now, values={"words": "zoë"}
    )
    deeds.deactivate(zoe, actor=grace)
    erase(zoe, "zoë", actor=grace)
    notice.refresh_from_db()
    assert notice.text == "former-colleague-1: former-colleague-1"
    deed.refresh_from_db()
    assert deed.values == {"words": "former-colleague-1"}


def test_it_asks_for_the_name_and_for_their_leaving_first(zebedee, grace):
    with pytest.raises(NotThis, match="Deactivate them first"):
        erase(zebedee, NAME, actor=grace)
    deeds.deactivate(zebedee, actor=grace)
    for typed in ("", "Zebedee", f"{NAME} "):
        with pytest.raises(NotThis, match="not their username"):
            erase(zebedee, typed, actor=grace)
    assert User.objects.get(pk=zebedee.pk).email == MAIL
    erase(zebedee, NAME, actor=grace)
    for deed in (deeds.reactivate, deeds.send_link, deeds.sign_out):
        with pytest.raises(NotThis, match="former colleague"):
            deed(zebedee, actor=grace)
    with pytest.raises(NotThis, match="already"):
        erase(zebedee, "former-colleague-1", actor=grace)


def test_only_a_chief_does_it_and_only_a_superuser_to_a_superuser(zebedee, ada, grace):
    deeds.deactivate(zebedee, actor=grace)
    with pytest.raises(PermissionDenied):
        erase(zebedee, NAME, actor=ada)
    User.objects.filter(pk=zebedee.pk).update(is_superuser=True)
    with pytest.raises(PermissionDenied):
        erase(zebedee, NAME, actor=grace)
    assert not FormerColleague.objects.exists()


def test_the_plan_says_it_all_and_changes_nothing(busy):
    before = places(), User.objects.filter(pk=busy.pk).values().get()
    found = plan(busy)
    goes = {line.what: line.number for line in found.goes}
    assert goes["apps, passkeys and recovery codes"] == 2
    assert goes["choices of notifications by mail"] == 1
    assert goes["browsers that they signed in by"] == 1
    rewritten = {line.what: line.number for line in found.rewritten}
    assert rewritten["link to authors"] == 1
    assert rewritten["notices that name them"] >= 2
    assert {line.what for line in found.kept} >= {"stories", "story events"}
    assert (places(), User.objects.filter(pk=busy.pk).values().get()) == before


def test_every_table_that_knows_people_is_in_the_plan_by_what_becomes_of_it():
    """Own rows go, deeds stay: nothing else, or `erase` would meet a table that it has no rule for."""
    rules = set()
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            rules.add(relation.on_delete)
            nullable = relation.field.null or relation.related_model is FormerColleague
            assert not relation.one_to_one or relation.on_delete is models.CASCADE or nullable
    assert rules == {models.CASCADE, models.PROTECT}
    for label in (*WORDS, *KEPT):
        assert apps.get_model(label)


def test_counts_of_their_name_are_gone(busy, grace):
    log_in(Client(), NAME, "wrong", origin="203.0.113.9")
    before = Count.objects.count()
    erase(busy, NAME, actor=grace)
    assert Count.objects.count() < before


def test_the_page_shows_the_plan_asks_for_the_name_and_does_it(desk, busy):
    path = f"/admin/people/{busy.pk}/erase/"
    page = desk.get(path).content.decode()
    for words in (
        "Browsers that they signed in by",
        "Bylines and names in stories",
        "Story events",
    ):
        assert words in page
    refused = desk.post(path, {"name": "zebede"})
    assert refused.status_code == 200
    assert "Nothing was erased." in refused.content.decode()
    assert not FormerColleague.objects.exists()
    answer = desk.post(path, {"name": NAME}, follow=True)
    assert "Erased. The log calls them Former colleague 1 now." in answer.content.decode()
    assert NAME not in answer.content.decode()
    assert desk.get(path).status_code == 404


def test_the_page_of_somebody_active_says_what_comes_first(desk, zebedee):
    page = desk.get(f"/admin/people/{zebedee.pk}/erase/").content.decode()
    assert "Deactivate them first" in page
    assert "Erase for good" not in page
    answer = desk.post(f"/admin/people/{zebedee.pk}/erase/", {"name": NAME}, follow=True)
    assert "Deactivate them first" in answer.content.decode()


def run(*arguments):
    out = io.StringIO()
    call_command("erase_person", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_does_the_same_at_the_server(busy):
    with pytest.raises(CommandError, match="not their username"):
        run(NAME, "--typed", "x")
    told = run(NAME, "--typed", NAME)
    assert "choices of notifications by mail: 1" in told
    assert "Erased. The log calls them Former colleague 1 now." in told
    with pytest.raises(CommandError, match="Nobody logs in"):
        run(NAME, "--typed", NAME)
    assert PersonDeed.objects.filter(verb="erase").get().actor is None
    assert json.dumps(list(PersonDeed.objects.values_list("detail", flat=True))).count(NAME) == 0
