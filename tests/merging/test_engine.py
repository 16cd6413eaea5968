"""Merging two pages, and bringing both back: at any time, in any order, losing nothing."""

import dataclasses
import random

import pytest
from django.core.exceptions import PermissionDenied

from entities.rendering import cards_of
from faqs import merging, workflow, working_copy
from faqs.documents import Answer
from faqs.models.draft import Faq
from faqs.models.merge import FaqMerge
from newsdesk.catalogue import search
from newsdesk.catalogue.models import Merged, Page
from newsdesk.catalogue.resolve import Moved, pages_for, resolve
from newsdesk.merging.engine import AlreadyMerged, MergeRefused, NotMerged
from newsdesk.merging.taking import Taken, everything
from newsdesk.publishing.documents import as_data
from newsdesk.publishing.workflow import available
from tests import pages, release
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return person("Moderator")


def question(actor, name, *, live=True, **values):
    answers = (Answer(id=f"{name}-own", question=f"{name}?", text=f"<p>{name}</p>"),)
    faq = pages.faq(actor, f"What is {name}?", **({"answers": answers} | values))
    if live:
        release.publish(faq, actor=actor)
    return faq


def fresh(faq):
    return Faq.objects.get(pk=faq.pk)


def document(faq):
    return working_copy.document_of(fresh(faq))


def live(faq):
    return workflow.read(fresh(faq).latest_edition())


def ids(faq):
    return [answer.id for answer in document(faq).answers]


def all_of(loser, survivor):
    return everything(as_data(document(survivor)), as_data(document(loser)))


def path(faq):
    return working_copy.document_of(faq).slug and f"/questions/{faq.slug}/"


def test_the_loser_leads_to_its_survivor_in_one_hop(moderator):
    one, two, three = (question(moderator, name) for name in ("one", "two", "three"))
    merging.merge(one, two, actor=moderator, reason="The same.")
    merging.merge(two, three, actor=moderator)
    for old in (one, two):
        with pytest.raises(Moved) as moved:
            resolve(path(old))
        assert moved.value.path == path(three)
    assert set(Page.objects.visible().values_list("key", flat=True)) == {three.key}


