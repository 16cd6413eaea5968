"""The desk's inboxes: who gets in, what a card shows, what a key or a button does."""

import dataclasses
import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faqs.duplicate_review import comparison, question_index
from faqs.models.draft import Faq
from faqs.models.reader_question import AskedQuestion
from newsdesk.meaning import model_status as detector
from newsdesk.submissions import rate_limit
from stories.models.error_report import ErrorReport
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages
from tests.desk.screens import address, signed_in, text
from tests.people import outsider, person
from tests.public import desk
from tests.submissions.readers import ask, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_wait")]

ASKED = "/admin/faqs/askedquestion/"
REPORTED = "/admin/stories/errorreport/"
CANARY = "\"'><zq onx=zq></script><script>zq"
# Who may do what with letters, by hand.
MAY = {
    ASKED: {"Moderator", "Desk chief"},
    REPORTED: {"Editor", "Moderator", "Desk chief"},
}


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """Words alone, and nobody counts what these tests send."""
    unavailable = detector.Meaning(None, "No model in this test.")
    monkeypatch.setattr(detector, "_opened", lambda path: unavailable)
    monkeypatch.setattr(rate_limit, "count", lambda request: None)
    question_index.forget()
    yield
    question_index.forget()


@pytest.fixture
def story(chief):
    return desk.full_story(chief, "The ferry turns")


@pytest.fixture
def moderated(moderator):
    return signed_in(moderator)


def asked(question="Who paints the harbour buoys?", **sender):
    ask(Client(**sender), question)
    return AskedQuestion.objects.latest("pk")


def reported(**typed):
    report(Client(), **{"wrong": "It was eleven."} | typed)
    return ErrorReport.objects.latest("pk")


def do(client, row, deed, **values):
    return client.post(
        f"{ASKED if isinstance(row, AskedQuestion) else REPORTED}{row.pk}/{deed}/", values
    )


def state(row):
    return type(row).objects.get(pk=row.pk).state


@pytest.mark.parametrize(
    "role", ["Reporter", "Editor", "Moderator", "Desk chief", None, "anonymous"]
)
def test_only_who_may_gets_in_and_others_change_nothing(story, role):
    question, error = asked(), reported()
    client = Client()
    if role != "anonymous":
        client = signed_in(person(role, "somebody") if role else outsider())
    for inbox, row in ((ASKED, question), (REPORTED, error)):
        before = list(type(row).objects.values())
        deeds = ["draft", "answer", "dismiss", "reopen", "take", "correct", "keep", "spam", "nope"]
        for where in (inbox, *(f"{inbox}{row.pk}/{deed}/" for deed in deeds)):
            for answer in (client.get(where), client.post(where, {"faq": "1"})):
                if role == "anonymous":
                    assert answer.status_code == 302
                    assert answer.url.startswith("/admin/login/"), where
                elif role not in MAY[inbox]:
                    assert answer.status_code == 403, where
                else:
                    assert answer.status_code in (200, 302, 404, 405, 409), where
        if role not in MAY[inbox]:
            assert list(type(row).objects.values()) == before


def test_who_may_not_sees_no_way_in(story):
    front = signed_in(person("Reporter")).get(reverse("admin:index")).content.decode()
    assert ASKED not in front
    assert REPORTED not in front


def test_making_a_draft_needs_the_right_to_write_faqs(moderator, moderated):
    row = asked()
    moderator.groups.clear()
    moderator.user_permissions.add(*_rights("answer_askedquestion"))
    assert do(moderated, row, "draft").status_code == 403
    assert not Faq.objects.exists()
    assert state(row) == "waiting"


def _rights(*names):
    return Permission.objects.filter(codename__in=names)


def test_what_most_readers_ask_comes_first(moderated):
    asked("Who feeds the gulls?")
    asked("Who mends the pier?")
    asked("Who mends the pier?", REMOTE_ADDR="203.0.113.9")
    shown = text(moderated.get(ASKED))
    assert shown.index("Who mends the pier?") < shown.index("Who feeds the gulls?")
    assert "Asked 2 times" in shown


