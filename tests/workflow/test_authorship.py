"""Whoever wrote a word that readers have not seen cannot be its only reader, however it was written."""

import ast
import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from faqs import merging as faq_merging
from faqs.documents import Answer
from newsdesk.merging.taken import MergeChoice
from newsdesk.pages.documents import digest
from newsdesk.workflow.authorship import authors
from newsdesk.workflow.review import OwnText
from stories.importing import drafts
from stories.importing.parser import parse
from stories.models.draft import Story
from tests import pages, release
from tests.bulk import desk as bulk
from tests.desk.screens import address, do, errors, fields, save, signed_in
from tests.editing.forms import choices, opened, sent
from tests.importing.pages import VOLCANO
from tests.people import person
from tests.public import desk as public_desk
from tests.workflow.situations import TEXT, WORKFLOWS, reworded, soon

pytestmark = pytest.mark.django_db

KINDS = ("story", "faq", "entity")


@pytest.fixture(autouse=True)
def every_kind_is_read_by_a_second_person(settings):
    settings.SECOND_READER = ("stories", "faqs", "entities")


@pytest.fixture
def people():
    return {name: person("Desk chief", name) for name in ("first", "author", "other", "third")}


def fresh(item: Any) -> Any:
    return type(item).objects.get(pk=item.pk)


def live(kind: str, people: Any) -> Any:
    """Return a page that readers see as it was written."""
    build = {"story": pages.story, "faq": pages.faq, "entity": pages.entity}[kind]
    item = build(people["first"])
    release.publish(item, actor=people["first"])
    return fresh(item)


def reword(item: Any, actor: Any, words: str = "<p>In other words.</p>") -> Any:
    kind = item.key_prefix
    WORKFLOWS[kind].revise(item, reworded(kind, item, words), actor=actor)
    return fresh(item)


def mend(item: Any, verb: str, actor: Any) -> Any:
    """Correct or clarify the live text in another field than `reword` writes."""
    workflow = WORKFLOWS[item.key_prefix]
    name = {"story": "summary", "faq": "question", "entity": "name"}[item.key_prefix]
    document = workflow.read(item.latest_edition())
    mended = dataclasses.replace(document, **{name: "Mended words"})
    told = {"wrong": "One.", "right": "Two."} if verb == "correct" else {"note": "Clearer."}
    getattr(workflow, verb)(item, actor=actor, document=mended, **told)
    return fresh(item)


# The ways in which words come into a working copy. Each returns the page, in which `people["author"]`
# has written something that readers have not seen.


def create(kind: str, people: Any) -> Any:
    return {"story": pages.story, "faq": pages.faq, "entity": pages.entity}[kind](people["author"])


def revise(kind: str, people: Any) -> Any:
    return reword(live(kind, people), people["author"])


def edit(kind: str, people: Any) -> Any:
    item = live(kind, people)
    assert save(signed_in(people["author"]), item, **{TEXT[kind]: "Typed."}).status_code == 302
    return fresh(item)


def restore(kind: str, people: Any) -> Any:
    item = reword(live(kind, people), people["first"])
    release.publish(item, actor=people["first"], kind="update")
    WORKFLOWS[kind].restore(fresh(item), actor=people["author"], number=1)
    return fresh(item)


def restore_part(kind: str, people: Any) -> Any:
    item = reword(live(kind, people), people["first"])
    release.publish(item, actor=people["first"], kind="update")
    WORKFLOWS[kind].restore(fresh(item), actor=people["author"], number=1, parts=[TEXT[kind]])
    return fresh(item)


def restore_of_what_no_reader_saw(kind: str, people: Any) -> Any:
    """The author's words were scheduled and taken back; somebody else brings them again."""
    item = reword(live(kind, people), people["author"])
    waiting = release.schedule(item, actor=people["first"], at=soon(), kind="update")
    WORKFLOWS[kind].unschedule(fresh(item), actor=people["first"], number=waiting.number)
    item = reword(item, people["first"], "<p>Quite other words.</p>")
    release.publish(item, actor=people["first"], kind="update")
    WORKFLOWS[kind].restore(fresh(item), actor=people["other"], number=waiting.number)
    return fresh(item)


