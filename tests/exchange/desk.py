"""A desk with something of everything that an export could lose, and exports of it."""

import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from taggit.models import Tag

import entities.merging.topics
import faqs.merging
from entities import splitting
from entities.merging import outlets
from entities.models.outlet import Outlet
from entities.workflow import ENTITY
from faqs.documents import Answer
from faqs.workflow import FAQ
from newsdesk.merging.taken import MergeChoice
from newsdesk.redirects import rules
from newsdesk.sections import arrangement
from newsdesk.sections import workflow as sections
from newsdesk.sections.models.front import HOME
from newsdesk.sections.models.section import Section
from newsdesk.site.publication import deeds, pictures
from newsdesk.tags import workflow as tags
from stories import authors
from stories.documents import DeeperQuestion
from stories.models.author import Author
from stories.workflow import STORY
from tests import pages, release
from tests.people import person
from tests.public import desk
from tests.publication.conftest import LANTERN, drawing
from tests.worlds import world

MERGED = "Why do ships lean?"


def fresh(item: Any) -> Any:
    return type(item).objects.get(pk=item.pk)


@world
def full_desk() -> dict[str, Any]:
    """Lay it down through the verbs; return the name of a picture that readers see."""
    chief, editor = person("Desk chief"), person("Editor", "nora")
    image = desk.image()
    trust, mercury, metal = (
        desk.topic(chief, "Harbour Trust", image=image),
        desk.topic(chief, "Mercury"),
        desk.topic(chief, "Quicksilver"),
    )
    asked, same = (
        desk.question(chief),
        desk.question(
            chief, MERGED, answers=(Answer(id="own00001", question="Which?", text="<p>All.</p>"),)
        ),
    )
    other = desk.question(chief, "Who steers?", entities=(trust.key,), tags=("Sea",))
    named: Any = {"entities": (trust.key, mercury.key), "faqs": (asked.key, other.key)}
    live = desk.story(
        chief,
        image=image,
        tags=("Ships", "Sea"),
        deeper=(DeeperQuestion(id="deep0001", text="Why?", target=asked.key),),
        **named,
    )
    desk.story(chief, "The ferry turns back", earlier=live.key)
    _corrected(live, chief)
    _merged(asked, same, other, chief)
    splitting.split(fresh(mercury), fresh(metal), moves={live.key: metal}, actor=chief)
    gone = desk.story(chief, "Gone ferries")
    STORY.withdraw(gone, actor=chief, note="It was wrong.")
    later = pages.story(chief, "Ferries of next year")
    edition = release.schedule(later, actor=chief, at=timezone.now() + timedelta(days=9))
    at = timezone.now() + timedelta(days=12)
    STORY.reschedule(fresh(later), actor=chief, number=edition.number, at=at)
    STORY.discard(pages.story(chief, "Never said"), actor=chief)
    draft = pages.story(editor, "A draft of Nora’s", faqs=(same.key,))
    STORY.submit(draft, actor=editor)
    STORY.approve(fresh(draft), actor=chief)
    held = pages.faq(chief, "What is held?")
    FAQ.embargo(held, actor=chief, until=timezone.now() + timedelta(days=2), note="Agreed.")
    ENTITY.create(dataclasses.replace(ENTITY.document_of(trust), name="", slug=""), actor=editor)
    _beside(chief)
    _arranged(live, asked, chief)
    _faced(chief)
    return {"shown": image.name}


def _corrected(story: Any, chief: Any) -> None:
    document = STORY.read(story.editions.last())
    mended = dataclasses.replace(document, summary="<p>It turned at one.</p>")
    told = {"wrong": "At noon.", "right": "At one."}
    STORY.correct(fresh(story), actor=chief, document=mended, **told)
    moved = dataclasses.replace(STORY.document_of(fresh(story)), slug="the-ferry-turned")
    STORY.revise(fresh(story), moved, actor=chief)
    release.publish(fresh(story), actor=chief, kind="update")
    changed = dataclasses.replace(STORY.document_of(fresh(story)), standfirst="Not public.")
    STORY.revise(fresh(story), changed, actor=chief)


