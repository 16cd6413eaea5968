"""An explainer becomes drafts, once; importing again updates them and keeps what editors changed."""

import dataclasses

import pytest
from django.core.exceptions import PermissionDenied

from entities.documents import EntityDocument
from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.workflow import ENTITY
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.importing.models import ImportRecord
from newsdesk.importing.records import reference_of
from newsdesk.intake.decode import clean
from newsdesk.pages.rich_text import sanitise
from newsdesk.workflow.transitions import Refused
from stories import working_copy
from stories.importing.drafts import create_drafts, find_earlier, known_names, update_drafts
from stories.importing.parser import VERSION, parse
from stories.models.draft import Story
from stories.workflow import STORY
from tests.importing.pages import FERRY, VOLCANO
from tests.people import outsider, person

pytestmark = pytest.mark.django_db

NAME = "skarfell.txt"
CHANGED = VOLCANO.replace("Nobody has been hurt.", "One sheep is missing.").replace(
    "Not now. The harbour", "Only a little. The harbour"
)


@pytest.fixture
def editor():
    return person("Editor")


def importing(text: str, actor, *, source_name: str = NAME, **options) -> ImportRecord:
    explainer = parse(clean(text), known=known_names())
    return create_drafts(
        explainer, text=clean(text), source_name=source_name, actor=actor, **options
    )


def updating(text: str, actor, *, source_name: str = NAME) -> ImportRecord:
    explainer = parse(clean(text), known=known_names())
    return update_drafts(explainer, text=clean(text), source_name=source_name, actor=actor)


def story_of(record: ImportRecord) -> Story:
    return Story.objects.get(pk=record.target.removeprefix("story:"))


def document_of(record: ImportRecord):
    return working_copy.document_of(story_of(record))


def revised(record: ImportRecord, actor, **changes) -> None:
    """Change the story as an editor would."""
    document = dataclasses.replace(document_of(record), **changes)
    STORY.revise(story_of(record), document, actor=actor)


def codes(record: ImportRecord) -> set[str]:
    return {note["code"] for note in record.notes}


def test_a_page_becomes_a_story_with_its_questions_and_topics(editor) -> None:
    record = importing(VOLCANO, editor)

    document = document_of(record)
    assert document.headline == "Skarfell wakes after ninety years"
    assert document.slug == "skarfell-wakes-after-ninety-years"
    assert [byline.name for byline in document.bylines] == ["Edda Lund", "Tomas Rey"]
    assert document.faqs == tuple(f"faq:{faq.pk}" for faq in Faq.objects.order_by("pk"))
    assert document.entities == tuple(f"entity:{e.pk}" for e in Entity.objects.order_by("pk"))
    assert len(document.faqs) == 2
    assert len(document.entities) == 6
    assert document.deeper[2].target == document.faqs[0]
    assert {faq.slug for faq in Faq.objects.all()} == {
        "what-makes-skarfell-different",
        "is-it-safe-to-visit-brimsey",
    }
    assert "question-known" in codes(record)
    assert not Entity.objects.filter(confirmed=True).exists()


def test_the_draft_says_exactly_what_was_understood(editor) -> None:
    explainer = parse(VOLCANO)

    document = document_of(importing(VOLCANO, editor))

    owned = tuple(dataclasses.replace(report, owner="") for report in document.reports)
    document = dataclasses.replace(document, reports=owned)  # Who owns a paper stands in its row.
    for name in ("standfirst", "summary", "analysis", "background", "timeline", "reports"):
        assert getattr(document, name) == getattr(explainer.story, name)


def test_the_html_of_a_draft_passes_the_sanitiser_unchanged() -> None:
    story = parse("What's happened\nA < B & “C” isn't \"D\" > E.\n- é\n- ø").story

    assert sanitise(story.summary) == story.summary


def test_a_record_is_kept_of_what_was_imported(editor) -> None:
    record = importing(VOLCANO, editor)

    assert record.reference == reference_of(VOLCANO)
    assert record.text == clean(VOLCANO)
    assert record.actor == editor
    assert record.parser_version == VERSION
    assert record.digest == story_of(record).digest
    targets = {note["target"].partition(".")[0] for note in record.notes}
    assert not any(":new-" in target for target in targets)


