"""A story document as `stories/story.html` and the feed show it. The desk renders previews with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.validators import slug_re
from django.urls import reverse
from django.utils.timezone import localtime

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.tags import PREFIX, tag_target
from newsdesk.pages.editions import Edition
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.heads import (
    Head,
    absolute,
    beginning,
    cards_of,
    checked,
    json_ld,
    social_card_of,
    updated,
)
from newsdesk.presentation.images import picture_of
from newsdesk.presentation.links import TopicLinks
from newsdesk.presentation.timeline import gaps, scale_of, written
from stories.citation import Citation, cite
from stories.documents import ANALYSIS_KINDS, Byline, StoryDocument, TimelineEvent
from stories.headings import BACKGROUND, BEHIND, DEEPER, HAPPENED, PAPERS, QUESTIONS, TOPICS
from stories.notes import Correction
from stories.source_reports import paper_cards
from stories.sources import independence
from stories.structured_data import story_things

WORDS_A_MINUTE = 230
AUTHOR = "author:"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere, or nowhere where `path` is empty."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the analysis. `label` is empty for plain analysis, and where the heading says it."""

    id: str
    kind: str
    label: str
    heading: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An event of the timeline; `iso` is empty where the date is not a date.

    `gap` says how long after the event before it came, or nothing.
    """

    id: str
    when: str
    iso: str
    text: str
    gap: str = ""


def story_context(
    document: StoryDocument,
    *,
    page: Page,
    targets: Mapping[str, Page],
    corrections: Sequence[Correction] = (),
    same_as: Mapping[str, tuple[str, ...]] | None = None,
    shown: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return everything that `stories/story.html` shows. No queries.

    `page` says the path, the dates and the number of the edition; for a preview it may be unsaved,
    its path empty and its dates None. `targets` are the pages to link to, by key: what is missing
    there is not shown, what has an empty path is shown unlinked. `shown` tells what the catalogue knows
    tags and authors by today; without it they link to addresses that lead on.
    """
    faqs = cards_of((targets[key] for key in document.faqs if key in targets), words=90)
    about = [targets[key] for key in document.entities if key in targets]
    topics = cards_of(about, words=22)
    foot = [note for note in corrections if note.gravity == Edition.Gravity.FOOT]
    context: dict[str, Any] = {
        "section": "stories",
        "story": document,
        "page": page,
        "updated_at": updated(page),
        "checked_at": checked(page),
        "minutes": reading_minutes(document),
        "bylines": [(person_link(byline, shown), byline.role) for byline in document.bylines],
        "tags": [tag_link(name, shown) for name in document.tags],
        "at_top": [note for note in corrections if note not in foot],
        "at_foot": foot,
        "picture": picture_of(document.image),
        "deeper": [_deeper(q.text, targets.get(q.target)) for q in document.deeper],
        "faqs": faqs,
        "topics": topics,
        **body_context(document, links=TopicLinks(about)),
    }
    head = _head(document, page, context)
    context["head"] = head
    if page.path:
        context |= {"share": _share(head), "citation": _citation(document, page)}
    context["contents"] = list(_contents(context))
    notes = [(correction.note, correction.at) for correction in corrections]
    things = story_things(document, head=head, topics=topics, same_as=same_as or {}, notes=notes)
    context["json_ld"] = json_ld(*things)
    return context


def body_context(document: StoryDocument, *, links: TopicLinks | None = None) -> dict[str, Any]:
    """Return the text of a story, part by part: what a page and a feed have in common.

    In each part the first mention of a topic of `links` leads to its page.
    """
    links = links or TopicLinks(())
    timeline = steps(document.timeline)
    return {
        "headings": {
            "happened": HAPPENED,
            "behind": BEHIND,
            "papers": PAPERS,
            "background": BACKGROUND,
            "deeper": DEEPER,
            "questions": QUESTIONS,
            "topics": TOPICS,
        },
        "summary": links.rich(document.summary),
        "parts": list(_parts(document, links)),
        "papers": paper_cards(document.reports),
        "independence": independence(document.reports),
        "background": links.rich(document.background),
        "timeline": timeline,
        "scale": scale_of(timeline),
    }


