"""Mail about accounts: a new password for who asks, whoever they are, and browsers not seen before."""

import re
import time

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsdesk.accounts import browsers
from newsdesk.accounts.models import KnownBrowser
from newsdesk.mail.messages import mail_to
from newsdesk.mail.models import Message
from newsdesk.notifications.models import Notice
from newsdesk.requests.log import AnsweredRequest
from tests.accounts.logins import PASSWORD, add_app, code_of, is_in, log_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.MAIL_ON = True
    settings.JOBS_IN_REQUESTS = False
    settings.SITE_URL = "https://news.example"


@pytest.fixture
def ada(ada):
    ada.email = "Ada@news.example"
    ada.save()
    return ada


def ask(email, origin="192.0.2.1", client=None):
    client = client or Client()
    return client.post(reverse("account_reset"), {"email": email}, REMOTE_ADDR=origin)


def send_all():
    """Run what was handed in, and return what went out."""
    for row in DBTaskResult.objects.ready():
        row.task.call(*row.args_kwargs["args"])
        row.delete()
    sent, mail.outbox[:] = list(mail.outbox), []
    return sent


def link_in(sent):
    return re.search(r"https://news\.example(/admin/invitation/\S+)", sent.body)[1]


NEW = "another ferry leans"


def choose(client, path):
    page = client.get(path, follow=True)
    values = {"new_password1": NEW, "new_password2": NEW}
    return client.post(page.request["PATH_INFO"], values, follow=True)


def test_a_link_goes_to_the_address_and_opens_the_account_once(ada):
    assert ask("ada@NEWS.example").status_code == 200
    [sent] = send_all()
    assert sent.to == ["Ada@news.example"]
    assert "ada" in sent.body
    assert link_in(sent) in sent.alternatives[0].content
    choose(Client(), link_in(sent))
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert "has been used" in Client().get(link_in(sent), follow=True).content.decode()


def test_who_was_invited_and_has_no_password_yet_gets_one_too(ada):
    ada.set_unusable_password()
    ada.save()
    ask(ada.email)
    [sent] = send_all()
    choose(Client(), link_in(sent))
    ada.refresh_from_db()
    assert ada.check_password(NEW)


def test_a_second_factor_stays_and_other_logins_end(ada):
    inside = Client()
    inside.force_login(ada)
    secret = add_app(ada)
    ask(ada.email)
    choose(Client(), link_in(send_all()[0]))
    assert not is_in(inside)
    client = Client()
    log_in(client, password=NEW)
    assert not is_in(client)
    client.post("/admin/login/code/", {"code": code_of(secret)})
    assert is_in(client)


def test_the_answer_and_the_work_are_the_same_for_an_address_that_nobody_has(ada):
    seen = []
    for n, email in enumerate((ada.email, "bob@news.example")):
        client = Client()
        client.get(reverse("account_reset"))
        with CaptureQueriesContext(connection) as queries:
            answer = ask(email, origin=f"192.0.2.{n}", client=client)
        said = re.sub(r'value="[^"]*"', "", answer.content.decode())
        heads = {k: v for k, v in answer.items() if k not in ("X-Request-ID", "Set-Cookie")}
        kinds = [q["sql"].split()[0] for q in queries]
        seen.append((answer.status_code, said, heads, kinds))
    assert seen[0] == seen[1]
    assert len(send_all()) == 1


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}], ids=str)
def test_who_does_not_belong_to_the_desk_gets_none(ada, change):
    User.objects.filter(pk=ada.pk).update(**change)
    ask(ada.email)
    assert send_all() == []


def test_no_address_means_no_empty_one_either(ada):
    User.objects.filter(pk=ada.pk).update(email="")
    ask("")
    ask(" ")
    assert not Message.objects.exists()


