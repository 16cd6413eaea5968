"""What becomes of a message whose receiver is down, slow, hangs, fails or leads elsewhere; its signature."""

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest
from django.utils import timezone

from newsdesk.notifications.models import Notice
from newsdesk.outside.post import NotPosted, post
from newsdesk.webhooks import deeds, delivery
from newsdesk.webhooks.clock import forget_old
from newsdesk.webhooks.models import Delivery, Occurrence
from tests.people import person
from tests.public import desk
from tests.webhooks.conftest import ADDRESS


def only():
    return Delivery.objects.get()


def test_a_message_is_signed_as_standard_webhooks_has_it(partner, told, chief, work):
    desk.story(chief)
    work()
    (got,) = partner.got
    key, at = got.headers["Webhook-Id"], got.headers["Webhook-Timestamp"]
    secret = base64.b64decode(told.secret.removeprefix("whsec_"))
    signed = hmac.new(secret, f"{key}.{at}.".encode() + got.body, hashlib.sha256).digest()
    assert got.headers["Webhook-Signature"] == "v1," + base64.b64encode(signed).decode()
    assert abs(int(at) - timezone.now().timestamp()) < 300
    assert got.path == "/hook"
    assert got.headers["Host"] == "partner.example"


def test_the_signature_is_that_of_the_specification():
    """Of the example in the specification's own documentation of libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    signed = delivery.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("answers", "status", "sentence"),
    [
        ([500, 204], 500, "It answered 500."),
        ([302, 204], 302, "It answered 302."),
        ([410, 204], 410, "It answered 410."),
        (["drop", 204], None, "No answer"),
    ],
)
def test_what_is_not_taken_goes_out_again_after_a_pause(
    partner, told, chief, work, tick, answers, status, sentence
):
    partner.answers = answers
    desk.story(chief)
    work()
    failed = only()
    assert (failed.state, failed.status) == ("waiting", status)
    assert failed.failure.startswith(sentence)
    tick(30)
    assert len(partner.got) == 1
    tick(60)
    assert len(partner.got) == 2
    assert only().state == "delivered"
    first, second = partner.got
    assert first.headers["Webhook-Id"] == second.headers["Webhook-Id"]
    assert first.body == second.body
    told.refresh_from_db()
    assert told.failing_since is None


def test_who_hangs_or_dribbles_is_left_when_the_time_is_over(
    partner, told, chief, work, monkeypatch
):
    monkeypatch.setattr(delivery, "network", partner.network(seconds=0.5))
    for answer in ("hang", "slow"):
        partner.answers = [answer]
        with pytest.raises(NotPosted, match=r"longer than|No answer"):
            post(ADDRESS, b"{}", {}, network=delivery.network)


def test_a_receiver_that_is_down_gets_everything_once_it_is_up_again(
    partner, told, chief, work, tick
):
    partner.stop()
    for number in range(3):
        desk.story(chief, f"Ferry {number}")
        work()
    tick(600)
    assert Delivery.objects.filter(state="waiting").count() == 3
    partner.start(partner.folder)
    tick(4 * 3600)
    tick(4 * 3600)
    addresses = [each.told["data"]["address"].split("/")[-2] for each in partner.got]
    assert sorted(addresses) == ["ferry-0", "ferry-1", "ferry-2"]


def test_one_message_that_is_never_taken_holds_up_no_other(partner, told, chief, work, tick):
    partner.answers = [500, 204]
    desk.story(chief, "Ferry 0")
    desk.story(chief, "Ferry 1")
    work()
    tick(90)
    assert Delivery.objects.filter(state="delivered").count() == 2


def test_after_a_day_of_failures_it_is_turned_off_and_the_chiefs_are_told(
    partner, told, chief, work, tick
):
    editor = person("Editor")
    partner.answers = [500]
    desk.story(chief)
    work()
    for _ in range(9):
        tick(3 * 3600)
    told.refresh_from_db()
    assert told.off_at is not None
    notice = Notice.objects.get(kind="webhook-off", user=chief)
    assert not editor.notices.exists()
    assert "partner.example" in notice.text
    assert "/hook" not in notice.text
    number = len(partner.got)
    tick(6 * 3600)
    desk.story(chief, "Ferry 2")
    work()
    assert len(partner.got) == number
    partner.answers = [204]
    assert deeds.turn_on(told, actor=chief) == 1
    work()
    assert len(partner.got) == number + 1
    assert only().state == "delivered"


def test_a_delivery_can_be_sent_again_under_the_same_id(partner, told, chief, work):
    desk.story(chief)
    work()
    deeds.send_again(only(), actor=chief)
    work()
    first, second = partner.got
    assert first.headers["Webhook-Id"] == second.headers["Webhook-Id"]


def test_where_webhooks_are_off_nothing_leaves_and_nothing_is_lost(
    partner, told, chief, work, tick, settings
):
    settings.WEBHOOKS = False
    desk.story(chief)
    work()
    assert partner.got == []
    settings.WEBHOOKS = True
    tick(60)
    assert len(partner.got) == 1


@pytest.mark.parametrize("resolved", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1"])
def test_a_name_that_leads_into_a_private_network_is_never_asked(
    partner, told, chief, work, resolved
):
    partner.resolved = resolved
    desk.story(chief)
    work()
    assert partner.got == []
    assert only().failure == "partner.example is not a public site."


def test_what_is_over_is_forgotten(partner, told, chief, work, later):
    desk.story(chief)
    work()
    later(timedelta(days=31))
    forget_old.call()
    assert not Delivery.objects.exists()
    assert not Occurrence.objects.exists()
