"""What stands behind a text, and what it would be without what was undone: rows of steps made by hand."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine

from entities.merging.outlets import KIND as OUTLETS
from entities.models.merge import OutletMergeStep
from faqs.documents import FaqDocument
from faqs.models.draft import Faq
from faqs.models.merge import FaqMerge, FaqMergeStep
from faqs.workflow import FAQ
from newsdesk.merging.chains import Chains, Replay
from newsdesk.merging.engine import MergeRefused
from newsdesk.merging.guards import refuse_standings
from newsdesk.merging.taken import MergeChoice
from newsdesk.pages.status import Standing
from tests.people import person

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def read(edition):
    return FaqDocument(question=f"What is {edition.number}?", slug="x")


CHAINS = Chains(FaqMergeStep, read)


class Desk:
    """Pages, merges and steps of merges, as rows and nothing else."""

    def __init__(self):
        self.actor = person("Moderator")

    def page(self, slug):
        return Faq.objects.create(
            question=slug, slug=slug, created_by=self.actor, changed_by=self.actor
        )

    def record(self, survivor, *, at=NOW, undone_at=None):
        loser = self.page(f"loser-{FaqMerge.objects.count()}")
        record = FaqMerge.objects.create(loser=loser, survivor=survivor, actor=self.actor)
        FaqMerge.objects.filter(pk=record.pk).update(at=at, undone_at=undone_at)
        return FaqMerge.objects.get(pk=record.pk)

    def step(self, item, record=None, **values):
        return FaqMergeStep.objects.create(
            item=item, record=record, **{"before": {}, "after": {}} | values
        ).pk


def edition(item=None, *, merges=(), number=1, at=NOW, visible_from=NOW):
    return SimpleNamespace(
        item_id=item and item.pk,
        merges=None if merges is None else list(merges),
        number=number,
        at=at,
        visible_from=visible_from,
    )


@pytest.fixture
def desk(db):
    return Desk()


@pytest.fixture
def item(desk):
    return desk.page("page")


# What stands behind a text


def test_behind_a_draft_stand_the_steps_of_drafts(desk, item):
    one, _, two = (desk.step(item, public=public) for public in (False, True, False))
    other = desk.step(desk.page("other"))
    stranger = desk.page("stranger")
    desk.step(stranger)
    assert CHAINS.behind(item) == [one, two]
    items = [item, Faq.objects.get(slug="other"), desk.page("alone")]
    assert list(CHAINS.behind_many(items).values()) == [[one, two], [other], []]


def test_behind_an_edition_stands_what_it_says_and_what_left_it_as_it_is(desk, item):
    stands = desk.step(item, public=True, edition=2)
    desk.step(item, public=True, edition=3)
    desk.step(item, public=False, edition=2)
    desk.step(item, public=True)
    desk.step(desk.page("other"), public=True, edition=2)
    assert CHAINS.behind(item, edition(number=2, merges=[70, 71])) == [70, 71, stands]
    assert CHAINS.behind(item, edition(number=1, merges=[70])) == [70]


def test_behind_an_edition_from_before_chains_were_kept_stands_what_was_done_till_then(desk, item):
    """To its working copy: merges and what undid them. What was carried is known since chains are kept."""
    early, then, late = (
        desk.record(item, at=NOW + n * HOUR, undone_at=NOW + (n + 2) * HOUR) for n in (-1, 0, 1)
    )
    steps = [desk.step(item, record) for record in (early, then, late)]
    desk.step(item, early, public=True)
    undone = desk.step(item, early, undo=True)
    desk.step(item)
    assert CHAINS.behind(item, edition(merges=None)) == steps[:2]
    later = edition(merges=None, at=NOW + HOUR)
    assert CHAINS.behind(item, later) == [*steps, undone]


def test_what_stands_behind_many_editions_is_asked_at_once(desk, item, django_assert_num_queries):
    two, three = (desk.step(item, public=True, edition=number) for number in (2, 3))
    desk.step(item, public=True)
    desk.step(item, public=False, edition=2)
    desk.step(desk.page("other"), public=True, edition=2)
    editions = [edition(item, number=1, merges=[70]), edition(item, number=2)]
    with django_assert_num_queries(1):
        assert CHAINS.behind_each(editions) == [[70], [two]]
    with django_assert_num_queries(1):
        assert CHAINS.behind_each([edition(item, number=3, merges=[70])]) == [[70, three]]
    with django_assert_num_queries(0):
        assert CHAINS.behind_each([edition(item, number=1), edition(item, number=4)]) == [[], []]
    old = edition(item, number=3, merges=None, at=NOW)
    assert CHAINS.behind_each([old, editions[0]]) == [CHAINS.behind(item, old), [70]]


@pytest.mark.parametrize("merged", ["waiting", "before", "edition", None])
@pytest.mark.parametrize("changed", [True, False])
def test_what_was_carried_is_noted_where_anything_was_merged(desk, item, merged, changed):
    step = desk.step(desk.page("other"))
    sides = {
        name: edition(item, number=number, merges=[step] * (name == merged))
        for number, name in enumerate(("before", "waiting", "edition"), start=1)
    }
    ours, into = {"intro": "a"}, {"intro": "b" if changed else "a"}
    chain = CHAINS.carried(item, ours, into, **sides)
    if merged is None:
        assert (chain, item.merge_steps.exists()) == ([], False)
        return
    noted = FaqMergeStep.objects.get(item=item)
    assert chain == [*sides["waiting"].merges, noted.pk]
    assert (noted.public, noted.chain) == (True, sides["waiting"].merges)
    assert (noted.before, noted.after) == (ours, into)
    assert noted.loser_chain == {"base": sides["before"].merges, "theirs": sides["edition"].merges}
    assert [noted.loser[name]["question"] for name in ("base", "theirs")] == [
        "What is 1?",
        "What is 3?",
    ]
    assert noted.edition == (None if changed else 2)


def test_a_kind_of_page_is_replayed_as_its_desk_reads_it_and_outlets_as_they_are():
    assert FAQ.merging.lineage is FAQ.lineage
    assert OUTLETS.lineage.step is OutletMergeStep


def test_without_a_reader_an_edition_says_what_is_stored():
    assert Chains(FaqMergeStep).read(SimpleNamespace(document={"intro": "a"})) == {"intro": "a"}


# What was undone


@pytest.mark.parametrize("where", ["in it", "behind what it brought"])
@pytest.mark.parametrize("what", ["merged", "undone", "carried"])
def test_a_chain_tells_whether_anything_of_it_was_or_can_be_undone(desk, item, what, where):
    record = desk.record(item, undone_at=NOW if what == "undone" else None)
    step = desk.step(item, None if what == "carried" else record)
    if where != "in it":
        step = desk.step(item, loser_chain={"base": [step], "theirs": []})
    plain = desk.step(item)
    for chain in ([step, plain], [plain, step]):
        assert Replay(CHAINS).has_undone(chain) == (what == "undone")
        assert CHAINS.can_be_undone(chain) == (what == "merged")


# What an edition would have said since when


TAKEN = MergeChoice(fields=("intro",)).as_data()
A, B = {"intro": "a"}, {"intro": "b"}


@pytest.mark.parametrize("visible", [-1, 0, 1])
@pytest.mark.parametrize("stands", [True, False])
def test_what_two_merges_brought_is_news_when_the_one_that_stands_was_done(
    desk, item, visible, stands
):
    brought = {"taken": TAKEN, "loser": {"loser": B}, "loser_chain": {"loser": []}, "public": True}
    undone = desk.record(item, at=NOW + 2 * HOUR, undone_at=NOW + 3 * HOUR)
    first = desk.step(item, undone, before=A, after=B, **brought)
    number = 2 if stands else 1
    second = desk.step(item, desk.record(item), before=B, after=B, edition=number, **brought)
    sides = {"loser": {"base": B, "theirs": B}, "loser_chain": {"base": [], "theirs": []}}
    third = desk.step(item, before=B, after=B, edition=2, public=True, **sides)
    begin = NOW + visible * HOUR
    found = Replay(CHAINS).versions(
        edition(number=2, visible_from=begin), B, [first, second, third]
    )
    later = stands and visible < 0
    assert found == ([(begin, A), (NOW, B)] if later else [(begin, B)])


# What is taken again


def renamed(data, like):
    """Call by its new name what was called Sea."""
    return {
        name: ["Ocean" if each == "Sea" else each for each in value]
        if isinstance(value, list)
        else value
        for name, value in data.items()
    }


OWN, THEIRS = {"intro": "own", "tags": ["Sky"]}, {"intro": "theirs", "tags": ["Sea"]}


@pytest.mark.parametrize(
    ("taken", "before", "base", "found"),
    [
        (MergeChoice(fields=("intro",)), OWN, None, OWN | {"intro": "theirs"}),
        (MergeChoice(fields=("tags",)), OWN, None, OWN | {"tags": ["Ocean"]}),
        (MergeChoice(values={"tags": ["Sea", "Air"]}), OWN, None, OWN | {"tags": ["Ocean", "Air"]}),
        (MergeChoice(items={"tags": ["Sea"]}), OWN, None, OWN | {"tags": ["Sky", "Ocean"]}),
        (MergeChoice(dropped={"tags": ["Sea"]}), OWN | {"tags": ["Sea", "Sky"]}, None, OWN),
        (MergeChoice(fields=("intro",)), OWN, OWN, OWN | {"intro": "theirs"}),
        (MergeChoice(fields=("intro",)), OWN, THEIRS, OWN),
    ],
)
def test_a_merge_that_stands_takes_again_what_it_took(desk, item, taken, before, base, found):
    """By the names that things have now, and of what waits no more than it let itself be told then."""
    gone = desk.record(item, undone_at=NOW)
    loser = {"loser": THEIRS} | ({"base": base} if base else {})
    told = {
        "loser_chain": {side: [] for side in loser},
        "taken": MergeChoice(fields=("intro",)).as_data(),
    }
    first = desk.step(item, gone, before=before, after=THEIRS, loser=loser, **told)
    told["taken"] = taken.as_data()
    # It found the words of the one that was undone.
    second = desk.step(item, desk.record(item), before=THEIRS, after=THEIRS, loser=loser, **told)
    replay = Replay(Chains(FaqMergeStep, read, spelled=renamed))
    assert replay.text(renamed(THEIRS, {}), [first, second]) == found


def test_what_was_undone_in_a_page_is_not_brought_by_it(desk, item):
    """Nor what was undone in what readers saw of the page, which tells what waits to keep its own words."""
    words = {"before": OWN, "after": THEIRS, "taken": TAKEN}
    sides = {"loser": {"loser": THEIRS}, "loser_chain": {"loser": []}}
    inner = desk.step(desk.page("other"), desk.record(item, undone_at=NOW), **words, **sides)
    sides = {"loser": {"loser": THEIRS, "base": THEIRS}}
    for chains, intro in (
        ({"loser": [], "base": []}, "own"),
        ({"loser": [], "base": [inner]}, "theirs"),
        ({"loser": [inner], "base": [inner]}, "own"),
    ):
        step = desk.step(item, desk.record(item), **words, **sides, loser_chain=chains)
        later = desk.step(item, before=THEIRS, after=THEIRS, **carrying())
        assert Replay(CHAINS).text(THEIRS, [step, later])["intro"] == intro


def carrying():
    return {
        "loser": {"base": THEIRS, "theirs": THEIRS},
        "loser_chain": {"base": [], "theirs": []},
    }


# What may be merged


@pytest.mark.parametrize(
    ("loser", "survivor", "refusal"),
    [
        ((Standing.LIVE, None), (Standing.LIVE, None), None),
        ((Standing.DRAFT, None), (Standing.LIVE, None), None),
        ((Standing.DRAFT, None), (Standing.DRAFT, None), None),
        ((Standing.LIVE, None), (Standing.DRAFT, None), "publish that first"),
        ((Standing.WITHDRAWN, None), (Standing.LIVE, None), "there is nothing to merge"),
        ((Standing.SCHEDULED, None), (Standing.DRAFT, None), "there is nothing to merge"),
        ((Standing.LIVE, None), (Standing.WITHDRAWN, None), "cannot stand for another"),
        ((Standing.LIVE, 1), (Standing.LIVE, None), "is under embargo"),
        ((Standing.LIVE, None), (Standing.LIVE, 1), "is under embargo"),
        ((Standing.LIVE, 0), (Standing.LIVE, 0), None),
        ((Standing.LIVE, -1), (Standing.LIVE, -1), None),
    ],
)
def test_no_merge_takes_words_away_hides_them_or_ends_an_embargo(loser, survivor, refusal):
    pair = [
        SimpleNamespace(standing=each, embargo_until=None if hours is None else NOW + hours * HOUR)
        for each, hours in (loser, survivor)
    ]
    with time_machine.travel(NOW, tick=False):
        if refusal is None:
            refuse_standings(*pair)
        else:
            with pytest.raises(MergeRefused, match=refusal):
                refuse_standings(*pair)
