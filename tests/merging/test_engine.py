"""Merging two pages, and bringing both back: at any time, in any order, losing nothing."""

import dataclasses
import random

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError
from taggit.models import Tag

from faqs import merging, working_copy
from faqs.documents import Answer, Source
from faqs.models.draft import Faq
from faqs.models.edition import FaqEdition, FaqEvent
from faqs.models.merge import FaqMerge, FaqMergeStep
from faqs.workflow import FAQ
from newsdesk.catalogue.models import Merged, Page
from newsdesk.catalogue.resolve import Moved, pages_for, resolve
from newsdesk.merging.engine import AlreadyMerged, MergeRefused, NotMerged
from newsdesk.merging.live import UnconfirmedMerge
from newsdesk.merging.taken import MergeChoice, everything
from newsdesk.notifications.models import Notice
from newsdesk.pages.documents import as_data
from newsdesk.presentation.heads import cards_of
from newsdesk.tags import workflow as tags
from newsdesk.workflow.guards import Unconfirmed
from newsdesk.workflow.transitions import Blocked, available
from tests import pages, release
from tests.both import half
from tests.finding import keys
from tests.people import person
from tests.workflow.situations import soon

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
    return FAQ.read(fresh(faq).latest_edition())


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
    assert keys("gunwales") == [two.key]
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
    FAQ.revise(two, dataclasses.replace(document(two), intro="<p>Secret.</p>"), actor=moderator)
    merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    assert live(two).intro == "<p>They turn.</p>"
    assert document(two).intro == "<p>Secret.</p>"
    assert len(live(two).answers) == len(document(two).answers) == 2


