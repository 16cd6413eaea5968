"""Which page stands for which, and what editions tell without what was undone: rows of both made by hand."""

import dataclasses
from itertools import count

import pytest

from faqs.documents import FaqDocument, read
from faqs.entry import PAST
from faqs.kind import FAQ_KIND
from faqs.models.edition import FaqEdition
from faqs.models.merge import FaqMerge
from newsdesk.catalogue.models import Merged, Page
from newsdesk.merging.pointers import merged_at, settle
from newsdesk.merging.taken import MergeChoice
from newsdesk.pages.documents import as_data
from tests.merging.test_chains import HOUR, NOW, Desk

pytestmark = pytest.mark.django_db


class Newsroom(Desk):
    """Pages with editions, and merges of them."""

    def __init__(self):
        super().__init__()
        self.numbers = count(1)

    def edition(self, item, words="a", *, at=0, **values):
        document = FaqDocument(question=f"What is {words}?", slug=item.slug, intro=words)
        return FaqEdition.objects.create(
            **{
                "item": item,
                "kind": "update",
                "number": next(self.numbers),
                "actor": self.actor,
                "at": NOW,
                "visible_from": NOW + at * HOUR,
                "schema": FAQ_KIND.schema,
                "document": as_data(document),
                "digest": words,
                "merges": [],
            }
            | values
        )

    def merge(self, loser, survivor, *, at=0, undone=False):
        record = FaqMerge.objects.create(loser=loser, survivor=survivor, actor=self.actor)
        undone_at = NOW + 9 * HOUR if undone else None
        FaqMerge.objects.filter(pk=record.pk).update(at=NOW + at * HOUR, undone_at=undone_at)

    def took(self, item, *, undone):
        """Return the step of a merge that made "b" of "a"."""
        a, b = (self.data(item, words) for words in "ab")
        record = self.record(item, undone_at=NOW if undone else None)
        taken = MergeChoice(fields=("question", "intro")).as_data()
        sides = {"loser": {"loser": b}, "loser_chain": {"loser": []}}
        return self.step(item, record, public=True, before=a, after=b, taken=taken, **sides)

    def data(self, item, words):
        return as_data(FaqDocument(question=f"What is {words}?", slug=item.slug, intro=words))


@pytest.fixture
def room():
    return Newsroom()


@pytest.fixture
def item(room):
    return room.page("page")


@pytest.fixture
def four(room):
    return [room.page(slug) for slug in ("one", "two", "three", "four")]


# What editions tell

WITHDRAWN, KEPT, UNDONE = {"kind": "withdrawal"}, {"merged": "kept"}, {"merged": "undone"}


@pytest.mark.parametrize(
    ("editions", "words", "no_news"),
    [
        ([("a", {}), ("b", UNDONE)], "aa", [2]),
        ([("a", {}), ("b", KEPT)], "ab", []),
        ([("b", UNDONE)], "a", []),
        ([("a", {}), ("b", UNDONE | {"kind": "correction"})], "aa", []),
        ([("a", WITHDRAWN), ("b", UNDONE)], "aa", []),
        ([("a", WITHDRAWN), ("a", {}), ("b", UNDONE)], "aaa", [3]),
        ([("a", {}), ("a", WITHDRAWN), ("b", UNDONE)], "aaa", []),
        ([("a", {}), ("c", {}), ("b", UNDONE)], "aca", []),
        ([("c", {}), ("a", {}), ("b", UNDONE)], "caa", [3]),
        ([("a", {}), ("a", {})], "aa", []),
        ([("b", KEPT)], "b", []),
    ],
)
def test_what_a_merge_brought_that_was_undone_was_never_there(room, item, editions, words, no_news):
    steps = {name: room.took(item, undone=name == "undone") for name in ("kept", "undone")}
    made = []
    for n, (text, told) in enumerate(editions):
        values = {"kind": told.get("kind", "update"), "at": n}
        merges = [steps[told["merged"]]] if "merged" in told else []
        made.append(room.edition(item, text, merges=merges, **values))
    documents, news = PAST.documents(made)
    assert "".join(document.intro for document in documents) == words
    assert news == {made[number - 1].pk: None for number in no_news}