def correct(kind: str, people: Any) -> Any:
    return mend(reword(live(kind, people), people["first"]), "correct", people["author"])


def clarify(kind: str, people: Any) -> Any:
    return mend(reword(live(kind, people), people["first"]), "clarify", people["author"])


def corrected_by_another(kind: str, people: Any) -> Any:
    """A correction publishes the live text, not the author's words that are being written."""
    return mend(reword(live(kind, people), people["author"]), "correct", people["first"])


def checked_by_another(kind: str, people: Any) -> Any:
    item = reword(live(kind, people), people["author"])
    WORKFLOWS[kind].check(item, actor=people["first"])
    return fresh(item)


def scheduled(kind: str, people: Any) -> Any:
    """What is scheduled has been seen by nobody; another goes on writing."""
    item = reword(live(kind, people), people["author"])
    release.schedule(item, actor=people["author"], at=soon(), kind="update")
    return reword(fresh(item), people["other"], "<p>And more.</p>")


def taken_back_from_schedule(kind: str, people: Any) -> Any:
    item = reword(live(kind, people), people["author"])
    waiting = release.schedule(item, actor=people["author"], at=soon(), kind="update")
    WORKFLOWS[kind].unschedule(fresh(item), actor=people["first"], number=waiting.number)
    return reword(fresh(item), people["first"], "<p>And more.</p>")


def after_withdrawal(kind: str, people: Any) -> Any:
    item = live(kind, people)
    WORKFLOWS[kind].withdraw(item, actor=people["first"], note="Wrong.")
    return reword(fresh(item), people["author"])


def put_away_and_taken_back(kind: str, people: Any) -> Any:
    item = create(kind, people)
    WORKFLOWS[kind].discard(item, actor=people["first"])
    WORKFLOWS[kind].take_back(fresh(item), actor=people["first"])
    return fresh(item)


def overwritten_by_another(kind: str, people: Any) -> Any:
    """Which of the author's words are left is not asked."""
    return reword(reword(live(kind, people), people["author"]), people["first"], "<p>New.</p>")


def import_(kind: str, people: Any) -> Any:
    explainer = parse(VOLCANO)
    record = drafts.create_drafts(explainer, text=VOLCANO, source_name="", actor=people["author"])
    story = Story.objects.get(pk=record.target.partition(":")[2])
    pages.complete(story, people["first"])
    document = dataclasses.replace(WORKFLOWS["story"].document_of(fresh(story)), entities=())
    WORKFLOWS["story"].revise(story, document, actor=people["first"])
    return fresh(story)


def caption(kind: str, people: Any) -> Any:
    item = pages.story(people["first"], image=public_desk.image())
    release.publish(item, actor=people["first"])
    save(signed_in(people["author"]), item, image_caption="The pier at one")
    return fresh(item)


def tag(kind: str, people: Any) -> Any:
    item = live("story", people)
    bulk.done(signed_in(people["author"]), "tag", item, value="Harbour")
    return fresh(item)


def untag(kind: str, people: Any) -> Any:
    item = pages.story(people["first"], tags=("Harbour",))
    release.publish(item, actor=people["first"])
    bulk.done(signed_in(people["author"]), "untag", item, value="Harbour")
    return fresh(item)


def saved_beside(kind: str, people: Any) -> Any:
    """Two saves meet; the author's is the older form."""
    item, client = live("story", people), signed_in(people["author"])
    mine = opened(client, item, standfirst="What the author typed.")
    save(signed_in(people["first"]), item, headline="What was saved meanwhile")
    sent(client, item, mine)
    return fresh(item)


def saved_before(kind: str, people: Any) -> Any:
    """Two saves meet; the author's is the one that was there."""
    item, client = live("story", people), signed_in(people["first"])
    theirs = opened(client, item, standfirst="What another typed.")
    save(signed_in(people["author"]), item, headline="What the author saved")
    sent(client, item, theirs)
    return fresh(item)


