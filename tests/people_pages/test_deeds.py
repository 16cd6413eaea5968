"""What chiefs do to people: who may, what follows, what is refused, and the line in the log."""

import logging
import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from newsdesk.accounts import sessions
from newsdesk.mail.models import Message
from newsdesk.notifications.models import Notice
from newsdesk.pages.append_only import AppendOnlyError
from newsdesk.people import deeds
from newsdesk.people.deeds import NotThis
from newsdesk.people.models import PersonDeed
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages
from tests.accounts.logins import add_app, is_in
from tests.people import person

pytestmark = pytest.mark.django_db


def of(user):
    user.refresh_from_db()
    return user


def logged(user):
    return [(each.verb, each.actor, each.detail) for each in PersonDeed.objects.filter(person=user)]


def new(name="bob", **values):
    return User(username=name, **values)


def mark_of_login(user):
    """Let somebody be signed in by one more browser; return its mark."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session.create()
    return next(each.mark for each in sessions.logins_of(user) if each.key == session.session_key)


# Who may

DEEDS = {
    "invite": lambda who, by: deeds.invite(new("somebody"), "Reporter", actor=by),
    "change_role": lambda who, by: deeds.change_role(who, "Editor", actor=by),
    "deactivate": lambda who, by: deeds.deactivate(who, actor=by),
    "reactivate": lambda who, by: deeds.reactivate(who, actor=by),
    "hand_over": lambda who, by: deeds.hand_over(who, by, actor=by),
    "send_link": lambda who, by: deeds.send_link(who, actor=by),
    "sign_out": lambda who, by: deeds.sign_out(who, actor=by),
    "sign_out_of": lambda who, by: deeds.sign_out_of(who, mark_of_login(who), actor=by),
    "reset_second_factor": lambda who, by: deeds.reset_second_factor(who, actor=by),
}


def state(user):
    row = User.objects.filter(pk=user.pk).values().get()
    return row, deeds.role_of(of(user)), PersonDeed.objects.count(), User.objects.count()


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Moderator"])
@pytest.mark.parametrize("name", DEEDS)
def test_nobody_but_a_chief_does_any_of_them(ada, name, role):
    if name == "reactivate":
        User.objects.filter(pk=ada.pk).update(is_active=False)
    other, before = person(role, "other"), state(ada)
    with pytest.raises(PermissionDenied):
        DEEDS[name](ada, other)
    after = state(ada)
    assert after[:3] == before[:3]


@pytest.mark.parametrize("name", sorted(set(DEEDS) - {"invite"}))
def test_only_a_superuser_touches_a_superuser(grace, name):
    root = User.objects.create_superuser("root", is_active=name != "reactivate")
    with pytest.raises(PermissionDenied, match="superuser"):
        DEEDS[name](root, grace)
    assert not PersonDeed.objects.exists()
    other = User.objects.create_superuser("other-root")
    other.groups.add(*grace.groups.all())
    DEEDS[name](root, other)
    assert PersonDeed.objects.filter(person=root).count() == 1


def test_every_deed_is_in_the_table_of_who_may():
    source = {
        name
        for name, each in vars(deeds).items()
        if callable(each) and getattr(each, "__module__", "") == deeds.__name__ and name[0] != "_"
    }
    apart = {"NotThis", "role_of", "drafts_of", "who_may_take", "log_deed"}
    assert source - apart == set(DEEDS)


# Invitations


def test_an_invitation_without_mail_returns_the_link_once(grace, settings, caplog):
    caplog.set_level(logging.INFO)
    link = deeds.invite(new(email="bob@news.example"), "Editor", actor=grace)
    bob = User.objects.get(username="bob")
    assert (bob.is_staff, bob.is_superuser, bob.has_usable_password()) == (True, False, False)
    assert deeds.role_of(bob) == "Editor"
    assert logged(bob) == [("invite", grace, {"role": "Editor"})]
    path = link.removeprefix(settings.SITE_URL)
    page = Client().get(path, follow=True)
    assert "You are <strong>bob</strong>" in page.content.decode()
    assert link not in str(list(PersonDeed.objects.values()))


def test_an_invitation_by_mail_returns_none(grace, settings, django_capture_on_commit_callbacks):
    settings.MAIL_ON = True
    with django_capture_on_commit_callbacks(execute=True):
        assert deeds.invite(new(email="bob@news.example"), "Reporter", actor=grace) == ""
    assert "grace invites you" in mail.outbox[0].body
    assert mail.outbox[0].to == ["bob@news.example"]


def test_who_has_no_address_gets_a_link_in_any_case(grace, settings):
    settings.MAIL_ON = True
    assert deeds.invite(new(), "Reporter", actor=grace).startswith("http")
    assert not Message.objects.exists()


@pytest.mark.parametrize("name", ["ada", "", "bob lovelace", "b\0b", "x" * 151])
def test_a_name_that_cannot_be_one_is_refused_and_nothing_is_made(ada, grace, name):
    before = User.objects.count()
    with pytest.raises((ValidationError, ValueError)):
        deeds.invite(new(name), "Reporter", actor=grace)
    assert User.objects.count() == before


def test_nobody_invites_a_superuser(grace):
    deeds.invite(new(is_superuser=True), "Reporter", actor=grace)
    assert not User.objects.get(username="bob").is_superuser


def test_a_role_that_is_none_is_refused(grace, ada):
    for role in ("", "Superuser", "reporter"):
        with pytest.raises(NotThis):
            deeds.change_role(ada, role, actor=grace)
    assert deeds.role_of(of(ada)) == "Reporter"


# Roles


def test_a_role_takes_the_place_of_the_one_before_and_is_told(grace, ada):
    deeds.change_role(ada, "Editor", actor=grace)
    assert [group.name for group in of(ada).groups.all()] == ["Editor"]
    assert logged(ada) == [("change_role", grace, {"from": "Reporter", "to": "Editor"})]
    assert "Your role on the desk is Editor now. By grace." in str(Notice.objects.of(ada).get())


def test_nobody_changes_their_own_role_or_deactivates_themselves(grace, hedy):
    with pytest.raises(NotThis, match="own role"):
        deeds.change_role(grace, "Reporter", actor=grace)
    with pytest.raises(NotThis, match="themselves"):
        deeds.deactivate(grace, actor=grace)
    assert of(grace).is_active


def test_the_last_chief_stays_even_for_a_superuser(grace, hedy):
    root = User.objects.create_superuser("root")
    deeds.deactivate(hedy, actor=root)
    for deed in (
        lambda: deeds.deactivate(grace, actor=root),
        lambda: deeds.change_role(grace, "Editor", actor=root),
    ):
        with pytest.raises(NotThis, match="only desk chief"):
            deed()
    assert of(grace).is_active
    deeds.reactivate(hedy, actor=root)
    deeds.change_role(grace, "Editor", actor=root)
    assert deeds.role_of(of(grace)) == "Editor"


# Leaving


def test_who_is_deactivated_is_out_at_once_and_their_words_and_log_stay(grace, ada):
    story = pages.story(ada, "Ferries stop")
    events = story.events.count()
    inside = Client()
    inside.force_login(ada)
    assert is_in(inside)
    deeds.deactivate(ada, actor=grace)
    assert not is_in(inside)
    assert not Session.objects.filter(pk=inside.cookies["sessionid"].value).exists()
    login = {"username": "ada", "password": "of-ada-and-long"}
    Client().post("/admin/login/", login)
    assert not is_in(inside)
    story.refresh_from_db()
    assert (story.created_by, story.headline, story.events.count()) == (ada, "Ferries stop", events)
    assert logged(ada) == [("deactivate", grace, {"sessions": 1, "drafts": 0})]
    with pytest.raises(NotThis, match="already"):
        deeds.deactivate(ada, actor=grace)
    deeds.reactivate(ada, actor=grace)
    assert of(ada).check_password("of-ada-and-long")


def test_their_drafts_go_to_somebody_else_in_the_same_deed(grace, ada):
    bob = person("Editor", "bob")
    made, owned, settled, others = (
        pages.story(ada, "Made by her"),
        pages.story(grace, "Owned by her"),
        pages.story(ada, "Given away"),
        pages.story(grace, "Of somebody else"),
    )
    Story.objects.filter(pk=owned.pk).update(owner=ada)
    Story.objects.filter(pk=settled.pk).update(owner=grace)
    assert deeds.deactivate(ada, actor=grace, hand_to=bob) == 2
    owners = {s.headline: s.owner for s in Story.objects.all()}
    assert owners == {
        "Made by her": bob,
        "Owned by her": bob,
        "Given away": grace,
        "Of somebody else": None,
    }
    assert made.events.filter(verb="assign", actor=grace).exists()
    assert others.events.filter(verb="assign").count() == 0
    assert [n.text for n in Notice.objects.of(bob)] == [
        "grace handed 2 drafts of Ada Byron over to you."
    ]


def test_an_undone_handing_over_leaves_them_active(grace, ada):
    pages.story(ada, "Hers")
    moderator = person("Moderator", "mo")
    for to in (moderator, ada, User.objects.create_user("reader")):
        with pytest.raises(NotThis):
            deeds.deactivate(ada, actor=grace, hand_to=to)
    assert of(ada).is_active
    assert not PersonDeed.objects.exists()
    assert Story.objects.get().owner is None


def test_handing_over_takes_submitted_pages_too_and_no_discarded_ones(grace, ada):
    sent, gone = pages.story(ada, "Sent"), pages.story(ada, "Gone")
    STORY.submit(sent, actor=ada)
    STORY.discard(gone, actor=ada)
    assert deeds.hand_over(ada, grace, actor=grace) == 1
    sent.refresh_from_db()
    gone.refresh_from_db()
    assert (sent.owner, gone.owner) == (grace, None)


# Signing in


def test_a_new_link_is_an_invitation_until_there_is_a_password(grace, ada, settings):
    settings.MAIL_ON = True
    deeds.send_link(ada, actor=grace)
    assert Message.objects.filter(user=ada, kind="password").exists()
    ada.set_unusable_password()
    ada.save()
    deeds.send_link(ada, actor=grace)
    assert Message.objects.filter(user=ada, kind="invitation").exists()
    assert "A link to choose a new password was made for you. By grace." in str(
        list(Notice.objects.of(ada))
    )


def test_who_is_deactivated_gets_no_link(grace, ada):
    deeds.deactivate(ada, actor=grace)
    with pytest.raises(NotThis, match="deactivated"):
        deeds.send_link(ada, actor=grace)


def test_signing_out_ends_all_their_logins_and_nobody_elses(grace, ada):
    browsers = [Client() for _ in range(3)]
    for each in browsers:
        each.force_login(ada)
    other = Client()
    other.force_login(grace)
    assert deeds.sign_out(ada, actor=grace) == 3
    assert not any(map(is_in, browsers))
    assert is_in(other)


def test_one_browser_is_logged_out_with_a_line_and_the_others_stay(grace, ada):
    phone, laptop = Client(), Client()
    phone.force_login(ada)
    [login] = sessions.logins_of(ada)
    laptop.force_login(ada)
    assert deeds.sign_out_of(ada, login.mark, actor=grace) == "a browser"
    assert (is_in(phone), is_in(laptop)) == (False, True)
    assert logged(ada) == [("sign_out_of", grace, {"browser": "a browser"})]
    with pytest.raises(NotThis, match="ended already"):
        deeds.sign_out_of(ada, login.mark, actor=grace)


def test_the_login_of_somebody_else_is_not_ended_by_its_mark(grace, hedy, ada):
    mark = mark_of_login(hedy)
    with pytest.raises(NotThis):
        deeds.sign_out_of(ada, mark, actor=grace)
    assert len(sessions.logins_of(hedy)) == 1


def test_a_second_factor_is_reset_with_a_line_and_a_notice(grace, ada):
    add_app(ada)
    assert deeds.reset_second_factor(ada, actor=grace) == 2
    assert not Authenticator.objects.filter(user=ada).exists()
    assert logged(ada) == [("reset_second_factor", grace, {"number": 2})]
    assert "Your two-step sign-in was reset." in str(Notice.objects.of(ada).get())


def test_the_log_is_written_once_and_in_the_servers_log_too(
    grace, ada, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.INFO, "newsdesk.people")
    with django_capture_on_commit_callbacks(execute=True):
        deeds.sign_out(ada, actor=grace)
    assert "sign_out by 'grace': 'ada'" in caplog.text
    line = PersonDeed.objects.get()
    with pytest.raises(AppendOnlyError):
        line.save()
    with pytest.raises(AppendOnlyError):
        PersonDeed.objects.all().delete()
    assert re.search(r"signed out of browsers: 0", line.in_words)