def test_it_is_told_in_the_form_and_by_the_names_of_today(room, item):
    past = dataclasses.replace(
        PAST,
        tidy=lambda data: data | {"slug": "tidy"},
        spelled=lambda data, like: {
            name: "renamed" if value == "a" else value for name, value in data.items()
        },
    )
    edition = room.edition(item, "b", merges=[room.took(item, undone=True)])
    ((document,), _) = past.documents([edition])
    assert (document.slug, document.intro, read(edition).intro) == ("tidy", "renamed", "b")


def test_pages_stand_alone_that_are_in_no_merge(room, four):
    one, two, three, four_ = four
    room.merge(one, two)
    room.merge(three, four_, undone=True)
    assert PAST.alone(page.pk for page in four) == {three.pk, four_.pk}
    assert PAST.alone([one.pk, three.pk]) == {three.pk}
    assert PAST.alone([two.pk, three.pk]) == {three.pk}
    pages = {page.pk: [room.edition(page)] for page in (one, three)}
    found = PAST.entries_of_pages("faq", pages, lambda editions, alone: (editions, alone))
    assert found == {
        f"faq:{one.pk}": [(pages[one.pk], False)],
        f"faq:{three.pk}": [(pages[three.pk], True)],
    }


# What a page was known by, and when it was merged


def test_a_page_is_known_by_what_readers_saw_of_it_then(room, item):
    for hour, words in enumerate("ab"):
        room.edition(item, words, at=hour)
    room.edition(item, "b", at=2, kind="withdrawal")
    room.edition(room.page("other"), "c", at=1)
    told = [PAST.title_at(item, NOW + hour * HOUR) for hour in (-1, 0, 1, 2)]
    assert told == ["", "What is a?", "What is b?", ""]


def test_a_page_has_the_wordings_of_all_that_was_merged_into_it(room, four):
    one, two, three, four_ = four
    for page, words in ((one, "a"), (two, "b"), (three, "c")):
        room.edition(page, words)
    room.merge(one, two, at=1)
    room.merge(two, three, at=2)
    room.merge(four_, three, at=1)
    same = room.page("five")
    room.edition(same, "a")
    room.merge(same, three, at=3)
    gone = room.page("six")
    room.edition(gone, "d")
    room.merge(gone, three, undone=True)
    assert sorted(PAST.wordings(three.pk)) == ["What is a?", "What is b?"]
    assert PAST.wordings(two.pk) == ["What is a?"]
    assert PAST.wordings(one.pk) == []


def test_a_page_was_merged_when_it_became_a_tombstone(room, four):
    one, two, three, four_ = four
    room.merge(one, two, at=1)
    room.merge(two, three, at=2)
    room.merge(four_, three, at=3, undone=True)
    told = [merged_at(FaqMerge, page.pk) for page in four]
    assert told == [NOW + HOUR, NOW + 2 * HOUR, None, None]


# The catalogue


def test_of_a_family_all_pages_are_written_and_lead_to_the_last_survivor(room, four):
    one, two, three, four_ = four
    other, stranger = room.page("other"), room.page("stranger")
    for page in (*four, other, stranger):
        room.edition(page, page.slug)
    for loser, survivor in ((one, two), (two, three), (three, four_), (other, stranger)):
        room.merge(loser, survivor)
    room.merge(four_, other, undone=True)
    Merged.objects.create(key=four_.key, into=other.key)
    Merged.objects.create(key="faq:999", into=other.key)
    settle(FaqMerge, FAQ_KIND, [three])
    family = {page.key for page in four}
    assert set(Page.objects.values_list("key", flat=True)) == family
    assert dict(Merged.objects.filter(key__in=family).values_list("key", "into")) == {
        page.key: four_.key for page in (one, two, three)
    }
    assert Merged.objects.filter(key="faq:999").exists()