def chosen(kind: str, people: Any) -> Any:
    """Two saves clash, and the author chooses their own words."""
    item, client = live("story", people), signed_in(people["author"])
    mine = opened(client, item, standfirst="What the author typed.")
    save(signed_in(people["first"]), item, standfirst="What was saved meanwhile")
    asked = sent(client, item, mine)
    client.post(asked.redirect_chain[-1][0], choices(asked, "mine"))
    assert fresh(item).standfirst == "What the author typed."
    return fresh(item)


def twins(people: Any, loser_by: str) -> Any:
    """Return a draft of a question and a live one that both ask nearly the same."""
    answers = (Answer(id="b0000001", question="At sea?", text="<p>Yes.</p>"),)
    loser = pages.faq(people[loser_by], "Why do ferries lean over?", answers=answers)
    return loser, live("faq", people)


def absorb(kind: str, people: Any) -> Any:
    loser, survivor = twins(people, "first")
    reword(survivor, people["first"])  # So that the merge does not publish the whole of it.
    taken = MergeChoice(items={"answers": ["b0000001"]})
    faq_merging.merge(loser, survivor, actor=people["author"], taken=taken)
    return fresh(survivor)


def absorbed_from_the_author(kind: str, people: Any) -> Any:
    """Somebody else merges the author's draft into a page."""
    loser, survivor = twins(people, "author")
    reword(survivor, people["first"])
    taken = MergeChoice(items={"answers": ["b0000001"]})
    faq_merging.merge(loser, survivor, actor=people["first"], taken=taken)
    return fresh(survivor)


def undo(kind: str, people: Any) -> Any:
    loser, survivor = twins(people, "first")
    reword(survivor, people["first"])
    taken = MergeChoice(items={"answers": ["b0000001"]})
    record = faq_merging.merge(loser, survivor, actor=people["first"], taken=taken)
    faq_merging.undo(record, actor=people["author"])
    return fresh(survivor)


EVERY_KIND = (
    create,
    revise,
    edit,
    restore,
    restore_part,
    restore_of_what_no_reader_saw,
    correct,
    clarify,
    corrected_by_another,
    checked_by_another,
    scheduled,
    taken_back_from_schedule,
    after_withdrawal,
    put_away_and_taken_back,
    overwritten_by_another,
)
STORIES = (import_, caption, tag, untag, saved_beside, saved_before, chosen)
FAQS = (absorb, absorbed_from_the_author, undo)
WAYS = [
    *((kind, way) for kind in KINDS for way in EVERY_KIND),
    *(("story", way) for way in STORIES),
    *(("faq", way) for way in FAQS),
]


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_an_author_of_unseen_words_does_not_approve_them_whoever_submits(kind, way, people):
    workflow = WORKFLOWS[kind]
    item = way(kind, people)
    assert people["author"].pk in authors(item)
    assert item.revisions.order_by("-pk").first().digest == digest(
        workflow.document_of(fresh(item))
    )
    for submitter in ("author", "other"):
        written = transaction.savepoint()
        workflow.submit(fresh(item), actor=people[submitter])
        with pytest.raises(OwnText, match="somebody else"):
            workflow.approve(fresh(item), actor=people["author"])
        workflow.approve(fresh(item), actor=people["third"])
        assert fresh(item).approval_holds
        if fresh(item).standing != "withdrawn":
            told = {"kind": "update", "note": "New."} if item.latest_edition() else {}
            workflow.publish(
                fresh(item), actor=people["author"], **release.accepted(fresh(item)), **told
            )
            assert authors(fresh(item)) == set()
        transaction.savepoint_rollback(written)