def steps(events: Sequence[TimelineEvent]) -> list[Step]:
    """Return the events as they are shown, each with the time since the one before it."""
    dated = []
    for event in events:
        when, iso = written(event.date)
        dated.append(Step(id=event.id, text=event.text, when=when, iso=iso))
    return [replace(step, gap=gap) for step, gap in zip(dated, gaps(dated), strict=True)]


def tag_link(name: str, shown: Mapping[str, str]) -> Link:
    """Return the link of a tag; `shown` tells what the catalogue knows it by today."""
    target = tag_target(name)
    slug = shown.get(target, target).removeprefix(PREFIX)
    return Link(name, reverse("tag", args=[slug]) if slug else "")


def person_link(byline: Byline, shown: Mapping[str, str]) -> Link:
    target = f"{AUTHOR}{byline.slug}"
    slug = shown.get(target, target).removeprefix(AUTHOR)
    return Link(byline.name, reverse("person", args=[slug]) if slug_re.fullmatch(slug) else "")


def listed_keys(document: StoryDocument) -> list[str]:
    """Return what the catalogue knows the tags and authors of a story by."""
    authors = (f"{AUTHOR}{byline.slug}" for byline in document.bylines)
    return [*map(tag_target, document.tags), *authors]


def reading_minutes(document: StoryDocument) -> int:
    """Return how long the story takes to read, at least a minute."""
    texts = [document.summary, document.background, *(part.body for part in document.analysis)]
    words = sum(len(plain(text).split()) for text in texts)
    for report in document.reports:
        words += len(report.paraphrase.split()) + len(report.quotation.split())
    return max(1, round(words / WORDS_A_MINUTE))


def _head(document: StoryDocument, page: Page, context: dict[str, Any]) -> Head:
    return Head(
        title=document.headline,
        description=beginning(document.standfirst or plain(document.summary), words=40),
        path=page.path,
        type="article",
        picture=context["picture"],
        card=social_card_of(page),
        published_at=page.published_at,
        updated_at=context["updated_at"] or page.published_at,
        indexed=bool(page.path),
    )


def _share(head: Head) -> str:
    """Return a link that needs no script: a letter with the page's title and address."""
    words = urlencode({"subject": head.title, "body": head.canonical}, quote_via=quote)
    return f"mailto:?{words}"


def _citation(document: StoryDocument, page: Page) -> Citation | None:
    if not page.number or page.visible_from is None:
        return None
    return cite(
        document.headline,
        edition=page.number,
        authors=[byline.name for byline in document.bylines],
        site=settings.SITE_NAME,
        on=localtime(page.visible_from).date(),
        url=absolute(page.path),
    )


def _contents(context: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the sections that have something in them, with anchors and the headings inside."""
    inside = {
        "behind": [(f"part-{p.id}", p.heading) for p in context["parts"] if p.heading],
    }
    filled = {
        "happened": context["summary"],
        "behind": context["parts"],
        "papers": context["papers"],
        "background": context["background"] or context["timeline"],
        "deeper": context["deeper"],
        "questions": context["faqs"],
        "topics": context["topics"],
    }
    for anchor, content in filled.items():
        if content:
            heading = context["headings"][anchor]
            yield {"anchor": anchor, "heading": heading, "inside": inside.get(anchor, [])}


def _parts(document: StoryDocument, links: TopicLinks) -> Iterator[Part]:
    for part in document.analysis:
        if part.heading or part.body:
            label = ANALYSIS_KINDS.get(part.kind, "") if part.kind != "analysis" else ""
            if label.casefold() == part.heading.strip().casefold():
                label = ""  # the heading says it
            yield Part(
                id=part.id,
                kind=part.kind,
                label=label,
                heading=part.heading,
                body=links.rich(part.body),
            )


def _deeper(text: str, target: Page | None) -> Link:
    return Link(text, target.path if target else "")