def test_outlets_are_found_by_alias_or_made_with_their_domains(editor) -> None:
    Outlet.objects.create(name="Brimsey Courier", aliases="The Courier")
    Outlet.objects.create(name="Thomson Reuters", aliases="Reuters")

    importing(VOLCANO, editor)

    assert set(Outlet.objects.values_list("name", flat=True)) == {
        "Brimsey Courier",
        "Thomson Reuters",
        "The Guardian",
        "The Independent",
        "The New York Times",
    }
    times = Outlet.objects.get(name="The New York Times")
    assert "NYT" in times.aliases.split("\n")
    assert "nytimes.com" in times.domains


def test_an_alias_that_an_editor_typed_finds_the_well_known_outlet(editor) -> None:
    explainer = parse(FERRY.replace("GO DEEPER:", "What the papers say\nNobody knows.\nGO DEEPER:"))
    (report,) = explainer.story.reports
    story = dataclasses.replace(
        explainer.story, reports=(dataclasses.replace(report, outlet="NYT"),)
    )

    record = create_drafts(
        dataclasses.replace(explainer, story=story), text=FERRY, source_name="", actor=editor
    )

    assert document_of(record).reports[0].outlet == "The New York Times"


def test_topics_that_have_a_page_are_used_and_not_made_again(editor) -> None:
    watch = ENTITY.create(
        EntityDocument(name="NAVW", kind="organisation", description="Watches."), actor=editor
    )

    record = importing(VOLCANO, editor)

    assert document_of(record).entities[1] == watch.key
    assert Entity.objects.count() == 6
    watch.refresh_from_db()
    assert watch.description == "Watches."
    assert "description-differs" in codes(record)


def test_confirmed_topics_are_confirmed(editor) -> None:
    importing(VOLCANO, editor, confirmed={"entity:new-1"})

    assert list(Entity.objects.filter(confirmed=True).values_list("name", flat=True)) == [
        "Skarfell"
    ]


def test_what_was_left_out_is_left_out_everywhere(editor) -> None:
    explainer = parse(VOLCANO)
    kept = dataclasses.replace(explainer, faqs=explainer.faqs[1:], entities=explainer.entities[1:])

    record = create_drafts(kept, text=VOLCANO, source_name=NAME, actor=editor)

    document = document_of(record)
    assert len(document.faqs) == 2
    assert len(document.entities) == 5
    assert document.deeper[2].target == ""


def test_who_may_not_make_drafts_makes_none() -> None:
    with pytest.raises(PermissionDenied):
        importing(VOLCANO, outsider())

    assert not Story.objects.exists()
    assert not Entity.objects.exists()
    assert not ImportRecord.objects.exists()


def test_a_section_that_fits_no_draft_is_refused_and_nothing_written(editor) -> None:
    with pytest.raises(Refused, match=r"(?s)What's happened.*too long.*119,999 characters"):
        importing("What's happened\n" + "Rain. " * 20_000, editor)

    assert not Story.objects.exists()


def test_the_same_text_is_known_again_whatever_its_name_and_line_ends(editor) -> None:
    record = importing(VOLCANO, editor)
    disguised = clean(VOLCANO.replace("\n", "  \r\n") + "\r\n\r\n")

    assert find_earlier(disguised, "other.txt") == record
    assert find_earlier(clean(FERRY), "other.txt") is None


def test_a_changed_file_of_the_same_name_is_known_again(editor) -> None:
    record = importing(VOLCANO, editor)

    assert find_earlier(clean(CHANGED), NAME) == record
    assert find_earlier(clean(CHANGED), "other.txt") is None
    assert find_earlier(clean(FERRY), NAME) is None


def test_a_discarded_story_is_forgotten(editor) -> None:
    record = importing(VOLCANO, editor)
    STORY.discard(story_of(record), actor=editor)

    assert find_earlier(clean(VOLCANO), NAME) is None


def test_an_update_makes_no_second_copy(editor) -> None:
    first = importing(VOLCANO, editor)

    second = updating(VOLCANO, editor)

    assert second == first
    assert Story.objects.count() == 1
    assert Faq.objects.count() == 2
    assert Entity.objects.count() == 6
    assert ImportRecord.objects.count() == 1


