"""A reader reports an error: the passage that is shown and kept, what is sent, what becomes of it."""

import dataclasses
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone
from lxml import html

from entities.workflow import ENTITY
from faqs import merging
from faqs.models.reader_question import AskedQuestion
from newsdesk.publication.current import by_settings
from newsdesk.site.error_reports import workflow
from newsdesk.site.publication import deeds
from newsdesk.submissions import signed_token
from newsdesk.submissions.workflow import AlreadySettled
from newsdesk.workflow.transitions import NoteRequired
from stories.documents import AnalysisPart
from stories.headings import HAPPENED
from stories.models.error_report import ErrorReport
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.people import person
from tests.public import desk
from tests.submissions.readers import STORY_PATH, ask, form_at, number_in, report, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_wait")]
BODY = "<p>It turned at noon.</p><p>The <b>wind</b> was strong &amp; cold.</p>"
PART = "part-ana00001"


@pytest.fixture
def story(chief):
    part = AnalysisPart(id="ana00001", heading="Why it turned", body=BODY)
    return desk.story(chief, analysis=(part,))


def kept():
    return ErrorReport.objects.get()


def revise(story, chief, *, right="It was eleven.", **changes):
    """Correct the story, and return the edition."""
    changed = {"standfirst": "It turned at eleven."} | changes
    document = dataclasses.replace(document_of(story), **changed)
    return STORY.correct(story, actor=chief, document=document, wrong="It was noon.", right=right)


# What is shown


def test_every_part_of_a_page_links_to_its_own_form(chief, client):
    topic = desk.topic(chief, body="<p>It keeps the piers.</p>")
    desk.full_question(chief, entities=(topic.key,))
    desk.full_story(chief)
    for page in (STORY_PATH, "/questions/why-do-ferries-lean/", "/topics/harbour-trust/"):
        links = [
            link
            for link in desk_links(client, page)
            if link.startswith("/report/") and "part=" in link
        ]
        assert links, page
        for link in links:
            shown = words(client.get(link))
            assert "The passage under" in shown or "Which paragraph under" in shown, link
    foot = [
        link for link in desk_links(client, STORY_PATH) if link == f"/report/?page={STORY_PATH}"
    ]
    assert len(foot) == 1


def desk_links(client, path):
    return html.fromstring(client.get(path).content.decode()).xpath("//main//a/@href")


def test_the_form_shows_the_passage_and_asks_for_the_paragraph(story, client):
    text = words(client.get(f"/report/?page={STORY_PATH}&part={PART}"))
    assert "The wind was strong & cold." in text
    assert "Which paragraph under “Why it turned”?" in text


def test_words_that_were_marked_choose_their_paragraph(story, client):
    fields = form_at(client, f"/report/?page={STORY_PATH}&part={PART}&text=wind+was+strong")
    assert (fields["paragraph"], fields["quote"]) == ("1", "wind was strong")


def test_words_that_stand_nowhere_are_said_to(story, client):
    url = f"/report/?page={STORY_PATH}&part={PART}&text=zqnowhere"
    response = client.get(url)
    assert "do not stand in this passage" in words(response)
    assert "zqnowhere" not in response.content.decode()


@pytest.mark.parametrize("part", ["", "nope", "part-", "\u00e9", "x" * 500, "../.."])
def test_an_unknown_part_stands_for_the_page(story, client, part):
    assert "The page as a whole" in words(
        client.get("/report/", {"page": STORY_PATH, "part": part})
    )


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/stories/",
        "/stories/nope/",
        "//evil.example/",
        "/admin/",
        "x" * 5_000,
        "/corrections/",
    ],
)
def test_what_is_no_page_cannot_be_reported(story, client, path):
    assert client.get("/report/", {"page": path}).status_code == 404


def test_pages_that_readers_cannot_see_are_told_apart_by_nothing(story, chief, client):
    hidden = pages.story(chief, "Zqhidden words")
    gone = desk.story(chief, "Zqgone words")
    STORY.withdraw(gone, actor=chief, note="Zqreason.")
    bodies = set()
    for path in (hidden.public_path, gone.public_path, "/stories/never-there/"):
        response = client.get("/report/", {"page": path})
        assert response.status_code == 404
        bodies.add(response.content)
        assert b"Zq" not in response.content
    assert len(bodies) == 1


def test_a_page_that_has_moved_is_found_at_its_old_address(chief, client):
    one, other = desk.question(chief, "Why do ferries lean?"), desk.question(chief, "Why tilt?")
    merging.merge(one, other, actor=chief)
    assert "On the page Why tilt?" in words(client.get(f"/report/?page={one.public_path}"))


# What is sent