def test_fields_can_be_taken_written_new_or_dropped(moderator):
    one, two = question(moderator, "one", intro="<p>Better.</p>"), question(moderator, "two")
    taken = MergeChoice(
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
    FAQ.revise(
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
    assert available(FAQ.verbs, moderator, fresh(one)) == []
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


@pytest.mark.django_db(transaction=True)
def test_a_merge_or_an_undo_that_fails_at_its_end_has_changed_nothing(moderator, monkeypatch):
    one, two = question(moderator, "one"), question(moderator, "two")
    record = merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    three = question(moderator, "three")

    def stored():
        models = (Faq, FaqMerge, FaqMergeStep, FaqEdition, FaqEvent, Page, Merged)
        return [list(model.objects.order_by("pk").values()) for model in models]

    def fail(*args):
        raise DatabaseError

    before = stored()
    monkeypatch.setattr("newsdesk.merging.pointers.tombstones", fail)
    with pytest.raises(DatabaseError):
        merging.undo(record, actor=moderator)
    assert stored() == before
    with pytest.raises(DatabaseError):
        merging.merge(three, fresh(two), actor=moderator, taken=all_of(three, two))
    assert stored() == before


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
        FAQ.revise(
            faq,
            dataclasses.replace(text, answers=(*own, added), intro=f"<p>{step}</p>"),
            actor=self.actor,
        )

    def merge(self, step, loser, survivor):
        one, other = fresh(self.faqs[loser]), fresh(self.faqs[survivor])
        taken = MergeChoice(items={"answers": ids(one), "tags": list(document(one).tags)})
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


@pytest.mark.parametrize("seed", half(range(12)))
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


def retext(faq, actor, **values):
    FAQ.revise(fresh(faq), dataclasses.replace(document(faq), **values), actor=actor)


def test_undoing_takes_the_words_back_from_readers_whatever_became_of_the_draft(moderator):
    one, two = question(moderator, "one", intro="<p>Theirs.</p>"), question(moderator, "two")
    record = merging.merge(one, two, actor=moderator, taken=MergeChoice(fields=("intro",)))
    assert live(two).intro == "<p>Theirs.</p>"
    retext(two, moderator, intro="<p>Being written.</p>")
    merging.undo(record, actor=moderator)
    assert live(two).intro == "<p>They turn.</p>"
    assert document(two).intro == "<p>Being written.</p>"


def test_undoing_takes_the_words_out_of_what_is_scheduled(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    record = merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    retext(two, moderator, intro="<p>Tomorrow.</p>")
    release.schedule(fresh(two), actor=moderator, at=soon(), kind="update")
    merging.undo(record, actor=moderator)
    (waiting,) = fresh(two).editions.waiting()
    assert FAQ.read(waiting).intro == "<p>Tomorrow.</p>"
    assert [answer.id for answer in FAQ.read(waiting).answers] == ["two-own"]


def test_what_is_scheduled_keeps_its_own_words_in_a_merge_and_its_owner_is_told(moderator):
    one, two = question(moderator, "one", intro="<p>Theirs.</p>"), question(moderator, "two")
    retext(two, moderator, intro="<p>Tomorrow.</p>")
    release.schedule(fresh(two), actor=moderator, at=soon(), kind="update")
    taken = dataclasses.replace(all_of(one, two), fields=("intro",))
    merging.merge(one, fresh(two), actor=moderator, taken=taken)
    (waiting,) = fresh(two).editions.waiting()
    assert FAQ.read(waiting).intro == "<p>Tomorrow.</p>"
    assert len(FAQ.read(waiting).answers) == 2
    assert live(two).intro == "<p>Theirs.</p>"
    assert Notice.objects.filter(kind="clash", user=moderator).exists()


def test_after_an_undo_lists_and_search_are_as_without_the_merge(moderator):
    one, two = question(moderator, "gunwales"), question(moderator, "two")
    fields = ("updated_at", "published_at", "also", "text", "card")

    def seen():
        return list(Page.objects.visible().order_by("key").values("key", *fields))

    was = seen()
    taken = dataclasses.replace(all_of(one, two), fields=("question",))
    merging.undo(merging.merge(one, two, actor=moderator, taken=taken), actor=moderator)
    assert seen() == was
    assert keys("gunwales") == [one.key]
    call_command("rebuild_catalogue", verbosity=0)
    assert seen() == was


def test_what_was_withdrawn_stays_withdrawn_when_a_merge_is_undone(moderator, client):
    chief = person("Desk chief")
    one, two = question(moderator, "one"), question(moderator, "two")
    record = merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    FAQ.withdraw(fresh(two), actor=chief, note="A court says so.")
    merging.undo(record, actor=moderator)
    assert client.get(path(two)).status_code == 410
    assert client.get(path(one)).status_code == 200
    release.publish(fresh(two), actor=chief, kind="update")
    assert [answer.id for answer in live(two).answers] == ["two-own"]


def test_a_page_that_comes_back_after_an_undo_is_updated_then(moderator):
    chief = person("Desk chief")
    one, two = question(moderator, "one"), question(moderator, "two")
    record = merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    FAQ.withdraw(fresh(two), actor=chief, note="Wrong.")
    merging.undo(record, actor=moderator)
    edition = release.publish(fresh(two), actor=chief, kind="update")
    assert Page.objects.visible().get(key=two.key).updated_at == edition.visible_from


@pytest.mark.parametrize("was", ["draft", "withdrawn"])
def test_undoing_reaches_what_is_scheduled_for_a_page_that_is_not_public(moderator, client, was):
    chief = person("Desk chief")
    one = question(moderator, "one", live=was == "withdrawn")
    two = question(moderator, "two", live=was == "withdrawn")
    record = merging.merge(one, two, actor=moderator, taken=all_of(one, two))
    if was == "withdrawn":
        FAQ.withdraw(fresh(two), actor=chief, note="Wrong.")
    release.schedule(fresh(two), actor=chief, at=soon(), kind="update")
    merging.undo(record, actor=moderator)
    (waiting,) = fresh(two).editions.waiting()
    assert [answer.id for answer in FAQ.read(waiting).answers] == ["two-own"]
    assert client.get(path(two)).status_code in (404, 410)


def test_a_correction_is_not_lost_where_a_merges_words_stood_in_its_way(moderator):
    chief = person("Desk chief")
    one, two = question(moderator, "one"), question(moderator, "two")
    record = merging.merge(
        one, two, actor=moderator, taken=MergeChoice(values={"intro": "<p>New.</p>"})
    )
    release.schedule(fresh(two), actor=chief, at=soon(), kind="update")
    corrected = dataclasses.replace(live(two), intro="<p>Corrected.</p>")
    FAQ.correct(fresh(two), actor=chief, document=corrected, wrong="It.", right="That.")
    (waiting,) = fresh(two).editions.waiting()
    assert FAQ.read(waiting).intro == "<p>New.</p>"
    merging.undo(record, actor=moderator)
    assert live(two).intro == "<p>Corrected.</p>"
    assert not fresh(two).editions.waiting().exists()


def test_what_is_scheduled_waits_on_where_a_merge_alone_makes_it_nothing_new(moderator):
    one, two = question(moderator, "one"), question(moderator, "two")
    retext(two, moderator, answers=())
    release.schedule(fresh(two), actor=moderator, at=soon(), kind="update")
    taken = MergeChoice(items={"answers": ["one-own"]}, dropped={"answers": ["two-own"]})
    record = merging.merge(one, fresh(two), actor=moderator, taken=taken)
    (waiting,) = fresh(two).editions.waiting()
    assert FAQ.read(waiting) == live(two)
    merging.undo(record, actor=moderator)
    (waiting,) = fresh(two).editions.waiting()
    assert [answer.id for answer in live(two).answers] == ["two-own"]
    assert FAQ.read(waiting).answers == ()


@pytest.mark.parametrize("published", [False, True])
def test_a_tag_that_was_brought_and_renamed_since_is_handed_back(moderator, published):
    chief = person("Desk chief")
    one, two = (question(moderator, name, tags=(name,)) for name in ("waves", "sea"))
    record = merging.merge(one, two, actor=moderator, taken=MergeChoice(items={"tags": ["waves"]}))
    tags.rename(Tag.objects.get(name="waves"), name="tides", actor=chief)
    if published:
        retext(two, moderator, intro="<p>Later.</p>")
        release.publish(fresh(two), actor=chief, kind="update")
        assert live(two).tags == ("sea", "tides")
    merging.undo(record, actor=moderator)
    assert (document(two).tags, live(two).tags) == (("sea",), ("sea",))
    assert document(one).tags == ("tides",)


def test_what_another_merge_had_changed_already_is_dated_by_the_one_that_stands(moderator):
    one, two, three = (question(moderator, name) for name in ("one", "two", "three"))
    drop = MergeChoice(dropped={"answers": ["three-own"]})
    first = merging.merge(
        one, three, actor=moderator, taken=dataclasses.replace(drop, fields=("intro",))
    )
    second = merging.merge(two, fresh(three), actor=moderator, taken=drop)
    assert fresh(three).editions.count() == 2
    merging.undo(first, actor=moderator)
    assert live(three).answers == ()
    assert Page.objects.visible().get(key=three.key).updated_at == second.at
    call_command("rebuild_catalogue", verbosity=0)
    assert Page.objects.visible().get(key=three.key).updated_at == second.at


def public(client):
    """Return every page and what search finds, as readers are served them."""
    paths = [*Page.objects.values_list("path", flat=True), "/questions/", "/search/?q=lean"]
    return "".join(client.get(path).content.decode() for path in paths)


def test_a_draft_shows_neither_text_nor_title_by_being_merged(moderator, client):
    draft = question(moderator, "zebrine", live=False, intro="<p>zebrine words</p>")
    two = question(moderator, "two")
    taken = dataclasses.replace(all_of(draft, two), fields=("intro",))
    record = merging.merge(draft, two, actor=moderator, taken=taken)
    assert document(two).intro == "<p>zebrine words</p>"
    assert "zebrine" not in public(client)
    assert not keys("zebrine")
    assert client.get(path(draft)).status_code == 404
    release.publish(fresh(two), actor=moderator, kind="update")
    assert "zebrine words" in public(client)
    assert "What is zebrine" not in public(client)
    merging.undo(record, actor=moderator)
    assert "zebrine" not in public(client)


def test_an_unpublished_new_title_is_no_wording(moderator, client):
    one, two = question(moderator, "gunwales"), question(moderator, "two")
    retext(one, moderator, question="What is zebrine?")
    merging.merge(one, two, actor=moderator)
    assert "zebrine" not in public(client)
    assert Page.objects.get(key=two.key).card["also_asked_as"] == ["What is gunwales?"]


def test_what_was_written_anew_waits_to_be_published(moderator, client):
    one, two = question(moderator, "one", intro="<p>Theirs.</p>"), question(moderator, "two")
    taken = MergeChoice(values={"intro": "<p>zebrine</p>"}, items={"answers": ["one-own"]})
    merging.merge(one, two, actor=moderator, taken=taken)
    assert "zebrine" not in public(client)
    assert [answer.id for answer in live(two).answers] == ["two-own", "one-own"]
    assert fresh(two).has_unpublished_changes
    assert document(two).intro == "<p>zebrine</p>"


def test_words_put_together_from_known_ones_go_live_at_once(moderator):
    one, two = question(moderator, "one", intro="<p>Theirs.</p>"), question(moderator, "two")
    both = MergeChoice(values={"intro": "<p>They turn.</p><p>Theirs.</p>"})
    merging.merge(one, two, actor=moderator, taken=both)
    assert live(two).intro == "<p>They turn.</p><p>Theirs.</p>"
    assert not fresh(two).has_unpublished_changes
    assert fresh(two).state == "settled"


@pytest.mark.parametrize("which", ["loser", "survivor"])
@pytest.mark.parametrize("standing", ["live", "draft"])
def test_nothing_under_embargo_is_merged(moderator, client, which, standing):
    chief = person("Desk chief")
    one, two = (question(moderator, name, live=standing == "live") for name in ("one", "two"))
    FAQ.embargo(
        one if which == "loser" else two, actor=chief, until=soon(), note="Agreed with all papers."
    )
    before = public(client)
    with pytest.raises(MergeRefused, match="under embargo until"):
        merging.merge(fresh(one), fresh(two), actor=moderator, taken=all_of(one, two))
    assert public(client) == before


def test_a_merge_that_would_break_the_page_for_readers_is_refused(moderator):
    one, two = question(moderator, "one", intro=""), question(moderator, "two")
    taken = MergeChoice(fields=("intro",), dropped={"answers": ["two-own"]})
    with pytest.raises(Blocked):
        merging.merge(one, two, actor=moderator, taken=taken)
    assert fresh(one).standing == "live"


def test_a_new_warning_of_the_merged_text_is_looked_at_first(moderator):
    source = Source(id="s1", title="Notes", url="https://notes.example/1")
    one, two = (question(moderator, name, sources=(source,)) for name in ("one", "two"))
    taken = MergeChoice(dropped={"sources": ["s1"]})
    with pytest.raises(UnconfirmedMerge) as refused:
        merging.merge(one, two, actor=moderator, reason="Same.", taken=taken)
    seen = [warning.identity for warning in refused.value.warnings]
    with pytest.raises(Unconfirmed):
        merging.merge(one, two, actor=moderator, taken=taken, confirmed=seen)
    merging.merge(one, two, actor=moderator, reason="Same.", taken=taken, confirmed=seen)
    assert live(two).sources == ()
