"""Every way by which words reach readers, in every situation that a guard is about: the written table,
tried, and what readers are served read over HTTP.

A function that freezes an edition or writes the catalogue, and stands in no way, fails here.
"""

import ast
import dataclasses
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from taggit.models import Tag

import faqs.merging
from entities import splitting
from entities.merging import outlets
from entities.models.outlet import Outlet
from entities.workflow import ENTITY
from faqs.documents import Answer, Source
from faqs.duplicate_review import merges
from faqs.duplicate_review.merges import Plan
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.catalogue.models import Page
from newsdesk.merging.taken import MergeChoice
from newsdesk.pages.status import State
from newsdesk.tags import workflow as tag_workflow
from newsdesk.workflow.transitions import Refused
from newsdesk.workflow.ways import SITUATIONS, WAYS, Outcome
from stories import authors
from stories.documents import Byline
from stories.models.author import Author
from stories.workflow import STORY
from tests import pages, release
from tests.people import person
from tests.workflow.situations import soon
from tests.worlds import world

SECRET = "zebrine"
SOURCE = Source(id="src1", title="Harbour notes", url="https://notes.example/1")


@world
def live_story() -> tuple[Any, Any]:
    """Return a desk chief and a story that readers see."""
    chief = person("Desk chief")
    story = pages.story(chief)
    release.publish(story, actor=chief)
    return chief, story


class Case:
    """A page that readers see, with words that they do not know, in one situation."""

    def __init__(self, situation: str) -> None:
        self.situation = situation
        self.client = Client()

    @cached_property
    def chief(self) -> Any:
        return person("Desk chief")

    def live(self) -> Any:
        """Return a story that readers see, the first thing on the desk."""
        self.chief, story = live_story()
        return story

    def story(self) -> Any:
        """Return a live story with a changed draft, in the situation."""
        story = self.live()
        self.change(story)
        self.come_about(story)
        return self.fresh(story)

    def faq(self, name: str = "lean", **values: Any) -> Any:
        faq = pages.faq(
            self.chief,
            f"Why do ferries {name}?",
            answers=(Answer(id=f"own-{name}", question="Always?", text=f"<p>Not {name}.</p>"),),
            **({"sources": (dataclasses.replace(SOURCE, id=f"src-{name}"),)} | values),
        )
        release.publish(faq, actor=self.chief)
        return faq

    def change(self, item: Any, **values: Any) -> None:
        """Write words that readers do not know; where the situation is about the gate it has a word."""
        workflow = release.WORKFLOWS[type(item)]
        text = workflow.document_of(self.fresh(item))
        field = "intro" if isinstance(item, Faq) else "standfirst"
        words: dict[str, Any] = {field: f"<p>{SECRET}</p>" if field == "intro" else SECRET}
        if self.situation == "blocked":
            words |= {"question": ""} if field == "intro" else {"bylines": ()}
        if self.situation == "warned" and field == "standfirst":
            words |= {"summary": "<p>It turned yesterday.</p>"}
        workflow.revise(
            self.fresh(item), dataclasses.replace(text, **words | values), actor=self.chief
        )

    def come_about(self, item: Any) -> None:
        workflow = release.WORKFLOWS[type(item)]
        if self.situation == "embargo":
            workflow.embargo(self.fresh(item), actor=self.chief, until=soon(48), note="Agreed.")
        if self.situation == "withdrawn":
            workflow.withdraw(self.fresh(item), actor=self.chief, note="It was wrong.")

    def fresh(self, item: Any) -> Any:
        return type(item).objects.get(pk=item.pk)

    def ready(self, item: Any) -> dict[str, Any]:
        """Let a second person approve the story and somebody accept the warnings, as far as the
        situation is not about just that; return what tells the verb so.
        """
        item = self.fresh(item)
        if self.situation == "own_words":
            STORY.submit(item, actor=self.chief)
            STORY.approve(self.fresh(item), actor=self.chief)
        if self.situation in ("embargo", "warned", "withdrawn"):
            release.approve(item, actor=self.chief)
        if self.situation == "blocked":  # As if it had been approved under yesterday's rules.
            item.state, item.approved_digest = State.APPROVED, item.digest
            item.approved_by = release.second_reader()
            item.save()
        return {} if self.situation == "warned" else release.accepted(item)

    def served(self) -> dict[str, str]:
        """Return all that readers are served: pages, lists, what search finds."""
        paths = {*Page.objects.values_list("path", flat=True), "/", "/questions/", "/topics/"}
        paths |= {f"/search/?q={SECRET}", "/sitemaps/1.xml", "/feeds/stories.atom"}
        found = {}
        for path in sorted(paths):
            answer = self.client.get(path)
            found[path] = f"{answer.status_code} {answer.content.decode()}"
        return found

    def shows(self) -> bool:
        """Tell whether any page has the words; the page of search repeats what it was asked."""
        return any(SECRET in text for path, text in self.served().items() if "?q=" not in path)


