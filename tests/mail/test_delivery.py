"""Messages on their way: a real SMTP server takes, refuses, dies, hangs; nothing is lost or sent twice."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from newsdesk.jobs.overview import overview
from newsdesk.jobs.worker import take_over
from newsdesk.mail import delivery
from newsdesk.mail.delivery import deliver, send_waiting
from newsdesk.mail.messages import mail_to
from newsdesk.mail.models import Message
from newsdesk.requests import log
from tests.mail import server
from tests.programs.process import free_port

pytestmark = pytest.mark.django_db
State = Message.State


def state(message):
    message.refresh_from_db()
    return message.state


def test_a_message_arrives_in_text_and_html_from_the_desk(post, ada, work):
    message = mail_to(ada, "sample", text="Ferries < “trains”", stop="https://news.example/stop/")
    assert work() == 1
    [(to, mail)] = post.mails
    assert to == ["ada@news.example"]
    assert mail["From"] == "The Explainer’s Desk <desk@news.example>"
    assert mail["Subject"] == "About Ferries < “trains”"
    assert mail["Message-ID"] == f"<{message.key}@news.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://news.example/stop/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = server.texts(mail)
    assert "Ferries < “trains”" in plain
    assert "The Explainer’s Desk, https://news.example" in plain
    assert "Ferries &lt; “trains”" in html
    assert "prefers-color-scheme: dark" in html
    assert "src=" not in html
    assert "url(" not in html
    assert "<link" not in html
    assert "https://news.example/stop/" in plain
    assert "https://news.example/stop/" in html
    assert state(message) == State.SENT


def test_without_a_way_to_stop_it_says_none(post, ada, work):
    mail_to(ada, "sample", text="x")
    work()
    [(_, mail)] = post.mails
    assert mail["List-Unsubscribe"] is None
    assert mail["List-Unsubscribe-Post"] is None


def test_mail_that_is_off_leaves_nothing_behind(settings, ada):
    settings.MAIL_ON = False
    assert mail_to(ada, "sample", text="x") is None
    assert not Message.objects.exists()


def test_who_has_no_address_is_not_written_to(post, ada):
    ada.email = ""
    assert mail_to(ada, "sample", text="x") is None


def test_an_undone_deed_writes_to_nobody(post, ada, work):
    with transaction.atomic():
        mail_to(ada, "sample", text="x")
        transaction.set_rollback(True)
    assert work() == 0
    assert post.mails == []


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"is_staff": False}, {"email": ""}], ids=str
)
def test_who_has_left_in_the_meantime_is_not_written_to(post, ada, work, change):
    message = mail_to(ada, "sample", text="x")
    type(ada).objects.filter(pk=ada.pk).update(**change)
    work()
    assert post.mails == []
    assert state(message) == State.NEEDLESS


def test_what_there_is_nothing_to_say_of_is_not_sent(post, ada, work):
    message = mail_to(ada, "sample")
    work()
    assert post.mails == []
    assert state(message) == State.NEEDLESS


def test_a_server_that_is_down_is_tried_again_after_longer_and_longer_pauses(
    settings, ada, work, later
):
    server.point(settings, free_port())
    message = mail_to(ada, "sample", text="x")
    later(1)
    assert work() == 1
    assert state(message) == State.WAITING
    assert "cannot be reached" in message.failure
    assert work() == 0
    later(timedelta(seconds=61))
    assert work() == 1
    catcher, controller = server.start(settings)
    later(timedelta(minutes=3, seconds=1))
    assert work() == 1
    controller.stop()
    assert state(message) == State.SENT
    assert message.tries == 3
    assert len(catcher.mails) == 1


def test_a_server_that_says_nothing_is_left_after_its_time(settings, ada, work):
    with server.Silent() as silent:
        server.point(settings, silent.port)
        message = mail_to(ada, "sample", text="x")
        assert work() == 1
        assert silent.accepted
    assert state(message) == State.WAITING
    assert message.failure == "The mail server said nothing for 1 seconds."


def test_an_address_that_is_refused_for_good_is_not_tried_again_and_others_are_served(
    post, ada, work, later
):
    post.refuses["ada@news.example"] = "550 No such user here"
    refused = mail_to(ada, "sample", text="x")
    work()
    assert state(refused) == State.REFUSED
    assert refused.failure == "The mail server refuses the address (550)."
    assert "ada@" not in refused.failure
    later(timedelta(hours=12))
    assert work() == 0
    assert overview().number_failed == 0
    assert list(Message.objects.lost()) == [refused]


def test_an_address_that_is_refused_for_now_is_tried_again(post, ada, work, later):
    post.refuses["ada@news.example"] = "450 Mailbox busy"
    message = mail_to(ada, "sample", text="x")
    later(1)
    work()
    assert state(message) == State.WAITING
    assert "ada@" not in DBTaskResult.objects.get().traceback
    post.refuses.clear()
    later(61)
    work()
    assert state(message) == State.SENT
    assert len(post.mails) == 1


def test_words_that_are_refused_for_good_are_not_tried_again(post, ada, work):
    post.answer = "554 We do not like it"
    message = mail_to(ada, "sample", text="x")
    work()
    assert state(message) == State.REFUSED


def test_a_server_that_dies_after_taking_it_does_not_get_it_twice(post, ada, work, later):
    post.dies_after_data = True
    message = mail_to(ada, "sample", text="x")
    work()
    later(timedelta(hours=1))
    work()
    assert state(message) == State.SENT
    assert len(post.mails) == 1


def test_two_jobs_of_one_message_send_it_once(post, ada, work):
    message = mail_to(ada, "sample", text="x")
    deliver.enqueue(message.pk)
    assert work() == 2
    assert len(post.mails) == 1


def test_while_one_worker_holds_it_another_waits(post, ada, work, later):
    message = mail_to(ada, "sample", text="x")
    assert delivery._take(message.pk)
    with pytest.raises(delivery.InHand):
        deliver.call(message.pk)
    assert post.mails == []
    later(delivery.HELD)
    deliver.call(message.pk)
    assert len(post.mails) == 1


def test_what_a_dead_worker_held_is_taken_over(post, ada, work, later):
    message = mail_to(ada, "sample", text="x")
    row = DBTaskResult.objects.ready().get()
    row.claim("dead")
    delivery._take(message.pk)
    later(timedelta(minutes=4))
    assert take_over() == 1
    later(timedelta(minutes=2))
    work()
    assert state(message) == State.SENT
    assert len(post.mails) == 1


def test_a_mail_whose_job_is_lost_is_found_by_the_clock(post, ada, work, later):
    message = mail_to(ada, "sample", text="x")
    DBTaskResult.objects.all().delete()
    send_waiting.call()
    assert work() == 0
    later(timedelta(minutes=11))
    send_waiting.call()
    send_waiting.call()
    assert work() == 1
    assert state(message) == State.SENT


def test_a_mail_that_a_request_handed_in_and_that_is_tried_again_gets_no_second_job(
    settings, ada, work, later, rf
):
    server.point(settings, free_port())
    with log.about(rf.get("/"), number="12345678", origin="192.0.2.7"):
        mail_to(ada, "sample", text="x")
    assert work() == 1
    later(timedelta(minutes=11))
    send_waiting.call()
    assert DBTaskResult.objects.count() == 1


def test_a_server_that_stays_away_is_shown_and_given_up_after_three_days(
    settings, ada, work, later
):
    server.point(settings, free_port())
    message = mail_to(ada, "sample", text="x")
    for _ in range(9):
        later(timedelta(hours=6, minutes=1))
        work()
    found = overview()
    assert found.number_failed == 1
    assert found.failed[0].label == "Mail"
    assert "ada@" not in found.failed[0].failure
    assert state(message) == State.WAITING
    later(timedelta(days=2))
    send_waiting.call()
    assert state(message) == State.GIVEN_UP
    assert list(Message.objects.lost()) == [message]


def test_old_rows_are_forgotten(post, ada, work, later):
    mail_to(ada, "sample", text="x")
    work()
    later(timedelta(days=29))
    send_waiting.call()
    assert Message.objects.count() == 1
    later(timedelta(days=2))
    send_waiting.call()
    assert not Message.objects.exists()


def test_a_line_break_in_a_title_makes_no_header(post, ada, work):
    mail_to(ada, "sample", text="Ferries\r\nBcc: eve@else.example")
    work()
    [(to, mail)] = post.mails
    assert to == ["ada@news.example"]
    assert mail["Bcc"] is None
    assert mail["Subject"] == "About Ferries Bcc: eve@else.example"
