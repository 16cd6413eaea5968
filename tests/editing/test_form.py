"""The form of a page: any state can be saved, and what stands beside its fields has its price."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsdesk.editing.models import Presence, SavedState, Scratch
from stories.documents import AnalysisPart
from tests import pages
from tests.desk.screens import address, errors, fields, save, signed_in
from tests.editing.forms import opened, row, said, sent
from tests.people import person

pytestmark = pytest.mark.django_db

OURS = ("drafting_savedstate", "drafting_scratch", "drafting_unmerged", "drafting_presence")


def queries_of(deed):
    with CaptureQueriesContext(
        connection,
    ) as found:
        deed()
    return [query["sql"] for query in found.captured_queries]


def test_the_form_pays_three_queries_for_what_stands_beside_it(ada, story):
    ada.get(address("change", story))
    ours = [
        sql
        for sql in queries_of(lambda: ada.get(address("change", story)))
        if any(table in sql for table in OURS)
    ]
    # What waits here, the state that it was opened with; the third reads the story once more.
    assert len(ours) == 2


def test_the_form_pays_the_same_for_every_length(ada, ada_user):
    paid = set()
    for count in (1, 20):
        parts = tuple(AnalysisPart(id=f"aaaa{n:04}", heading=f"Part {n}") for n in range(count))
        url = address(
            "change", pages.story(ada_user, f"With {count}", slug=f"with-{count}", analysis=parts)
        )
        ada.get(url)
        paid.add(len(queries_of(lambda: ada.get(url))))  # noqa: B023
    assert len(paid) == 1


def test_opening_a_form_twice_keeps_its_state_once(ada, ben, story):
    for client in (ada, ben, ada):
        client.get(address("change", story))
    assert SavedState.objects.count() == 1
    assert not Scratch.objects.exists()
    assert not Presence.objects.exists()


def test_who_may_only_look_leaves_no_trace(story):
    answer = signed_in(person("Moderator")).get(address("change", story))
    assert b"data-scratch" not in answer.content
    assert not SavedState.objects.exists()


INCOMPLETE = {
    "analysis": {"heading": "A heading and no text"},
    "reports": {"quotation": "Words without a paper"},
    "timeline": {"text": "An event without a date"},
    "deeper": {"text": "A question that leads nowhere"},
}


@pytest.mark.parametrize("prefix", INCOMPLETE)
def test_a_part_that_is_half_written_can_be_saved(ada, story, prefix):
    answer = sent(ada, story, row(opened(ada, story), prefix, **INCOMPLETE[prefix]))
    assert not errors(answer)
    (text,) = INCOMPLETE[prefix].values()
    assert text in str(said(story))


def test_every_field_of_a_page_can_be_emptied(ada, ada_user, story):
    for item in (story, pages.faq(ada_user), pages.entity(ada_user)):
        data = {
            name: "" if name.partition("-")[0] not in ("loaded", "form", "kind") else value
            for name, value in opened(ada, item).items()
            if not name.endswith("_FORMS")
            and not name.endswith(("-id", "-item", "-kind", "-author"))
        }
        answer = sent(ada, item, opened(ada, item) | data)
        assert not errors(answer), type(item)
    assert said(story).headline == ""


def test_two_savers_of_due_date_and_text_keep_both(ada, ben, story):
    mine = opened(ada, story, due_at="2026-03-03T14:00")
    save(ben, story, standfirst="What Ben saved.", review_on="2026-04-01")
    sent(ada, story, mine)
    again = fields(ada.get(address("change", story)))
    assert again["due_at"] == ["2026-03-03T14:00"]
    assert (again["review_on"], again["standfirst"]) == (["2026-04-01"], ["What Ben saved."])