def test_an_update_brings_in_what_the_text_has_changed(editor) -> None:
    first = importing(VOLCANO, editor)
    before = document_of(first)

    second = updating(CHANGED, editor)

    assert second.target == first.target
    document = document_of(second)
    assert "One sheep is missing." in document.summary
    assert dataclasses.replace(document, summary=before.summary) == before
    assert "Only a little" in Faq.objects.get(question__startswith="Is it safe").intro
    assert "draft-edited" not in codes(second)


def test_an_update_keeps_what_editors_changed_and_says_so(editor) -> None:
    first = importing(VOLCANO, editor)
    revised(first, editor, headline="A mountain wakes", slug="mountain", tags=("Volcanoes",))

    second = updating(CHANGED, editor)

    document = document_of(second)
    assert (document.headline, document.slug, document.tags) == (
        "A mountain wakes",
        "mountain",
        ("Volcanoes",),
    )
    assert "One sheep is missing." in document.summary
    assert "draft-edited" in codes(second)
    assert "text-differs" not in codes(second)


def test_where_both_have_changed_the_editors_words_stay_and_the_texts_are_shown(editor) -> None:
    first = importing(VOLCANO, editor)
    revised(first, editor, summary="<p>Written by hand.</p>")

    second = updating(CHANGED, editor)

    assert document_of(second).summary == "<p>Written by hand.</p>"
    (note,) = [note for note in second.notes if note["code"] == "text-differs"]
    assert note["target"] == "story.summary"
    assert "One sheep is missing." in note["message"]


def test_an_update_keeps_the_replaced_document_in_the_log(editor) -> None:
    first = importing(VOLCANO, editor)

    updating(CHANGED, editor)

    event = story_of(first).events.first()
    assert event is not None
    assert event.verb == "revise"
    assert "Nobody has been hurt." in event.detail["replaced"]["summary"]


def test_an_update_keeps_the_answers_that_an_editor_wrote(editor) -> None:
    importing(VOLCANO, editor)
    faq = Faq.objects.get(question__startswith="Is it safe")
    document = dataclasses.replace(
        FAQ.document_of(faq), question="May I go to Brimsey?", intro="<p>No.</p>"
    )
    FAQ.revise(faq, document, actor=editor)

    second = updating(CHANGED, editor)

    faq.refresh_from_db()
    assert (faq.question, faq.intro) == ("May I go to Brimsey?", "<p>No.</p>")
    assert Faq.objects.count() == 2
    assert [n["target"] for n in second.notes if n["code"] == "text-differs"] == [
        f"{faq.key}.intro"
    ]


def test_a_question_that_the_text_no_longer_asks_is_unlinked_but_kept(editor) -> None:
    importing(VOLCANO, editor)
    head, _, rest = VOLCANO.partition("Is it safe to visit")
    shorter = head + rest.partition("\n-\n")[2]

    second = updating(shorter, editor)

    assert len(document_of(second).faqs) == 1
    assert Faq.objects.count() == 2
    assert "question-gone" in codes(second)


def test_going_back_to_an_older_text_takes_its_words_back(editor) -> None:
    importing(VOLCANO, editor)
    updating(CHANGED, editor)

    third = updating(VOLCANO, editor)

    assert "Nobody has been hurt." in document_of(third).summary
    assert ImportRecord.objects.count() == 2


SHUT = """Why is the harbour shut?
It is being mended.

How long will it last?
Until May.

Who pays for it?
The town does.
"""
SHUT_IN_SECTIONS = SHUT.replace("It is", "What's happened\nIt is").replace(
    "How long", "Common questions\nHow long"
)


def test_a_faq_that_has_sections_now_gets_a_story_and_the_faq_stays(editor) -> None:
    first = importing(SHUT, editor)
    assert first.target.startswith("faq:")

    second = updating(SHUT_IN_SECTIONS, editor)

    assert story_of(second).headline == "Why is the harbour shut?"
    assert Story.objects.count() == 1
    assert Faq.objects.earliest("pk").key == first.target
    assert first.target in second.written
    assert updating(SHUT_IN_SECTIONS, editor) == second