def test_a_draft_is_made_with_the_question_and_a_free_address(moderated, chief):
    pages.faq(chief, "Who paints the buoys?")
    row = asked("Who paints the buoys?")
    answer = do(moderated, row, "draft")
    assert answer.status_code == 302
    faq = Faq.objects.latest("pk")
    assert (faq.question, faq.slug) == ("Who paints the buoys?", "who-paints-the-buoys-2")
    assert faq.created_by.username == "moderator"
    shown = moderated.get(answer.url).content.decode()
    assert address("change", faq) in shown
    assert "Undo" in shown


def test_the_nearest_faqs_are_offered_and_one_button_answers(moderated, chief):
    faq = desk.question(chief, "Why do ferries lean?")
    comparison.catch_up()
    row = asked("Why do ferries lean?")
    shown = text(moderated.get(ASKED))
    assert "Answered by “Why do ferries lean?”" in shown
    do(moderated, row, "answer", faq=str(faq.pk))
    row.refresh_from_db()
    assert (row.state, row.faq) == ("answered", faq.key)


@pytest.mark.parametrize(
    "typed",
    [
        "{pk}",
        " {pk} ",
        "/questions/why-do-ferries-lean/",
        "https://news.example/questions/why-do-ferries-lean/?x=1",
        "/admin/faqs/faq/{pk}/change/",
    ],
)
def test_a_faq_is_named_by_number_or_address(moderated, chief, typed):
    faq = desk.question(chief)
    row = asked()
    do(moderated, row, "answer", faq=typed.format(pk=faq.pk))
    assert state(row) == "answered"


@pytest.mark.parametrize(
    "typed", ["", "0", "999999999999999999", "9" * 400, "/questions/nope/", "\0", "javascript:1"]
)
def test_what_names_no_faq_is_refused(moderated, typed):
    row = asked()
    answer = do(moderated, row, "answer", faq=typed)
    assert answer.status_code == 409
    assert "No FAQ has this number or address." in text(answer)
    assert state(row) == "waiting"


def test_a_withdrawn_faq_answers_nobody(moderated, chief):
    faq = desk.question(chief)
    pages.FAQ.withdraw(faq, actor=chief, note="Wrong.")
    row = asked()
    assert do(moderated, row, "answer", faq=str(faq.pk)).status_code == 409


def test_a_question_is_not_dismissed_without_a_reason(moderated):
    row = asked()
    assert do(moderated, row, "dismiss", reason=" ").status_code == 409
    do(moderated, row, "dismiss", reason="We cannot tell.\0")
    row.refresh_from_db()
    assert (row.state, row.reason) == ("dismissed", "We cannot tell.")


def test_a_deed_done_twice_is_refused_the_second_time_and_can_be_taken_back(moderated):
    row = asked()
    do(moderated, row, "dismiss", reason="No.")
    again = do(moderated, row, "draft")
    assert again.status_code == 409
    assert "already by moderator" in text(again)
    do(moderated, row, "reopen")
    assert state(row) == "waiting"
    assert "moderator did not take it up" in text(moderated.get(f"{ASKED}?letter={row.pk}"))


def test_the_next_one_is_there_after_each_deed(moderated):
    first, second = asked("Who feeds the gulls?"), asked("Who mends the pier?")
    third = asked("Who paints the buoys?")
    sent = {"reason": "No.", "after": str(second.pk), "wanted": "5", "held": str(first.pk)}
    answer = moderated.post(f"{ASKED}{second.pk}/dismiss/", sent, headers={"X-Wants": "queue"})
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert re.findall(r'data-item="(\d+)"', shown) == [str(third.pk)]
    assert f'data-undo="{second.pk}"' in shown
    assert "<html" not in shown
    last = moderated.get(f"{ASKED}?after={third.pk}")
    assert first.text in text(last)


def test_every_state_has_its_list(moderated):
    row = asked()
    for name in ("open", "waiting", "drafted", "answered", "dismissed", "nonsense", ""):
        assert moderated.get(f"{ASKED}?state={name}").status_code == 200
    assert row.text not in text(moderated.get(f"{ASKED}?state=dismissed"))


