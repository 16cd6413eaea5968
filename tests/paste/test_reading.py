"""The reading screen over HTTP: each thing that is put right is kept, read anew, and can be taken back."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from faqs.documents import FaqDocument
from faqs.duplicate_review.comparison import compare
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.importing.models import ImportDoubt, ImportRecord, UnfinishedImport
from stories import working_copy
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages
from tests.importing.pages import VOLCANO
from tests.intake.files import docx
from tests.paste.screens import (
    PASTE,
    address_of,
    create,
    fields_of,
    line_key,
    put_right,
    read,
    thing,
)
from tests.people import person

pytestmark = pytest.mark.django_db
ISLAND = """Skarfell wakes

What's happened
The mountain rumbles. Nobody has been hurt.

Some more of it
Ash fell on the harbour.

What the papers say
Reuters reports that ash fell. The Brimsey Courier says that schools are shut.

Common questions
-
Is it safe?
Not yet.

More on these topics
-
Brimsey is a small island in the north.
"""


@pytest.fixture
def editor(client):
    editor = person("Editor")
    client.force_login(editor)
    return editor


def place(client, shown, words, where):
    return put_right(client, shown, **{f"line:{line_key(shown, words)}:place": where})


def story_of(shown):
    return shown.context["explainer"].story


def test_a_line_becomes_the_heading_of_a_section_and_the_text_is_read_anew(client, editor):
    shown = place(client, read(client, ISLAND), "Some more of it", "heading:background")
    assert story_of(shown).background == "<p>Ash fell on the harbour.</p>"
    assert "Ash" not in story_of(shown).summary


def test_a_line_goes_to_another_section_alone(client, editor):
    shown = place(client, read(client, ISLAND), "Ash fell on the harbour.", "in:background")
    assert story_of(shown).background == "<p>Ash fell on the harbour.</p>"
    assert [report.outlet for report in story_of(shown).reports] == [
        "Reuters",
        "The Brimsey Courier",
    ]


def test_a_line_that_is_left_out_is_listed_and_comes_back(client, editor):
    shown = place(client, read(client, ISLAND), "Ash fell on the harbour.", "out")
    assert [line.text for line in shown.context["explainer"].unplaced] == [
        "Ash fell on the harbour."
    ]
    again = put_right(client, shown, do="take-last-back")
    assert again.context["explainer"].unplaced == ()


def test_words_of_a_line_are_changed_and_a_new_line_makes_two(client, editor):
    shown = read(client, ISLAND)
    key = line_key(shown, "rumbles")
    shown = put_right(
        client, shown, **{f"line:{key}:words": "The mountain sleeps.\nNobody is hurt."}
    )
    assert story_of(shown).summary.startswith("<p>The mountain sleeps.</p><p>Nobody is hurt.</p>")


def test_what_was_put_right_outlives_a_reload_and_is_told_in_words(client, editor):
    shown = place(client, read(client, ISLAND), "Some more of it", "heading:background")
    again = client.get(address_of(shown))
    assert story_of(again).background
    (told,) = again.context["told"]
    assert told.words == "Line 6, “Some more of it”: is the heading of “How we got here”"
    back = put_right(client, again, do=told.does)
    assert story_of(back).background == ""
    assert back.context["told"] == []


def test_corrections_go_along_when_another_line_changes_the_structure(client, editor):
    shown = read(client, ISLAND)
    courier = thing(shown, "report", "schools")
    shown = put_right(client, shown, **{f"{courier}:outlet": "The Daily Ash"})
    shown = place(client, shown, "Some more of it", "heading:background")
    assert [report.outlet for report in story_of(shown).reports] == ["Reuters", "The Daily Ash"]


def test_a_text_that_comes_again_has_its_corrections_still(client, editor):
    shown = place(client, read(client, ISLAND), "Some more of it", "heading:background")
    create(client, shown)
    assert ImportRecord.objects.get().corrections
    changed = ISLAND.replace("Nobody has been hurt.", "Two sheep were hurt.")
    ImportRecord.objects.update(source_name="ash.txt")
    upload = SimpleUploadedFile("ash.txt", changed.encode())
    again = client.post(PASTE, {"file": upload, "read": ""}, follow=True)
    assert "Ash fell" in story_of(again).background
    client.post(address_of(again), fields_of(again) | {"update": ""})
    document = working_copy.document_of(Story.objects.get())
    assert "Two sheep" in document.summary
    assert "Ash fell" in document.background


def test_nobody_reads_along_in_the_text_of_another(client, editor):
    address = address_of(read(client, ISLAND))
    client.force_login(person("Desk chief"))
    assert client.get(address).status_code == 404
    sent = client.post(address, {"do": "take-last-back"})
    assert sent.url == PASTE
    client.post(PASTE, {"discard": UnfinishedImport.objects.get().pk})
    assert UnfinishedImport.objects.exists()


def test_what_is_unfinished_is_offered_and_can_be_discarded(client, editor):
    shown = read(client, ISLAND)
    offered = client.get(PASTE).content.decode()
    assert address_of(shown) in offered
    client.post(PASTE, {"discard": shown.context["row"].pk})
    assert not UnfinishedImport.objects.exists()


def test_once_it_is_a_draft_the_text_is_no_longer_kept(client, editor):
    shown = read(client, ISLAND)
    create(client, shown)
    assert not UnfinishedImport.objects.exists()
    assert client.post(address_of(shown), {"create": ""}).url == PASTE
    assert Story.objects.count() == 1


def test_an_older_window_does_not_undo_what_a_newer_one_has_put_right(client, editor):
    old = read(client, ISLAND)
    put_right(client, old, **{"set:story:headline": "A new headline"})
    again = put_right(client, old, **{"set:story:standfirst": "Late."})
    assert "put right in another window" in again.content.decode()
    assert (story_of(again).headline, story_of(again).standfirst) == ("A new headline", "")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("url", "javascript:alert(1)", "full web address"),
        ("outlet", "x" * 300, "longer than it can be"),
    ],
)
def test_what_cannot_be_kept_comes_back_as_it_was_typed(client, editor, field, value, said):
    shown = read(client, ISLAND)
    courier = thing(shown, "report", "schools")
    again = put_right(client, shown, **{f"{courier}:{field}": value, "set:story:headline": "Kept"})
    page = again.content.decode()
    assert said in page
    assert value in page
    assert story_of(again).headline == "Kept"
    assert value not in str(story_of(again))


@pytest.mark.parametrize(
    "sent",
    [
        {"set:line:no-such-line:place": "out"},
        {"set:nothing:there:at-all": "x"},
        {"do": "say:report:none:outlet=x"},
        {"do": "say:line:00000000:place=heading:nowhere"},
        {"do": "settle:cut-off", "reason:cut-off": ""},
        {"do": "take-back:::"},
        {"do": "x" * 1000},
        {"set:story:headline": "a\0b"},
        {"find:topic:00000000": "Nobody"},
    ],
)
def test_forged_fields_change_nothing(client, editor, sent):
    shown = read(client, ISLAND)
    again = client.post(address_of(shown), sent, follow=True)
    assert again.status_code == 200
    assert story_of(again) == story_of(shown)


def test_a_text_stays_readable_whatever_is_left_out(client, editor):
    shown = read(client, "What's happened\nRain.\n")
    again = place(client, shown, "What's happened", "out")
    assert "could not be read any more" in again.content.decode()
    assert story_of(again).summary == "<p>Rain.</p>"


def test_addresses_in_a_box_go_to_the_reports_of_their_outlets(client, editor):
    shown = read(client, ISLAND)
    shown = put_right(client, shown, **{"set:addresses:list": "https://www.reuters.com/ash"})
    assert story_of(shown).reports[0].url == "https://www.reuters.com/ash"
    assert shown.context["explainer"].unplaced == ()


def test_a_topic_is_linked_by_its_name_and_taken_off_again(client, editor):
    topic = pages.entity(editor, "Port of Brimsey")
    shown = read(client, ISLAND)
    island = thing(shown, "topic", "Brimsey")
    shown = put_right(client, shown, **{f"find:{island}": "port of brimsey"})
    (entity,) = shown.context["explainer"].entities
    assert (entity.key, entity.known) == (topic.key, True)
    shown = put_right(client, shown, **{f"{island}:becomes": "new"})
    assert not shown.context["explainer"].entities[0].known


def test_a_known_topic_can_be_made_anew(client, editor):
    pages.entity(editor, "Brimsey", kind="place")
    shown = read(client, ISLAND)
    assert shown.context["explainer"].entities[0].known
    shown = put_right(client, shown, **{f"{thing(shown, 'topic', 'Brimsey')}:becomes": "new"})
    assert not shown.context["explainer"].entities[0].known


def test_a_question_that_the_desk_has_is_linked_and_can_be_made_all_the_same(client, editor):
    there = pages.faq(editor, "Is it safe?")
    shown = read(client, ISLAND)
    assert shown.context["explainer"].faqs[0].same == there.key
    create(client, shown)
    assert working_copy.document_of(Story.objects.get()).faqs == (there.key,)
    assert Faq.objects.count() == 1
    other = read(client, ISLAND.replace("wakes", "sleeps"))
    asked = thing(other, "question", "Is it safe?")
    create(client, other, **{f"{asked}:becomes": "new"})
    assert Faq.objects.count() == 2


def test_the_nearest_questions_of_the_desk_are_shown_and_linked(client, editor):
    there = FAQ.create(
        FaqDocument(question="Is it safe now?", slug="safe", intro="<p>No.</p>"), actor=editor
    )
    compare(there.pk)
    shown = read(client, ISLAND)
    asked = thing(shown, "question", "Is it safe?")
    near = client.get(address_of(shown), {"near": asked})
    assert there.question in near.content.decode()
    linked = put_right(client, shown, do=f"say:{asked}:becomes={there.key}")
    assert linked.context["explainer"].faqs[0].same == there.key


def test_the_counter_of_doubts_falls_and_what_is_settled_is_no_finding(client, editor):
    text = ISLAND.replace("a small island in the north.", "a small island in the")
    shown = read(client, text)
    before = len(shown.context["doubts"])
    shown = put_right(client, shown, do="settle:cut-off", **{"reason:cut-off": "It ends so."})
    assert len(shown.context["doubts"]) == before - 1
    create(client, shown)
    (doubt,) = ImportDoubt.objects.filter(code="cut-off")
    event = pages.Entity.objects.get().events.get(verb="accept")
    assert event.detail["looked_at"]["reason"] == "It ends so."
    assert event.actor == editor
    assert doubt.page == pages.Entity.objects.get().key


def test_what_is_left_open_is_a_finding_of_the_draft(client, editor):
    create(client, read(client, VOLCANO))
    found = {problem.code for problem in STORY.findings(*_judged(Story.objects.get()))}
    assert "guessed-attribution" in found
    assert ImportDoubt.objects.exists()


def _judged(story):
    return story, working_copy.document_of(story)


def with_picture():
    """Return a Word document with a picture in it."""
    words = ("Skarfell wakes", "What's happened", "The mountain rumbles.")
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in words)
    content = io.BytesIO(docx(body))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("word/media/image1.jpg", pages.picture(size=(1400, 900)).getvalue())
    return SimpleUploadedFile("Skarfell wakes again.docx", content.getvalue())


def test_a_picture_in_a_document_is_offered_and_becomes_the_lead(client, editor):
    shown = client.post(PASTE, {"file": with_picture(), "read": ""}, follow=True)
    offered = shown.context["row"].pictures.get()
    address = f"{address_of(shown)}picture/{offered.number}/"
    assert client.get(address)["Content-Type"] == "image/webp"
    shown = put_right(client, shown, do=f"say:story:picture={offered.number}")
    create(client, shown, **{"set:story:alt": "A mountain under a cloud"})
    image = working_copy.document_of(Story.objects.get()).image
    assert (image.width, image.height, image.alt) == (1400, 900, "A mountain under a cloud")


def test_a_picture_is_left_where_nobody_takes_it_and_nobody_else_sees_it(client, editor):
    shown = client.post(PASTE, {"file": with_picture(), "read": ""}, follow=True)
    address = f"{address_of(shown)}picture/{shown.context['row'].pictures.get().number}/"
    create(client, shown)
    assert working_copy.document_of(Story.objects.get()).image is None
    shown = client.post(PASTE, {"file": with_picture(), "read": ""}, follow=True)
    client.force_login(person("Desk chief"))
    assert client.get(address).status_code == 404
