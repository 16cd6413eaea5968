"""Text that is typed and not saved: kept for its writer, shown before it is saved, never history."""

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from newsdesk.editing.autosaves import form_of, made_of
from newsdesk.editing.models import KEPT_FOR, SavedState, Scratch, ScratchQuerySet, prune
from stories.models.draft import Story
from tests import pages
from tests.desk.screens import address, errors, fields, list_address, save, signed_in, text
from tests.editing.forms import choices, headings, opened, opened_new, row, said, sent
from tests.people import person

pytestmark = pytest.mark.django_db


def autosave(client, item, data, order=1, **more):
    return client.post(address("scratch", item), data | {"order": str(order)} | more)


@pytest.fixture
def typed(ada, story):
    """What Ada has typed: a standfirst, rich text, a changed row, a new row, a removed row."""
    data = opened(
        ada,
        story,
        standfirst="What Ada typed.",
        summary="<p>It <strong>leaned</strong>.</p>",
        analysis__0__heading="Ada’s heading",
        analysis__1__DELETE="on",
    )
    return row(data, "analysis", heading="Ada’s new part", body="<p>New.</p>")


def restored(client, item):
    return client.get(f"{address('change', item)}?scratch={Scratch.objects.get(closed=False).pk}")


def test_an_autosave_changes_neither_the_page_nor_its_history(ada, story, typed):
    before = (Story.objects.values().get(), story.events.count(), said(story))
    answer = autosave(ada, story, typed)
    assert answer.status_code == 200
    assert (Story.objects.values().get(), story.events.count(), said(story)) == before


def test_a_text_is_offered_in_the_form_with_its_time(ada, story, typed):
    with time_machine.travel("2026-03-03T14:02:00Z", tick=False):
        autosave(ada, story, typed)
        page = text(ada.get(address("change", story)))
    assert "Unsaved changes from 14:02." in page
    assert (
        "Show the changes from 14:02 Restore the changes from 14:02 Discard the changes from 14:02"
        in page
    )


def test_nothing_is_restored_by_itself(ada, story, typed):
    autosave(ada, story, typed)
    assert fields(ada.get(address("change", story)))["standfirst"] == ["It leaned."]


def test_a_restored_form_holds_rows_and_rich_text_and_is_not_saved_yet(ada, story, typed):
    autosave(ada, story, typed)
    answer = restored(ada, story)
    again = fields(answer)
    assert again["summary"] == ["<p>It <strong>leaned</strong>.</p>"]
    assert again["analysis-0-heading"] == ["Ada’s heading"]
    assert again["analysis-3-heading"] == ["Ada’s new part"]
    assert again["analysis-1-DELETE"] == ["on"]
    assert not errors(answer)
    assert headings(story) == ["One", "Two", "Three"]


def test_a_restored_text_is_saved_like_any_other_and_offered_no_more(ada, story, typed):
    autosave(ada, story, typed)
    sent(ada, story, fields(restored(ada, story)) | {"_continue": "1"})
    assert headings(story) == ["Ada’s heading", "Three", "Ada’s new part"]
    assert said(story).standfirst == "What Ada typed."
    assert "Unsaved changes from" not in text(ada.get(address("change", story)))


def test_a_text_that_is_older_than_the_page_is_put_together_with_it(ada, ben, story, typed):
    autosave(ada, story, typed)
    save(ben, story, headline="Ben’s headline", analysis__0__DELETE="on")
    answer = restored(ada, story)
    assert fields(answer)["analysis-0-heading"] == ["Ada’s heading"]
    assert not errors(answer)
    asked = sent(ada, story, fields(answer) | {"_continue": "1"})
    ada.post(asked.request["PATH_INFO"], choices(asked, "mine"))
    assert said(story).headline == "Ben’s headline"
    assert headings(story) == ["Ada’s heading", "Three", "Ada’s new part"]


def test_a_text_can_be_looked_at_beside_what_the_form_was_opened_with(ada, ben, story, typed):
    autosave(ada, story, typed)
    save(ben, story, headline="Ben’s headline")
    page = text(ada.get(address("typed", story, Scratch.objects.get(closed=False).pk)))
    for expected in (
        "What Ada typed.",
        "It leaned.",
        "New analysis part: Heading",
        "Ada’s new part",
        "Analysis part “Two”",
        "You had removed it.",
        "last saved at",
        "by ben",
        "It has been changed since this text was begun",
    ):
        assert expected in page, expected
    assert "Ben’s headline" not in page.partition("Standfirst")[2]