def _merged(asked: Any, same: Any, other: Any, chief: Any) -> None:
    taken = MergeChoice(items={"answers": ["own00001"]})
    faqs.merging.merge(same, asked, actor=chief, reason="One.", taken=taken)
    whole = MergeChoice(items={"entities": list(FAQ.document_of(fresh(other)).entities)})
    undone = faqs.merging.merge(fresh(other), fresh(asked), actor=chief, taken=whole)
    faqs.merging.undo(undone, actor=chief, reason="No.")
    one, two = desk.topic(chief, "Pier Trust"), desk.topic(chief, "Trust of the pier")
    entities.merging.topics.merge(two, one, actor=chief, reason="Same.")


def _beside(chief: Any) -> None:
    """Outlets, tags and authors with a history, and old addresses."""
    kept = Outlet.objects.get(name="The Pier Post")
    gone = Outlet(name="Pier Post Online", domains="pierpost.example")
    gone.save()
    outlets.merge(
        gone, kept, actor=chief, reason="One paper.", taken=MergeChoice(items={"domains": []})
    )
    tags.rename(Tag.objects.get(name="Ships"), name="Shipping", actor=chief)
    sea, ocean = Tag.objects.get(name="Sea"), tags.create("Ocean", actor=chief)
    tags.merge(ocean, sea, actor=chief)
    author = Author.objects.get(slug="ada-morris")
    author.slug = "ada-m"
    desk.show_portrait(author, focus=(30, 20))
    authors.save(author, actor=chief)
    pairs = [(1, "/2019/turn/", "/stories/the-ferry-turned/"), (2, "/?p=9", "/about/")]
    told = rules.add(pairs, actor=chief)
    assert {each.result for each in told} == {"added"}, told


def _arranged(live: Any, asked: Any, chief: Any) -> None:
    """A renamed section, and front pages: one now, one that waits, one that was cancelled, and a draft."""
    row = sections.save(Section(name="Harbour", slug="harbour", colour=3), actor=chief)
    row.name, row.standfirst = "Harbours", "Where ships are."
    sections.save(row, actor=chief)
    now = timezone.now()
    for at in (None, now + timedelta(days=2), now + timedelta(days=3)):
        arrangement.put(HOME, "lead", live.key, actor=chief)
        arrangement.put(HOME, "questions", asked.key, actor=chief)
        arrangement.pin(HOME, live.key, now + timedelta(days=5), actor=chief)
        last = arrangement.show(HOME, actor=chief, at=at)
    arrangement.cancel(last, actor=chief)
    arrangement.put("harbour", "second", live.key, actor=chief)


def _faced(chief: Any) -> None:
    """A face with logos: two versions, one that waits, one that was cancelled, and a draft."""
    shown = dataclasses.replace(
        LANTERN,
        logo=pictures.keep_logo(drawing(1600, 300, "#12312b")),
        icon=pictures.keep_icon(drawing(512, 512)),
    )
    now = timezone.now()
    for name, at in (
        ("The Lantern", None),
        ("The Candle", None),
        ("The Lamp", 2),
        ("The Torch", 3),
    ):
        made = dataclasses.replace(shown, name=name)
        deeds.save(made, seen=deeds.mark(deeds.draft()), actor=chief)
        when = now + timedelta(days=at) if at else None
        seen = deeds.mark(deeds.draft())
        last = deeds.publish(seen=seen, why=f"As {name}", actor=chief, at=when)
    deeds.cancel(last.number, actor=chief)
    made = dataclasses.replace(shown, name="The Match")
    deeds.save(made, seen=deeds.mark(deeds.draft()), actor=chief)


def exported(folder: Path, *options: str) -> Path:
    """Return an export of the desk as it is."""
    call_command("export_site", str(folder), *options, verbosity=0)
    return folder


def content(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its name."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