def test_a_report_shows_the_passage_then_and_now(moderated, story, chief):
    reported(part="report-rep00001", wrong="Twice, not once.", text="leaned 1 times")
    shown = moderated.get(REPORTED).content.decode()
    assert "<mark>leaned 1 times</mark>" in shown
    assert "Readers see now" not in shown
    _change(story, chief, paraphrase="The paper says that it leaned twice.")
    shown = text(moderated.get(REPORTED))
    assert "Readers see now" in shown
    assert "it leaned twice" in shown


def _change(story, chief, *, paraphrase):
    document = document_of(story)
    (first, *others) = document.reports
    changed = dataclasses.replace(first, paraphrase=paraphrase)
    return STORY.correct(
        story,
        actor=chief,
        document=dataclasses.replace(document, reports=(changed, *others)),
        wrong="Once.",
        right="Twice.",
    )


def test_a_report_is_taken_corrected_and_reopened(moderated, story, chief):
    row = reported(part="happened")
    do(moderated, row, "take")
    assert state(row) == "checking"
    assert "is offered once the page has a version that is newer" in text(moderated.get(REPORTED))
    assert do(moderated, row, "correct", edition=str(row.edition)).status_code == 409
    edition = _change(story, chief, paraphrase="Twice.")
    assert f'value="{edition.pk}"' in moderated.get(REPORTED).content.decode()
    do(moderated, row, "correct", edition=str(edition.pk), reason="Thank you.")
    row.refresh_from_db()
    assert (row.state, row.corrected_in, row.reason) == ("corrected", edition.pk, "Thank you.")
    do(moderated, row, "reopen")
    assert state(row) == "checking"


@pytest.mark.parametrize("edition", ["", "x", "-1", "9" * 400, "\0"])
def test_no_edition_is_no_correction(moderated, story, edition):
    row = reported()
    assert do(moderated, row, "correct", edition=edition).status_code == 409
    assert state(row) == "received"


def test_a_report_stands_beside_the_form_of_its_page(moderated, story, chief):
    row = reported(wrong="It was eleven o’clock.")
    editing = signed_in(chief)
    shown = text(editing.get(address("change", story)))
    assert "Errors that readers report" in shown
    assert "It was eleven o’clock." in shown
    do(moderated, row, "spam")
    assert "Errors that readers report" not in text(editing.get(address("change", story)))


def test_who_may_not_deal_with_reports_is_shown_none(story):
    reported(wrong="It was eleven o’clock.")
    shown = text(signed_in(person("Reporter")).get(address("change", story)))
    assert "It was eleven" not in shown


def test_what_readers_type_is_text_wherever_the_desk_shows_it(moderated, story, chief):
    asked(f"Why is {CANARY} so?")
    error = reported(wrong=CANARY, source="https://a.example/?q=%22%3E%3Czq%3E", part="happened")
    sources = [
        moderated.get(where).content.decode()
        for where in (ASKED, REPORTED, f"{REPORTED}?state=received", f"{ASKED}?state=waiting")
    ]
    sources.append(signed_in(chief).get(address("change", story)).content.decode())
    do(moderated, AskedQuestion.objects.get(), "draft")
    sources.append(moderated.get(f"{ASKED}?state=drafted").content.decode())
    answer = do(moderated, error, "keep", reason=CANARY)
    sources.append(moderated.get(answer.url).content.decode())
    sources.append(Client().get(f"/report/{error.number}/").content.decode())
    for source in sources:
        assert "<zq" not in source
        assert "<script>zq" not in source
        assert 'href="https://a.example' not in source


@pytest.mark.parametrize("inbox", [ASKED, REPORTED])
def test_an_inbox_of_twenty_costs_as_many_queries_as_one_of_two(moderated, story, inbox):
    def fill(number):
        for n in range(number):
            asked(f"Who paints the pier {chr(97 + n)}{number}x?")
            reported(part="happened")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert moderated.get(inbox).status_code == 200
        return len(queries)

    fill(2)
    moderated.get(inbox)
    few = cost()
    fill(20)
    assert cost() == few
    assert few <= 20
