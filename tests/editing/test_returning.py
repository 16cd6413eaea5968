"""Text that was sent after login or token had expired is there when its writer is back."""

import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from newsdesk.editing.models import Scratch
from stories.models.draft import Story
from tests.desk.screens import address, fields, list_address, text, tree
from tests.editing.forms import opened, row, said
from tests.people import person

pytestmark = pytest.mark.django_db

PASSWORD = "of-ada"


@pytest.fixture
def strict(ada_user):
    """A browser whose requests are checked for their CSRF token, signed in as Ada."""
    ada_user.set_password(PASSWORD)
    ada_user.save()
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada_user)
    return client


def token(answer):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())[1]


@pytest.fixture
def typed(strict, story):
    page = strict.get(address("change", story))
    data = fields(page) | {"standfirst": "What Ada typed.", "_continue": "1"}
    data = row(data, "analysis", heading="Ada’s new part", body="<p>New.</p>")
    return data | {"csrfmiddlewaretoken": token(page)}


def log_in(client, page, **changes):
    data = fields(page) | {"csrfmiddlewaretoken": token(page)}
    # It belongs to the form by its attribute "form", which lxml does not look at.
    (kept,) = tree(page).xpath("//input[@name='kept'][@form='login-form']")
    data["kept"] = kept.get("value")
    data |= {"username": "ada", "password": PASSWORD} | changes
    return client.post(reverse("admin:login"), data)


def logged_out(client):
    """End the session as time does: the cookies stay, the CSRF token with them."""
    client.session.flush()


def test_after_logging_in_again_the_text_is_in_the_form(strict, story, typed):
    logged_out(strict)
    page = strict.post(address("change", story), typed)
    assert page.status_code == 403
    assert "your text is not lost" in text(page)
    assert not Scratch.objects.exists()
    back = log_in(strict, page)
    assert back.status_code == 302
    again = fields(strict.get(back["Location"]))
    assert again["standfirst"] == ["What Ada typed."]
    assert again["analysis-3-heading"] == ["Ada’s new part"]
    assert said(story).standfirst == "It leaned."
    form = strict.get(back["Location"])
    strict.post(
        address("change", story), again | {"_continue": "1", "csrfmiddlewaretoken": token(form)}
    )
    assert said(story).standfirst == "What Ada typed."
    assert not Scratch.objects.filter(closed=False).exists()


def test_a_wrong_password_loses_nothing(strict, story, typed):
    logged_out(strict)
    page = strict.post(address("change", story), typed)
    wrong = log_in(strict, page, password="wrong")
    assert "your text is not lost" in text(wrong)
    back = log_in(strict, wrong)
    assert fields(strict.get(back["Location"]))["standfirst"] == ["What Ada typed."]


def test_a_new_page_comes_back_too(ada_user, strict):
    page = strict.get(list_address(Story, "add"))
    data = fields(page) | {"headline": "New", "csrfmiddlewaretoken": token(page)}
    logged_out(strict)
    back = log_in(strict, strict.post(list_address(Story, "add"), data))
    assert fields(strict.get(back["Location"]))["headline"] == ["New"]


def test_a_form_whose_token_has_expired_hands_its_text_back(strict, ada_user, story, typed):
    strict.force_login(ada_user)
    strict.cookies.pop("csrftoken")
    page = strict.post(address("change", story), typed)
    assert page.status_code == 403
    assert "Your text is still here" in text(page)
    assert not Scratch.objects.exists()
    data = fields(page) | {"csrfmiddlewaretoken": token(page)}
    back = strict.post(address("scratch", story), data)
    again = fields(strict.get(back["Location"]))
    assert (again["standfirst"], again["analysis-3-heading"]) == (
        ["What Ada typed."],
        ["Ada’s new part"],
    )
    assert said(story).standfirst == "It leaned."


def test_handing_back_needs_the_token_like_every_request(strict, ada_user, story, typed):
    strict.cookies.pop("csrftoken")
    data = fields(strict.post(address("change", story), typed))
    assert strict.post(address("scratch", story), data).status_code == 403
    assert not Scratch.objects.exists()


def test_a_strangers_request_gets_no_page_with_its_text(strict, ada_user, story, typed):
    ben = person("Editor", "ben")
    foreign = opened(strict, story)
    for form in ("", "1.abc:forged", f"{ben.pk}.{'0' * 32}:forged"):
        answer = strict.post(address("change", story), foreign | {"form": form})
        assert answer.status_code == 403
        assert "Your text is still here" not in text(answer)
        answer = Client().post(address("change", story), foreign | {"form": form})
        assert answer["Location"].startswith("/admin/login/")


def test_another_address_hands_nothing_back(strict, story, typed):
    strict.cookies.pop("csrftoken")
    answer = strict.post(address("verb", story, "discard"), typed)
    assert "Your text is still here" not in text(answer)


def test_text_of_one_person_is_kept_for_them_when_another_logs_in(strict, story, typed):
    ben = person("Editor", "ben")
    ben.set_password(PASSWORD)
    ben.save()
    logged_out(strict)
    page = strict.post(address("change", story), typed)
    back = log_in(strict, page, username="ben")
    assert fields(strict.get(back["Location"]))["standfirst"] == ["It leaned."]
    assert Scratch.objects.get(closed=False).user.username == "ada"


def test_a_text_that_was_handed_back_counts_once(strict, story, typed):
    logged_out(strict)
    page = strict.post(address("change", story), typed)
    back = log_in(strict, page)
    restored = strict.get(back["Location"])
    data = fields(restored) | {"_continue": "1", "csrfmiddlewaretoken": token(restored)}
    strict.post(address("change", story), data)
    logged_out(strict)
    log_in(strict, page)
    assert not Scratch.objects.filter(closed=False).exists()


@pytest.mark.parametrize(
    "kept",
    ["x", "", signing.dumps({"owner": 1}, salt="another")],
    ids=["nonsense", "nothing", "another"],
)
def test_a_forged_text_is_not_taken(ada, story, kept):
    answer = ada.post(address("scratch", story), {"kept": kept})
    assert answer.status_code == 400
    assert not Scratch.objects.exists()


def test_a_text_is_good_for_a_day(strict, story, typed, monkeypatch):
    logged_out(strict)
    page = strict.post(address("change", story), typed)
    monkeypatch.setattr("newsdesk.editing.expired_session.GOOD_FOR", -1)
    log_in(strict, page)
    assert not Scratch.objects.exists()


def test_a_text_too_long_to_be_handed_back_leads_to_the_login(ada, story):
    data = opened(ada, story, summary="x" * 2_100_000)
    answer = Client().post(address("change", story), data)
    assert answer["Location"].startswith("/admin/login/")


def test_the_newer_text_replaces_what_had_been_kept_while_typing(strict, ada_user, story, typed):
    strict.post(address("scratch", story), typed | {"standfirst": "Half of it.", "order": "1"})
    logged_out(strict)
    back = log_in(strict, strict.post(address("change", story), typed))
    assert fields(strict.get(back["Location"]))["standfirst"] == ["What Ada typed."]
    assert Scratch.objects.filter(closed=False).count() == 1
