"""Who has written what readers have not seen, told from who changed a page when, and what was public when."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from faqs.models.draft import Faq
from faqs.models.edition import FaqEdition, FaqRevision
from newsdesk.workflow.authorship import authors
from tests.people import person

pytestmark = pytest.mark.django_db

START = datetime(2026, 5, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
# Each revision and each edition, its text and its hour; who is an author of the last one.
TABLE = {
    "never public": ("a1 b2", "", "12"),
    "public then": ("a10 b11", "a5", "2"),
    "public from that moment": ("a10 b11", "a10", "2"),
    "public later": ("a10 b11", "a20", "2"),
    "public then, and others since": ("a10 b11", "a5 c20", "2"),
    "public before, and others then": ("a10 b11", "a5 c8", "12"),
    "others are public later": ("a10 b11", "c20", "12"),
    "others are public from that moment, over it": ("a10 b11", "a10 c10", "12"),
    "the last is public": ("a1 b2 c3", "c9", ""),
    "one in between is public": ("a1 b2 c3", "b9", "3"),
}


@pytest.fixture
def item():
    editor = person("Editor")
    return Faq.objects.create(question="Why?", slug="why", created_by=editor, changed_by=editor)


@pytest.fixture
def people():
    return {n: person("Editor", f"editor-{n}") for n in (1, 2, 3)}


def write(item, people, revisions, editions=""):
    """Let people write texts, the first of them the first, and let editions say them."""
    for n, (text, hour) in enumerate(told(revisions), start=1):
        with time_machine.travel(START + hour * HOUR, tick=False):
            FaqRevision.objects.create(item=item, actor=people[n], digest=text)
    for n, (text, hour) in enumerate(told(editions), start=1):
        FaqEdition.objects.create(
            item=item,
            number=n,
            kind="update",
            actor=people[1],
            at=START,
            visible_from=START + hour * HOUR,
            schema=1,
            document={},
            digest=text,
        )


def told(texts):
    return [(each[0], int(each[1:])) for each in texts.split()]


def keys(people, those):
    return {people[int(n)].pk for n in those}


@pytest.mark.parametrize("name", TABLE)
def test_authors_are_who_wrote_since_the_whole_text_was_public(name, item, people):
    revisions, editions, expected = TABLE[name]
    write(item, people, revisions, editions)
    assert authors(item) == keys(people, expected)


@pytest.mark.parametrize(
    ("revisions", "of", "expected"),
    [
        ("a1 b2 c3", "b", "12"),
        ("a1 b2 a3", "a", "123"),
        ("a1 b2", "d", ""),
    ],
)
def test_authors_of_an_earlier_text_are_who_wrote_until_it_was_said_last(
    revisions, of, expected, item, people
):
    write(item, people, revisions)
    assert authors(item, of=of) == keys(people, expected)


def test_nobody_wrote_a_text_that_was_never_said_not_even_whoever_wrote_first(item, people):
    FaqRevision.objects.create(pk=1, item=item, actor=people[1], digest="a")
    assert authors(item, of="b") == set()