def test_references_lead_to_the_survivor_and_show_it_once(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    merging.merge(one, two, actor=moderator)
    found = pages_for((one.key, two.key))
    assert {key: page.key for key, page in found.items()} == {one.key: two.key, two.key: two.key}
    assert [card.title for card in cards_of(found.values())] == ["What is two?"]


def test_a_draft_in_a_story_leads_to_its_survivor_too(moderator):
    draft, two = question(moderator, "one", live=False), question(moderator, "two")
    merging.merge(draft, two, actor=moderator)
    assert pages_for((draft.key,))[draft.key].key == two.key


def test_the_survivor_is_found_and_shown_by_the_old_wording(moderator):
    one, two = question(moderator, "gunwales"), question(moderator, "two")
    merging.merge(one, two, actor=moderator)
    assert [page.key for page in search.find("gunwales")] == [two.key]
    assert Page.objects.get(key=two.key).card["also_asked_as"] == ["What is gunwales?"]


def test_stories_that_name_the_loser_are_listed_with_the_survivor(moderator):
    chief = person("Desk chief")
    one, two = question(moderator, "one"), question(moderator, "two")
    story = pages.story(chief, faqs=(one.key,))
    release.publish(story, actor=chief)
    merging.merge(one, two, actor=moderator)
    assert Page.objects.visible().mentioning(two.key).get().key == story.key


def test_what_was_taken_goes_live_at_once(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    assert [answer.id for answer in live(two).answers] == ["two-own", "one-own"]
    assert "combines" in fresh(two).latest_edition().note.lower()


def test_unpublished_changes_of_the_survivor_stay_unpublished(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    workflow.revise(
        two, dataclasses.replace(document(two), intro="<p>Secret.</p>"), actor=moderator
    )
    merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    assert live(two).intro == "<p>They turn.</p>"
    assert document(two).intro == "<p>Secret.</p>"
    assert len(live(two).answers) == len(document(two).answers) == 2


def test_fields_can_be_taken_written_new_or_dropped(moderator):
    one, two = question(moderator, "one", intro="<p>Better.</p>"), question(moderator, "two")
    taken = Taken(
        fields=("intro",),
        values={"question": "What are both?"},
        items={"answers": ["one-own"]},
        dropped={"answers": ["two-own"]},
    )
    merging.merge(one, two, actor=moderator, taken=taken)
    result = document(two)
    assert (result.intro, result.question, ids(two)) == (
        "<p>Better.</p>",
        "What are both?",
        ["one-own"],
    )


def test_merge_then_undo_is_identity(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    before = [document(one), document(two), live(one), live(two)]
    shown = list(Page.objects.visible().order_by("key").values("key", "path", "title", "card"))
    taken = dataclasses.replace(all_of(one, two), fields=("intro", "question"))
    record = merging.merge(one, two, actor=moderator, taken=taken)
    merging.undo(record, actor=moderator, reason="They differ.")
    assert [document(one), document(two), live(one), live(two)] == before
    assert shown == list(
        Page.objects.visible().order_by("key").values("key", "path", "title", "card")
    )
    assert resolve(path(one)).key == one.key
    assert not Merged.objects.exists()


def test_undoing_keeps_later_edits_and_hands_back_what_was_copied(moderator):
    answers = tuple(Answer(id=name, question=f"{name}?", text=name) for name in ("a1", "a2"))
    one = question(moderator, "one", answers=answers)
    two = question(moderator, "two")
    record = merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    text = document(two)
    edited = tuple(
        dataclasses.replace(answer, text="edited") if answer.id == "a2" else answer
        for answer in text.answers
    )
    workflow.revise(
        two, dataclasses.replace(text, answers=edited, intro="<p>Later.</p>"), actor=moderator
    )
    merging.undo(record, actor=moderator)
    assert ids(two) == ["two-own", "a2"]
    assert document(two).intro == "<p>Later.</p>"
    assert ids(one) == ["a1", "a2"]


def test_undoing_the_first_of_a_chain_reaches_the_last_survivor(moderator):
    one, two, three = (question(moderator, name) for name in ("one", "two", "three"))
    first = merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    merging.merge(two, three, actor=moderator, taken=all_of(two, three))
    assert ids(three) == ["three-own", "two-own", "one-own"]
    merging.undo(first, actor=moderator)
    assert ids(three) == ["three-own", "two-own"]
    assert [answer.id for answer in live(three).answers] == ["three-own", "two-own"]
    assert resolve(path(one)).key == one.key


def test_what_the_survivor_had_by_itself_is_not_handed_back(moderator):
    one, two = (question(moderator, name, tags=("Sea",)) for name in ("one", "two"))
    record = merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    merging.undo(record, actor=moderator)
    assert document(two).tags == ("Sea",)


def test_a_tombstone_offers_no_verb_and_is_in_no_list(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    merging.merge(one, two, actor=moderator)
    assert fresh(one).standing == "merged"
    assert available(workflow.VERBS, moderator, fresh(one)) == []
    assert [row.pk for row in Faq.objects.standing("live")] == [two.pk]


@pytest.mark.parametrize("knot", ["itself", "tombstone", "from a tombstone", "circle"])
def test_knots_are_refused(moderator, knot):
    one, two, three = (question(moderator, name) for name in ("one", "two", "three"))
    merging.merge(one, two, actor=moderator)
    pair = {
        "itself": (three, three),
        "tombstone": (three, one),
        "from a tombstone": (one, three),
        "circle": (two, one),
    }[knot]
    with pytest.raises(MergeRefused):
        merging.merge(*pair, actor=moderator)
    assert FaqMerge.objects.count() == 1


def test_a_page_that_readers_see_is_not_hidden_behind_a_draft(moderator):
    seen, draft = question(moderator, "one"), question(moderator, "two", live=False)
    with pytest.raises(MergeRefused, match="publish that first"):
        merging.merge(seen, draft, actor=moderator)


def test_undoing_twice_is_refused(moderator):
    record = merging.merge(question(moderator, "one"), question(moderator, "two"), actor=moderator)
    merging.undo(record, actor=moderator)
    with pytest.raises(NotMerged):
        merging.undo(record, actor=moderator)


def test_only_who_may_merge_merges(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    reporter = person("Reporter")
    with pytest.raises(PermissionDenied):
        merging.merge(one, two, actor=reporter)
    record = merging.merge(one, two, actor=moderator, reason="Same.")
    with pytest.raises(PermissionDenied):
        merging.undo(record, actor=reporter)
    assert fresh(one).events.first().note == "Same."


def test_a_merged_page_can_be_merged_elsewhere_after_its_undo(moderator):
    one, two, three = (question(moderator, name) for name in ("one", "two", "three"))
    merging.undo(merging.merge(one, two, actor=moderator), actor=moderator)
    merging.merge(one, three, actor=moderator)
    with pytest.raises(AlreadyMerged):
        merging.merge(one, two, actor=moderator)


class World:
    """A desk in miniature: a number of FAQs, and a program of merges, edits and undos over them."""

    def __init__(self, actor, size):
        self.actor = actor
        self.faqs = [question(actor, f"n{n}", live=False) for n in range(size)]
        self.records = {}

    def run(self, program):
        for step, (deed, *what) in enumerate(program):
            getattr(self, deed)(step, *what)
        return self

    def edit(self, step, number):
        faq = fresh(self.faqs[number])
        text = document(faq)
        own = tuple(
            dataclasses.replace(answer, text=f"edit {step}")
            if answer.id == f"n{number}-own"
            else answer
            for answer in text.answers
        )
        added = Answer(id=f"add{step}", question="?", text=f"added {step}")
        workflow.revise(
            faq,
            dataclasses.replace(text, answers=(*own, added), intro=f"<p>{step}</p>"),
            actor=self.actor,
        )

    def merge(self, step, loser, survivor):
        one, other = fresh(self.faqs[loser]), fresh(self.faqs[survivor])
        taken = Taken(items={"answers": ids(one), "tags": list(document(one).tags)})
        self.records[step] = merging.merge(one, other, actor=self.actor, taken=taken)

    def undo(self, step, merged):
        merging.undo(self.records[merged], actor=self.actor)

    def skip(self, step):
        pass

    def state(self):
        return [
            (
                fresh(faq).merged_into_id and self.number(fresh(faq).merged_into_id),
                document(faq).intro,
                sorted((answer.id, answer.text) for answer in document(faq).answers),
            )
            for faq in self.faqs
        ]

    def number(self, pk):
        return [faq.pk for faq in self.faqs].index(pk)


def programs(chance, size, length):
    """Return a program, and the same one without the merges that it undoes."""
    into, active, program = {}, [], []
    for step in range(length):
        alone = [n for n in range(size) if n not in into]
        deed = chance.choice(["merge", "edit", "edit", "undo"])
        if deed == "merge" and len(alone) > 2:
            loser, survivor = chance.sample(alone, 2)
            into[loser] = survivor
            active.append((step, loser))
            program.append(("merge", loser, survivor))
        elif deed == "undo" and active:
            merged = active.pop(chance.randrange(len(active)))
            del into[merged[1]]
            program.append(("undo", merged[0]))
        else:
            program.append(("edit", chance.choice(alone)))
    undone = {what[0] for deed, *what in program if deed == "undo"}
    without = [
        ("skip",) if entry[0] == "undo" or step in undone else entry
        for step, entry in enumerate(program)
    ]
    return program, without


@pytest.mark.parametrize("seed", range(12))
def test_any_program_equals_the_same_without_the_merges_that_it_undoes(moderator, seed):
    chance = random.Random(seed)
    program, without = programs(chance, size=30 if seed < 2 else 6, length=30)
    got = World(moderator, 30 if seed < 2 else 6).run(program).state()
    Faq.objects.exclude(slug="").update(slug="")
    assert got == World(moderator, 30 if seed < 2 else 6).run(without).state()


def test_readers_are_told_that_a_page_combines_earlier_questions(moderator, client):
    one, two = question(moderator, "gunwales"), question(moderator, "two")
    record = merging.merge(one, two, actor=moderator)
    page = client.get(path(two)).content.decode()
    assert "combines earlier questions" in page
    assert "What is gunwales?" in page
    merging.undo(record, actor=moderator)
    assert "gunwales" not in client.get(path(two)).content.decode()