# The ways. Each does its deed and returns what became of it where that is not told by the words.


def publish(case: Case) -> None:
    story = case.story()
    told = case.ready(story)
    STORY.publish(case.fresh(story), actor=case.chief, kind="update", **told)


def schedule(case: Case) -> Any:
    story = case.story()
    told = case.ready(story)
    at = soon(24)
    STORY.schedule(case.fresh(story), actor=case.chief, at=at, kind="update", **told)
    return Outcome.ALLOWED


def _scheduled(case: Case) -> tuple[Any, int]:
    """Return a story with an edition that waits, let through before the situation came about."""
    story = case.live()
    if case.situation == "withdrawn":
        case.come_about(story)
    story = case.fresh(story)
    edition = None
    text = STORY.document_of(story)
    words = dataclasses.replace(text, standfirst="Waiting words.")
    STORY.revise(story, words, actor=case.chief)
    edition = release.schedule(story, actor=case.chief, at=soon(72), kind="update")
    case.change(story)
    if case.situation == "embargo":
        case.come_about(story)
    return case.fresh(story), edition.number


def reschedule(case: Case) -> Any:
    story, number = _scheduled(case)
    STORY.reschedule(story, actor=case.chief, number=number, at=soon(30))
    return Outcome.ALLOWED


def unschedule(case: Case) -> Any:
    story, number = _scheduled(case)
    STORY.unschedule(story, actor=case.chief, number=number)
    gone = case.served()["/stories/the-ferry-turns/"].startswith("410")
    return Outcome.HELD if gone else Outcome.ALLOWED


def _mended(case: Case) -> tuple[Any, Any]:
    story = case.story()
    live = STORY.read(story.editions.order_by("number").first())
    blocking: Any = {"bylines": ()} if case.situation == "blocked" else {}
    return story, dataclasses.replace(live, standfirst=f"Mended {SECRET}.", **blocking)


def correct(case: Case) -> None:
    story, document = _mended(case)
    told = {"wrong": "This.", "right": "That."}
    STORY.correct(story, actor=case.chief, document=document, **told)


def clarify(case: Case) -> None:
    story, document = _mended(case)
    STORY.clarify(story, actor=case.chief, document=document, note="Clearer.")


def check(case: Case) -> Any:
    STORY.check(case.story(), actor=case.chief)
    assert not case.shows()
    return Outcome.ALLOWED


def withdraw(case: Case) -> Any:
    STORY.withdraw(case.story(), actor=case.chief, note="Wrong.")
    assert not case.shows()
    return Outcome.ALLOWED


def carry(case: Case) -> Any:
    """A correction is carried into what waits; that it waits on is asked, and that it has the words."""
    story, number = _scheduled(case)
    waiting = story.editions.get(number=number)
    if case.situation == "withdrawn":
        case.change(story, summary="<p>It turned at one.</p>")
        release.publish(story, actor=case.chief, kind="update")
    else:
        live = STORY.read(case.fresh(story).latest_edition())
        mended = dataclasses.replace(live, summary="<p>It turned at one.</p>")
        told = {"wrong": "This.", "right": "That."}
        STORY.correct(case.fresh(story), actor=case.chief, document=mended, **told)
        assert not case.shows()
    (again,) = case.fresh(story).editions.waiting()
    assert again.number != number
    assert again.visible_from == waiting.visible_from
    return Outcome.HELD if case.situation == "embargo" else Outcome.ALLOWED


def _pair(case: Case) -> tuple[Any, Any, MergeChoice]:
    one, two = case.faq("sway", intro=""), case.faq("lean")
    if case.situation == "withdrawn":
        case.come_about(two)
    if case.situation == "embargo":
        case.come_about(two)
    taken = {
        "blocked": MergeChoice(fields=("intro",), dropped={"answers": ["own-lean"]}),
        "warned": MergeChoice(dropped={"sources": ["src-lean"]}),
        "unapproved": MergeChoice(values={"intro": f"<p>{SECRET}</p>"}),
        "own_words": MergeChoice(values={"intro": f"<p>{SECRET}</p>"}),
    }.get(case.situation, MergeChoice(items={"answers": ["own-sway"]}))
    return case.fresh(one), case.fresh(two), taken