def test_a_faq_that_has_sections_and_no_question_now_gets_a_story(editor) -> None:
    importing(SHUT, editor)

    record = updating(SHUT.replace("It is", "What's happened\nIt is"), editor)

    assert story_of(record).headline == "Why is the harbour shut?"
    assert Faq.objects.count() == 1


def test_there_is_nothing_to_update_where_nothing_was_imported(editor) -> None:
    with pytest.raises(Refused, match="not imported before"):
        updating(VOLCANO, editor)


def test_merged_topics_lend_their_names_to_the_survivor(editor) -> None:
    kept = ENTITY.create(EntityDocument(name="NAVW", kind="organisation"), actor=editor)
    gone = ENTITY.create(
        EntityDocument(name="Lava Watch", aliases=("LW",), kind="organisation"), actor=editor
    )
    Entity.objects.filter(pk=gone.pk).update(merged_into=kept)

    (known,) = known_names().entities

    assert (known.key, known.name, known.aliases) == (kept.key, "NAVW", ("Lava Watch", "LW"))


def test_names_are_read_in_four_queries(editor, django_assert_num_queries) -> None:
    importing(VOLCANO, editor)

    with django_assert_num_queries(4):
        known = known_names()

    assert len(list(known.entities)) == 6


def test_what_another_explainer_asked_is_linked_and_its_answer_stays(editor) -> None:
    first = importing(VOLCANO, editor)
    there = {faq.key: faq.intro for faq in Faq.objects.all()}

    second = importing(VOLCANO.replace("wakes", "sleeps").replace("Not now.", "It is."), editor)

    assert document_of(second).faqs == document_of(first).faqs
    assert {faq.key: faq.intro for faq in Faq.objects.all()} == there
    told = [note for note in second.notes if note["code"] == "question-known"]
    assert {note["target"].rpartition(".")[0] for note in told} == set(there)


@pytest.mark.parametrize(
    "spelt", ["WHY IS THE HARBOUR SHUT?", "Why is the harbour shut", "Why is  the harbour shut ?"]
)
def test_letters_and_stops_make_no_other_question(editor, spelt) -> None:
    importing(SHUT, editor)

    record = importing(f"What's happened\nRain.\nCommon questions\n{spelt}\nIt is not.\n", editor)

    assert Faq.objects.count() == 1
    assert document_of(record).faqs == (Faq.objects.get().key,)


def test_a_question_page_that_the_desk_has_is_linked_and_nothing_is_written_over(editor) -> None:
    importing(SHUT, editor)
    intro = Faq.objects.get().intro

    record = importing(SHUT.replace("It is being mended.", "Nobody knows."), editor)

    assert record.target == Faq.objects.get().key
    assert Faq.objects.get().intro == intro


def test_what_is_asked_by_a_discarded_faq_is_made_anew(editor) -> None:
    importing(SHUT, editor)
    FAQ.discard(Faq.objects.get(), actor=editor)

    importing(SHUT.replace("It is", "It has been"), editor)

    assert Faq.objects.count() == 2


def test_a_person_can_have_a_page_of_its_own_for_the_same_question(editor) -> None:
    explainer = parse(VOLCANO)
    apart = tuple(dataclasses.replace(faq, apart=True) for faq in explainer.faqs)

    create_drafts(
        dataclasses.replace(explainer, faqs=apart), text=VOLCANO, source_name=NAME, actor=editor
    )

    assert Faq.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("ferry-hits-the-pier_v2.txt", "Ferry hits the pier"),
        ("Draft (3).txt", "Rain fell on the pier"),
        ("", "Rain fell on the pier"),
        ("report-2026-11-30.txt", "Rain fell on the pier"),
    ],
)
def test_a_page_always_has_a_headline_and_an_address(editor, name, headline) -> None:
    text = "What's happened\nRain fell on the pier. It rained for a day."

    record = create_drafts(parse(text), text=text, source_name=name, actor=editor)

    document = document_of(record)
    assert document.headline == headline
    assert document.slug
    assert "headline-proposed" in codes(record)
