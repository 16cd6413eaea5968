"""“Paste an explainer” over HTTP: what is read, what is refused, what is put right, what is written."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entities.models.draft import Entity
from faqs.models.draft import Faq
from newsdesk.importing.models import ImportRecord, NameAnswer
from stories import working_copy
from stories.documents import StoryDocument
from stories.models.draft import Story
from stories.workflow import STORY
from tests.importing.pages import VOLCANO
from tests.people import person

pytestmark = pytest.mark.django_db

PASTE = "/admin/stories/story/paste/"


@pytest.fixture
def editor(client):
    editor = person("Editor")
    client.force_login(editor)
    return editor


def fields_of(response):
    """Return what the review form would send, as a browser reads it from the page."""
    form = response.context["form"]
    data = {name: response.context[name] for name in ("source", "source_name", "at")}
    for name in form.fields:
        value = form[name].value()
        if value is True:
            data[name] = "on"
        elif value not in (None, False):
            data[name] = value
    return data


def read(client, text=VOLCANO):
    return client.post(PASTE, {"text": text, "read": ""})


def create(client, **changes):
    data = fields_of(read(client)) | {"create": ""}
    for name, value in changes.items():
        data.pop(name.replace("__", "-"), None)
        if value is not None:
            data[name.replace("__", "-")] = value
    return client.post(PASTE, data)


@pytest.mark.parametrize("role", ["Moderator"])
def test_only_who_may_write_stories_pastes(client, role):
    client.force_login(person(role))
    assert client.get(PASTE).status_code == 403
    assert read(client).status_code == 403


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(PASTE).url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Desk chief"])
def test_writers_paste(client, role):
    client.force_login(person(role))
    assert client.get(PASTE).status_code == 200
    assert create(client).status_code == 302
    assert Story.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({"text": ""}, "Paste the text or choose a file"),
        ({"text": "   \n "}, "Paste the text or choose a file"),
        ({"text": "{\\rtf1 What's happened}"}, "rich text (RTF)"),
        ({"text": "Nothing here is a heading."}, "heading"),
        ({"text": "What's happened\na\0b"}, "Null characters"),
        ({"file": SimpleUploadedFile("x.txt", b"\x89PNG\r\n")}, "a picture"),
        (
            {"file": SimpleUploadedFile("x.txt", "Что случилось\nПаром.".encode("cp1251"))},
            "neither UTF-8 nor",
        ),
        ({"file": SimpleUploadedFile("x.txt", b"x" * 1_100_000)}, "longer than"),
        (
            {"text": VOLCANO, "file": SimpleUploadedFile("x.txt", VOLCANO.encode())},
            "one of the two",
        ),
    ],
)
def test_what_is_no_explainer_is_refused_in_a_sentence(client, editor, sent, complaint):
    response = client.post(PASTE, {**sent, "read": ""})
    assert response.status_code == 200
    assert complaint in unescape(response.content.decode())
    assert not Story.objects.exists()


def test_what_was_typed_comes_back_with_the_complaint(client, editor):
    response = client.post(PASTE, {"text": "My only words.", "read": ""})
    assert "My only words." in response.content.decode()


def test_reading_writes_nothing(client, editor):
    response = read(client)
    assert "things to look at" in response.content.decode()
    assert [model.objects.count() for model in (Story, Faq, Entity)] == [0, 0, 0]


def test_every_line_of_the_text_is_shown_with_its_place(client, editor):
    lines = read(client).context["lines"]
    assert [line.text for line in lines] == [
        line.removeprefix("- ") for line in VOLCANO.split("\n") if line.strip()
    ]
    assert all(line.place or line.unplaced for line in lines)


def test_every_jump_leads_to_something_on_the_page(client, editor):
    page = read(client).content.decode()
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert {target for target in targets if target.startswith("id_")}
    assert targets <= set(re.findall(r'\bid="([^"]+)"', page)) | {"content-start"}


def test_a_file_is_read_like_a_text(client, editor):
    upload = SimpleUploadedFile("volcano.txt", VOLCANO.replace("\n", "\r\n").encode())
    response = client.post(PASTE, {"file": upload, "read": ""})
    client.post(PASTE, fields_of(response) | {"create": ""})
    assert Story.objects.get().headline == "Skarfell wakes after ninety years"
    assert ImportRecord.objects.get().source_name == "volcano.txt"


def test_corrections_are_what_becomes_the_draft(client, editor):
    response = create(
        client,
        headline="Another headline",
        **{"entity-new-1-name": "Mount Skarfell", "entity-new-1-confirmed": "on"},
        **{"entity-new-1-kind": "place", "faq-new-2-question": "Can one visit?"},
        **{"faq-new-3-include": None, "entity-new-6-include": None},
    )
    story = Story.objects.get()
    assert response.url == reverse("admin:stories_story_change", args=[story.pk])
    assert story.headline == "Another headline"
    mountain = Entity.objects.get(name="Mount Skarfell")
    assert (mountain.kind, mountain.confirmed) == ("place", True)
    assert not Entity.objects.exclude(pk=mountain.pk).filter(confirmed=True).exists()
    assert Faq.objects.filter(question="Can one visit?").exists()
    assert Faq.objects.count() == 2
    assert not Entity.objects.filter(name__contains="Olaf").exists()
    assert len(working_copy.document_of(story).faqs) == 2


def test_a_guess_that_is_called_right_is_no_guess_any_more(client, editor):
    guesses = [r for r in read(client).context["explainer"].story.reports if r.attribution_guessed]
    create(client, **{f"report-{guesses[0].id}-checked": "on"})
    reports = {r.id: r for r in working_copy.document_of(Story.objects.get()).reports}
    assert not reports[guesses[0].id].attribution_guessed
    assert reports[guesses[1].id].attribution_guessed


def test_who_may_not_confirm_cannot_by_a_forged_field(client):
    client.force_login(person("Reporter"))
    create(client, **{"entity-new-1-confirmed": "on"})
    assert not Entity.objects.filter(confirmed=True).exists()


def test_the_same_text_is_never_imported_twice(client, editor):
    create(client)
    again = read(client)
    assert "It is not imported a second time" in again.content.decode()
    client.post(PASTE, fields_of(again) | {"create": ""})
    assert Story.objects.count() == 1


def test_corrections_and_edits_survive_an_update_from_the_same_text(client, editor):
    create(client, headline="Another headline")
    story = Story.objects.get()
    document = working_copy.document_of(story)
    edited = StoryDocument(**{**_fields(document), "summary": "<p>Edited.</p>"})
    STORY.revise(story, edited, actor=editor)
    again = read(client)
    assert "The draft has been edited since" in again.content.decode()
    client.post(PASTE, fields_of(again) | {"update": ""})
    story = Story.objects.get()
    assert (story.headline, story.summary) == ("Another headline", "<p>Edited.</p>")
    assert Faq.objects.count() == 3


def test_an_update_takes_what_the_text_says_now(client, editor):
    create(client)
    text = VOLCANO.replace("Nobody has been hurt.", "Two people were hurt.")
    record = ImportRecord.objects.get()
    record.source_name = "volcano.txt"
    record.save()
    upload = SimpleUploadedFile("volcano.txt", text.encode())
    again = client.post(PASTE, {"file": upload, "read": ""})
    client.post(PASTE, fields_of(again) | {"update": ""})
    assert "Two people were hurt." in Story.objects.get().summary
    assert Story.objects.count() == 1


def _fields(document):
    return {name: getattr(document, name) for name in document.__dataclass_fields__}


def test_hostile_words_are_shown_as_words(client, editor):
    text = (
        "What's happened\n<script>alert(1)</script> \"'><b onx=1>\n"
        "More on these topics\n<i>x</i> is a town."
    )
    page = read(client, text).content.decode()
    assert "<script>alert" not in page
    assert "<b onx" not in page


def test_reading_costs_the_same_whatever_the_desk_holds(
    client, editor, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        read(client)


GUESSED = "What's happened\nIt leaks.\nWhat the papers say\nAccording to Northlight, it leaks."


def test_a_guessed_outlet_is_asked_about_answered_and_remembered(client, editor):
    asked = read(client, GUESSED)
    assert [guess.name for guess in asked.context["guesses"]] == ["Northlight"]
    assert "Before it can be published" in asked.content.decode()
    data = fields_of(asked) | {"name:Northlight": "neither", "read": ""}
    again = client.post(PASTE, data)
    (report,) = again.context["explainer"].story.reports
    assert report.outlet == ""
    (guess,) = again.context["guesses"]
    assert (guess.line, guess.chosen) == (None, "neither")

    client.post(PASTE, fields_of(again) | {"name:Northlight": "neither", "create": ""})

    answer = NameAnswer.objects.get()
    assert (answer.form, answer.meaning, answer.answered_by) == ("northlight", "neither", editor)
    assert not list(read(client, GUESSED).context["guesses"])


def test_what_is_no_answer_about_a_name_says_nothing(client, editor):
    asked = fields_of(read(client, GUESSED))
    for name, meaning in (
        ("name:Northlight", "paper"),
        ("name:", "outlet"),
        ("name:...", "outlet"),
    ):
        response = client.post(PASTE, asked | {name: meaning, "read": ""})
        assert [guess.line for guess in response.context["guesses"]] == [4]