def test_what_an_editor_rewrote_a_reporter_submits_and_the_same_editor_does_not_approve(people):
    reporter, client = person("Reporter"), signed_in(people["author"])
    item = reword(live("story", people), people["author"])
    do(signed_in(reporter), item, "submit")
    answer = do(client, item, "approve")
    assert answer.status_code == 409
    assert "somebody else has to approve it" in errors(answer)
    assert do(signed_in(people["third"]), item, "approve").status_code == 302
    assert do(client, item, "publish", kind="update", note="New.").status_code == 302
    assert fresh(item).standing == "live"
    assert fresh(item).latest_edition().number == 2


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_has_unseen_words_in_a_text_that_readers_know(kind, people):
    item = live(kind, people)
    assert authors(item) == set()
    before = getattr(item, TEXT[kind])
    item = reword(item, people["author"])
    item = reword(item, people["other"], before)
    assert authors(item) == set()
    item = reword(item, people["third"], "<p>Third words.</p>")
    assert authors(item) == {people["third"].pk}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_scheduled_is_seen_from_its_time_on(kind, people, monkeypatch):
    item = reword(live(kind, people), people["author"])
    at = soon(2)
    release.schedule(item, actor=people["first"], at=at, kind="update")
    item = reword(fresh(item), people["other"], "<p>And more.</p>")
    assert authors(item) == {people["author"].pk, people["other"].pk}
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(minutes=1))
    assert authors(item) == {people["other"].pk}


def test_a_text_from_an_edition_that_was_replaced_is_its_restorers(people):
    item = restore("story", people)
    assert authors(item) == {people["author"].pk}


def test_a_correction_of_a_page_without_other_changes_leaves_nobody_with_unseen_words(people):
    item = mend(live("story", people), "correct", people["author"])
    assert authors(item) == set()


def test_what_was_published_in_the_very_moment_it_was_written_is_seen(people):
    with time_machine.travel(timezone.now(), tick=False):
        item = live("story", people)
        assert authors(item) == set()
        before = workflow_text(item)
        item = reword(item, people["author"])
        release.publish(item, actor=people["first"], kind="update")
        assert authors(fresh(item)) == set()
        # Readers see other words by now: who brings these back has written them.
        item = reword(fresh(item), people["other"], before)
        assert authors(item) == {people["other"].pk}


def workflow_text(item: Any) -> str:
    return str(getattr(item, TEXT[item.key_prefix]))


def test_whoever_wrote_the_same_words_again_is_their_author_too(people):
    """Restored is what was said last: all who had written since readers saw the page before it count."""
    item = reword(live("story", people), people["author"], "Once.")
    first = release.schedule(item, actor=people["first"], at=soon(2), kind="update")
    WORKFLOWS["story"].unschedule(fresh(item), actor=people["first"], number=first.number)
    item = reword(reword(fresh(item), people["other"], "Twice."), people["other"], "Once.")
    item = reword(item, people["first"], "")
    WORKFLOWS["story"].restore(fresh(item), actor=people["third"], number=first.number)
    assert {people["author"].pk, people["other"].pk, people["third"].pk} <= authors(fresh(item))


def test_an_outlet_or_an_author_that_is_renamed_writes_no_words_of_a_page(people):
    item = live("story", people)
    outlet, author = item.reports.get().outlet, item.bylines.get().author
    outlet.name, author.name = "Another Paper", "Ada Reed"
    outlet.save()
    author.save()
    assert authors(fresh(item)) == set()
    item = reword(item, people["author"])
    release.publish(item, actor=people["first"], kind="update")
    assert authors(fresh(item)) == set()


def test_saving_what_was_there_makes_nobody_an_author(people):
    item = reword(live("story", people), people["author"])
    save(signed_in(people["other"]), item)
    do(signed_in(people["other"]), item, "submit")
    bulk.done(signed_in(people["third"]), "owner", item, value=str(people["third"].pk))
    assert authors(fresh(item)) == {people["author"].pk}


def test_words_need_no_second_reader_where_the_setting_does_not_ask_for_one(people, settings):
    settings.SECOND_READER = ("stories",)
    workflow = WORKFLOWS["faq"]
    item = pages.faq(people["author"])
    workflow.publish(item, actor=people["author"], **release.accepted(item))
    event = item.events.get(verb="publish")
    assert event.detail["second_reader"] is False


@pytest.mark.parametrize("count", [1, 30])
def test_asking_who_has_written_costs_two_queries(people, count, django_assert_num_queries):
    item = live("story", people)
    for n in range(count):
        item = reword(item, people["author"], f"<p>Words {n}.</p>")
    with django_assert_num_queries(2):
        authors(item)