def merge(case: Case) -> None:
    one, two, taken = _pair(case)
    faqs.merging.merge(one, two, actor=case.chief, reason="One.", taken=taken)
    assert SECRET in FAQ.document_of(case.fresh(two)).intro


def proposal(case: Case) -> None:
    """It was proposed before the situation came about."""
    late = case.situation
    case.situation = late if late not in ("embargo", "withdrawn") else ""
    one, two, taken = _pair(case)
    asked = merges.propose(
        Plan(survivor=two.pk, taken={one.pk: taken}), actor=person("Moderator"), reason="One."
    )
    case.situation = late
    case.come_about(two) if late in ("embargo", "withdrawn") else None
    merges.confirm(asked, actor=case.chief)


def unmerge(case: Case) -> Any:
    one, two = case.faq("sway"), case.faq("lean")
    taken = MergeChoice(items={"answers": ["own-sway"]}, fields=("question",))
    record = faqs.merging.merge(
        case.fresh(one), case.fresh(two), actor=case.chief, reason="One.", taken=taken
    )
    case.change(two)
    case.come_about(two)
    faqs.merging.undo(record, actor=case.chief)
    served = case.served()
    assert served["/questions/why-do-ferries-sway/"].startswith("200")
    survivor = served["/questions/why-do-ferries-lean/"]
    assert "Not sway." not in survivor
    assert not case.shows()
    return Outcome.HELD if survivor.startswith("410") else Outcome.ALLOWED


def _split(case: Case) -> tuple[Any, Any, Any]:
    one, other = pages.entity(case.chief, "Mercury"), pages.entity(case.chief, "Quicksilver")
    for entity in (one, other):
        release.publish(entity, actor=case.chief)
    story = pages.story(case.chief, entities=(one.key,))
    release.publish(story, actor=case.chief)
    return one, other, story


def _entity_in_situation(case: Case, entity: Any) -> None:
    text = ENTITY.document_of(case.fresh(entity))
    blocking: Any = {"slug": ""} if case.situation == "blocked" else {}
    words = dataclasses.replace(text, description=f"{SECRET} words.", **blocking)
    ENTITY.revise(case.fresh(entity), words, actor=case.chief)
    case.come_about(entity)


def split(case: Case) -> Any:
    one, other, story = _split(case)
    _entity_in_situation(case, other)
    splitting.split(case.fresh(one), case.fresh(other), moves={story.key: other}, actor=case.chief)
    assert not case.shows()
    return Outcome.ALLOWED


def unsplit(case: Case) -> Any:
    one, other, story = _split(case)
    record = splitting.split(one, other, moves={story.key: other}, actor=case.chief)
    _entity_in_situation(case, one)
    splitting.undo(record, actor=case.chief)
    assert not case.shows()
    return Outcome.ALLOWED


def merge_of_outlets(case: Case) -> Any:
    case.story()
    one, other = Outlet.objects.get(name="The Pier Post"), Outlet.objects.create(name="Pier News")
    record = outlets.merge(one, other, actor=case.chief)
    outlets.undo(record, actor=case.chief)
    assert not case.shows()
    return Outcome.ALLOWED


def rebuild(case: Case) -> Any:
    case.story()
    before = case.served()
    call_command("rebuild_catalogue", verbosity=0)
    assert case.served() == before
    assert not case.shows()
    gone = before["/stories/the-ferry-turns/"].startswith("410")
    return Outcome.HELD if gone else Outcome.ALLOWED


def bring(case: Case) -> None:
    """A draft that another system had published appears as of then; a page of this desk never does."""
    if case.situation == "withdrawn":
        story = case.story()
    else:
        blocked: Any = {"bylines": ()} if case.situation == "blocked" else {}
        warned: Any = (
            {"summary": "<p>It turned yesterday.</p>"} if case.situation == "warned" else {}
        )
        story = pages.story(case.chief, standfirst=SECRET, **blocked, **warned)
        case.come_about(story)
    STORY.publish_as_it_was(case.fresh(story), actor=case.chief, visible_from=soon(-99))


def restore(case: Case) -> None:
    story = case.story()
    if case.situation != "withdrawn":
        STORY.restore(story, actor=case.chief, number=1)
    else:
        STORY.restore(story, actor=case.chief, number=1, parts=["standfirst"])
        assert case.served()["/stories/the-ferry-turns/"].startswith("410")


