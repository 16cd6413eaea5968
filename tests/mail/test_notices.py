"""Notices by mail: at once, once a day, never; only to who may see the page; stopped with one click."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from faqs.duplicate_review.messages import tell_moderators
from newsdesk.desk.bulk.changes import assign, changing, reassign
from newsdesk.jobs.job import hand_in
from newsdesk.mail.delivery import send_waiting
from newsdesk.mail.models import Message
from newsdesk.notifications import inbox
from newsdesk.notifications.choices import DAILY, choose, stop_token
from newsdesk.notifications.mail import BURST, UNTOLD, mail_digests
from newsdesk.notifications.models import MailChoice, Notice
from newsdesk.notifications.subjects import When
from newsdesk.workflow.messages import tell_assigned
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages
from tests.desk.screens import save, signed_in
from tests.jobs.sample import FAILING, note
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.MAIL_ON = True


@pytest.fixture
def story(ada):
    return pages.story(ada, "Ferries stop")


def told(user, text="Something", kind="returned", **values):
    return inbox.tell(user, kind=kind, text=text, **values)


def subjects():
    return [each.subject for each in mail.outbox]


def test_a_notice_goes_out_at_once_with_where_it_leads_and_how_to_stop_it(ada, story, work):
    told(ada, "bob returned it: shorter", key=story.key)
    work()
    [sent] = mail.outbox
    assert sent.to == ["ada@news.example"]
    assert sent.subject == "The Explainer’s Desk: returned pages"
    assert "“Ferries stop”: bob returned it: shorter" in sent.body
    address = reverse("admin:stories_story_change", args=[story.pk])
    assert f"https://news.example{address}" in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_is_not_sent_twice_while_it_waits_nor_after_it_was_put_away(ada, work):
    told(ada)
    told(ada)
    work()
    assert len(mail.outbox) == 1
    gone = told(ada, "Another")
    inbox.put_away(gone.pk, actor=ada)
    work()
    assert len(mail.outbox) == 1


def test_who_may_no_longer_see_the_page_is_told_nothing_of_it(ada, story, work):
    told(ada, "bob returned it: the secret of the ferry", key=story.key)
    ada.groups.clear()
    work()
    [sent] = mail.outbox
    assert UNTOLD in sent.body
    assert "secret" not in sent.body + str(sent.alternatives)


def test_a_page_that_is_gone_is_not_told_of(ada, work):
    told(ada, "about nothing", key="story:999999")
    told(ada, "about no kind", key="poem:1")
    work()
    assert all(UNTOLD in each.body and "about no" not in each.body for each in mail.outbox)
    assert len(mail.outbox) == 2


def test_never_is_never_and_a_change_of_mind_counts_until_it_is_sent(ada, work):
    choose(actor=ada, chosen={"returned": When.NEVER})
    told(ada)
    work()
    assert mail.outbox == []
    told(ada, "It was approved", kind="approved")
    choose(actor=ada, chosen={"approved": When.NEVER})
    work()
    assert mail.outbox == []


def test_notices_of_ones_own_account_always_come_and_have_no_way_to_stop_them(ada, work):
    choose(actor=ada, chosen={"account": When.NEVER})
    told(ada, "The password of your account was changed.", kind="account")
    work()
    [sent] = mail.outbox
    assert "List-Unsubscribe" not in sent.extra_headers
    assert not MailChoice.objects.exists()


def test_a_kind_that_is_in_no_table_is_not_mailed(ada, work):
    told(ada, kind="unheard of")
    assert not Message.objects.exists()


@pytest.fixture
def morning(settings, time_machine):
    """Return what sets the clock to an hour of a day of November, by the desk's own time."""
    settings.TIME_ZONE = "America/New_York"

    def at(day, hour, minute=0):
        time_machine.move_to(datetime(2026, 11, day, hour + 5, minute, tzinfo=UTC), tick=False)

    return at


