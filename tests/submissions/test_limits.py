"""How much can be sent, by one and by all; and that nobody's address is kept."""

import time

import pytest
import time_machine
from django.core.cache import cache

from faqs.models.reader_question import AskedQuestion
from newsdesk.accounts.origin import origin_of
from newsdesk.submissions import rate_limit
from stories.models.error_report import ErrorReport
from tests.public import desk
from tests.submissions.readers import ask, report, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_wait")]
MOST, SECONDS = rate_limit.PER_ADDRESS[0]
TEXTS = [f"Who built pier {word}?" for word in "one two three four five six seven".split()]


def keys():
    return " ".join(cache._cache)


def test_one_too_many_is_refused_keeps_what_was_typed_and_says_when(client):
    with time_machine.travel("2030-01-01T12:01:00Z", tick=False):
        for text in TEXTS[:MOST]:
            assert ask(client, text).status_code == 302
        answer = ask(client, TEXTS[MOST])
    assert answer.status_code == 429
    assert answer["Retry-After"] == "540"
    assert "send it again in 9 minutes" in words(answer)
    assert TEXTS[MOST] in answer.content.decode()
    assert AskedQuestion.objects.count() == MOST


def test_there_is_room_again_afterwards_and_for_others_at_once(client):
    with time_machine.travel("2030-01-01T12:01:00Z", tick=False) as clock:
        for text in TEXTS[:MOST]:
            ask(client, text)
        assert ask(client, TEXTS[MOST]).status_code == 429
        client.defaults["REMOTE_ADDR"] = "192.0.2.7"
        assert ask(client, TEXTS[MOST]).status_code == 302
        client.defaults["REMOTE_ADDR"] = "127.0.0.1"
        clock.shift(SECONDS)
        assert ask(client, TEXTS[MOST + 1]).status_code == 302


def test_questions_and_reports_are_counted_together(client, chief):
    desk.story(chief)
    with time_machine.travel("2030-01-01T12:01:00Z", tick=False):
        for text in TEXTS[:MOST]:
            ask(client, text)
        answer = report(client, wrong="It was eleven.")
    assert answer.status_code == 429
    assert "It was eleven." in answer.content.decode()
    assert not ErrorReport.objects.exists()


def test_all_together_have_a_ceiling(client, settings):
    settings.LETTERS_AN_HOUR = 2
    for number, text in enumerate(TEXTS[:3]):
        client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        status = ask(client, text).status_code
    assert status == 429


def test_who_is_shut_out_alone_uses_up_nothing_of_the_others(client, settings):
    settings.LETTERS_AN_HOUR = MOST + 1
    with time_machine.travel("2030-01-01T12:01:00Z", tick=False):
        for text in TEXTS:
            ask(client, text)
        client.defaults["REMOTE_ADDR"] = "192.0.2.9"
        assert ask(client, "Who paints the buoys?").status_code == 302


def test_no_address_is_kept_and_tomorrow_the_same_one_counts_as_another(rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.77")
    with time_machine.travel("2030-01-01T12:00:00Z", tick=False):
        first = rate_limit.LETTERS.sender(request, time.time())
        rate_limit.count(request)
        assert "192.0.2.77" not in keys()
        assert "192.0.2.77" not in str(cache._cache)
    with time_machine.travel("2030-01-02T12:00:00Z", tick=False):
        assert rate_limit.LETTERS.sender(request, time.time()) != first


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("", "", True),
    ],
)
def test_a_household_of_ipv6_counts_as_one(rf, one, other, same):
    found = [origin_of(rf.get("/", REMOTE_ADDR=each)) for each in (one, other)]
    assert (found[0] == found[1]) is same


def test_only_the_proxys_own_word_is_believed_and_only_behind_one(rf, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.5")
    assert origin_of(request) == "10.0.0.1"
    settings.BEHIND_PROXY = True
    assert origin_of(request) == "192.0.2.5"


@pytest.fixture
def no_cache(monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionError("no cache")

    monkeypatch.setattr(type(cache._connections["default"]), "add", fail)
    monkeypatch.setattr(rate_limit, "_ALONE", rate_limit._LettersHere())


def test_a_cache_that_is_down_does_not_shut_the_letterbox(client, no_cache, caplog):
    assert ask(client, TEXTS[0]).status_code == 302
    assert "counts letters by itself" in caplog.text


def test_a_cache_that_is_down_does_not_leave_the_letterbox_open(client, no_cache, settings):
    settings.LETTERS_AN_HOUR = 2
    assert [ask(client, text).status_code for text in TEXTS[:3]] == [302, 302, 429]
