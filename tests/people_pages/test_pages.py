"""The pages of people over HTTP: who sees them, what they show, what comes of their buttons."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from newsdesk.accounts import sessions
from newsdesk.mail.models import Message
from newsdesk.people.models import FormerColleague
from newsdesk.people.rights import table
from newsdesk.workflow.roles import roles
from tests import pages
from tests.accounts.logins import PASSWORD, add_app, log_in
from tests.people import outsider, person
from tests.people_pages.conftest import with_password

pytestmark = pytest.mark.django_db
LIST = "/admin/people/"
INVITE = "/admin/people/invite/"


def page_of(user, more=""):
    return f"/admin/people/{user.pk}/{more}"


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    "role", ["Reporter", "Editor", "Moderator", "nobody", "Desk chief", "root"]
)
def test_they_are_open_to_chiefs_and_shut_to_others(ada, role):
    made = {"nobody": outsider, "root": lambda: User.objects.create_superuser("root")}
    user = made.get(role, lambda: person(role, "somebody"))()
    client = Client()
    log_in(client, with_password(user).username)
    expected = 200 if role in ("Desk chief", "root") else 403
    for path in (LIST, INVITE, page_of(ada), page_of(ada, "erase/")):
        assert client.get(path).status_code == expected, path
    values = {"deed": "sign_out", "username": "bob", "role": "Editor"}
    for path in (INVITE, page_of(ada)):
        status = client.post(path, values).status_code
        assert (status == 403) == (expected == 403), path
    assert User.objects.filter(username="bob").exists() == (expected == 200)
    assert (LIST in text(client.get("/admin/"))) == (expected == 200)


def test_who_has_not_logged_in_sees_the_login(ada):
    for path in (LIST, INVITE, page_of(ada), page_of(ada, "erase/")):
        assert Client().get(path)["Location"].startswith("/admin/login/")


def test_the_list_shows_how_everybody_stands(desk, ada):
    add_app(ada)
    Client().force_login(ada)
    invited = person("Editor", "bob")
    invited.set_unusable_password()
    invited.save()
    User.objects.create_user("reader")
    gone = person("Reporter", "gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    Message.objects.create(
        user=ada,
        kind="notice",
        state="refused",
        failure="The mail server refuses the address (550).",
    )
    page = text(desk.get(LIST))
    for words in ("Ada Byron", "1 browser", "App", "Invited", "Deactivated", "refuses the address"):
        assert words in page
    assert "reader" not in page


def test_the_table_of_rights_is_that_of_the_code(desk):
    found = table()
    held = [right for rows in found.values() for right in rows]
    assert len(held) == len({name for names in roles().values() for name in names})
    for number, names in enumerate(roles().values()):
        assert sum(right.held[number] for right in held) == len(set(names))
    [publish] = [right for right in found["stories"] if right.label == "Publish"]
    assert publish.held == (False, True, False, True)
    assert set(found) >= {"stories", "FAQs", "topics", "outlets", "the desk"}
    assert not [right for right in held if right.label.startswith("Can ")]
    assert "Publish" in text(desk.get(LIST))


def test_queries_do_not_grow_with_people(desk, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(30) as queries:
            desk.get(LIST)
        return len(queries)

    few = cost()
    for n in range(12):
        add_app(person("Reporter", f"reporter-{n}"))
    assert cost() == few


def test_inviting_shows_the_link_where_mail_is_off(desk, settings):
    values = {"username": "bob", "role": "Editor", "email": "bob@news.example"}
    answer = desk.post(INVITE, values)
    assert answer.status_code == 200
    assert f"{settings.SITE_URL}/admin/invitation/" in text(answer)
    assert "no-store" in answer["Cache-Control"]
    bob = User.objects.get(username="bob")
    assert "admin/invitation" not in text(desk.get(page_of(bob)))


def test_inviting_by_mail_leads_to_their_page(desk, settings):
    settings.MAIL_ON = True
    values = {"username": "bob", "role": "Editor", "email": "bob@news.example"}
    answer = desk.post(INVITE, values, follow=True)
    assert "A link is on its way to bob@news.example." in text(answer)


def test_who_has_logged_in_a_while_ago_gives_the_password_again_and_then_it_is_done(grace, ada):
    client = Client()
    client.force_login(grace)
    assert client.get(page_of(ada)).status_code == 200
    for path, values in (
        (INVITE, {"username": "bob", "role": "Desk chief"}),
        (page_of(ada), {"deed": "change_role", "role": "Desk chief"}),
        (page_of(ada), {"deed": "send_link"}),
        (page_of(ada, "erase/"), {"name": "ada"}),
    ):
        answer = client.post(path, values)
        assert answer["Location"].startswith("/admin/account/confirm/?next="), path
        assert not User.objects.filter(username="bob").exists()
    client.post(page_of(ada), {"deed": "change_role", "role": "Editor"})
    sent = {"next": page_of(ada), "password": "wrong"}
    client.post("/admin/account/confirm/", sent)
    assert [group.name for group in ada.groups.all()] == ["Reporter"]
    confirm = client.post("/admin/account/confirm/", sent | {"password": PASSWORD})
    assert confirm["Location"] == page_of(ada)
    assert [group.name for group in ada.groups.all()] == ["Editor"]


def test_the_front_page_says_whom_mail_does_not_reach_until_something_arrives(desk, ada, settings):
    settings.MAIL_ON = True
    front = "/admin/"
    assert "Mail does not reach" not in text(desk.get(front))
    Message.objects.create(
        user=ada, kind="notice", state="refused", failure="The mail server refuses"
    )
    assert "Mail does not reach one person." in text(desk.get(front))
    editor = Client()
    editor.force_login(person("Editor", "bob"))
    assert "Mail does not reach" not in text(editor.get(front))
    Message.objects.create(user=ada, kind="notice", state="sent")
    assert "Mail does not reach" not in text(desk.get(front))
    assert "refuses" not in text(desk.get(LIST))


@pytest.mark.parametrize(
    "values", [{}, {"username": "grace", "role": "Editor"}, {"username": "b b"}]
)
def test_what_is_missing_or_taken_comes_back_with_a_sentence(desk, values):
    answer = desk.post(INVITE, values)
    assert answer.status_code == 200
    assert "errorlist" in text(answer)
    assert User.objects.count() == 1


def test_each_button_does_its_deed(desk, ada):
    add_app(ada)
    pages.story(ada, "Hers")
    bob = person("Editor", "bob")
    inside = Client()
    inside.force_login(ada)

    def press(**values):
        return text(desk.post(page_of(ada), values, follow=True))

    assert "Handed over to bob: one draft." in press(deed="hand_over", to=bob.pk)
    assert "Signed out of a browser: Ada Byron." in press(
        deed="sign_out_of", mark=sessions.logins_of(ada)[0].mark
    )
    inside.force_login(ada)
    assert "Signed out of 1 browser: Ada Byron." in press(deed="sign_out")
    assert "That login has ended already." in press(deed="sign_out_of", mark="x")
    assert "The two-step sign-in of Ada Byron is reset" in press(deed="reset_second_factor")
    assert "The role of Ada Byron is Editor now." in press(deed="change_role", role="Editor")
    assert "/admin/invitation/" in text(desk.post(page_of(ada), {"deed": "send_link"}))
    assert "can no longer sign in" in press(deed="deactivate", to="")
    assert "Let in again: Ada Byron." in press(deed="reactivate")
    page = press(deed="deactivate", to=bob.pk)
    assert "deactivated; drafts handed over: 0" in page


@pytest.mark.parametrize("values", [{"deed": "x"}, {}, {"deed": "_keep_a_chief"}])
def test_a_deed_that_is_none_is_404(desk, ada, values):
    assert desk.post(page_of(ada), values).status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"deed": "change_role", "role": "King"},
        {"deed": "hand_over", "to": "x"},
        {"deed": "hand_over"},
        {"deed": "deactivate", "to": "999999"},
        {"deed": "reactivate"},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(desk, ada, values):
    answer = desk.post(page_of(ada), values, follow=True)
    assert answer.status_code == 200
    assert 'class="error"' in text(answer)
    ada.refresh_from_db()
    assert ada.is_active


def test_a_superuser_is_shown_without_buttons_and_not_touched(desk):
    root = User.objects.create_superuser("root")
    assert "Only a superuser" in text(desk.get(page_of(root)))
    assert desk.post(page_of(root), {"deed": "deactivate"}).status_code == 403
    root.refresh_from_db()
    assert root.is_active


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999", "-1", "x"])
def test_nobody_is_404(desk, number):
    assert desk.get(f"/admin/people/{number}/").status_code == 404
    assert desk.get(f"/admin/people/{number}/erase/").status_code == 404


def test_readers_accounts_and_former_colleagues_have_no_page(desk, ada):
    reader = User.objects.create_user("reader")
    FormerColleague.objects.create(user=ada, number=1)
    assert desk.get(page_of(reader)).status_code == 404
    assert desk.get(page_of(ada)).status_code == 404
    assert "ada" not in text(desk.get(LIST))


def test_the_stock_list_of_users_is_for_superusers_alone(desk, grace):
    path = reverse("admin:auth_user_changelist")
    rights = ("view_user", "change_user", "add_user", "delete_user")
    model = grace._meta.app_config.get_model("Permission")
    grace.user_permissions.add(*model.objects.filter(codename__in=rights))
    assert desk.get(path).status_code == 403


# One's own page


def test_everybody_changes_their_own_name_and_address_after_their_password(ada):
    client = Client()
    client.post("/admin/login/", {"username": "ada", "password": "of-ada-and-long"})
    path = reverse("account_name")
    values = {"first_name": "Augusta", "last_name": "King", "email": "king@news.example"}
    client.post(path, values | {"is_superuser": "on", "username": "root"})
    ada.refresh_from_db()
    assert (ada.username, ada.get_full_name(), ada.email) == (
        "ada",
        "Augusta King",
        "king@news.example",
    )
    assert not ada.is_superuser
    page = text(client.get(reverse("mfa_index")))
    assert "king@news.example" in page
    assert "Reporter" in page
    assert reverse("account_notices") in page
    assert "The mail address of your account was changed." in str(list(ada.notices.all()))
    other = Client()
    other.force_login(ada)
    assert other.post(path, values)["Location"].startswith("/admin/account/confirm/")