def test_the_daily_one_comes_once_a_day_at_seven_by_the_clock_of_the_desk(ada, work, morning):
    morning(10, 12)
    choose(actor=ada, chosen={"returned": When.DAILY, "approved": When.DAILY})
    told(ada, "bob returned it: shorter")
    told(ada, "bob approved it.", kind="approved")
    told(ada, "at once", kind="clash")
    work()
    morning(10, 12, 1)
    assert subjects() == ["The Explainer’s Desk: conflicts"]
    mail.outbox.clear()
    mail_digests.call()
    work()
    first = list(mail.outbox)
    mail.outbox.clear()
    morning(11, 6, 59)
    told(ada, "bob returned it: again")
    mail_digests.call()
    work()
    assert mail.outbox == []
    morning(11, 7)
    mail_digests.call()
    mail_digests.call()
    work()
    [sent] = mail.outbox
    assert sent.subject == "The Explainer’s Desk: one notification waits for you"
    assert "again" in sent.body
    assert "shorter" in first[0].body
    assert "approved" in first[0].body
    assert "at once" not in first[0].body
    morning(11, 12)
    mail_digests.call()
    work()
    assert len(mail.outbox) == 1


def test_nothing_new_is_no_message_and_what_was_put_away_is_not_in_it(ada, work, morning):
    choose(actor=ada, chosen={"returned": When.DAILY})
    morning(10, 8)
    mail_digests.call()
    gone = told(ada, "gone")
    told(ada, "kept")
    inbox.put_away(gone.pk, actor=ada)
    morning(11, 8)
    mail_digests.call()
    work()
    [sent] = mail.outbox
    assert "kept" in sent.body
    assert "gone" not in sent.body
    morning(12, 8)
    mail_digests.call()
    work()
    assert len(mail.outbox) == 1


def test_the_link_stops_a_subject_without_a_login_and_opening_it_changes_nothing(ada, work):
    told(ada)
    work()
    header = mail.outbox[0].extra_headers["List-Unsubscribe"]
    path = re.fullmatch(r"<https://news\.example(/\S+)>", header)[1]
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(path)
    assert page.status_code == 200
    assert "Stop these messages" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert stranger.head(path).status_code == 200
    assert not MailChoice.objects.exists()
    answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "Returned pages" in answer.content.decode()
    assert stranger.post(path).status_code == 200
    assert MailChoice.objects.get().when == When.NEVER
    told(ada, "Another")
    told(ada, "It was approved", kind="approved")
    work()
    assert subjects()[1:] == ["The Explainer’s Desk: approved pages"]


def test_the_link_of_the_daily_one_stops_all_that_comes_daily(ada):
    choose(actor=ada, chosen={"returned": When.DAILY})
    path = reverse("account_stop_mail", args=[stop_token(ada, DAILY)])
    Client().post(path)
    assert {each.subject: each.when for each in MailChoice.objects.all()} == {
        "returned": "never",
        "duplicates": "never",
    }


@pytest.mark.parametrize("change", ["x", "", "AAAA:BBBB", "0"])
def test_a_made_up_link_stops_nothing(ada, change):
    good = stop_token(ada, "returned")
    for token in (good[:-2] + (change or "z"), change or "q"):
        path = reverse("account_stop_mail", args=[token])
        assert Client().get(path).status_code == 404
        assert Client().post(path).status_code == 404
    assert not MailChoice.objects.exists()


def test_a_link_can_stop_nothing_that_is_fixed(ada):
    path = reverse("account_stop_mail", args=[stop_token(ada, "account")])
    assert Client().post(path).status_code == 404


def test_everybody_chooses_for_themselves_of_what_they_are_told(ada, client):
    address = reverse("account_notices")
    assert client.get(address).status_code == 302
    client.force_login(ada)
    page = client.get(address).content.decode()
    assert "ada@news.example" in page
    assert "Returned pages" in page
    assert "Failed jobs" not in page
    assert "Duplicates" not in page
    values = {"returned": "never", "jobs": "daily", "account": "never", "comments": "hourly"}
    client.post(address, values)
    kept = {each.subject: (each.user, each.when) for each in MailChoice.objects.all()}
    assert kept == {"returned": (ada, "never")}
    client.force_login(person("Desk chief"))
    assert "Failed jobs" in client.get(address).content.decode()


