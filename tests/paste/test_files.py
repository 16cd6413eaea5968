"""Files and clipboards over HTTP: dropped, read, asked about, made into drafts one after the other."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from faqs.models.draft import Faq
from newsdesk.importing.models import ImportRecord, SectionWord
from stories import working_copy
from stories.models.draft import Story
from tests.paste.test_paste import PASTE, fields_of
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
    return client.post(PASTE, {"file": upload, "read": "", **more})


@pytest.mark.parametrize("name", ["01-base.docx", "02-base.odt", "08-mail.eml"])
def test_a_document_becomes_a_draft_with_its_links(client, editor, name):
    response = dropped(client, name)
    assert client.post(PASTE, fields_of(response) | {"create": ""}).status_code == 302
    story = working_copy.document_of(Story.objects.get())
    assert story.reports[0].url == "https://www.reuters.com/world/halden-ferry-1"
    assert "<strong>one</strong>" in story.background
    assert ImportRecord.objects.get().source_name == name


def test_what_the_clipboard_has_as_html_goes_before_the_text_in_the_box(client, editor):
    html = (CASES / "05-google-docs-clipboard.html").read_text(encoding="utf-8")
    response = client.post(
        PASTE, {"text": "What's happened\nPlain.", "clipboard": html, "read": ""}
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
    second = client.post(PASTE, fields_of(first) | {"create": ""})
    assert second.context["page_number"] == 2
    assert client.post(PASTE, fields_of(second) | {"create": ""}).status_code == 302
    assert set(Story.objects.values_list("headline", flat=True)) == {
        "Ferry hits the only fuel pier at Halden",
        "Tanker hits the only fuel pier at Moss",
    }


def test_questions_and_answers_become_a_faq(client, editor):
    response = dropped(client, "12-answers-page.txt")
    made = client.post(PASTE, fields_of(response) | {"create": ""})
    faq = Faq.objects.get()
    assert made.url == f"/admin/faqs/faq/{faq.pk}/change/"
    assert faq.question == "Fuel on the islands"
    assert not Story.objects.exists()
    again = dropped(client, "12-answers-page.txt")
    assert "It is not imported a second time" in again.content.decode()
    assert client.post(PASTE, fields_of(again) | {"update": ""}).status_code == 302
    assert Faq.objects.count() == 1


def test_an_unknown_heading_is_asked_about_once_and_remembered(client, editor):
    first = client.post(PASTE, {"text": UNKNOWN, "read": ""})
    (asked,) = first.context["asked"]
    assert asked["words"] == "Hva skjedde"
    assert first.context["explainer"].story.summary == ""
    answer = {"section:Hva skjedde": "summary"}
    second = client.post(PASTE, fields_of(first) | answer | {"read": ""})
    assert second.context["explainer"].story.summary == "<p>Havna er stengt.</p>"
    assert not SectionWord.objects.exists()
    client.post(PASTE, fields_of(second) | answer | {"create": ""})
    assert SectionWord.objects.get().section == "summary"
    third = client.post(PASTE, {"text": UNKNOWN.replace("Ferry", "Tanker"), "read": ""})
    assert third.context["asked"] == []
    assert third.context["explainer"].story.summary == "<p>Havna er stengt.</p>"


def test_where_no_heading_is_known_all_are_asked_about(client, editor):
    text = UNKNOWN.replace("What the papers say", "Hva avisene sier")
    first = client.post(PASTE, {"text": text, "read": ""})
    assert [each["words"] for each in first.context["asked"]] == ["Hva skjedde", "Hva avisene sier"]
    answers = {"section:Hva skjedde": "summary", "section:Hva avisene sier": "papers"}
    fields = {name: first.context[name] for name in ("source", "source_name")}
    second = client.post(PASTE, {**fields, **answers, "read": ""})
    assert [report.outlet for report in second.context["explainer"].story.reports] == ["Reuters"]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "{}",
        "[1]",
        '{"documents": [], "told": []}',
        '{"documents": [[1]], "told": 5}',
        "x" * 100,
        "[" * 50_000,
    ],
)
def test_a_forged_source_is_refused(client, editor, source):
    response = client.post(PASTE, {"source": source, "read": ""})
    assert response.status_code == 200
    assert "errornote" in response.content.decode() or "errorlist" in response.content.decode()


def test_a_forged_link_is_no_link(client, editor):
    lines = [
        ["What's happened", "heading", 2, [], ""],
        ["Rain", "paragraph", 0, [[0, 4, "link", "javascript:a"]], ""],
    ]
    document = {"name": "", "format": "", "lines": lines, "facts": {}, "told": [], "data": None}
    source = json.dumps({"documents": [document], "told": []})
    response = client.post(PASTE, {"source": source, "read": ""})
    assert response.context["explainer"].story.summary == "<p>Rain</p>"


def test_the_desk_keeps_its_headings_on_a_page(client, editor):
    page = "/admin/importing/sectionword/"
    assert "What the papers say (German)" in client.get(page).content.decode()
    client.post(f"{page}add/", {"words": "Hva skjedde?", "section": "summary"})
    word = SectionWord.objects.get()
    assert (word.form, word.added_by) == ("hva skjedde", editor)
    twice = client.post(f"{page}add/", {"words": "HVA SKJEDDE", "section": "papers"})
    assert "is there already" in twice.content.decode()
