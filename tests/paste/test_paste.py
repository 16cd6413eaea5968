"""“Paste an explainer” over HTTP: what is read, what is refused, what is put right, what is written."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from faqs.models.draft import Faq
from newsdesk.importing.models import ImportRecord, NameAnswer
from stories import working_copy
from stories.documents import StoryDocument
from stories.models.draft import Story
from stories.workflow import STORY
from tests.importing.pages import VOLCANO
from tests.paste.screens import PASTE, address_of, create, fields_of, put_right, thing
from tests.paste.screens import read as read_text
from tests.people import person

pytestmark = pytest.mark.django_db


def read(client, text=VOLCANO):
    return read_text(client, text)


@pytest.fixture
def editor(client):
    editor = person("Editor")
    client.force_login(editor)
    return editor


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
    assert create(client, read(client)).status_code == 302
    assert Story.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({"text": ""}, "Paste the text or choose a file"),
        ({"text": "   \n "}, "Paste the text or choose a file"),
        ({"text": "{\\rtf1 What's happened}"}, "rich text (RTF)"),
        ({"text": "Nothing here is a heading."}, "heading"),
        ({"text": "What's happened\na\0b"}, "Null characters"),
        ({"file": SimpleUploadedFile("x.txt", b"\x89PNG\r\n")}, "an image"),
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
    assert response.context["doubts"]
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
    assert {target for target in targets if target.startswith("card-")}
    assert targets <= set(re.findall(r'\bid="([^"]+)"', page)) | {"content-start"}


def test_a_file_is_read_like_a_text(client, editor):
    upload = SimpleUploadedFile("volcano.txt", VOLCANO.replace("\n", "\r\n").encode())
    response = client.post(PASTE, {"file": upload, "read": ""}, follow=True)
    create(client, response)
    assert Story.objects.get().headline == "Skarfell wakes after ninety years"
    assert ImportRecord.objects.get().source_name == "volcano.txt"


def test_corrections_are_what_becomes_the_draft(client, editor):
    shown = read(client)
    mountain, olaf = thing(shown, "topic", "Skarfell"), thing(shown, "topic", "Olaf")
    asked = thing(shown, "question", "Is it safe to visit Brimsey?")
    response = create(
        client,
        shown,
        **{"set:story:headline": "Another headline", f"{mountain}:name": "Mount Skarfell"},
        **{f"{mountain}:kind": "place", f"{asked}:question": "Can one visit?"},
        **{f"{olaf}:becomes": "out", "do": f"say:{mountain}:confirmed=yes"},
    )
    story = Story.objects.get()
    assert response.url == reverse("admin:stories_story_change", args=[story.pk])
    assert story.headline == "Another headline"
    made = Entity.objects.get(name="Mount Skarfell")
    assert (made.kind, made.confirmed) == ("place", True)
    assert not Entity.objects.exclude(pk=made.pk).filter(confirmed=True).exists()
    assert Faq.objects.filter(question="Can one visit?").exists()
    assert not Entity.objects.filter(name__contains="Olaf").exists()


def test_a_guess_that_is_called_right_is_no_guess_any_more(client, editor):
    shown = read(client)
    guesses = [r for r in shown.context["explainer"].story.reports if r.attribution_guessed]
    create(client, shown, do=f"say:report:{guesses[0].id}:attribution=yes")
    reports = {r.id: r for r in working_copy.document_of(Story.objects.get()).reports}
    assert not reports[guesses[0].id].attribution_guessed
    assert reports[guesses[1].id].attribution_guessed


@pytest.mark.parametrize("does", ["say:{}:confirmed=yes", "confirm-all"])
def test_who_may_not_confirm_cannot_by_a_forged_button(client, does):
    client.force_login(person("Reporter"))
    shown = read(client)
    sent = {"do": does.format(thing(shown, "topic", "Skarfell"))}
    assert client.post(shown.request["PATH_INFO"], sent).status_code == 403
    create(client, shown)
    assert not Entity.objects.filter(confirmed=True).exists()


def test_the_same_text_is_never_imported_twice(client, editor):
    create(client, read(client))
    again = read(client)
    assert "It is not imported a second time" in again.content.decode()
    create(client, again)
    assert Story.objects.count() == 1


def test_corrections_and_edits_survive_an_update_from_the_same_text(client, editor):
    create(client, read(client), **{"set:story:headline": "Another headline"})
    story = Story.objects.get()
    document = working_copy.document_of(story)
    edited = StoryDocument(**{**_fields(document), "summary": "<p>Edited.</p>"})
    STORY.revise(story, edited, actor=editor)
    again = read(client)
    assert "The draft has been edited since" in again.content.decode()
    assert again.context["explainer"].story.headline == "Another headline"
    client.post(again.request["PATH_INFO"], fields_of(again) | {"update": ""})
    story = Story.objects.get()
    assert (story.headline, story.summary) == ("Another headline", "<p>Edited.</p>")
    assert Faq.objects.count() == 2


def test_an_update_takes_what_the_text_says_now(client, editor):
    create(client, read(client))
    text = VOLCANO.replace("Nobody has been hurt.", "Two people were hurt.")
    record = ImportRecord.objects.get()
    record.source_name = "volcano.txt"
    record.save()
    upload = SimpleUploadedFile("volcano.txt", text.encode())
    again = client.post(PASTE, {"file": upload, "read": ""}, follow=True)
    client.post(again.request["PATH_INFO"], fields_of(again) | {"update": ""})
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
    shown = read(client)
    with django_assert_max_num_queries(17):
        client.get(shown.request["PATH_INFO"])


GUESSED = "What's happened\nIt leaks.\nWhat the papers say\nAccording to Northlight, it leaks."


def test_a_guessed_outlet_is_asked_about_answered_and_remembered(client, editor):
    asked = read(client, GUESSED)
    assert [guess.name for guess in asked.context["guesses"]] == ["Northlight"]
    assert "Before it can be published" in asked.content.decode()
    again = put_right(client, asked, **{"name:Northlight": "neither"})
    (report,) = again.context["explainer"].story.reports
    assert report.outlet == ""
    assert not again.context["told"]  # What the fields said before was put right by nobody.
    (guess,) = again.context["guesses"]
    assert (guess.line, guess.chosen) == (None, "neither")
    assert not NameAnswer.objects.exists()

    create(client, client.get(again.request["PATH_INFO"]))

    answer = NameAnswer.objects.get()
    assert (answer.form, answer.meaning, answer.answered_by) == ("northlight", "neither", editor)
    assert not read(client, GUESSED).context["guesses"]


def test_an_answer_about_a_name_is_taken_back_and_one_given_while_creating_counts(client, editor):
    answered = put_right(client, read(client, GUESSED), **{"name:Northlight": "person"})
    back = put_right(client, answered, **{"name:Northlight": ""})
    assert [(guess.line, guess.chosen) for guess in back.context["guesses"]] == [(4, "")]

    client.post(address_of(back), fields_of(back) | {"name:Northlight": "outlet", "create": ""})

    assert NameAnswer.objects.get().meaning == "outlet"
    assert not Outlet.objects.get(name="Northlight").proposed


def test_what_is_no_answer_about_a_name_says_nothing(client, editor):
    asked = read(client, GUESSED)
    for name, meaning in (
        ("name:Northlight", "paper"),
        ("name:", "outlet"),
        ("name:...", "outlet"),
    ):
        asked = put_right(client, asked, **{name: meaning})
        assert [guess.line for guess in asked.context["guesses"]] == [4]


def test_a_topic_that_was_confirmed_here_is_not_asked_for_before_publishing(client, editor):
    def later(shown):
        return [n for n in shown.context["asked_later"] if n.code == "check-unconfirmed-entity"]

    shown = read(client)
    assert later(shown)
    assert not later(put_right(client, shown, do="confirm-all"))
