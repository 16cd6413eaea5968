"""Restoring: an edition comes back as a draft, whole or in part; nothing is lost, nothing made up."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st

from entities.merging import topics as entity_merging
from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.workflow import ENTITY
from entities.working_copy import document_of as entity_document
from faqs import merging as faq_merging
from faqs.workflow import FAQ
from faqs.working_copy import document_of as faq_document
from newsdesk.comparison.labels import UnknownPath
from newsdesk.pages import limits
from newsdesk.pages.document_image import Image
from newsdesk.pages.documents import as_data
from newsdesk.pages.status import State
from newsdesk.workflow.restorable import address_now
from newsdesk.workflow.restore import NoSuchEdition, with_parts
from newsdesk.workflow.storable import NotStorable
from newsdesk.workflow.transitions import NothingChanged, WrongStanding
from stories.documents import AnalysisPart, Byline, DeeperQuestion, SourceReport, StoryDocument
from stories.models.author import Author
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of as story_document
from tests import pages, release
from tests.people import outsider, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return person("Desk chief")


def now(item):
    documents = {"story": story_document, "faq": faq_document, "entity": entity_document}
    return documents[item.key_prefix](type(item).objects.get(pk=item.pk))


def part(number, body="<p>It turns.</p>"):
    return AnalysisPart(id=f"ana0000{number}", heading=f"Part {number}", body=body)


def two_editions(chief, first=None, second=None):
    """Return a story whose first edition says `first` and whose second, and working copy, `second`."""
    story = pages.story(chief, **(first or {}))
    release.publish(story, actor=chief)
    STORY.revise(story, replace(now(story), **(second or {"standfirst": "x"})), actor=chief)
    release.publish(story, actor=chief, kind="update")
    return story


def test_a_whole_edition_comes_back_as_a_draft_and_readers_see_nothing_of_it(chief):
    story = two_editions(
        chief, {"analysis": (part(1), part(2))}, {"headline": "Other", "analysis": (part(3),)}
    )
    first, second = story.editions.order_by("number")
    found = STORY.restore(story, actor=person("Reporter"), number=1, note="It was better.")
    assert found.gone == ()
    assert as_data(now(story)) == first.document
    assert story.latest_edition() == second
    assert Story.objects.get(pk=story.pk).state == State.DRAFTING
    assert Story.objects.get(pk=story.pk).has_unpublished_changes


def test_what_stood_there_is_kept_in_the_log(chief):
    story = two_editions(chief)
    before = as_data(now(story))
    STORY.restore(story, actor=chief, number=1, note="It was better.")
    event = story.events.first()
    assert (event.verb, event.actor, event.note, event.edition) == (
        "restore",
        chief,
        "It was better.",
        1,
    )
    assert event.detail["replaced"] == before
    assert event.detail["parts"] is None


def test_one_part_comes_back_and_all_others_stay(chief):
    story = two_editions(
        chief,
        {"analysis": (part(1, "<p>Old.</p>"), part(2)), "standfirst": "Old."},
        {"analysis": (part(1, "<p>New.</p>"), part(2), part(3)), "standfirst": "New."},
    )
    STORY.restore(story, actor=chief, number=1, parts=["analysis:ana00001"])
    document = now(story)
    assert document.analysis[0].body == "<p>Old.</p>"
    assert [p.id for p in document.analysis] == ["ana00001", "ana00002", "ana00003"]
    assert document.standfirst == "New."


def test_an_approval_of_other_words_does_not_survive(chief):
    story = two_editions(chief)
    reporter, editor = person("Reporter"), person("Editor")
    STORY.revise(story, replace(now(story), standfirst="Anew."), actor=reporter)
    STORY.submit(story, actor=reporter)
    STORY.approve(story, actor=editor)
    STORY.restore(story, actor=reporter, number=1)
    story = Story.objects.get(pk=story.pk)
    assert story.state == State.DRAFTING
    assert not story.approval_holds


def test_who_may_not_write_may_not_restore(chief):
    story = two_editions(chief)
    for actor in (outsider(), person("Moderator")):
        with pytest.raises(PermissionDenied):
            STORY.restore(story, actor=actor, number=1)


def test_nonsense_is_refused_in_words(chief):
    story = two_editions(chief)
    with pytest.raises(NoSuchEdition):
        STORY.restore(story, actor=chief, number=9)
    with pytest.raises(NothingChanged):
        STORY.restore(story, actor=chief, number=2)
    with pytest.raises(UnknownPath):
        STORY.restore(story, actor=chief, number=1, parts=["nothing"])
    with pytest.raises(WrongStanding):
        STORY.restore(pages.story(chief, "A draft"), actor=chief, number=1)


def test_topics_and_questions_that_were_merged_are_their_survivors(chief):
    kept, lost, put_away = (pages.entity(chief, name) for name in ("Kept", "Lost", "Away"))
    asked, doubled = pages.faq(chief), pages.faq(chief, "Do ferries lean?")
    story = two_editions(
        chief,
        {
            "entities": (lost.key, kept.key, put_away.key),
            "faqs": (doubled.key,),
            "deeper": (DeeperQuestion(id="d1", text="And then?", target=doubled.key),),
        },
        {"entities": (), "faqs": (), "deeper": ()},
    )
    for page in (kept, lost, asked, doubled):
        release.publish(page, actor=chief)
    entity_merging.merge(lost, kept, actor=chief)
    faq_merging.merge(doubled, asked, actor=chief)
    ENTITY.discard(put_away, actor=chief)
    found = STORY.restore(story, actor=chief, number=1)
    document = now(story)
    assert document.entities == (kept.key,)
    assert document.faqs == (asked.key,)
    assert document.deeper[0].target == asked.key
    told = " ".join(str(each) for each in found.gone)
    assert "“Lost” was merged: “Kept” stands for it." in told
    assert "“Away” was discarded: it is left out." in told
    assert story.events.first().detail["gone"] == [str(each) for each in found.gone]
    assert Entity.objects.get(pk=put_away.pk).discarded


def test_an_author_or_outlet_that_is_gone_is_listed_and_never_made_again(chief):
    report = SourceReport(
        id="r1", outlet="Ship Review", url="https://review.example/1", paraphrase="It leaned."
    )
    other = (Byline(name="Bo Lund", slug="bo-lund"),)
    story = two_editions(
        chief,
        {"bylines": (Byline(name="Ada Reed", slug="ada-reed"),), "reports": (report,)},
        {"bylines": other, "reports": (replace(report, id="r2", outlet="The Tide"),)},
    )
    Author.objects.get(slug="ada-reed").delete()
    review = Outlet.objects.get(name="Ship Review")
    review.name = "Ship Weekly"
    review.save()
    found = STORY.restore(story, actor=chief, number=1)
    assert [author.slug for author in Author.objects.all()] == ["bo-lund"]
    assert {outlet.name for outlet in Outlet.objects.all()} == {"Ship Weekly", "The Tide"}
    document = now(story)
    assert document.bylines == ()
    assert (document.reports[0].outlet, document.reports[0].paraphrase) == ("", "It leaned.")
    assert [each.path for each in found.gone] == ["bylines:ada-reed", "reports:r1.outlet"]


def test_a_picture_that_was_lost_is_listed(chief):
    image = Image(name="pictures/00/lost.webp", width=1, height=1, alt="A pier")
    story = two_editions(chief, {"image": image}, {"image": None, "standfirst": "x"})
    found = STORY.restore(story, actor=chief, number=1)
    assert now(story).image is None
    assert [str(each) for each in found.gone] == ["The image “A pier” is not there any more."]
    assert not default_storage.exists(image.name)


def test_an_address_that_another_page_has_now_is_not_taken_back(chief):
    story = two_editions(chief, {"slug": "first"}, {"slug": "second", "standfirst": "x"})
    pages.story(chief, "Another", slug="first")
    found = STORY.restore(story, actor=chief, number=1)
    assert now(story).slug == "second"
    assert [each.path for each in found.gone] == ["slug"]


def test_only_what_is_gone_from_the_chosen_parts_is_listed(chief):
    story = two_editions(
        chief,
        {"bylines": (Byline(name="Ada Reed", slug="ada-reed"),), "standfirst": "Old."},
        {"bylines": (Byline(name="Bo Lund", slug="bo-lund"),), "standfirst": "New."},
    )
    Author.objects.get(slug="ada-reed").delete()
    found = STORY.restore(story, actor=chief, number=1, parts=["standfirst"])
    assert (found.gone, now(story).standfirst) == ((), "Old.")


@pytest.mark.parametrize(
    ("build", "workflow", "field", "old", "new"),
    [
        (pages.faq, FAQ, "intro", "<p>They turn.</p>", "<p>Other.</p>"),
        (pages.entity, ENTITY, "as_of", None, date(2026, 1, 2)),
    ],
)
def test_questions_and_topics_are_restored_too(chief, build, workflow, field, old, new):
    item = build(chief)
    release.publish(item, actor=chief)
    workflow.revise(item, replace(now(item), **{field: new}), actor=chief)
    release.publish(item, actor=chief, kind="update")
    workflow.restore(item, actor=person("Moderator"), number=1)
    assert getattr(now(item), field) == old


def test_an_edition_that_waits_or_was_taken_back_can_be_restored(chief):
    story = two_editions(chief)
    STORY.withdraw(story, actor=chief, note="Wrong.")
    STORY.restore(story, actor=chief, number=1)
    assert now(story).standfirst == ""


def test_what_is_gone_is_said_where_nothing_else_is_different(chief):
    story = two_editions(
        chief,
        {"bylines": (Byline(name="Ada Reed", slug="ada-reed"), Byline(name="Bo", slug="bo"))},
        {"bylines": (Byline(name="Bo", slug="bo"),)},
    )
    Author.objects.get(slug="ada-reed").delete()
    with pytest.raises(NothingChanged, match=r"nothing to restore\. The author “Ada Reed” is not"):
        STORY.restore(story, actor=chief, number=1)


def test_the_log_names_the_parts_that_were_chosen(chief):
    story = two_editions(chief, {"headline": "Old"}, {"headline": "New", "standfirst": "x"})
    STORY.restore(story, actor=chief, number=1, parts=["standfirst", "headline"])
    assert story.events.first().detail["parts"] == ["headline", "standfirst"]


def test_the_whole_of_an_old_edition_comes_back_however_large_parts_only_as_far_as_a_page_holds(
    chief, monkeypatch
):
    many = tuple(part(n) for n in range(1, 6))
    story = two_editions(chief, {"analysis": many}, {"analysis": many[:1]})
    monkeypatch.setitem(limits.ROWS, "analysis", 3)
    parts = [f"analysis:{each.id}" for each in many]
    with pytest.raises(NotStorable):
        STORY.restore(story, actor=chief, number=1, parts=parts)
    STORY.restore(story, actor=chief, number=1)
    assert now(story).analysis == many


def test_what_is_gone_is_said_of_every_chosen_part_and_of_what_is_inside_it(chief):
    report = SourceReport(
        id="r1", outlet="Ship Review", url="https://review.example/1", paraphrase="It leaned."
    )
    old = {"bylines": (Byline(name="Ada Reed", slug="ada-reed"),), "reports": (report,)}
    story = two_editions(
        chief, old, {"bylines": (Byline(name="Bo", slug="bo"),), "reports": (pages.REPORT,)}
    )
    Author.objects.get(slug="ada-reed").delete()
    review = Outlet.objects.get(name="Ship Review")
    review.name = "Ship Weekly"
    review.save()
    restorable_now = partial(STORY.restorable_edition, story, as_data(now(story)))
    told = {
        ("bylines",): ["bylines:ada-reed"],
        ("reports:r1",): ["reports:r1.outlet"],
        ("reports",): ["reports:r1.outlet"],
        ("reports:r",): [],
        ("headline", "bylines"): ["bylines:ada-reed"],
    }
    for parts, gone in told.items():
        assert [each.path for each in restorable_now(number=1, parts=parts).gone] == gone, parts
    with pytest.raises(NoSuchEdition):
        restorable_now(number=7)


def test_an_address_that_nobody_has_is_no_other_pages(chief):
    one, _ = pages.story(chief, slug=""), pages.story(chief, "Another", slug="")
    assert address_now(one, "") == ("", ())


@pytest.mark.parametrize(
    ("now_", "then", "chosen", "result"),
    [
        ("134", "1234", "2", "1234"),  # after what stands before it there
        ("14", "1324", "2", "124"),
        ("31", "132", "2", "321"),  # after the last of these
        ("3", "123", "1", "13"),  # first, where nothing does
        ("93", "123", "1", "193"),
        ("312", "123", "3", "123"),  # one that was moved goes back
        ("132", "123", "9", "132"),
        ("1923", "123", "9", "123"),  # what was not there is taken out
        ("123", "1X3", "X", "1X23"),
    ],
)
def test_a_part_comes_back_to_the_place_that_it_had(now_, then, chosen, result):
    def data(letters, text):
        return {"parts": [{"id": letter, "text": text} for letter in letters]}

    found = with_parts(data(now_, "now"), data(then, "then"), [f"parts:{chosen}"])["parts"]
    assert "".join(each["id"] for each in found) == result
    assert {each["id"] for each in found if each["text"] == "then"} == {chosen} & set(then)


PARTS = st.lists(
    st.builds(AnalysisPart, id=st.sampled_from("12345"), heading=st.text("ab", max_size=2)),
    max_size=5,
    unique_by=lambda each: each.id,
).map(tuple)
DATA = st.builds(StoryDocument, headline=st.text("ab", max_size=2), analysis=PARTS).map(as_data)


@given(DATA, DATA)
def test_restoring_every_part_is_restoring_the_whole(before, then):
    ids = [p["id"] for p in [*before["analysis"], *then["analysis"]]]
    parts = ["headline", *(f"analysis:{each}" for each in ids)]
    found = with_parts(before, then, parts)
    assert found["headline"] == then["headline"]
    assert sorted(map(str, found["analysis"])) == sorted(map(str, then["analysis"]))


@given(DATA, DATA, st.sampled_from("12345"))
def test_restoring_a_part_touches_no_other(before, then, name):
    found = with_parts(before, then, [f"analysis:{name}"])
    others = [p for p in found["analysis"] if p["id"] != name]
    assert others == [p for p in before["analysis"] if p["id"] != name]
    assert [p for p in found["analysis"] if p["id"] == name] == [
        p for p in then["analysis"] if p["id"] == name
    ]
