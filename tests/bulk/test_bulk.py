"""Bulk changes: the preview tells the truth, verbs refuse, undo gives back and takes nothing away."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from entities.models.draft import Entity
from faqs.models.draft import Faq
from newsdesk.desk.bulk.models import BulkDeed
from newsdesk.pages.documents import digest
from newsdesk.pages.status import State
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages, release
from tests.bulk.desk import choose, done, planned, states, told
from tests.desk.screens import fresh, list_address, signed_in, text, tree
from tests.people import person
from tests.workflow.situations import crew, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return person("Desk chief")


def verbs(item):
    return list(item.events.order_by("pk").values_list("verb", flat=True))


# Choosing


def test_the_list_has_a_box_with_a_name_for_every_page_and_the_actions_of_its_kind(chief):
    pages.story(chief, "A tale")
    page = tree(signed_in(chief).get(list_address(Story)))
    (box,) = page.xpath("//input[@name='page']")
    assert box.get("aria-label") == "Choose “A tale”"
    offered = page.xpath("//select[@name='action']/option/@value")
    assert offered == ["owner", "due", "read_again", "tag", "untag", "discard", "take_back"]
    assert page.xpath("string(//label[@for='bulk-action'])") == "Selected pages"


@pytest.mark.parametrize(
    ("model", "build", "expected"),
    [
        (Faq, pages.faq, ["tag", "untag", "discard", "take_back"]),
        (Entity, pages.entity, ["discard", "take_back"]),
    ],
)
def test_other_kinds_offer_what_they_have(chief, model, build, expected):
    build(chief)
    page = tree(signed_in(chief).get(list_address(model)))
    assert page.xpath("//select[@name='action']/option/@value") == expected


def test_who_may_only_look_gets_no_boxes(chief):
    pages.story(chief)
    page = tree(signed_in(person("Moderator")).get(list_address(Story)))
    assert not page.xpath("//input[@name='page'] | //select[@name='action']")


def test_with_nothing_ticked_the_list_comes_back_with_a_sentence(chief):
    answer = signed_in(chief).post(
        f"{list_address(Story, 'bulk')}?standing=draft", {"action": "discard"}, follow=True
    )
    assert answer.redirect_chain[0][0] == f"{list_address(Story)}?standing=draft"
    assert "Tick the pages first." in text(answer)
    assert not BulkDeed.objects.exists()


def test_all_of_a_list_means_the_list_as_it_was_narrowed_down(chief):
    live, *drafts = [pages.story(chief, f"Story {n}") for n in range(4)]
    release.publish(live, actor=chief)
    url = f"{list_address(Story, 'bulk')}?standing=draft"
    answer = signed_in(chief).post(url, {"action": "discard", "all": "1"})
    assert set(told(signed_in(chief), answer["Location"])) == {str(each) for each in drafts}


def test_too_many_pages_are_refused_before_anything_is_planned(chief, monkeypatch):
    monkeypatch.setattr("newsdesk.desk.bulk.batches.MOST", 2)
    made = [pages.story(chief, f"Story {n}") for n in range(3)]
    assert choose(signed_in(chief), "discard", *made)["Location"] == list_address(Story)
    assert not BulkDeed.objects.exists()


# Preview


def test_a_preview_changes_nothing_and_says_what_will_happen_and_why_not(chief):
    client = signed_in(chief)
    draft, live = pages.story(chief, "A draft"), pages.story(chief, "Read already")
    release.publish(live, actor=chief)
    url = planned(client, "discard", draft, live)
    assert told(client, url) == {
        "Read already": (
            "Will not be done",
            "“Read already” is published: “Discard draft” is not possible.",
        ),
        "A draft": ("Will be done", "The draft is discarded."),
    }
    assert "1 of 2 will be done, 1 will not" in text(client.get(url))
    assert not fresh(draft).discarded
    assert not BulkDeed.objects.begun().exists()


SITUATIONS = ("draft", "submitted", "approved", "live", "scheduled", "withdrawn", "discarded")
GIVEN = {
    "owner": "",
    "due": "2030-03-01T10:00",
    "read_again": "2030-03-01",
    "tag": "Boats",
    "untag": "Boats",
    "discard": None,
    "take_back": None,
}


@pytest.mark.parametrize("action", GIVEN)
def test_what_the_preview_foretells_is_what_happens(action):
    people = crew()
    made = [make("story", situation, people, situation) for situation in SITUATIONS]
    made[0].tags.add("Boats")
    client = signed_in(people["chief"])
    url = planned(client, action, *made, value=GIVEN[action])
    foretold = told(client, url)
    client.post(url, {"step": "do"})
    happened = told(client, url)
    assert foretold.keys() == happened.keys()
    for title, (label, why) in foretold.items():
        expected = ("Done", "") if label == "Will be done" else ("Refused", why)
        assert happened[title] == expected


@pytest.mark.parametrize("action", [action for action, value in GIVEN.items() if value])
def test_a_preview_shows_again_what_was_asked(action, chief):
    client = signed_in(chief)
    url = planned(client, action, pages.story(chief, "One"), value=GIVEN[action])
    (field,) = tree(client.get(url)).xpath("//*[@id='content']//input[@name='value']")
    assert field.get("value") == GIVEN[action]


def test_a_preview_warns_that_a_tag_voids_an_approval():
    people = crew()
    item = make("story", "approved", people)
    client = signed_in(people["chief"])
    url = planned(client, "tag", item, value="Boats")
    assert told(client, url)[str(item)][1] == (
        "It gets the tag “Boats”, and its approval becomes void."
    )
    client.post(url, {"step": "do"})
    assert fresh(item).approval_is_void
    client.post(url, {"step": "undo"})
    assert fresh(item).approval_holds


def test_what_changed_between_preview_and_deed_is_refused_and_told(chief):
    client = signed_in(chief)
    first, second = pages.story(chief, "One"), pages.story(chief, "Two")
    url = planned(client, "discard", first, second)
    release.publish(first, actor=chief)
    client.post(url, {"step": "do"})
    assert told(client, url)["One"] == (
        "Refused",
        "“One” is published: “Discard draft” is not possible.",
    )
    assert fresh(second).discarded
    assert not fresh(first).discarded


@pytest.mark.parametrize(
    ("action", "value", "complaint"),
    [
        ("owner", "999", "Select a valid choice"),
        ("due", "soon", "Enter a valid date/time"),
        ("due", "2026-03-29T01:30", "couldn’t be interpreted in time zone"),
        ("read_again", "2026-02-30", "Enter a valid date"),
        ("tag", "", "This field is required"),
        ("tag", "One, two", "One tag at a time"),
        ("tag", "?!", "a letter or a digit"),
        ("tag", "x" * 101, "at most 100 characters"),
    ],
)
def test_nonsense_is_refused_in_the_form_and_nothing_is_planned(chief, action, value, complaint):
    client = signed_in(chief)
    url = choose(client, action, pages.story(chief))["Location"]
    answer = client.post(url, {"step": "ask", "value": value})
    assert complaint in text(answer)
    client.post(url, {"step": "do"})
    assert not BulkDeed.objects.begun().exists()


# Doing


def test_each_page_goes_through_its_verb_and_is_logged_once(chief):
    made = [pages.story(chief, f"Story {n}") for n in range(3)]
    done(signed_in(chief), "discard", *made)
    deed = BulkDeed.objects.get()
    for item in made:
        assert fresh(item).discarded
        assert verbs(item) == ["create", "discard"]
        assert item.events.latest("pk").note == f"Bulk change {deed.pk}."


def test_a_double_click_does_it_once(chief):
    client, item = signed_in(chief), pages.story(chief)
    url = done(client, "tag", item, value="Boats")
    client.post(url, {"step": "do"})
    assert verbs(item) == ["create", "edit"]
    for _ in range(2):
        client.post(url, {"step": "undo"})
    assert verbs(item) == ["create", "edit", "edit"]
    client.post(url, {"step": "do"})
    assert list(item.tags.names()) == []


def test_what_was_done_cannot_be_asked_for_again_with_other_values(chief):
    client, item = signed_in(chief), pages.story(chief)
    url = done(client, "tag", item, value="Boats")
    client.post(url, {"step": "ask", "value": "Trains"})
    client.post(url, {"step": "do"})
    assert BulkDeed.objects.get().values["value"] == "Boats"
    assert list(item.tags.names()) == ["Boats"]


def test_owner_due_time_and_day_to_read_again_are_set_and_given_back(chief):
    client, reporter = signed_in(chief), person("Reporter")
    item = pages.story(chief)
    Story.objects.filter(pk=item.pk).update(owner=chief)
    urls = [
        done(client, "owner", item, value=str(reporter.pk)),
        done(client, "due", item, value="2030-07-01T10:00"),
        done(client, "read_again", item, value="2030-07-02"),
    ]
    item = fresh(item)
    assert (item.owner, str(item.review_on)) == (reporter, "2030-07-02")
    assert item.due_at == datetime(2030, 7, 1, 9, tzinfo=UTC)
    assert verbs(item) == ["create", "assign", "assign", "assign"]
    for url in urls:
        client.post(url, {"step": "undo"})
    item = fresh(item)
    assert (item.owner, item.due_at, item.review_on) == (chief, None, None)


def test_who_gives_a_story_an_owner_may_still_approve_it():
    people = crew()
    item = make("story", "submitted", people)
    done(signed_in(people["reader"]), "owner", item, value=str(people["writer"].pk))
    STORY.approve(item, actor=people["reader"])


@pytest.mark.parametrize(("build", "work"), [(pages.story, STORY), (pages.faq, pages.FAQ)])
def test_a_tag_changes_the_document_and_its_digest_and_undo_gives_both_back(chief, build, work):
    item = build(chief, tags=("Trains",))
    release.publish(item, actor=chief)
    before = fresh(item)
    assert before.state == State.SETTLED
    client = signed_in(chief)
    url = done(client, "tag", item, value="Boats")
    after = fresh(item)
    assert work.document_of(after).tags == ("Boats", "Trains")
    assert after.digest == digest(work.document_of(fresh(item))) != before.digest
    assert after.has_unpublished_changes
    assert after.state == State.DRAFTING
    client.post(url, {"step": "undo"})
    again = fresh(item)
    assert (again.digest, again.state) == (before.digest, State.SETTLED)


def test_a_tag_is_known_by_its_letters_whatever_their_case(chief):
    item = pages.story(chief, tags=("Boats",))
    client = signed_in(chief)
    url = planned(client, "tag", item, value="BOATS")
    assert told(client, url)[str(item)][1] == f"“{item}” has this tag already."
    url = done(client, "untag", item, value="boats")
    assert list(item.tags.names()) == []
    client.post(url, {"step": "undo"})
    assert list(item.tags.names()) == ["Boats"]


# Undo


def test_undo_leaves_what_was_changed_since_and_says_so(chief):
    client, reporter = signed_in(chief), person("Reporter")
    kept, back = pages.story(chief, "Changed"), pages.story(chief, "Not changed")
    url = done(client, "owner", kept, back, value=str(reporter.pk))
    done(client, "owner", kept, value=str(chief.pk))
    client.post(url, {"step": "undo"})
    assert fresh(kept).owner == chief
    assert fresh(back).owner is None
    assert told(client, url) == {
        "Changed": (
            "Not undone",
            "What “Changed” says there has been changed since: that stays.",
        ),
        "Not changed": ("Undone", ""),
    }


def test_undo_of_putting_away_does_not_undo_what_another_did_later(chief):
    client, item = signed_in(chief), pages.story(chief)
    url = done(client, "discard", item)
    STORY.take_back(item, actor=chief)
    STORY.discard(item, actor=chief)
    client.post(url, {"step": "undo"})
    assert fresh(item).discarded
    assert states() == ["kept"]


def test_undo_keeps_what_was_written_in_between(chief):
    client, item = signed_in(chief), pages.story(chief)
    url = done(client, "tag", item, value="Boats")
    document = STORY.document_of(fresh(item))
    changed = type(document)(
        **{n: getattr(document, n) for n in document.__slots__} | {"standfirst": "New words."}
    )
    STORY.revise(item, changed, actor=chief)
    client.post(url, {"step": "undo"})
    document = STORY.document_of(fresh(item))
    assert (document.standfirst, document.tags) == ("New words.", ())
    assert fresh(item).digest == digest(document)


def test_a_tag_that_was_taken_since_stays_away_and_one_given_back_stays(chief):
    client = signed_in(chief)
    item, other = pages.story(chief, "One"), pages.story(chief, "Two", tags=("Boats",))
    given, taken = (
        done(client, "tag", item, value="Boats"),
        done(client, "untag", other, value="Boats"),
    )
    done(client, "untag", item, value="Boats")
    done(client, "tag", other, value="Boats")
    for url in (given, taken):
        client.post(url, {"step": "undo"})
    assert (list(item.tags.names()), list(other.tags.names())) == ([], ["Boats"])


def test_undo_is_refused_by_the_verb_where_the_page_went_on(chief):
    client, item = signed_in(chief), pages.story(chief)
    url = done(client, "discard", item)
    done(client, "take_back", item)
    release.publish(item, actor=chief)
    client.post(url, {"step": "undo"})
    assert fresh(item).standing == "live"
    assert states(BulkDeed.objects.earliest("pk")) == ["kept"]


def test_all_bulk_changes_of_a_kind_are_listed_and_lead_to_their_undo(chief):
    client = signed_in(chief)
    story, faq = pages.story(chief), pages.faq(chief)
    url = done(client, "tag", story, value="Boats")
    done(client, "discard", faq)
    planned(client, "discard", story)
    page = tree(client.get(list_address(Story, "bulk")))
    assert page.xpath("//ul[@class='desk-bulk-rows']//a/@href") == [url]
    assert "Add a tag: Boats" in text(client.get(list_address(Story, "bulk")))


def test_old_plans_of_the_same_person_are_cleared_away(chief):
    client, item = signed_in(chief), pages.story(chief)
    planned(client, "discard", item)
    BulkDeed.objects.update(planned_at=timezone.now() - timezone.timedelta(days=2))
    planned(client, "take_back", item)
    assert [deed.action for deed in BulkDeed.objects.all()] == ["take_back"]