def test_it_is_counted_by_address_and_by_place_known_or_not(ada):
    for email in (ada.email, "bob@news.example"):
        answers = [ask(email, origin=f"192.0.2.{n}") for n in range(5)]
        assert [each.status_code for each in answers] == [200, 200, 200, 429, 429]
        assert answers[-1]["Retry-After"]
        assert "Too many requests" in answers[-1].content.decode()
    assert len(send_all()) == 3
    many = [ask(f"x{n}@news.example", origin="198.51.100.1").status_code for n in range(21)]
    assert many == [200] * 20 + [429]


def test_no_address_of_mail_is_kept_or_logged(ada, log):
    ask("bob@news.example")
    ask(ada.email)
    assert "news.example" not in " ".join(r.getMessage() for r in log.records)
    stored = str(list(Message.objects.values())) + str(list(DBTaskResult.objects.values()))
    assert "news.example" not in stored


def test_without_mail_there_is_no_such_page_and_no_link_to_it(settings):
    assert reverse("account_reset") in Client().get("/admin/login/").content.decode()
    settings.MAIL_ON = False
    assert ask("ada@news.example").status_code == 404
    assert reverse("account_reset") not in Client().get("/admin/login/").content.decode()


def test_an_invitation_says_who_invites_and_is_needless_once_there_is_a_password(ada):
    ada.set_unusable_password()
    ada.save()
    grace = User.objects.create_user("grace")
    mail_to(ada, "invitation", by=grace.pk)
    [sent] = send_all()
    assert "grace invites you" in sent.body
    choose(Client(), link_in(sent))
    mail_to(ada, "invitation", by=grace.pk)
    assert not [each for each in send_all() if "invites" in each.body]


def test_no_link_lies_in_the_database(ada):
    mail_to(ada, "password")
    send_all()
    assert "invitation/" not in str(list(Message.objects.values()))


@pytest.mark.parametrize(
    "name", ["account_invitation", "account_stop_mail"], ids=["invitation", "stop"]
)
def test_the_secret_part_of_an_address_is_not_in_the_log(name):
    parts = ["MQ", "secret"] if name == "account_invitation" else ["secret"]
    request = RequestFactory().get(reverse(name, args=parts))
    assert "secret" not in AnsweredRequest(request, "1", "192.0.2.1").path


# Browsers


def come(client, agent=FIREFOX):
    return client.post(
        "/admin/login/",
        {"username": "ada", "password": PASSWORD},
        REMOTE_ADDR="192.0.2.1",
        HTTP_USER_AGENT=agent,
    )


def told(ada):
    return [n.text for n in Notice.objects.of(ada) if "new browser" in n.text]


def test_the_first_browser_is_no_news_and_another_one_is(ada):
    first = Client()
    come(first)
    come(first)
    assert told(ada) == []
    come(Client())
    [text] = told(ada)
    assert "ada signed in by a new browser, Firefox on Linux, on" in text
    assert "192.0.2" not in text
    [sent] = send_all()
    assert "Firefox on Linux" in sent.body
    assert "192.0.2" not in sent.body
    assert f"https://news.example{reverse('mfa_index')}" in sent.body


def test_a_browser_is_known_from_then_on_for_its_person_alone(ada):
    first, second = Client(), Client()
    come(first)
    come(second)
    come(second)
    assert len(told(ada)) == 1
    cookie = second.cookies[browsers.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")
    assert cookie.value not in str(list(KnownBrowser.objects.values()))
    bob = User.objects.create_user("bob", password=PASSWORD, is_staff=True)
    KnownBrowser.objects.create(user=bob, key="x", seen_at="2026-01-01T00:00Z")
    second.post("/admin/logout/")
    log_in(second, "bob")
    assert Notice.objects.of(bob).filter(text__contains="new browser").exists()


@pytest.mark.parametrize("cookie", ["", "x", "é" * 43, "A" * 43, "A" * 5_000, "\0"])
def test_an_odd_cookie_is_an_unknown_browser(ada, cookie):
    come(Client())
    client = Client()
    client.cookies[browsers.COOKIE] = cookie
    assert come(client).status_code == 302
    assert len(told(ada)) == 1


def test_it_is_told_only_once_the_second_step_is_done(ada):
    come(Client())
    secret = add_app(ada)
    client = Client()
    come(client)
    assert told(ada) == []
    assert browsers.COOKIE not in client.cookies
    client.post("/admin/login/code/", {"code": code_of(secret)})
    assert len(told(ada)) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X) Chrome/140 Safari/537.36 Edg/140",
            "Edge on a Mac",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Safari/604", "Safari on an iPhone"),
        ("<script>", "a browser"),
        ("", "a browser"),
    ],
)
def test_of_what_a_browser_says_only_known_names_are_told_on(said, words):
    assert browsers.in_words(said) == words