def test_a_report_keeps_the_passage_of_the_edition_that_was_read(story, chief, client):
    seen = story.editions.get()
    fields = form_at(client, f"/report/?page={STORY_PATH}&part={PART}&text=wind+was+strong")
    revise(story, chief, analysis=())
    answer = client.post("/report/", fields | {"wrong": "It was calm.", "source": "a.example/x"})
    row = kept()
    assert answer.url == f"/report/{row.number}/?sent=1"
    assert (row.page, row.edition, row.part) == (story.key, seen.pk, PART)
    assert (row.part_title, row.quote) == ("Why it turned", "wind was strong")
    assert row.passage == "The wind was strong & cold."
    assert (row.wrong, row.source) == ("It was calm.", "https://a.example/x")


def test_a_heading_of_the_house_is_kept_in_english_and_read_in_each_ones_language(chief, client):
    desk.story(chief, summary="<p>Es wurde gewendet.</p>")
    german = dataclasses.replace(by_settings(), locale="de-DE")
    deeds.save(german, seen=deeds.mark(deeds.draft()), actor=chief)
    deeds.publish(seen=deeds.mark(deeds.draft()), why="Deutsch", actor=chief)
    asked = client.get(f"/report/?page={STORY_PATH}&part=happened")
    assert "Was passiert ist" in words(asked)
    report(client, part="happened")
    row = kept()
    assert row.part_title == HAPPENED
    assert "Was passiert ist" in words(client.get(f"/report/{row.number}/"))
    client.force_login(chief)
    told = words(client.get("/admin/stories/errorreport/"))
    assert HAPPENED in told
    assert "Was passiert ist" not in told


def test_without_a_paragraph_the_whole_part_is_kept(story, client):
    report(client, part=PART)
    assert kept().passage == "It turned at noon.\nThe wind was strong & cold."


def test_words_that_do_not_stand_in_the_passage_are_not_kept_as_quoted(story, client):
    report(client, part=PART, quote="We are thieves")
    assert kept().quote == ""


def test_one_form_makes_one_report_however_often_it_is_sent(story, client):
    fields = form_at(client, f"/report/?page={STORY_PATH}") | {"wrong": "It was eleven."}
    numbers = {number_in(client.post("/report/", fields)) for _ in range(3)}
    assert numbers == {kept().number}


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"wrong": ""}, "Say what is wrong."),
        ({"wrong": "x" * 2_001}, "There is room for 2000 characters"),
        ({"wrong": "a\0b"}, "Null characters are not allowed"),
        ({"source": "javascript:alert(1)"}, "That is no link to the web"),
        ({"source": "ftp://a.example/"}, "That is no link to the web"),
        ({"paragraph": "99"}, "is not one of the available choices"),
        ({"remarks": "buy"}, "This field has to stay empty"),
        ({"wrong": "Ring me: 020 7946 0018"}, "telephone number"),
        ({"quote": "x" * 400}, "Not sent yet"),
    ],
)
def test_what_is_refused_says_why_and_loses_nothing(story, client, typed, complaint):
    answer = report(client, part=PART, **typed)
    assert answer.status_code == 422
    assert complaint in words(answer)
    for name, value in typed.items():
        assert answer.context["form"][name].value() == value
    assert not ErrorReport.objects.exists()


def test_a_forged_form_names_no_page(story, client):
    answer = report(client, slip="forged")
    assert answer.status_code == 422
    assert "could not be checked" in words(answer)
    assert not ErrorReport.objects.exists()


def test_a_page_withdrawn_meanwhile_takes_no_report(story, chief, client):
    fields = form_at(client, f"/report/?page={STORY_PATH}") | {"wrong": "It was eleven."}
    STORY.withdraw(story, actor=chief, note="Wrong.")
    assert client.post("/report/", fields).status_code == 404
    assert not ErrorReport.objects.exists()


def test_quicker_than_a_reader_is_refused(story, client, monkeypatch):
    monkeypatch.setattr(signed_token, "SHORTEST", 3)
    assert "quicker than anybody can read" in words(report(client))


def test_without_the_token_nothing_is_taken(story, client):
    client.handler.enforce_csrf_checks = True
    assert client.post("/report/", {"wrong": "x"}).status_code == 403


def test_nothing_is_kept_of_who_reported(story, client):
    client.defaults |= {"REMOTE_ADDR": "192.0.2.55", "HTTP_USER_AGENT": "Strange Device"}
    report(client)
    row = str(ErrorReport.objects.values().get())
    assert "192.0.2.55" not in row
    assert "Strange" not in row


# What becomes of it


@pytest.fixture
def reported(story, client):
    report(client, part=PART, wrong="Zqtyped words.", source="https://zqtyped.example/")
    return kept()


def outcome(client, row):
    return words(client.get(f"/report/{row.number}/"))


