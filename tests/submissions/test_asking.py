"""A reader asks: what is nearest, what is sent, what becomes of it."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from faqs.models.draft import Faq
from faqs.models.reader_question import AskedQuestion
from faqs.reader_questions import workflow
from faqs.reader_questions.nearest import nearest
from faqs.reader_questions.wording import fingerprint, nearly_the_same
from faqs.workflow import FAQ
from newsdesk.meaning import model_status as detector
from newsdesk.submissions import signed_token
from tests import pages, release
from tests.people import person
from tests.public import desk
from tests.submissions.readers import STORY_PATH, ask, form_at, number_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_wait")]
QUESTION = "Who paints the harbour buoys?"


@pytest.fixture
def words_alone(monkeypatch):
    unavailable = detector.Meaning(None, "No model in this test.")
    monkeypatch.setattr(detector, "_opened", lambda path: unavailable)


def titles(asked):
    return [page.title for page in nearest(asked)]


# What is nearest


@pytest.mark.usefixtures("words_alone")
def test_the_nearest_questions_are_shown_by_words_alone(chief, client):
    desk.question(chief, "Why do ferries lean?")
    desk.question(chief, "Who feeds the gulls?")
    assert titles("Why does a ferry lean so much in a turn?") == ["Why do ferries lean?"]
    text = words(client.get("/ask/?q=why+does+a+ferry+lean"))
    assert "This answers me: Why do ferries lean?" in text
    assert "gulls" not in text


def test_with_the_model_another_wording_is_found_too(chief):
    if detector.meaning().encoder is None:
        pytest.skip(detector.meaning().notice)
    desk.question(chief, "Why do ferries lean?")
    assert titles("What makes ferries tilt to one side?") == ["Why do ferries lean?"]


@pytest.mark.usefixtures("words_alone")
def test_drafts_and_withdrawn_pages_are_near_to_nothing(chief, client):
    pages.faq(chief, "Why do ferries lean?")
    gone = desk.question(chief, "Why do ferries lean over?")
    FAQ.withdraw(gone, actor=chief, note="Wrong.")
    assert titles("Why do ferries lean?") == []
    assert client.get("/ask/nearest/?q=Why+do+ferries+lean").json() == {"nearest": []}
    assert "Nothing here comes near" in words(client.get("/ask/?q=Why+do+ferries+lean"))


@pytest.mark.usefixtures("words_alone")
@pytest.mark.parametrize(
    "text", ["a" * 5_000, "\"' OR NEAR(a b) *", "why " * 400, "😀😀😀😀😀😀😀😀", "title: ^x -y"]
)
def test_anything_can_be_asked_for(chief, client, text):
    desk.question(chief, "Why do ferries lean?")
    assert client.get("/ask/nearest/", {"q": text}).status_code == 200
    assert client.get("/ask/", {"q": text}).status_code == 200


def test_what_may_be_cached_knows_no_cookie_and_the_form_is_not_kept(chief, client):
    for path in ("/ask/", "/ask/nearest/?q=why+do+ferries"):
        response = client.get(path)
        assert not response.cookies, path
        assert "Cookie" not in response.get("Vary", ""), path
        assert response["Cache-Control"].startswith("public"), path
    response = client.get("/ask/?q=why+do+ferries+lean")
    assert "csrftoken" in response.cookies
    assert "no-store" in response["Cache-Control"]


# What is sent


def test_a_question_gets_a_number_and_waits(client):
    answer = ask(client, QUESTION)
    row = AskedQuestion.objects.get()
    assert (row.text, row.state, row.times) == (QUESTION, "waiting", 1)
    assert answer.url == f"/ask/{row.number}/?sent=1"
    text = words(client.get(answer.url))
    assert row.shown_number in text
    assert "waits for a moderator" in text


def test_the_number_can_be_looked_up_as_it_was_written_down(client):
    ask(client, QUESTION)
    row = AskedQuestion.objects.get()
    typed = row.shown_number.lower()
    assert client.get("/ask/", {"number": typed}).url == f"/ask/{row.number}/"
    assert client.get(f"/ask/{typed}/").url == f"/ask/{row.number}/"
    wrong = client.get("/ask/", {"number": "ZZZZZ-ZZZZZ<b>"})
    assert wrong.status_code == 404
    assert "ZZZZZ-ZZZZZ&lt;b&gt;" in wrong.content.decode()


@pytest.mark.parametrize(
    "again", [QUESTION, "WHO paints a harbour buoys", "Who is painting harbour buoys?"]
)
def test_the_same_question_asked_again_raises_a_counter(client, again):
    first = number_in(ask(client, QUESTION))
    client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    assert number_in(ask(client, again)) == first
    row = AskedQuestion.objects.get()
    assert (row.times, row.text) == (2, QUESTION)
    assert "asked 2 times" in words(client.get(f"/ask/{first}/"))


def test_one_reader_counts_once_a_day_however_often_they_ask(client):
    with time_machine.travel("2030-01-01T12:00:00Z", tick=False) as clock:
        first = number_in(ask(client, QUESTION))
        assert number_in(ask(client, QUESTION)) == first
        assert AskedQuestion.objects.get().times == 1
        clock.shift(86_400)
        assert number_in(ask(client, QUESTION)) == first
    assert AskedQuestion.objects.get().times == 2


def test_a_form_sent_twice_counts_once(client):
    fields = form_at(client, "/ask/?q=who+paints+the+buoys")
    numbers = {number_in(client.post("/ask/", fields)) for _ in range(3)}
    assert numbers == {AskedQuestion.objects.get().number}
    assert AskedQuestion.objects.get().times == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Who paints the buoys?", "When are the buoys painted?"),
        ("Is the harbour safe?", "Is the harbour not safe?"),
        ("What happened in 2014?", "What happened in 2015?"),
        ("Can ferries fly?", "Should ferries fly?"),
        ("Why did Russia warn China?", "Why did China warn Russia?"),
    ],
)
def test_another_question_is_never_swallowed(one, other):
    assert fingerprint(one) != fingerprint(other)
    assert not nearly_the_same(one, other)


def test_the_page_where_it_was_asked_is_kept_if_readers_can_see_it(chief, client):
    story = desk.story(chief)
    draft = pages.story(chief, "Hidden")
    ask(client, QUESTION, page=STORY_PATH)
    ask(client, "Who is the harbour master?", page=draft.public_path)
    ask(client, "How deep is the harbour?", page="//evil.example/")
    kept = AskedQuestion.objects.order_by("pk").values_list("page", flat=True)
    assert list(kept) == [story.key, "", ""]


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"q": ""}, "Write your question."),
        ({"q": "why"}, "Write it as a whole question"),
        ({"q": "a " * 200}, "yours has 399"),
        ({"q": "Why\0 do ferries lean?"}, "Null characters are not allowed"),
        ({"remarks": "buy this"}, "This field has to stay empty"),
        ({"slip": "forged"}, "could not be checked"),
        ({"slip": ""}, "could not be checked"),
        ({"q": "Can you write to me at ada@reed.example?"}, "seems to be a mail address"),
        ({"q": "Who answers on +44 20 7946 0018 there?"}, "seems to be a mail address"),
    ],
)
def test_what_is_refused_says_why_and_loses_nothing(client, typed, complaint):
    answer = ask(client, QUESTION, **typed)
    assert answer.status_code == 422
    assert complaint in words(answer)
    assert typed.get("q", QUESTION)[:3] in answer.context["form"]["q"].value()
    assert not AskedQuestion.objects.exists()


def test_a_form_refused_for_its_slip_can_be_sent_again(client):
    refused = ask(client, QUESTION, slip="forged")
    fields = dict(refused.context["form"].data.items())
    assert client.post("/ask/", fields).status_code == 302


def test_a_question_with_a_telephone_number_can_be_sent_on_purpose(client):
    text = "Who answers on +44 20 7946 0018 there?"
    assert 'name="as_it_is"' in ask(client, text).content.decode()
    assert ask(client, text, as_it_is="on").status_code == 302


@pytest.mark.parametrize(
    "text", ["Did 1,000,000,000 people watch in 2024?", "Is pi 3.14159265358979?"]
)
def test_figures_are_no_telephone_number(client, text):
    assert ask(client, text).status_code == 302


def test_quicker_than_a_reader_is_refused(client, monkeypatch):
    monkeypatch.setattr(signed_token, "SHORTEST", 3)
    answer = ask(client, QUESTION)
    assert answer.status_code == 422
    assert "quicker than anybody can read" in words(answer)


def test_a_form_of_yesterday_is_asked_to_be_sent_again(client, monkeypatch):
    fields = form_at(client, "/ask/?q=who+paints+the+buoys")
    monkeypatch.setattr(signed_token, "LONGEST", -1)
    answer = client.post("/ask/", fields)
    assert "open for more than a day" in words(answer)


def test_a_slip_of_another_form_is_no_slip(client):
    assert ask(client, QUESTION, slip=signed_token.seal("report", {})).status_code == 422


def test_without_the_token_nothing_is_taken(client):
    client.handler.enforce_csrf_checks = True
    assert client.post("/ask/", {"q": QUESTION}).status_code == 403


def test_nothing_is_kept_of_who_asked(client):
    agent = "Mozilla/5.0 (Strange Device)"
    client.defaults |= {"REMOTE_ADDR": "192.0.2.55", "HTTP_USER_AGENT": agent}
    ask(client, QUESTION)
    kept = str(AskedQuestion.objects.values().get())
    assert "192.0.2.55" not in kept
    assert "Strange" not in kept
    known = {f.name for f in AskedQuestion._meta.get_fields()}
    assert known == set(
        "id number page reason received_at decided_at decided_by forgotten_at text fingerprint times"
        " last_asked_at faq state events".split()
    )


# What becomes of it


@pytest.fixture
def asked(client):
    ask(client, QUESTION)
    return AskedQuestion.objects.get()


def outcome(client, asked):
    return words(client.get(f"/ask/{asked.number}/"))


def test_a_draft_shows_nothing_until_it_is_published(client, asked, moderator):
    workflow.draft(asked, actor=moderator)
    faq = Faq.objects.get()
    faq.intro = "<p>zqsecret</p>"
    assert "is being answered" in outcome(client, asked)
    assert faq.question == QUESTION
    answered = pages.faq(moderator, "Who paints them?", slug="who-paints-them")
    workflow.reopen(asked, actor=moderator)
    workflow.answer(asked, answered, actor=moderator)
    assert "Who paints them" not in outcome(client, asked)
    release.publish(answered, actor=moderator)
    page = client.get(f"/ask/{asked.number}/")
    assert "Your question is answered" in words(page)
    assert 'href="/questions/who-paints-them/"' in page.content.decode()


def test_an_answer_that_is_withdrawn_is_an_answer_no_more(client, asked, moderator):
    faq = desk.question(moderator)
    workflow.answer(asked, faq, actor=moderator)
    assert "Why do ferries lean" in outcome(client, asked)
    FAQ.withdraw(faq, actor=moderator, note="Wrong.")
    text = outcome(client, asked)
    assert "Why do ferries lean" not in text
    assert "is being answered" in text


def test_what_is_not_taken_up_says_why(client, asked, moderator):
    workflow.dismiss(asked, actor=moderator, reason="It is <b>outside</b> our field.")
    assert "It is <b>outside</b> our field." in outcome(client, asked)


def test_the_words_of_a_question_are_never_published(client, moderator):
    canary = "Why is \"'><zq onx=zq></script><script>zq so?"
    number = number_in(ask(client, canary))
    row = AskedQuestion.objects.get()
    pagesource = [client.get(f"/ask/{number}/").content.decode()]
    workflow.dismiss(row, actor=moderator, reason="No.")
    pagesource.append(client.get(f"/ask/{number}/").content.decode())
    assert not any("zq" in source for source in pagesource)


def test_nobody_finds_outcomes_by_searching(client, asked):
    response = client.get(f"/ask/{asked.number}/")
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert client.get("/ask/0000000000/").status_code == 404


@pytest.mark.parametrize("role", ["Reporter", "Editor"])
def test_only_moderators_deal_with_questions(asked, role):
    somebody = person(role)
    with pytest.raises(PermissionDenied):
        workflow.draft(asked, actor=somebody)
    with pytest.raises(PermissionDenied):
        workflow.dismiss(asked, actor=somebody, reason="No.")
    assert AskedQuestion.objects.get().state == "waiting"
