"""Programs of a newsroom: twelve pages, and merges, edits and verbs over them in any order.

A program is data, so that it can run twice: as it is, and without the merges that it undoes. Each step
has its own time, told from its place, so that both runs happen at the same minutes.
"""

import dataclasses
import difflib
import pprint
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

import entities.merging.topics
import faqs.merging
from entities import splitting
from entities.models.draft import Entity
from entities.workflow import ENTITY
from faqs.documents import Answer, Source
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.catalogue import search
from newsdesk.catalogue.models import Merged, Name, Page, PastPath
from newsdesk.merging.taken import Taken
from newsdesk.workflow.transitions import NothingChanged, Refused
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages, release

START = datetime(2026, 5, 4, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
LENGTH = 16

FAQS, TOPICS, STORIES = range(6), range(6, 10), range(10, 12)
DRAFTS = (4, 5, 9)  # What nobody has published when a program begins.
WORKFLOWS: dict[type, Any] = {
    Faq: FAQ,
    Entity: ENTITY,
    Story: STORY,
}
MERGING: dict[type, Any] = {Faq: faqs.merging, Entity: entities.merging.topics}
# The field that a page of each kind goes by, and one of its texts.
TITLE = {Faq: "question", Entity: "name", Story: "headline"}
TEXT = {Faq: "intro", Entity: "description", Story: "standfirst"}

Step = tuple[Any, ...]
WAIT: Step = ("wait",)


class World:
    """Twelve pages, and what was done to them."""

    def __init__(self, actor: Any) -> None:
        self.actor = actor
        self.items: list[Any] = []
        self.records: dict[int, Any] = {}
        self.splits: dict[int, Any] = {}

    def build(self) -> "World":
        """Make the pages; most of them are published, some at the very same time."""
        with time_machine.travel(START, tick=False):
            for n in TOPICS:
                name = f"Topic {'klmn'[n - 6]}"
                self.items.append(pages.entity(self.actor, name, aliases=(f"Alias {n}", "Harbour")))
            topics = [item.key for item in self.items]
            questions = [self._faq(n, topics) for n in FAQS]
            self.items = [*questions, *self.items]
            for n in STORIES:
                faq_keys = [self.items[k].key for k in (0, 1, 2, n - 7)]
                self.items.append(
                    pages.story(
                        self.actor,
                        f"Story {n}",
                        faqs=tuple(faq_keys),
                        entities=tuple(topics[: n - 7]),
                    )
                )
            for n, item in enumerate(self.items):
                if n not in DRAFTS:
                    release.publish(item, actor=self.actor)
        return self

    def _faq(self, n: int, topics: list[str]) -> Faq:
        return pages.faq(
            self.actor,
            f"What is wording{'abcdef'[n]}?",
            intro=f"<p>Direct {n}.</p>",
            answers=(Answer(id=f"own{n}", question=f"Own {n}?", text=f"<p>Own text {n}.</p>"),),
            sources=(Source(id=f"src{n}", title=f"Source {n}", url=f"https://x.example/{n}"),),
            entities=(topics[n % 4], topics[(n + 1) % 4]),
            tags=("Sea", f"Tag {n}"),
        )

    def fresh(self, n: int) -> Any:
        return type(self.items[n]).objects.get(pk=self.items[n].pk)

    def text(self, n: int) -> Any:
        item = self.fresh(n)
        return WORKFLOWS[type(item)].document_of(item)

    # The deeds

    def wait(self, at: int) -> None:
        pass

    def edit(self, at: int, n: int, part: str) -> None:
        item, text = self.fresh(n), self.text(n)
        kind = type(item)
        if part == "title":
            change: dict[str, Any] = {TITLE[kind]: f"Renamed{at} page {n}"}
        elif part == "list" and kind is Faq:
            added = Answer(id=f"add{at}", question=f"Added {at}?", text=f"<p>Added {at}.</p>")
            change = {"answers": (*text.answers, added), "tags": (*text.tags, f"Late {at}")}
        elif part == "list" and kind is Entity:
            change = {"aliases": (*text.aliases, f"Late {at}")}
        else:
            change = {TEXT[kind]: self._words(kind, f"Edited {at}.")}
        WORKFLOWS[kind].revise(item, dataclasses.replace(text, **change), actor=self.actor)

    def _words(self, kind: type, words: str) -> str:
        return f"<p>{words}</p>" if kind is Faq else words

    def publish(self, at: int, n: int) -> None:
        release.publish(self.fresh(n), actor=self.actor, kind="update")

    def schedule(self, at: int, n: int, hours: int) -> None:
        when = _time(at) + hours * HOUR + timedelta(minutes=30)
        release.schedule(self.fresh(n), actor=self.actor, at=when, kind="update")

    def correct(self, at: int, n: int) -> None:
        item = self.fresh(n)
        workflow = WORKFLOWS[type(item)]
        live = item.latest_edition()
        if live is None:
            raise Refused("nothing to correct")
        words = {TEXT[type(item)]: self._words(type(item), f"Corrected {at}.")}
        document = dataclasses.replace(workflow.read(live), **words)
        workflow.correct(item, actor=self.actor, document=document, wrong="It.", right=f"That {at}")

    def withdraw(self, at: int, n: int) -> None:
        item = self.fresh(n)
        WORKFLOWS[type(item)].withdraw(item, actor=self.actor, note=f"Withdrawn {at}.")

    def embargo(self, at: int, n: int, hours: int) -> None:
        item = self.fresh(n)
        until = _time(at) + hours * HOUR if hours else None
        WORKFLOWS[type(item)].embargo(item, actor=self.actor, until=until, note="So agreed.")

    def merge(self, at: int, loser: int, survivor: int, takes: tuple[str, ...]) -> None:
        one, other = self.fresh(loser), self.fresh(survivor)
        kind = type(one)
        brought = MERGING[kind].KIND.public_data(one)
        items: dict[str, list[str]] = {}
        dropped: dict[str, list[str]] = {}
        values: dict[str, Any] = {}
        if "items" in takes and kind is Faq:
            items = {
                "answers": [each["id"] for each in brought["answers"]],
                "sources": [each["id"] for each in brought["sources"]],
                "entities": brought["entities"],
                "tags": brought["tags"],
            }
        if "items" in takes and kind is Entity:
            items = {"aliases": brought["aliases"]}
        if "dropped" in takes and kind is Faq:
            # The same choice whatever stands there, as it is the same in the program without a merge.
            dropped = {"answers": [f"own{survivor}"]}
        if "values" in takes:
            values = {TEXT[kind]: self._words(kind, f"New words {at}.")}
        fields = tuple(
            {"title": TITLE, "text": TEXT}[name][kind]
            for name in ("title", "text")
            if name in takes
        )
        self.records[at] = MERGING[kind].merge(
            one,
            other,
            actor=self.actor,
            reason="The same.",
            taken=Taken(fields=fields, values=values, items=items, dropped=dropped),
        )

    def undo(self, at: int, merged: int) -> None:
        if merged in self.records:
            record = self.records[merged]
            MERGING[type(record.loser)].undo(record, actor=self.actor, reason="They differ.")

    def split(self, at: int, one: int, other: int, story: int) -> None:
        self.splits[at] = splitting.split(
            self.fresh(one),
            self.fresh(other),
            moves={self.items[story].key: self.items[other]},
            actor=self.actor,
        )

    def unsplit(self, at: int, done: int) -> None:
        if done in self.splits:
            splitting.undo(self.splits[done], actor=self.actor)

    # Running

    def do(self, at: int, step: Step) -> bool:
        """Do one step, whole or not at all; tell whether it was done."""
        with time_machine.travel(_time(at), tick=False):
            try:
                with transaction.atomic():
                    getattr(self, step[0])(at, *step[1:])
            except Refused as refusal:
                self.refusal = refusal
                return False
        return True

    def run(self, program: list[Step]) -> list[tuple[int, Refused]]:
        """Do all steps; return what was refused."""
        return [(at, self.refusal) for at, step in enumerate(program) if not self.do(at, step)]

    # What readers see

    def seen(self, *, whole: bool) -> dict[str, Any]:
        """Return what readers see when the program is over, and a week later when nothing waits any more.

        The catalogue with everything in the order of its lists, what search finds, and every page as it
        is served; with `whole` also lists, feeds and sitemaps, and all of it as served in a week too.
        """
        found: dict[str, Any] = {}
        for later in (LENGTH, 24 * 7):
            with time_machine.travel(_time(later), tick=False):
                for name, what in self._catalogue():
                    found[f"{later} h: {name}"] = what
                if whole or later == LENGTH:
                    for name, what in self._served(whole):
                        found[f"{later} h: {name}"] = what
        return found

    def _catalogue(self) -> Iterator[tuple[str, Any]]:
        visible = Page.objects.visible()
        yield "latest", [self._named(page.key) for page in visible.latest()]
        yield "by title", [self._named(page.key) for page in visible.by_title()]
        for page in visible.prefetch_related("references", "names"):
            yield f"catalogue {self._named(page.key)}", self._entry(page)
        yield (
            "merged",
            sorted(
                (self._named(row.key), self._named(row.into), self._named(row.page))
                for row in Merged.objects.all()
            ),
        )
        past = PastPath.objects.values_list("path", "key")
        yield "past paths", sorted((path, self._named(key)) for path, key in past)
        yield (
            "names",
            sorted(
                Name.objects.filter(page__in=visible.values("pk")).values_list("slug", "page__key")
            ),
        )
        for words in ("wordinga", "wordingb", "topic", "own", "alias", "renamed1", "sea new words"):
            hits = [self._named(page.key) for page in search.find(words)]
            yield f"search {words}", hits

    def _served(self, whole: bool) -> Iterator[tuple[str, Any]]:
        client = Client()
        past = PastPath.objects.values_list("path", flat=True)
        paths = sorted({*Page.objects.values_list("path", flat=True), *past})
        for path in [*paths, *(_lists() if whole else ())]:
            answer = client.get(path)
            yield path, (answer.status_code, answer.get("Location"), self._bytes(answer))

    def _entry(self, page: Page) -> dict[str, Any]:
        fields = "path title summary text also card gone_reason published_at updated_at checked_at"
        return {name: getattr(page, name) for name in fields.split()} | {
            "references": [(self._named(r.target), r.label) for r in page.references.all()],
            "names": sorted((name.slug, name.text) for name in page.names.all()),
        }

    def _named(self, key: str) -> str:
        for n, item in enumerate(self.items):
            if item.key == key:
                return f"page {n}"
        return key

    def _bytes(self, answer: Any) -> str:
        """Return what was answered, without keys, and without the numbers of editions: those that a merge
        and its undoing left behind were public, and stay in the page's history.
        """
        text = answer.content.decode()
        text = re.sub(r"\b(faq|entity|story):(\d+)", lambda m: self._named(m[0]), text)
        text = re.sub(r"(/cards/\w+-[0-9a-f]{16})-\d+\.", r"\1.", text)
        text = re.sub(r"Edition \d+: (what changed|history)", "Edition", text)
        return re.sub(r'(nonce|data-edition)="[^"]*"', "", text)


def _time(at: int) -> datetime:
    return START + (at + 1) * HOUR


def _lists() -> list[str]:
    names = ("home", "stories", "topics", "questions", "archive", "corrections", "sitemap")
    queries = ("wordinga", "topic+k", "direct", "alias")
    return [
        *(reverse(name) for name in names),
        reverse("sitemap-pages", args=[1]),
        reverse("sitemap-news"),
        *(f"/feeds/stories.{form}" for form in ("xml", "atom", "json")),
        *(f"/feeds/tags/sea.{form}" for form in ("xml", "atom", "json")),
        *(f"/feeds/topics/topic-k.{form}" for form in ("xml", "atom", "json")),
        *(f"/search/?q={words}" for words in queries),
        *(f"/search/suggest/?q={words}" for words in queries),
        "/tags/sea/",
        "/topics/called/harbour/",
    ]


def proposed(chance: random.Random, at: int, merges: dict[int, Any]) -> Step:
    """Return a step that may or may not be possible."""
    deed = chance.choices(
        [
            *("merge", "undo", "edit", "publish", "schedule", "correct"),
            *("withdraw", "embargo", "split", "unsplit"),
        ],
        weights=(26, 18, 18, 14, 8, 7, 3, 3, 2, 1),
    )[0]
    anything = chance.randrange(12)
    mergeable = chance.choice([FAQS, TOPICS])
    if deed == "merge":
        loser, survivor = chance.sample(mergeable, 2)
        possible = ("title", "text", "items", "dropped", "values")
        takes = tuple(name for name in possible if chance.random() < 0.45)
        if "values" in takes:
            takes = tuple(name for name in takes if name != "text")
        return ("merge", loser, survivor, takes)
    if deed == "undo":
        return ("undo", chance.choice([*merges])) if merges else WAIT
    if deed == "edit":
        return ("edit", anything, chance.choice(["title", "text", "list"]))
    if deed == "schedule":
        return ("schedule", anything, chance.randrange(1, 9))
    if deed == "embargo":
        return ("embargo", anything, chance.randrange(0, 6))
    if deed == "split":
        one, other = chance.sample(TOPICS, 2)
        return ("split", one, other, chance.choice(STORIES))
    if deed == "unsplit":
        return ("unsplit", chance.randrange(at + 1))
    return (deed, anything)


def random_program(world: World, chance: random.Random) -> list[Step]:
    """Run a program of steps that can be done in `world`, and return it."""
    program: list[Step] = []
    for at in range(LENGTH):
        step = WAIT
        for _ in range(4):
            active = {n: r for n, r in world.records.items() if n not in _undone(program)}
            step = proposed(chance, at, active)
            if world.do(at, step):
                break
            step = WAIT
        program.append(step)
    return program


def without(program: list[Step]) -> list[Step]:
    """Return the same program without the merges that it undoes."""
    undone = _undone(program)
    return [WAIT if at in undone or step[0] == "undo" else step for at, step in enumerate(program)]


def _undone(program: list[Step]) -> set[int]:
    return {step[1] for step in program if step[0] == "undo"}


def differences(
    actor: Any, base: World, program: list[Step], seen_with: Any = None, *, whole: bool
) -> list[str]:
    """Return what readers see differently after `program` and after the same without what it undoes.

    `seen_with` is what they see after it, where that is known.
    """
    seen = [seen_with] if seen_with else []
    for each in (program, without(program))[len(seen) :]:
        with transaction.atomic():
            world = World(actor)
            world.items = base.items
            refused = [at for at, why in world.run(each) if not isinstance(why, NothingChanged)]
            seen.append(world.seen(whole=whole))
            transaction.set_rollback(True)
        if refused and each is not program:
            return [f"refused: {each[at]}: {world.refusal}" for at in refused]
    one, other = seen
    return [
        "\n".join([name, *_lines(one.get(name), other.get(name))])
        for name in dict.fromkeys((*one, *other))
        if one.get(name) != other.get(name)
    ]


def _lines(one: Any, other: Any) -> list[str]:
    """Return where two answers differ: those of the program with -, the others with +."""
    was, now = (
        pprint.pformat(side, width=110).replace("\\n", "\n").splitlines() for side in (one, other)
    )
    return list(difflib.unified_diff(was, now, n=0, lineterm=""))[2:12]