# What writes a working copy, by the function that calls it: a new one belongs in the ways above.
WRITERS = {
    "entities/working_copy.py:store_digest": "remembers whose change it is",
    "entities/working_copy.py:write_new": "create",
    "entities/workflow.py:write_new": "create",
    "entities/working_copy.py:write_back": "what was stored before: undo, restore",
    "entities/workflow.py:write_back": "what was stored before: undo, restore",
    "faqs/admin.py:store_digest": "edit",
    "faqs/working_copy.py:store_digest": "remembers whose change it is",
    "faqs/working_copy.py:write_new": "create",
    "faqs/workflow.py:write_new": "create",
    "faqs/working_copy.py:write_back": "what was stored before: undo, restore",
    "faqs/workflow.py:write_back": "what was stored before: undo, restore",
    "newsdesk/desk/bulk/changes.py:_remember": "tag, untag",
    "newsdesk/desk/bulk/changes.py:retag": "tag, untag",
    "newsdesk/desk/bulk/changes.py:tag": "tag",
    "newsdesk/desk/bulk/changes.py:untag": "untag",
    "newsdesk/editing/reapply.py:_write": "rolled back",
    "newsdesk/editing/save.py:save_data": "saved_beside, chosen",
    "newsdesk/editing/states.py:write": "saved_beside, chosen",
    "newsdesk/editing/states.py:write_back": "rolled back",
    "newsdesk/merging/engine.py:_replay_working_copy": "undo",
    "newsdesk/merging/engine.py:merge": "absorb",
    "newsdesk/desk/past_versions.py:_restored": "restore",
    "newsdesk/exchange/pages_back.py:take": "create: who takes a page in",
    "newsdesk/exchange/entity_tables.py:make": "create: who takes a row in",
    "newsdesk/desk/workflow_admin.py:save_related": "edit",
    "newsdesk/workflow/arrival.py:bring_back": "create: who takes a page in, or wrote it there",
    "newsdesk/workflow/correct.py:_carry_into_working_copy": "correct, clarify",
    "newsdesk/merging/page_merging.py:write": "absorb",
    "newsdesk/merging/page_merging.py:write_back": "undo",
    "newsdesk/workflow/draft.py:_create": "create",
    "newsdesk/workflow/page_type.py:write_new": "create",
    "newsdesk/workflow/draft.py:revise": "revise",
    "newsdesk/workflow/page_type.py:write": "every way but the form",
    "newsdesk/workflow/restore.py:restore": "restore",
    "newsdesk/site_pages/workflow.py:store_digest": "remembers whose change it is",
    "newsdesk/site_pages/workflow.py:write_back": "what was stored before: undo, restore",
    "stories/source_list/add.py:add_reports": "edit",
    "stories/importing/draft_writer.py:remember": "the record of an import, no working copy",
    "stories/working_copy.py:store_digest": "remembers whose change it is",
    "stories/working_copy.py:write_new": "create",
    "stories/workflow.py:write_new": "create",
    "stories/working_copy.py:write_back": "what was stored before: undo, restore",
    "stories/workflow.py:write_back": "what was stored before: undo, restore",
}
_OWNERS = {"working_copy", "states", "workflow", "kind"}


def _writes(call: ast.AST) -> bool:
    if isinstance(call, ast.Attribute) and call.attr in ("write", "write_back", "write_new"):
        owner = call.value  # Called, or handed to what calls it.
        return getattr(owner, "id", getattr(owner, "attr", "")) in _OWNERS
    if not isinstance(call, ast.Call):
        return False
    name = call.func
    if isinstance(name, ast.Name):
        return name.id in ("store_digest", "store_new", "write_back")
    if not isinstance(name, ast.Attribute):
        return False
    owner = name.value
    if name.attr in ("add", "remove", "set") and isinstance(owner, ast.Attribute):
        return owner.attr == "tags"
    by_keyword = any(each.arg == "actor" for each in call.keywords)
    return name.attr == "store_digest" or (
        name.attr in ("remember", "write", "write_back", "write_new") and by_keyword
    )


