"""The pages of webhooks: for chiefs alone, the secret shown once, everything done there in the log."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from newsdesk.webhooks import deeds
from newsdesk.webhooks.models import Receiver, ReceiverDeed, ReceiverEvent
from newsdesk.workflow.transitions import Refused
from tests.people import person
from tests.public import desk
from tests.webhooks.conftest import ADDRESS

LIST, ADD = "/admin/webhooks/", "/admin/webhooks/add/"


@pytest.fixture
def signed(client, chief):
    client.force_login(chief)
    return client


def test_only_chiefs_see_and_change_webhooks(db, client, told):
    for role in ("Reporter", "Editor", "Moderator"):
        user = person(role)
        client.force_login(user)
        assert client.get(LIST).status_code == 403
        with pytest.raises(PermissionDenied):
            deeds.add("https://other.example/", ReceiverEvent.values, actor=user)
        with pytest.raises(PermissionDenied):
            deeds.remove(told, actor=user)
    assert LIST not in client.get("/admin/").content.decode()


def test_a_secret_is_shown_once(signed):
    data = {"address": ADDRESS, "deeds": ["published", "merged"]}
    page = signed.post(ADD, data).content.decode()
    receiver = Receiver.objects.get()
    assert receiver.secret in page
    assert receiver.deeds == ["published", "merged"]
    for path in (LIST, f"{LIST}{receiver.pk}/"):
        assert receiver.secret not in signed.get(path).content.decode()
    renewed = signed.post(f"{LIST}{receiver.pk}/", {"deed": "renew_secret"}).content.decode()
    assert receiver.secret not in renewed
    assert Receiver.objects.get().secret in renewed


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://partner.example/", "Only addresses that begin with https://"),
        ("https://127.0.0.1/", "public"),
        ("https://localhost/", "full name of a site"),
        ("https://me:secret@partner.example/", "a name or a password"),
        ("https://partner.example:8443/", ""),
        ("ftp://partner.example/", "http"),
        ("not an address", "spaces"),
    ],
)
def test_an_address_that_may_not_be_told_is_refused_and_kept_in_the_form(signed, address, sentence):
    page = signed.post(ADD, {"address": address, "deeds": ["published"]}).content.decode()
    assert sentence in page
    assert f'value="{address}"' in page
    assert not Receiver.objects.exists()


def test_somebody_has_to_choose_what_is_told(signed, chief):
    assert "This field is required" in signed.post(ADD, {"address": ADDRESS}).content.decode()
    with pytest.raises(ValidationError, match="Choose what it is told of"):
        deeds.add(ADDRESS, [], actor=chief)


def test_everything_is_in_the_log_with_who_did_it(signed, told, chief, partner, work):
    desk.story(chief)
    work()
    number = told.deliveries.get().pk
    page = f"{LIST}{told.pk}/"
    for data in (
        {"deed": "change", "deeds": ["published"]},
        {"deed": "send_again", "delivery": number},
        {"deed": "turn_off"},
        {"deed": "turn_on"},
        {"deed": "renew_secret"},
        {"deed": "remove"},
    ):
        signed.post(page, data)
    verbs = list(ReceiverDeed.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["add", "change", "send_again", "turn_off", "turn_on", "renew_secret", "remove"]
    assert set(ReceiverDeed.objects.values_list("actor", flat=True)) == {chief.pk}
    assert signed.get(page).status_code == 404
    assert Receiver.objects.get().secret == ""


def test_what_went_wrong_stands_on_the_page_of_a_receiver(signed, told, chief, partner, work):
    partner.answers = [500]
    desk.story(chief)
    work()
    page = signed.get(f"{LIST}{told.pk}/").content.decode()
    assert "It answered 500." in page
    assert "Send again" in page
    assert "Takes nothing since" in signed.get(LIST).content.decode()


def test_what_makes_no_sense_is_refused(signed, told, chief):
    page = f"{LIST}{told.pk}/"
    assert signed.post(page, {"deed": "explode"}).status_code == 404
    assert signed.get(f"{LIST}999/").status_code == 404
    for number in ("", "x", "999", "9" * 30):
        answer = signed.post(page, {"deed": "send_again", "delivery": number}, follow=True)
        assert "There is no such delivery any more." in answer.content.decode()
    with pytest.raises(Refused):
        deeds.turn_on(told, actor=chief)
    with pytest.raises(ValidationError, match="told already"):
        deeds.add(ADDRESS, ReceiverEvent.values, actor=chief)