def test_a_text_with_an_error_in_it_is_kept_shown_and_restored(ada, story):
    data = opened(ada, story, reports__0__url="javascript:x", reports__0__published="soon")
    autosave(ada, story, data)
    assert "soon" in text(ada.get(address("typed", story, Scratch.objects.get(closed=False).pk)))
    answer = restored(ada, story)
    assert fields(answer)["reports-0-published"] == ["soon"]
    assert errors(answer)


def test_a_text_can_be_thrown_away(ada, story, typed):
    autosave(ada, story, typed)
    url = address("typed", story, Scratch.objects.get(closed=False).pk)
    assert ada.post(url).status_code == 302
    assert "Unsaved changes from" not in text(ada.get(address("change", story)))
    assert Scratch.objects.filter(closed=False).count() == 0
    assert ada.get(url).status_code == 404


def test_a_save_takes_the_text_of_its_form_and_no_other_with_it(ada, story, typed):
    other = opened(ada, story, standfirst="In another window.")
    autosave(ada, story, other)
    autosave(ada, story, typed)
    sent(ada, story, typed)
    assert fields(restored(ada, story))["standfirst"] == ["In another window."]


def test_a_late_autosave_after_the_save_brings_nothing_back(ada, story, typed):
    autosave(ada, story, typed)
    sent(ada, story, typed)
    answer = autosave(ada, story, typed, order=2).json()
    assert answer["closed"]
    assert not Scratch.objects.filter(closed=False).exists()


def test_a_late_older_text_replaces_no_newer_one(ada, story, typed):
    autosave(ada, story, typed | {"standfirst": "Newer."}, order=7)
    answer = autosave(ada, story, typed | {"standfirst": "Older."}, order=6)
    assert (answer.status_code, answer.json()) == (409, {"order": 7})
    assert fields(restored(ada, story))["standfirst"] == ["Newer."]


def test_the_same_text_sent_twice_is_kept_once(ada, story, typed):
    first = autosave(ada, story, typed, order=7).json()
    again = autosave(ada, story, typed, order=7)
    assert (again.status_code, again.json()) == (200, first)
    assert Scratch.objects.count() == 1
    assert autosave(ada, story, typed | {"slug": "another"}, order=7).status_code == 409


def test_a_text_is_kept_although_a_refused_first_save_made_its_row_meanwhile(
    ada, ada_user, story, typed, monkeypatch
):
    """It is asked for between the two statements that keep a text."""
    update, asked = ScratchQuerySet.update, []

    def crossed(rows, **values):
        found = update(rows, **values)
        if not asked:
            asked.append(values)
            made_of(ada_user, "story:new", form_of(typed["form"][0], ada_user), sent="")
        return found

    monkeypatch.setattr(ScratchQuerySet, "update", crossed)
    assert autosave(ada, story, typed).status_code == 200
    assert Scratch.objects.get().data


def test_a_new_page_is_kept_and_restored_too(ada):
    data = row(opened_new(ada, Story, headline="Not saved yet"), "analysis", heading="A part")
    url = list_address(Story, "scratch_new")
    assert ada.post(url, data | {"order": "1"}).status_code == 200
    assert not Story.objects.exists()
    add = list_address(Story, "add")
    assert "Unsaved changes from" in text(ada.get(add))
    number = Scratch.objects.get().pk
    assert "A part" in text(ada.get(list_address(Story, "scratch_new") + f"{number}/"))
    again = fields(ada.get(f"{add}?scratch={number}"))
    assert (again["headline"], again["analysis-0-heading"]) == (["Not saved yet"], ["A part"])
    ada.post(add, again | {"_continue": "1"})
    assert said(Story.objects.get()).analysis[0].heading == "A part"
    assert "Unsaved changes from" not in text(ada.get(add))