def rename_of_a_tag(case: Case) -> None:
    """A tag that only the draft has is renamed."""
    case.change(case.story(), tags=("Sea", SECRET))
    tag_workflow.rename(Tag.objects.get(name=SECRET), name=f"{SECRET} again", actor=case.chief)


def new_address_of_an_author(case: Case) -> None:
    """An author who has written the draft alone gets another address."""
    case.change(case.story(), bylines=(Byline(name=SECRET, slug=SECRET),))
    author = Author.objects.get(slug=SECRET)
    author.slug = f"{SECRET}-again"
    authors.save(author, actor=case.chief)


def take_back(case: Case) -> None:
    story = pages.story(case.chief, standfirst=SECRET)
    STORY.discard(story, actor=case.chief)
    STORY.take_back(case.fresh(story), actor=case.chief)


def confirm(case: Case) -> None:
    entity = pages.entity(case.chief, description=f"{SECRET} words.")
    ENTITY.confirm(entity, actor=case.chief)


def import_(case: Case) -> None:
    """What the importer writes is created or revised, by these verbs."""
    case.story()
    pages.story(case.chief, "Imported", standfirst=SECRET)


def bulk(case: Case) -> None:
    """What is changed for many is the working copy; `tests/bulk` asks that no action publishes."""
    story = case.story()
    case.change(story, tags=("Sea", SECRET))


def together(case: Case) -> None:
    """A FAQ that no reader has seen comes with its story, as far as that may be published."""
    faq = pages.faq(case.chief, intro=f"<p>{SECRET}</p>", sources=(SOURCE,))
    if case.situation == "withdrawn":
        release.publish(faq, actor=case.chief)
        case.come_about(faq)
    story = pages.story(case.chief, faqs=(faq.key,))
    if case.situation == "embargo":
        case.come_about(faq)
    if case.situation == "warned":
        text = FAQ.document_of(case.fresh(faq))
        FAQ.revise(faq, dataclasses.replace(text, sources=()), actor=case.chief)
    if case.situation == "blocked":
        text = FAQ.document_of(case.fresh(faq))
        FAQ.revise(faq, dataclasses.replace(text, question=""), actor=case.chief)
    told = release.accepted(story)
    if case.situation == "own_words":
        case.ready(story)
    elif case.situation != "unapproved":
        release.approve(story, actor=case.chief)
    chosen = case.fresh(faq)
    extra = {"kind": "update"} if case.situation == "withdrawn" else {}
    if extra:
        STORY.publish(case.fresh(story), actor=case.chief, **told)
        release.publish(chosen, actor=case.chief, **extra)
        return
    STORY.publish(case.fresh(story), actor=case.chief, together=[chosen], **told)


TRIED: dict[str, Any] = {
    "publish": publish,
    "schedule": schedule,
    "reschedule": reschedule,
    "unschedule": unschedule,
    "correct": correct,
    "clarify": clarify,
    "check": check,
    "withdraw": withdraw,
    "carry": carry,
    "merge": merge,
    "undo of a merge": unmerge,
    "split": split,
    "undo of a split": unsplit,
    "merge of outlets": merge_of_outlets,
    "rename or merge of tags": rename_of_a_tag,
    "new address of an author": new_address_of_an_author,
    "rebuild": rebuild,
    "bring": bring,
    "restore": restore,
    "take back": take_back,
    "import": import_,
    "bulk": bulk,
    "confirm": confirm,
    "publish together": together,
    "proposal of a merge": proposal,
}


def test_every_way_is_tried():
    assert list(TRIED.keys() - WAYS.keys()) == list(WAYS.keys() - TRIED.keys()) == []
    assert set(SITUATIONS) == {
        *("embargo", "unapproved", "blocked", "warned", "own_words", "withdrawn")
    }


@pytest.mark.django_db
@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("name", TRIED)
def test_what_becomes_of_each_way_is_what_the_table_says(name, situation, settings):
    settings.SECOND_READER = ("stories",)
    case = Case(situation)
    answer = getattr(WAYS[name], situation)
    try:
        told = TRIED[name](case)
    except Refused:
        told = Outcome.REFUSED
    shown = Outcome.ALLOWED if case.shows() else Outcome.HELD
    assert (told or shown) == answer.outcome
    if told is Outcome.REFUSED:
        assert shown is Outcome.HELD
    if answer.outcome is Outcome.ALLOWED:
        assert answer.why


# The table is whole