def test_a_report_is_received_checked_and_corrected(story, reported, chief, client):
    assert "We have received your report" in outcome(client, reported)
    workflow.take(reported, actor=chief)
    assert "is being checked" in outcome(client, reported)
    edition = revise(story, chief)
    workflow.correct(reported, actor=chief, edition=edition.pk, reason="Thank you.")
    text = outcome(client, reported)
    assert f"Corrected on {timezone.localtime():%-d %B %Y}" in text
    assert "It was eleven." in text
    assert "Thank you." in text


def test_no_change_needs_a_reason_that_the_reader_is_told(reported, chief, client):
    with pytest.raises(NoteRequired):
        workflow.keep(reported, actor=chief, reason=" ")
    workflow.keep(reported, actor=chief, reason="The log says noon.")
    text = outcome(client, reported)
    assert "We changed nothing" in text
    assert "The log says noon." in text


def test_only_a_later_edition_of_that_page_can_have_corrected_it(story, reported, chief):
    other = release.publish(pages.story(chief, "Another"), actor=chief)
    for edition in (None, reported.edition, other.pk, 10**15):
        with pytest.raises(workflow.NotMendedBy):
            workflow.correct(reported, actor=chief, edition=edition)
    assert kept().state == "received"


def test_a_correction_that_readers_do_not_see_yet_has_corrected_nothing(story, reported, chief):
    changed = dataclasses.replace(document_of(story), standfirst="It turned at eleven.")
    STORY.revise(story, changed, actor=chief)
    tomorrow = timezone.now() + timedelta(days=1)
    told = {"kind": "correction", "wrong": "Noon.", "right": "Eleven."}
    waiting = release.schedule(story, actor=chief, at=tomorrow, **told)
    assert workflow.later_editions(reported) == []
    with pytest.raises(workflow.NotMendedBy):
        workflow.correct(reported, actor=chief, edition=waiting.pk)
    with time_machine.travel(tomorrow + timedelta(minutes=1)):
        workflow.correct(reported, actor=chief, edition=waiting.pk)
    assert kept().state == "corrected"


def test_a_mere_check_has_corrected_nothing(story, reported, chief):
    STORY.check(story, actor=chief)
    assert workflow.later_editions(reported) == []


def test_two_people_cannot_settle_one_report_differently(reported, chief):
    workflow.spam(reported, actor=chief)
    with pytest.raises(AlreadySettled, match=r"already by desk-chief"):
        workflow.keep(reported, actor=person("Editor"), reason="No.")
    workflow.reopen(reported, actor=chief)
    assert kept().state == "checking"
    assert [event.verb for event in reported.events.order_by("pk")] == ["spam", "reopen"]


def test_the_words_of_a_report_are_never_published(reported, chief, client):
    sources = [client.get(f"/report/{reported.number}/").content]
    for deed in (workflow.take, workflow.spam, workflow.reopen):
        deed(reported, actor=chief)
        sources.append(client.get(f"/report/{reported.number}/").content)
    assert not any(b"qtyped" in source.lower() for source in sources)


def test_of_a_page_that_is_gone_the_outcome_tells_nothing(story, reported, chief, client):
    edition = revise(story, chief, right="Zqnote.")
    workflow.correct(reported, actor=chief, edition=edition.pk)
    STORY.withdraw(story, actor=chief, note="Zqreason.")
    text = outcome(client, reported)
    assert "cannot be read any more" in text
    for secret in ("The ferry turns", "noon", "Zq", "Why it turned"):
        assert secret not in text


def test_a_topic_can_be_reported_too(chief, client):
    topic = desk.topic(chief, body="<p>It keeps the piers.</p>")
    report(client, page="/topics/harbour-trust/", part="about")
    row = kept()
    assert (row.page, row.passage) == (topic.key, "It keeps the piers.")
    ENTITY.withdraw(topic, actor=chief, note="Wrong.")
    assert "cannot be read any more" in outcome(client, row)


def test_reporters_do_not_deal_with_reports(reported):
    with pytest.raises(PermissionDenied):
        workflow.take(reported, actor=person("Reporter"))
    assert kept().state == "received"


def test_what_was_settled_long_ago_is_forgotten_and_the_outcome_stays(
    reported, chief, client, capsys
):
    ask(client, "Who paints the harbour buoys?")
    workflow.keep(reported, actor=chief, reason="The log says noon.")
    call_command("forget_reports", days=0)
    row = kept()
    assert (row.wrong, row.source, row.quote) == ("", "", "")
    assert row.forgotten_at
    assert "The log says noon." in outcome(client, row)
    assert AskedQuestion.objects.get().text  # It waits still.
    assert "0 questions, 1 reports" in capsys.readouterr().out
    call_command("forget_reports")
    assert "0 questions, 0 reports" in capsys.readouterr().out
