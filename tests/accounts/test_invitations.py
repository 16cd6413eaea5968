"""Invitations: one password, once, within three days; and the first desk chief."""

import io
import logging
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from newsdesk.accounts.invitations import invitation_for
from newsdesk.catalogue import search
from newsdesk.catalogue.search_tables import TABLES
from tests import pages, release
from tests.people import person

pytestmark = pytest.mark.django_db
PASSWORD = "seven ferries lean"


@pytest.fixture
def ada():
    user = User(username="ada", is_staff=True)
    user.set_unusable_password()
    user.save()
    return user


def path_of(link, settings):
    assert link.startswith(settings.SITE_URL + "/admin/invitation/")
    return link.removeprefix(settings.SITE_URL)


def opened(client, path):
    """Follow an invitation to its form, which stands at an address without the secret."""
    answer = client.get(path, follow=True)
    return answer.request["PATH_INFO"], answer


def chosen(client, path, password=PASSWORD):
    where, _ = opened(client, path)
    return client.post(where, {"new_password1": password, "new_password2": password}, follow=True)


def test_an_invitation_sets_the_password_and_leads_to_the_login(client, ada, settings, caplog):
    caplog.set_level(logging.INFO, "newsdesk.accounts")
    path = path_of(invitation_for(ada), settings)
    where, page = opened(client, path)
    assert "set-password" in where
    assert "You are <strong>ada</strong>" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    answer = chosen(client, path)
    assert "Your password is set." in answer.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    assert "ada" in caplog.text
    assert PASSWORD not in caplog.text


def test_it_is_good_once_and_gives_nothing_away_after_that(client, ada, settings):
    path = path_of(invitation_for(ada), settings)
    chosen(client, path)
    page = client.get(path, follow=True).content.decode()
    assert "has been used" in page
    assert "ada" not in page
    chosen(client, path, "another password here")
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_it_ends_after_three_days(client, ada, settings, time_machine):
    path = path_of(invitation_for(ada), settings)
    time_machine.move_to(timezone.now() + timedelta(days=3, minutes=1))
    assert "older than three days" in client.get(path, follow=True).content.decode()


@pytest.mark.parametrize("change", ["x", "0", "AAAA", "Mzk5OTk5"])
def test_a_made_up_one_opens_nothing(client, ada, settings, change):
    parts = path_of(invitation_for(ada), settings).split("/")
    parts[3] = change
    assert "has been used" in client.get("/".join(parts), follow=True).content.decode()
    assert client.get(f"/admin/invitation/{change}/{change}/").status_code == 200


def test_a_weak_password_is_refused_with_a_sentence(client, ada, settings):
    page = chosen(client, path_of(invitation_for(ada), settings), "12345")
    assert "too short" in page.content.decode()
    ada.refresh_from_db()
    assert not ada.has_usable_password()


def run(*arguments):
    out = io.StringIO()
    call_command("setup_desk", *arguments, stdout=out)
    return out.getvalue()


def test_a_fresh_desk_gets_roles_and_a_chief_who_is_invited(client, settings):
    Group.objects.all().delete()
    told = run("--chief", "grace", "--email", "grace@news.example")
    assert "Roles: Reporter, Editor, Moderator, Desk chief." in told
    grace = User.objects.get()
    assert (grace.is_staff, grace.is_superuser, grace.email) == (True, False, "grace@news.example")
    assert [group.name for group in grace.groups.all()] == ["Desk chief"]
    link = re.search(r"^http\S+$", told, re.MULTILINE)[0]
    chosen(client, path_of(link, settings))
    grace.refresh_from_db()
    assert grace.check_password(PASSWORD)


def test_repeated_it_invites_again_until_there_is_a_password_and_changes_nothing_then(ada):
    assert "invitation" in run("--chief", "ada")
    assert User.objects.count() == 1
    ada.refresh_from_db()
    ada.set_password(PASSWORD)
    ada.save()
    # As between two transactions: tables whose keys nobody has looked at yet get no index.
    connection.check_constraints()
    told = run("--chief", "ada")
    assert "has a password" in told
    assert "invitation" not in told


def test_search_is_filled_again_where_a_release_made_its_tables_anew():
    chief = person("Desk chief")
    release.publish(pages.faq(chief, "Why did the pier break?"), actor=chief)
    connection.check_constraints()
    assert "Search" not in run()
    with connection.cursor() as cursor:
        for table in set(TABLES[connection.vendor]) - {"catalogue_vector"}:
            cursor.execute(f"DELETE FROM {table}")
    connection.check_constraints()
    assert search.search("pier", {}).total == 0
    connection.check_constraints()
    assert "Search: 1 pages put into its new tables." in run()
    assert search.search("pier", {}).total == 1


def test_it_says_what_is_missing():
    told = run()
    assert "Nobody can sign in yet" in told
    assert "site.W001" in told


def test_a_name_that_cannot_be_one_is_refused_with_a_sentence():
    with pytest.raises(CommandError, match="valid username"):
        run("--chief", "grace hopper!")
    assert not User.objects.exists()