@pytest.mark.parametrize("build", [pages.faq, pages.entity])
def test_questions_and_topics_are_kept_as_well(ada, ada_user, build):
    item = build(ada_user)
    name = "question" if build is pages.faq else "name"
    autosave(ada, item, opened(ada, item, **{name: "Typed"}))
    assert fields(restored(ada, item))[name] == ["Typed"]


# Nobody else's business


def test_a_text_is_nobody_elses(ada, ben, story, typed):
    autosave(ada, story, typed)
    number = Scratch.objects.get().pk
    assert "Unsaved changes from" not in text(ben.get(address("change", story)))
    assert ben.get(address("typed", story, number)).status_code == 404
    assert ben.post(address("typed", story, number)).status_code == 404
    assert fields(ben.get(f"{address('change', story)}?scratch={number}"))["standfirst"] == [
        "It leaned."
    ]
    assert ben.get(address("scratch", story)).json() == {"kept": []}
    assert Scratch.objects.get().data


def test_without_a_login_nothing_of_it_can_be_opened(ada, story, typed):
    autosave(ada, story, typed)
    number = Scratch.objects.get().pk
    for url in (
        address("typed", story, number),
        address("scratch", story),
        address("presence", story),
        address("clash", story, 1),
        list_address(Story, "scratch_new") + f"{number}/",
    ):
        for answer in (Client().get(url), Client().post(url)):
            assert answer["Location"].startswith("/admin/login/")
    assert Scratch.objects.get().data


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Desk chief"])
def test_whoever_writes_has_texts_of_their_own(role, story):
    writer = signed_in(person(role, "the-writer"))
    assert autosave(writer, story, opened(writer, story)).status_code == 200
    url = address("typed", story, Scratch.objects.get().pk)
    assert writer.get(url).status_code == 200
    assert signed_in(person("Moderator")).get(url).status_code == 403


def test_a_text_belongs_to_its_page(ada, ada_user, story, typed):
    autosave(ada, story, typed)
    other = pages.story(ada_user, "Another", slug="another")
    number = Scratch.objects.get().pk
    assert ada.get(address("typed", other, number)).status_code == 404
    url = f"{address('change', other)}?scratch={number}"
    assert fields(ada.get(url))["headline"] == ["Another"]


def test_the_token_of_somebody_else_or_a_forged_one_is_refused(ada, ben, story, typed):
    assert autosave(ben, story, typed).status_code == 400
    assert autosave(ada, story, typed | {"form": "1.abc:forged"}).status_code == 400
    assert not Scratch.objects.exists()


def test_who_may_not_change_a_page_keeps_no_text_there(story, typed):
    moderator = signed_in(person("Moderator"))
    assert autosave(moderator, story, typed).status_code == 403
    assert moderator.post(list_address(Story, "scratch_new"), typed).status_code == 403


def test_a_text_that_is_too_long_is_refused_and_said_to_be(ada, story, typed):
    assert autosave(ada, story, typed | {"summary": "x" * 2_100_000}).status_code == 413
    assert not Scratch.objects.exists()


@pytest.mark.parametrize("order", ["", "-1", "many", "9" * 30])
def test_a_forged_order_is_the_oldest(ada, story, typed, order):
    assert autosave(ada, story, typed, order=order).status_code == 200
    assert Scratch.objects.get().order == 0


@pytest.mark.parametrize("name", ["0", "x", "9" * 30, "x" * 32, "\0"])
def test_a_forged_number_of_a_text_opens_the_plain_form(ada, story, name):
    assert ada.get(address("change", story), {"scratch": name}).status_code in (200, 400)


def test_texts_states_and_saves_that_wait_are_pruned(ada, story, typed):
    autosave(ada, story, typed)
    prune()
    assert Scratch.objects.exists()
    assert SavedState.objects.exists()
    with time_machine.travel(timezone.now() + KEPT_FOR * 1.1):
        prune()
    assert not Scratch.objects.exists()
    assert not SavedState.objects.exists()


def test_an_autosave_costs_the_same_for_every_form(ada, story, typed, django_assert_num_queries):
    autosave(ada, story, typed, order=1)
    # Session, person, two for the rights, the page, the text written and its time read.
    with django_assert_num_queries(7):
        autosave(ada, story, typed, order=2)
