"""Which corrections count as read when a text that somebody has approved is published, and who is told what
the reader of a text did. Of FAQs, whose verbs are the standard ones and nothing else.
"""

import dataclasses

import pytest
import time_machine
from django.utils import timezone

from faqs.documents import Source
from faqs.workflow import FAQ
from newsdesk.notifications.models import Notice
from tests import pages, release
from tests.people import person

pytestmark = pytest.mark.django_db

SOURCES = tuple(Source(id=f"s{n}", title=f"Notes {n}", url=f"https://x.example/{n}") for n in "12")
MENDED = "<p>Mended.</p>"


@pytest.fixture
def people():
    names = ("writer", "corrector", "reader", "publisher")
    return {name: person("Desk chief", name) for name in names}


def page(people, question="Why do ferries lean?"):
    item = pages.faq(people["writer"], question, sources=SOURCES[:1])
    release.publish(item, actor=people["publisher"])
    return fresh(item)


def fresh(item):
    return type(item).objects.get(pk=item.pk)


def mend(people, item, **values):
    mended = dataclasses.replace(FAQ.read(item.latest_edition()), **values)
    FAQ.clarify(item, actor=people["corrector"], document=mended, note="Clearer.")


def write(people, item, **values):
    text = dataclasses.replace(FAQ.document_of(fresh(item)), **values)
    FAQ.revise(item, text, actor=people["writer"])


def approve(people, item, by="reader"):
    FAQ.submit(item, actor=people["writer"])
    FAQ.approve(item, actor=people[by])


def publish(people, item):
    release.publish(fresh(item), actor=people["publisher"], kind="update")


def read(item):
    """Return which editions were read, by whom, and with which edition, in the order of the log."""
    told = item.events.filter(verb="mark_read").order_by("pk")
    return [(each.edition, each.actor.username, each.detail) for each in told]


def test_who_approves_a_text_has_read_all_corrections_in_it_and_those_of_no_other_page(people):
    item, other = page(people), page(people, "Why do ships lean?")
    for values in ({"intro": MENDED}, {"question": "Why do they lean?"}):
        mend(people, item, **values)
    mend(people, other, intro=MENDED)
    write(people, item, sources=SOURCES)
    approve(people, item)
    publish(people, item)
    assert read(item) == [(number, "reader", {"approved_with": 4}) for number in (3, 2)]
    assert read(other) == []


def not_approved(people, item):
    mend(people, item, intro=MENDED)
    write(people, item, sources=SOURCES)


def approved_in_other_words(people, item):
    mend(people, item, intro=MENDED)
    write(people, item, sources=SOURCES)
    approve(people, item)
    write(people, item, tags=("Sea",))


def approved_by_the_corrector(people, item):
    mend(people, item, intro=MENDED)
    write(people, item, sources=SOURCES)
    approve(people, item, by="corrector")


def approved_before(people, item):
    write(people, item, sources=SOURCES, intro=MENDED)
    approve(people, item)
    mend(people, item, intro=MENDED)


def approved_at_that_moment(people, item):
    """Which was first cannot be told."""
    with time_machine.travel(timezone.now(), tick=False):
        mend(people, item, intro=MENDED)
        write(people, item, sources=SOURCES)
        approve(people, item)


def taken_back_in_what_was_approved(people, item):
    mend(people, item, intro=MENDED)
    write(people, item, sources=SOURCES, intro="<p>They turn.</p>")
    approve(people, item)


@pytest.mark.parametrize(
    "come",
    [
        not_approved,
        approved_in_other_words,
        approved_by_the_corrector,
        approved_before,
        approved_at_that_moment,
        taken_back_in_what_was_approved,
    ],
)
def test_a_correction_is_not_read_with_a_text_that_was(come, people):
    item = page(people)
    come(people, item)
    publish(people, item)
    assert item.latest_edition().kind == "update"
    assert read(item) == []
    assert item.events.unread_corrections().count() == 1


# What else a reader does


def test_who_wrote_and_who_submitted_a_text_are_told_what_its_reader_did(people):
    item = pages.faq(people["writer"])
    FAQ.submit(item, actor=people["publisher"])
    FAQ.return_(item, actor=people["reader"], note="Who says so?")
    FAQ.submit(item, actor=people["publisher"])
    FAQ.approve(item, actor=people["reader"])
    told = Notice.objects.order_by("pk").values_list("user__username", "kind", "key", "text")
    assert list(told) == [
        (name, kind, item.key, text)
        for kind, text in (
            ("returned", "reader returned it: Who says so?"),
            ("approved", "reader approved it."),
        )
        for name in ("publisher", "writer")
    ]


def test_where_no_second_reader_is_asked_for_one_may_approve_ones_own(people):
    item = pages.faq(people["writer"])
    approve(people, item, by="writer")
    detail = item.events.get(verb="approve").detail
    assert detail == {"digest": fresh(item).digest, "second_reader": False}
