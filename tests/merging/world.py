"""Twelve pages of a newsroom, and everything that a program may do to them.

Each step of a program has its own time, told from its place.
"""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.db import transaction

import entities.merging.topics
import faqs.merging
from entities import splitting
from entities.models.draft import Entity
from entities.workflow import ENTITY
from faqs.documents import Answer, Source
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.comparison.three_way_merge import identity
from newsdesk.merging.taken import MergeChoice
from newsdesk.workflow.transitions import NothingChanged, Refused
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages, release
from tests.merging.seen import Depth, Seen, seen

START = datetime(2026, 5, 4, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
LENGTH = 16  # of the longest program

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
        self.refusal: Refused | None = None

    def anew(self) -> "World":
        """Return the same pages, and nothing done to them."""
        other = World(self.actor)
        other.items = self.items
        return other

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

    def edit(self, at: int, n: int, part: str) -> None:
        item, text = self.fresh(n), self.text(n)
        edited = dataclasses.replace(text, **self._change(at, n, text, part))
        if edited == text:
            raise NothingChanged("There is nothing to edit.")
        WORKFLOWS[type(item)].revise(item, edited, actor=self.actor)

    def _change(self, at: int, n: int, text: Any, part: str) -> dict[str, Any]:
        """Return what is changed of a text. What was brought by a merge is not touched: whoever edits that
        makes it the page's own (docs/decisions/0028).
        """
        kind = type(self.items[n])
        if part == "title":
            return {TITLE[kind]: f"Renamed{at} page {n}"}
        if part == "text" or kind is Story:
            return {TEXT[kind]: self._words(kind, f"Edited {at}.")}
        name = "answers" if kind is Faq else "aliases"
        those = getattr(text, name)
        own = tuple(
            each for each in those if getattr(each, "id", each) in (f"own{n}", f"Alias {n}")
        )
        others = tuple(each for each in those if each not in own)
        if part == "remove":
            return {name: others}
        if part == "last":
            return {name: others + own}
        if kind is Entity:
            return {name: (*those, f"Late {at}")}
        if part == "add":
            added = Answer(id=f"add{at}", question=f"Added {at}?", text=f"<p>Added {at}.</p>")
            return {name: (*those, added), "tags": (*text.tags, f"Late {at}")}
        words = {"text": f"<p>Reworded {at}.</p>"}
        return {
            name: tuple(
                dataclasses.replace(each, **words) if each in own else each for each in those
            )
        }

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

    def choice(self, at: int, loser: int, survivor: int, takes: tuple[str, ...]) -> MergeChoice:
        """Return what a moderator takes who looks at two pages now."""
        kind = type(self.items[loser])
        items: dict[str, list[str]] = {}
        dropped: dict[str, list[str]] = {}
        values: dict[str, Any] = {}
        if "items" in takes:
            brought = MERGING[kind].KIND.public_data(self.fresh(loser))
            names = ("answers", "sources", "entities", "tags") if kind is Faq else ("aliases",)
            items = {name: [identity(each) for each in brought[name]] for name in names}
        if "dropped" in takes and kind is Faq:
            dropped = {"answers": [f"own{survivor}"]}
        if "values" in takes:
            values = {TEXT[kind]: self._words(kind, f"New words {at}.")}
        fields = tuple(
            {"title": TITLE, "text": TEXT}[name][kind]
            for name in ("title", "text")
            if name in takes
        )
        return MergeChoice(fields=fields, values=values, items=items, dropped=dropped)

    def merge(self, at: int, loser: int, survivor: int, taken: MergeChoice) -> None:
        one, other = self.fresh(loser), self.fresh(survivor)
        self.records[at] = MERGING[type(one)].merge(
            one, other, actor=self.actor, reason="The same.", taken=taken
        )

    def undo(self, at: int, merged: int) -> None:
        record = self._done(self.records, merged)
        MERGING[type(record.loser)].undo(record, actor=self.actor, reason="They differ.")

    def split(self, at: int, one: int, other: int, page: int) -> None:
        self.splits[at] = splitting.split(
            self.fresh(one),
            self.fresh(other),
            moves={self.items[page].key: self.items[other]},
            actor=self.actor,
        )

    def unsplit(self, at: int, done: int) -> None:
        splitting.undo(self._done(self.splits, done), actor=self.actor)

    def _done(self, records: dict[int, Any], at: int) -> Any:
        if at not in records:
            raise Refused(f"Nothing was done at {at}.")
        return records[at]

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

    def forget(self, since: int) -> None:
        """Know nothing any more of what was done in that step and later."""
        self.records = {at: each for at, each in self.records.items() if at < since}
        self.splits = {at: each for at, each in self.splits.items() if at < since}

    def seen(self, depth: Depth) -> Seen:
        """Return what readers see when the program is over, and a week later."""
        names = {item.key: f"page {n}" for n, item in enumerate(self.items)}
        return seen(names, (_time(LENGTH), _time(24 * 7)), depth)


def _time(at: int) -> datetime:
    return START + (at + 1) * HOUR