def writers() -> set[str]:
    found = set()
    for folder in ("newsdesk", "stories", "faqs", "entities"):
        for path in sorted(Path(site.BASE_DIR, folder).rglob("*.py")):
            tree = ast.parse(path.read_text())
            for function in ast.walk(tree):
                if isinstance(function, ast.FunctionDef) and any(map(_writes, ast.walk(function))):
                    found.add(f"{path.relative_to(site.BASE_DIR)}:{function.name}")
    return found


def test_every_writer_of_a_working_copy_is_known_and_tells_who_writes():
    assert writers() == set(WRITERS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_working_copy_cannot_be_written_without_saying_by_whom(kind, people):
    item, workflow = live(kind, people), WORKFLOWS[kind]
    with pytest.raises(TypeError, match="actor"):
        workflow.write(workflow.document_of(item), item)
    with pytest.raises(TypeError, match="actor"):
        item.remember("0" * 64)


# Corrections go out at once, and are read afterwards


def corrected(people: Any, verb: str = "correct", kind: str = "story") -> Any:
    return mend(live(kind, people), verb, people["author"])


def front(user: Any) -> Any:
    return signed_in(user).get("/admin/")


def waiting(user: Any) -> str:
    """Return the words of the list on the front page, "" where it is not there."""
    return "".join(
        public_tree(front(user)).xpath("//section[h3/@id='corrections-to-read-title']//text()")
    )


def public_tree(answer: Any) -> Any:
    return html.fromstring(answer.content.decode())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("verb", ["correct", "clarify"])
def test_a_correction_waits_on_the_front_page_until_a_second_person_has_read_it(kind, verb, people):
    item = corrected(people, verb, kind)
    assert str(item) in waiting(people["third"])
    assert "author " in waiting(people["third"])
    assert "Mark as read" in waiting(people["third"])
    assert "Mark as read" not in waiting(people["author"])
    links = public_tree(front(people["third"])).xpath(
        "//section[h3/@id='corrections-to-read-title']//a/@href"
    )
    compare = next(link for link in links if "/compare/" in link)
    assert compare.endswith("?from=1&to=2")
    assert signed_in(people["third"]).get(compare).status_code == 200
    assert do(signed_in(people["author"]), item, "mark_read", number="2").status_code == 409
    assert do(signed_in(people["third"]), item, "mark_read").status_code == 302
    event = item.events.get(verb="mark_read")
    assert (event.actor, event.edition) == (people["third"], 2)
    assert waiting(people["third"]) == ""


def test_each_correction_is_read_for_itself(people):
    item = corrected(people)
    item = mend_again(item, people["other"])
    answer = do(signed_in(people["third"]), item, "mark_read", number="9")
    assert answer.status_code == 200
    do(signed_in(people["author"]), item, "mark_read", number="3")
    assert list(item.events.unread_corrections().values_list("edition", flat=True)) == [2]


def mend_again(item: Any, actor: Any) -> Any:
    document = WORKFLOWS["story"].read(item.latest_edition())
    mended = dataclasses.replace(document, background="<p>It was built in 1990.</p>")
    WORKFLOWS["story"].clarify(item, actor=actor, document=mended, note="Clearer.")
    return fresh(item)


def test_a_correction_is_read_by_who_approves_a_text_that_holds_it(people):
    item = reword(corrected(people), people["other"])
    release.WORKFLOWS[Story].submit(item, actor=people["other"])
    release.WORKFLOWS[Story].approve(fresh(item), actor=people["third"])
    assert waiting(people["third"])
    release.publish(item, actor=people["author"], kind="update")
    assert waiting(people["third"]) == ""
    assert item.events.get(verb="mark_read").actor == people["third"]


def test_the_corrector_reads_it_neither_by_approving_what_others_wrote(people):
    item = reword(corrected(people), people["other"])
    release.WORKFLOWS[Story].submit(item, actor=people["other"])
    release.WORKFLOWS[Story].approve(fresh(item), actor=people["author"])
    release.publish(item, actor=people["other"], kind="update")
    assert str(item) in waiting(people["third"])


def test_a_correction_is_not_read_with_a_text_that_does_not_hold_it(people):
    item = corrected(people)
    workflow = WORKFLOWS["story"]
    document = workflow.document_of(item)
    other = dataclasses.replace(document, summary="<p>Something else.</p>", standfirst="New.")
    workflow.revise(item, other, actor=people["other"])
    release.publish(item, actor=people["other"], kind="update")
    assert str(item) in waiting(people["third"])


def read_with(item: Any) -> list[tuple[int, Any, Any]]:
    """Return which editions were read, by whom, and with which edition."""
    return [
        (each.edition, each.actor, each.detail.get("approved_with"))
        for each in item.events.filter(verb="mark_read").order_by("edition")
    ]


def test_every_correction_in_an_approved_text_is_read_by_who_approved_it(people):
    item = mend_again(corrected(people), people["author"])
    item = reword(item, people["other"])
    release.WORKFLOWS[Story].submit(item, actor=people["other"])
    release.WORKFLOWS[Story].approve(fresh(item), actor=people["third"])
    release.publish(item, actor=people["author"], kind="update")
    assert read_with(item) == [(2, people["third"], 4), (3, people["third"], 4)]


def test_a_correction_of_a_later_edition_is_compared_with_the_one_before_it(people):
    """The first edition said something else again, which nobody has to keep."""
    item = reword(live("story", people), people["other"], "Of the second edition.")
    release.publish(item, actor=people["other"], kind="update")
    item = mend(fresh(item), "correct", people["author"])
    item = reword(item, people["other"], "Of the fourth edition.")
    release.WORKFLOWS[Story].submit(item, actor=people["other"])
    release.WORKFLOWS[Story].approve(fresh(item), actor=people["third"])
    release.publish(item, actor=people["author"], kind="update")
    assert read_with(item) == [(3, people["third"], 4)]


def test_a_correction_that_the_next_edition_takes_back_is_not_read_with_it(people):
    item = corrected(people)
    workflow = WORKFLOWS["story"]
    first = workflow.read(item.editions.get(number=1))
    back = dataclasses.replace(first, standfirst="New.")
    workflow.revise(item, back, actor=people["other"])
    release.publish(item, actor=people["other"], kind="update")
    assert read_with(item) == []


def test_a_correction_made_after_the_approval_is_not_read_by_it(people):
    """Although the approved text happens to say the same."""
    item, workflow = live("story", people), WORKFLOWS["story"]
    text = workflow.document_of(item)
    same = dataclasses.replace(text, summary="Mended words", standfirst="New.")
    workflow.revise(item, same, actor=people["other"])
    item = release.approve(item, actor=people["other"])
    item = mend(item, "correct", people["author"])
    assert item.approval_holds
    release.publish(item, actor=people["other"], kind="update")
    assert read_with(item) == []


def test_nothing_waits_to_be_read_on_a_desk_of_one_person(people, settings):
    settings.SECOND_READER = ()
    item = corrected(people)
    assert waiting(people["author"]) == ""
    assert do(signed_in(people["author"]), item, "mark_read").status_code == 302


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_costs_the_same_however_many_corrections_wait(people, count):
    client = signed_in(people["third"])
    for n in range(count):
        item = pages.story(people["first"], f"Story {n}")
        release.publish(item, actor=people["first"])
        mend(fresh(item), "correct", people["author"])
    client.get("/admin/")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get("/admin/")
    asked = [
        each["sql"]
        for each in captured
        if "storyevent" in each["sql"] and "mark_read" in each["sql"]
    ]
    assert 1 <= len(asked) <= 2


def test_reading_needs_the_right_to_approve(people):
    item = corrected(people)
    reporter = signed_in(person("Reporter"))
    assert reporter.get(address("verb", item, "mark_read")).status_code == 403
    assert reporter.post(address("verb", item, "mark_read"), {"number": "2"}).status_code == 403
    assert fields(signed_in(people["third"]).get(address("verb", item, "mark_read")))["number"]
