"""What an import was not sure of stands among the findings of its pages until it is cured."""

import dataclasses

import pytest

from entities.models.draft import Entity
from entities.workflow import ENTITY
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.importing.models import ImportDoubt
from newsdesk.rules.acknowledgements import looked_at
from newsdesk.workflow.guards import Unconfirmed
from stories.importing.corrected import doubt_of
from stories.importing.corrections import Correction
from stories.importing.drafts import create_drafts, update_drafts
from stories.importing.parser import parse
from stories.models.draft import Story
from stories.workflow import STORY
from tests.people import person

pytestmark = pytest.mark.django_db
TEXT = """Ash on the pier

What's happened
Ash fell on the pier.

What the papers say
Reuters reports it.

Common questions
-
Is it safe?
It is not. Below, you will find the answers.

More on these topics
-
The Ash Office is an agency that observes volcanoes. It is funded by:
"""


@pytest.fixture
def editor():
    return person("Editor")


@pytest.fixture
def imported(editor):
    return importing(TEXT, editor)


def importing(text, editor, **more):
    return create_drafts(parse(text), text=text, source_name="", actor=editor, **more)


def codes(page_type, row):
    document = page_type.document_of(row)
    return [each.code for each in page_type.findings(row, document).warnings]


def revised(page_type, row, editor, **changes):
    document = dataclasses.replace(page_type.document_of(row), **changes)
    return page_type.revise(row, document, actor=editor)


def test_each_doubt_is_a_warning_of_the_page_that_it_is_about(imported):
    assert "answers-missing" in codes(FAQ, Faq.objects.get())
    assert "cut-off" in codes(ENTITY, Entity.objects.get())
    assert "cut-off" not in codes(STORY, Story.objects.get())


def test_it_says_how_it_is_cured(imported):
    found = ENTITY.findings(Entity.objects.get(), ENTITY.document_of(Entity.objects.get()))
    (said,) = [str(each) for each in found.warnings if each.code == "cut-off"]
    assert said.startswith("The import was not sure: ")
    assert said.endswith("Complete the description.")


def test_it_is_cured_when_the_words_change_and_comes_back_with_them(imported, editor):
    faq = Faq.objects.get()
    words = FAQ.document_of(faq).intro
    revised(FAQ, faq, editor, intro="<p>It is not.</p>")
    assert "answers-missing" not in codes(FAQ, Faq.objects.get())
    revised(FAQ, faq, editor, intro=words)
    assert "answers-missing" in codes(FAQ, Faq.objects.get())


def test_other_words_of_the_page_do_not_cure_it(imported, editor):
    revised(FAQ, Faq.objects.get(), editor, question="Is it safe now?")
    assert "answers-missing" in codes(FAQ, Faq.objects.get())


def test_nobody_publishes_past_it_without_a_reason(imported, editor):
    chief = person("Desk chief")
    topic = Entity.objects.get()
    ENTITY.confirm(topic, actor=chief)
    ENTITY.submit(topic, actor=editor)
    ENTITY.approve(topic, actor=chief)
    with pytest.raises(Unconfirmed):
        ENTITY.publish(topic, actor=chief)
    found = ENTITY.findings(topic, ENTITY.document_of(topic)).warnings
    ENTITY.publish(
        topic, actor=chief, confirmed={each.identity for each in found}, reason="It ends so."
    )


def test_what_was_settled_on_the_reading_screen_is_remembered_with_its_reason(editor):
    explainer = parse(TEXT)
    (note,) = [note for note in explainer.notes if note.code == "cut-off"]
    settled = Correction(of=doubt_of(explainer, note), field="reason", value="It ends so.")
    importing(TEXT, editor, corrections=[settled])
    topic = Entity.objects.get()
    (finding,) = (
        each
        for each in ENTITY.findings(topic, ENTITY.document_of(topic)).warnings
        if each.code == "cut-off"
    )
    said = looked_at(topic)[finding.identity]
    assert (said.by, said.reason) == (editor.get_username(), "It ends so.")


def test_a_line_that_found_no_place_is_a_doubt_until_it_stands_somewhere(editor):
    head = "Ash on the pier\nA standfirst.\nNobody knows where this belongs"
    text = TEXT.replace("Ash on the pier", head)
    importing(text, editor)
    story = Story.objects.get()
    assert "unplaced" in codes(STORY, story)
    revised(STORY, story, editor, background="<p>Nobody knows where this belongs</p>")
    assert "unplaced" not in codes(STORY, Story.objects.get())


def test_a_newer_text_brings_its_own_doubts(imported, editor):
    mended = TEXT.replace("you will find the answers.", "nothing.").replace("Below, ", "")
    imported.source_name = "ash.txt"
    imported.save()
    update_drafts(parse(mended), text=mended, source_name="ash.txt", actor=editor)
    assert "answers-missing" not in codes(FAQ, Faq.objects.get())
    assert not ImportDoubt.objects.filter(code="answers-missing").exists()


def test_a_question_that_is_only_linked_takes_no_doubt_of_another_text(imported, editor):
    before = ImportDoubt.objects.filter(page=Faq.objects.get().key).count()
    importing(TEXT.replace("Ash on the pier", "Ash again"), editor)
    assert Faq.objects.count() == 1
    assert ImportDoubt.objects.filter(page=Faq.objects.get().key).count() == before


def test_doubts_cost_one_query_however_many_pages(imported, django_assert_num_queries):
    row = Faq.objects.get()
    document = FAQ.document_of(row)
    with django_assert_num_queries(1):
        FAQ.find({row.key: document})
    with django_assert_num_queries(1):
        FAQ.find({row.key: document, "faq:0": document})
