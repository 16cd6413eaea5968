"""Correcting on the page: one text at a time, and nothing else of the page is sent."""

import pytest

from newsdesk.desk.correction_form import CorrectForm
from stories.documents import AnalysisPart
from stories.models.draft import Story
from tests import pages, release
from tests.desk.screens import address, errors, fields, signed_in, text, tree
from tests.people import person

pytestmark = pytest.mark.django_db
TOLD = {"wrong": "It was NASA.", "right": "It is ESA.", "gravity": "top"}


@pytest.fixture
def chief():
    return person("Desk chief")


@pytest.fixture
def story(chief):
    part = AnalysisPart(id="a0000001", heading="NASA is late", body="<p>The pad broke.</p>")
    story = pages.story(chief, standfirst="It flew.", analysis=(part,))
    release.publish(story, actor=chief)
    return Story.objects.get(pk=story.pk)


def live(story):
    return pages.STORY.read(story.public_edition())


def test_without_a_script_the_texts_of_the_page_are_a_list_and_none_is_a_field(chief, story):
    page = signed_in(chief).get(address("verb", story, "correct"))
    links = tree(page).xpath("//ul[@class='desk-mend-texts']//a/@href")
    assert "?part=standfirst" in links
    assert "?part=analysis%3Aa0000001.body" in links
    assert not tree(page).xpath("//textarea")
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_chosen_text_is_the_only_one_in_the_form_and_names_keep_their_letters(chief, story):
    url = address("verb", story, "correct")
    page = signed_in(chief).get(url, {"part": "analysis:a0000001.body"})
    sent = fields(page)
    assert "analysis:a0000001.body" in sent
    assert not {"standfirst", "headline", "summary"} & sent.keys()
    assert "NASA is late — text" in text(page)


def test_only_what_was_sent_is_corrected(chief, story):
    url = f"{address('verb', story, 'correct')}?part=standfirst"
    client = signed_in(chief)
    sent = fields(client.get(url)) | TOLD | {"standfirst": "It flew twice."}
    assert client.post(url, sent).status_code == 302
    assert live(story).standfirst == "It flew twice."
    assert live(story).analysis[0].heading == "NASA is late"


def test_a_correction_of_another_text_in_the_meantime_is_not_undone(chief, story):
    client, url = signed_in(chief), f"{address('verb', story, 'correct')}?part=standfirst"
    sent = fields(client.get(url)) | TOLD | {"standfirst": "It flew twice."}
    other = f"{address('verb', story, 'correct')}?part=headline"
    colleague = signed_in(person("Desk chief", "colleague"))
    colleague.post(other, fields(colleague.get(other)) | TOLD | {"headline": "The ferry turned"})
    again = client.post(url, sent)
    assert "has been changed since" in errors(again)
    assert client.post(url, fields(again) | TOLD).status_code == 302
    assert live(story).headline == "The ferry turned"
    assert live(story).standfirst == "It flew twice."


def test_another_text_joins_the_form_with_what_was_written_kept(chief, story):
    client, url = signed_in(chief), f"{address('verb', story, 'correct')}?part=standfirst"
    sent = fields(client.get(url)) | {"standfirst": "It flew twice.", "wrong": "Once."}
    page = client.post(url, sent | {"more": "analysis:a0000001.heading"})
    now = fields(page)
    assert now["standfirst"] == ["It flew twice."]
    assert now["analysis:a0000001.heading"] == ["NASA is late"]
    assert now["wrong"] == ["Once."]
    assert not errors(page)
    assert story.editions.count() == 1


def test_the_notice_is_shown_as_readers_will_see_it_and_nothing_is_done(chief, story):
    client, url = signed_in(chief), f"{address('verb', story, 'correct')}?part=standfirst"
    page = client.post(url, fields(client.get(url)) | TOLD | {"look": "1"})
    (notice,) = tree(page).xpath("//*[@id='notice']")
    told = " ".join(notice.text_content().split())
    assert "Above the text" in told
    assert "It said: It was NASA. It should have said: It is ESA." in told
    assert story.editions.count() == 1


def test_a_text_of_no_part_is_passed_over(chief, story):
    page = signed_in(chief).get(address("verb", story, "correct"), {"part": "slug"})
    assert not tree(page).xpath("//textarea")


def test_what_is_wrong_is_asked_first_and_the_note_last():
    assert list(CorrectForm.field_order) == ["wrong", "right", "gravity", "note"]
