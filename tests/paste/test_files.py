"""Files and clipboards over HTTP: dropped, read, asked about, made into drafts one after the other."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from faqs.models.draft import Faq
from newsdesk.importing.models import ImportRecord, SectionWord
from stories import working_copy
from stories.models.draft import Story
from tests.paste.screens import PASTE, create, fields_of, read
from tests.people import person

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parent.parent / "intake" / "cases"
UNKNOWN = "# Ferry\n\n## Hva skjedde\n\nHavna er stengt.\n\n## What the papers say\n\nReuters reports it.\n"


@pytest.fixture
def editor(client):
    editor = person("Editor")
    client.force_login(editor)
    return editor


def dropped(client, name, **more):
    upload = SimpleUploadedFile(name, (CASES / name).read_bytes())
    return client.post(PASTE, {"file": upload, "read": "", **more}, follow=True)


@pytest.mark.parametrize("name", ["01-base.docx", "02-base.odt", "08-mail.eml"])
def test_a_document_becomes_a_draft_with_its_links(client, editor, name):
    response = dropped(client, name)
    assert create(client, response).status_code == 302
    story = working_copy.document_of(Story.objects.get())
    assert story.reports[0].url == "https://www.reuters.com/world/halden-ferry-1"
    assert "<strong>one</strong>" in story.background
    assert ImportRecord.objects.get().source_name == name


def test_what_the_clipboard_has_as_html_goes_before_the_text_in_the_box(client, editor):
    html = (CASES / "05-google-docs-clipboard.html").read_text(encoding="utf-8")
    response = client.post(
        PASTE, {"text": "What's happened\nPlain.", "clipboard": html, "read": ""}, follow=True
    )
    assert response.context["explainer"].story.reports[0].url
    assert "Plain." not in response.context["explainer"].text


def test_a_hostile_file_is_refused_and_nothing_is_written(client, editor):
    response = dropped(client, "90-bomb.docx")
    assert "would unpack to more than" in response.content.decode()
    assert not Story.objects.exists()


def test_two_explainers_become_two_drafts_one_after_the_other(client, editor):
    first = dropped(client, "13-two-explainers.txt")
    assert first.context["page_count"] == 2
    second = client.get(create(client, first).url)
    assert second.context["page_number"] == 2
    assert create(client, second).status_code == 302
    assert set(Story.objects.values_list("headline", flat=True)) == {
        "Ferry hits the only fuel pier at Halden",
        "Tanker hits the only fuel pier at Moss",
    }


def test_questions_and_answers_become_a_faq(client, editor):
    response = dropped(client, "12-answers-page.txt")
    made = create(client, response)
    faq = Faq.objects.get()
    assert made.url == f"/admin/faqs/faq/{faq.pk}/change/"
    assert faq.question == "Fuel on the islands"
    assert not Story.objects.exists()
    again = dropped(client, "12-answers-page.txt")
    assert "It is not imported a second time" in again.content.decode()
    updated = client.post(again.request["PATH_INFO"], fields_of(again) | {"update": ""})
    assert updated.status_code == 302
    assert Faq.objects.count() == 1


def test_an_unknown_heading_is_asked_about_once_and_remembered(client, editor):
    first = read(client, UNKNOWN)
    (asked,) = first.context["asked"]
    assert asked["words"] == "Hva skjedde"
    assert first.context["explainer"].story.summary == ""
    sent = fields_of(first) | {"section:Hva skjedde": "summary", "do": ""}
    second = client.post(first.request["PATH_INFO"], sent, follow=True)
    assert second.context["explainer"].story.summary == "<p>Havna er stengt.</p>"
    assert not SectionWord.objects.exists()
    create(client, second)
    assert SectionWord.objects.get().section == "summary"
    third = read(client, UNKNOWN.replace("Ferry", "Tanker"))
    assert third.context["asked"] == []
    assert third.context["explainer"].story.summary == "<p>Havna er stengt.</p>"


def test_where_no_heading_is_known_all_are_asked_about(client, editor):
    first = read(client, UNKNOWN.replace("What the papers say", "Hva avisene sier"))
    assert [each["words"] for each in first.context["asked"]] == ["Hva skjedde", "Hva avisene sier"]
    answers = {"section:Hva skjedde": "summary", "section:Hva avisene sier": "papers"}
    second = client.post(first.request["PATH_INFO"], {**answers, "read": ""}, follow=True)
    assert [report.outlet for report in second.context["explainer"].story.reports] == ["Reuters"]


def test_the_desk_keeps_its_headings_on_a_page(client, editor):
    page = "/admin/importing/sectionword/"
    assert "What the papers say (German)" in client.get(page).content.decode()
    client.post(f"{page}add/", {"words": "Hva skjedde?", "section": "summary"})
    word = SectionWord.objects.get()
    assert (word.form, word.added_by) == ("hva skjedde", editor)
    twice = client.post(f"{page}add/", {"words": "HVA SKJEDDE", "section": "papers"})
    assert "is there already" in twice.content.decode()