def test_browsers_of_long_ago_are_forgotten(ada, time_machine):
    come(Client())
    browsers.forget_old()
    assert KnownBrowser.objects.count() == 1
    time_machine.move_to(time.time() + browsers.KNOWN_FOR.total_seconds() + 60)
    browsers.forget_old()
    assert KnownBrowser.objects.count() == 0


# What changes an account is told to who had it until then


@pytest.fixture
def root(db):
    user = User.objects.create_superuser("root", password=PASSWORD)
    client = Client()
    client.force_login(user)
    return client


def to(sent):
    return {address: each for each in sent for address in each.to}


def test_a_changed_address_is_told_to_the_one_of_before_and_to_the_new_one(ada):
    client = Client()
    log_in(client)
    values = {"first_name": "", "last_name": "", "email": "king@news.example"}
    client.post(reverse("account_name"), values)
    sent = to(send_all())
    assert {*sent} == {"Ada@news.example", "king@news.example"}
    before = sent["Ada@news.example"]
    assert "no longer comes here" in before.body
    # Whoever reads there may be nobody of the desk: neither the new address nor a way in.
    for words in ("king@news.example", "/admin/"):
        assert words not in before.body + before.alternatives[0].content
    assert "was changed" in sent["king@news.example"].body


def test_of_the_address_of_before_nothing_is_kept_once_it_was_told(ada):
    client = Client()
    log_in(client)
    client.post(reverse("account_name"), {"email": "king@news.example"})
    assert Message.objects.filter(to="Ada@news.example").count() == 1
    send_all()
    assert set(Message.objects.values_list("to", flat=True)) == {""}
    assert not Message.objects.filter(kind="old-address").exists()


def test_a_superuser_who_changes_somebodys_address_or_password_tells_them_too(ada, root):
    path = reverse("admin:auth_user_change", args=[ada.pk])
    form = root.get(path).context["adminform"].form
    values = {name: form[name].value() for name in form.fields if name != "password"}
    joined = values.pop("date_joined")
    values |= {"date_joined_0": f"{joined:%Y-%m-%d}", "date_joined_1": f"{joined:%H:%M:%S}"}
    values = {name: value for name, value in values.items() if value not in (None, False)}
    assert root.post(path, values | {"email": "king@news.example"}).status_code == 302
    assert {*to(send_all())} == {"Ada@news.example", "king@news.example"}
    path = reverse("admin:auth_user_password_change", args=[ada.pk])
    root.post(path, {"password1": NEW, "password2": NEW, "usable_password": "true"})
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    [sent] = send_all()
    assert "The password of your account was changed." in sent.body


def test_a_new_password_is_told_to_the_address_of_that_moment(ada):
    """Whoever has changed it may change the address next, and put the notice away."""
    client = Client()
    log_in(client)
    values = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    client.post(reverse("admin:password_change"), values)
    client.post(reverse("account_name"), {"email": "thief@elsewhere.example"})
    Notice.objects.of(ada).update(read_at=timezone.now())
    at_home = [each.body for each in send_all() if each.to == ["Ada@news.example"]]
    assert any("The password of your account was changed." in body for body in at_home)


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_that_is_removed_is_told(ada):
    secret = add_app(ada)
    client = Client()
    log_in(client)
    client.post("/admin/login/code/", {"code": code_of(secret)})
    client.post(reverse("mfa_deactivate_totp"))
    told = " ".join(each.body for each in send_all() if each.to == ["Ada@news.example"])
    assert "An authenticator app was removed from your account." in told