FREEZING = "newsdesk.workflow.editions"
WRITING = "newsdesk.catalogue.write"
CALLED = {
    FREEZING: {"freeze", "freeze_many", "freeze_instead", "recall", "carry"},
    WRITING: {"put", "put_many", "point", "point_in_pages", "point_names", "rebuild"},
}
# Methods of a `PageType`, by what they are called on.
OF_PAGE_TYPE = {"insert", "carry", "show"}
# How rows are made.
MAKING = {"create", "bulk_create"}
# What these modules do among themselves is what the others call.
INSIDE = (
    "newsdesk.workflow.editions.carry",
    "newsdesk.workflow.editions.freeze_instead",
    "newsdesk.catalogue.write.put",
    "newsdesk.catalogue.write.rebuild",
)


def callers(source: str, module: str) -> dict[str, set[str]]:
    """Return the functions of a module that freeze or write the catalogue, with what they call."""
    tree = ast.parse(source)
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            package = module.rsplit(".", node.level)[0] + "." if node.level else ""
            where = f"{package}{node.module or ''}".rstrip(".")
            names |= {a.asname or a.name: f"{where}.{a.name}" for a in node.names}
        if isinstance(node, ast.Import):
            names |= {a.asname or a.name: a.name for a in node.names}
    names |= {each: f"{module}.{each}" for each in CALLED.get(module, ())}
    found: dict[str, set[str]] = {}
    for where, call in _calls(tree, module):
        if called := _writes(call.func, names):
            found.setdefault(where, set()).add(called)
    return found


def _writes(function: ast.expr, names: dict[str, str]) -> str:
    told = ast.unparse(function)
    first, _, rest = told.partition(".")
    whole = f"{names.get(first, first)}{'.' if rest else ''}{rest}"
    module, _, name = whole.rpartition(".")
    if name in CALLED.get(module, ()):
        return whole
    receiver, _, method = told.rpartition(".")
    if method in OF_PAGE_TYPE and receiver.lower().rpartition(".")[2] in ("pages", "kind", "self"):
        return told
    return told if receiver.endswith("editions") and method in MAKING else ""


def _calls(tree: ast.AST, where: str) -> Any:
    for node in ast.iter_child_nodes(tree):
        inside = where
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            inside = f"{where}.{node.name}"
        if isinstance(node, ast.Call):
            yield inside, node
        yield from _calls(node, inside)


def everywhere() -> dict[str, set[str]]:
    root = Path(settings.BASE_DIR)
    found: dict[str, set[str]] = {}
    for app in ("newsdesk", "stories", "faqs", "entities"):
        for file in sorted((root / app).rglob("*.py")):
            module = ".".join(file.relative_to(root).with_suffix("").parts)
            if "migrations" not in module:
                found |= callers(file.read_text(), module.removesuffix(".__init__"))
    return found


# How every kind of page writes the catalogue.
SHOWING = {"newsdesk.workflow.page_type.PageType.show"}
# Puts rows back as they were, into an empty desk; the catalogue is made of their editions.
RESTORING = {"newsdesk.backup.restore.restore"}


def test_whatever_freezes_or_writes_the_catalogue_stands_in_the_table():
    named = {function for way in WAYS.values() for function in way.done_in}
    found = everywhere()
    # The second alone makes rows of editions; the first makes one of them.
    freezing = {f"{FREEZING}.freeze", f"{FREEZING}.freeze_many"}
    allowed = named | SHOWING | RESTORING | freezing | set(INSIDE)
    assert sorted(found.keys() - allowed) == []
    assert sorted(named - found.keys()) == []
    assert all(found[each] for each in SHOWING)


def test_a_new_way_would_be_found():
    source = (
        "from newsdesk.catalogue import write as catalogue\n"
        "from newsdesk.workflow.editions import freeze as hold\n"
        "class A:\n    def b(self, pages):\n        pages.insert(1)\n"
        "def c():\n    catalogue.put(1)\n    hold(2)\n"
        "def d(item):\n    item.editions.create()\n"
        "def f(editions):\n    editions.bulk_create([])\n"
        "def e(text):\n    text.replace(1)\n"
    )
    assert set(callers(source, "x.y")) == {"x.y.A.b", "x.y.c", "x.y.d", "x.y.f"}


def test_a_way_that_writes_nothing_itself_names_the_ways_that_it_ends_in():
    for way in WAYS.values():
        assert way.done_in or way.through, way.name
        assert set(way.through) <= WAYS.keys()