def test_a_new_owner_is_told(ada, story):
    chief = person("Desk chief", "grace")
    story.owner = ada
    tell_assigned(story, actor=chief)
    tell_assigned(story, actor=ada)
    assert [n.text for n in Notice.objects.of(ada)] == [
        "grace made you the editor in charge of “Ferries stop”."
    ]


def test_a_returned_story_is_mailed_to_its_author(ada, story, work):
    STORY.submit(story, actor=ada)
    STORY.transitions()["return"](story, actor=person("Editor", "bob"), note="Shorter")
    work()
    assert "Shorter" in mail.outbox[0].body


def test_a_job_that_failed_for_good_is_told_to_who_looks_after_jobs(ada, work, later):
    chief = person("Desk chief", "grace")
    chief.email = "grace@news.example"
    chief.save()
    FAILING.add("ferry")
    hand_in(note, "ferry")
    for _ in range(3):
        assert mail.outbox == []
        work()
        later(timedelta(hours=1))
    FAILING.clear()
    [sent] = mail.outbox
    assert sent.to == ["grace@news.example"]
    assert "Sample" in sent.body
    assert f"https://news.example{reverse('admin:jobs')}" in sent.body


def test_that_mail_fails_is_told_on_the_desk_alone(settings, ada, work, later):
    chief = person("Desk chief", "grace")
    chief.email = "grace@news.example"
    chief.save()
    settings.EMAIL_BACKEND = "nowhere.EmailBackend"
    told(ada)
    for _ in range(9):
        work()
        later(timedelta(hours=7))
    assert [n.text for n in Notice.objects.of(chief)] == [
        "A job failed and is not tried again by itself: Mail."
    ]
    assert not Message.objects.filter(user=chief).exists()


def test_moderators_are_told_that_duplicates_wait(ada):
    moderator = person("Moderator", "mo")
    tell_moderators()
    tell_moderators()
    assert Notice.objects.of(moderator).count() == 1
    assert not Notice.objects.of(ada).exists()


def test_giving_a_story_to_somebody_in_its_form_tells_them_once(ada, story):
    chief = person("Desk chief", "grace")
    client = signed_in(chief)
    save(client, story, owner=ada.pk)
    save(client, story, standfirst="Longer")
    save(client, story, owner=chief.pk)
    assert [n.text for n in Notice.objects.of(ada)] == [
        "grace made you the editor in charge of “Ferries stop”."
    ]
    assert not Notice.objects.of(chief).exists()


def test_pages_that_are_given_away_by_the_dozen_tell_each_and_undoing_does_not(ada, story):
    chief = person("Desk chief", "grace")
    verb, field = changing(Story, "assign", "Set editor in charge"), Story._meta.get_field("owner")
    was = assign(verb, story, field, ada.pk, actor=chief)
    reassign(verb, story, field, was, actor=chief)
    assert Notice.objects.of(ada).filter(kind="assigned").count() == 1


def test_of_dozens_that_come_together_the_first_go_out_alone_and_the_rest_in_one(ada, work, later):
    later(1)
    for n in range(25):
        told(ada, f"Returned no. {n}.")
    work()
    assert len(mail.outbox) == BURST
    gone = Notice.objects.get(text="Returned no. 24.")
    inbox.put_away(gone.pk, actor=ada)
    for _ in range(3):
        later(timedelta(minutes=10, seconds=1))
        send_waiting.call()
        work()
    [more] = mail.outbox[BURST:]
    assert more.subject == "The Explainer’s Desk: 14 notifications wait for you"
    assert "Returned no. 10." in more.body
    assert "Returned no. 23." in more.body
    assert "Returned no. 24." not in more.body
    assert "Returned no. 9." not in more.body
    path = re.search(r"https://news\.example(/\S+)>", more.extra_headers["List-Unsubscribe"])[1]
    assert "all notifications that come at once" in Client().post(path).content.decode()
    told(ada, "One more")
    told(ada, "Your password was changed.", kind="account")
    work()
    assert "Your password was changed." in mail.outbox[-1].body
    assert len(mail.outbox) == BURST + 2


def test_notices_of_ones_own_account_are_not_put_together(ada, work):
    for n in range(BURST + 5):
        told(ada, f"Changed {n}.", kind="account")
    work()
    assert len(mail.outbox) == BURST + 5
