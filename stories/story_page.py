"""The public page of a story: what `stories/story.html` and the feed show of a document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Self
from urllib.parse import quote, urlencode

from django.core.validators import slug_re
from django.urls import reverse
from django.utils.timezone import localtime

from entities.cited_outlets import OutletFacts
from entities.documents import PLURALS
from entities.outlet_names import outlet_keys, renamed
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.publication import publication
from newsdesk.catalogue.read_next import ReadNext, read_next
from newsdesk.catalogue.tags import PREFIX, tag_target
from newsdesk.pages.document_image import Image
from newsdesk.pages.public_page import Context, FeedAuthor, PublicPage, References
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.heads import (
    Card,
    Head,
    absolute,
    beginning,
    cards_of,
    checked,
    json_ld,
    social_card_of,
    updated,
)
from newsdesk.presentation.images import Picture, picture_of
from newsdesk.presentation.links import TopicLinks
from newsdesk.presentation.timeline import Scale, TellingStory, gaps, scale_of, written
from newsdesk.sections.current import Sections, ShownSection, current_sections
from newsdesk.text.spoken import gettext
from stories.citation import Citation, cite
from stories.documents import (
    ANALYSIS_KINDS,
    AUTHOR,
    Byline,
    SourceReport,
    StoryDocument,
    TimelineEvent,
)
from stories.headings import BACKGROUND, BEHIND, DEEPER, HAPPENED, NEXT, PAPERS, QUESTIONS, TOPICS
from stories.portraits import open_portraits, portraits_of
from stories.source_reports import PaperCard, paper_cards
from stories.sources import Independence, independence
from stories.structured_data import story_things
from stories.why_here import sentences_on

WORDS_A_MINUTE = 230
HEADINGS = {
    "happened": HAPPENED,
    "behind": BEHIND,
    "papers": PAPERS,
    "background": BACKGROUND,
    "deeper": DEEPER,
    "next": NEXT,
    "questions": QUESTIONS,
    "topics": TOPICS,
}


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere, or nowhere where `path` is empty."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InRun:
    """A story of a running story; `here` is the one that is read."""

    title: str
    path: str
    published_at: datetime | None
    here: bool = False


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """The topics of one kind, each with what the story says of it, or with what it is."""

    label: str
    cards: tuple[Card, ...]


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
    stories: tuple[TellingStory, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Body:
    """The text of a story, part by part: what a page and a feed have in common."""

    headings: Mapping[str, str]
    summary: str
    parts: tuple[Part, ...]
    papers: Sequence[PaperCard]
    independence: Independence
    background: str
    timeline: Sequence[Step]
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class Section:
    """A line of the contents: a section that has something in it, with the headings inside."""

    anchor: str
    heading: str
    inside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class StoryPage(PublicPage[StoryDocument]):
    """A story. `same_as` says for topics, by key, which addresses elsewhere name the same, `outlets` what is
    known of them today, by the names that readers see; `portraits` are those of the authors, by the slugs of
    today; `sections` are those of now, where the answer has read them already; `beside` is what comes before,
    after and near it, for readers alone.
    """

    template = "stories/story.html"
    feed_template = "stories/feed_item.html"
    embed_template = "stories/embed.html"

    same_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outlets: Mapping[str, OutletFacts] = field(default_factory=dict)
    portraits: Mapping[str, Picture] = field(default_factory=dict)
    sections: Sections | None = None
    beside: ReadNext = field(default_factory=ReadNext)

    @classmethod
    def targets(cls, document: StoryDocument) -> tuple[str, ...]:
        deeper = (question.target for question in document.deeper if question.target)
        earlier = filter(None, [document.earlier])
        return tuple(dict.fromkeys((*document.entities, *document.faqs, *deeper, *earlier)))

    @classmethod
    def read_on(cls, document: StoryDocument, *, page: Page) -> tuple[References, ReadNext]:
        """Return what readers see for the references of `page`, and where they read on. Two queries."""
        wanted, names = cls.led_to(document, page=page)
        topics = [wanted[key] for key in document.entities]
        following, shown = read_next(page.key, topics, named=wanted.values())
        pages = {key: shown[last] for key, last in wanted.items() if last in shown}
        return References(pages=pages, names=names), following

    @classmethod
    def name_keys(cls, document: StoryDocument) -> tuple[str, ...]:
        authors = (f"{AUTHOR}{byline.slug}" for byline in document.bylines)
        return (*outlet_keys(document.reports), *map(tag_target, document.tags), *authors)

    def with_faces(self) -> Self:
        return replace(self, portraits=portraits_of(self._author_slugs))

    def with_open_faces(self) -> Self:
        return replace(self, portraits=open_portraits(self._author_slugs))

    @property
    def faces(self) -> tuple[str, ...]:
        return tuple(sorted(portrait.name for portrait in self.portraits.values()))

    @property
    def _author_slugs(self) -> list[str]:
        names = self.references.names
        return [shown_slug(byline, names) for byline in self.document.bylines]

    @property
    def feed_tags(self) -> tuple[str, ...]:
        return self.document.tags

    @property
    def feed_authors(self) -> tuple[FeedAuthor, ...]:
        names = self.references.names
        return tuple(
            FeedAuthor(each.name, shown_slug(each, names), person_link(each, names).path)
            for each in self.document.bylines
        )

    @property
    def feed_image(self) -> Image | None:
        return self.document.image

    def context(self) -> Context:
        document, page = self.document, self.page
        body, head = self.body, self.head
        pages, names = self.references.pages, self.references.names
        deeper = [
            _deeper(question.text, pages.get(question.target)) for question in document.deeper
        ]
        faqs = cards_of(self.references.of(document.faqs), words=90)
        topics = cards_of(self._topics, words=22)
        near = cards_of(self.beside.near)
        return {
            "section": "stories",
            "sections": self.sections,
            "here": self.story_section,
            "head": head,
            "story": document,
            "page": page,
            "updated_at": updated(page),
            "checked_at": checked(page),
            "minutes": reading_minutes(document),
            "bylines": [
                (person_link(byline, names), byline.role, self.portrait_of(byline))
                for byline in document.bylines
            ],
            "tags": [tag_link(name, names) for name in document.tags],
            "at_top": self.at_top,
            "at_foot": self.at_foot,
            "picture": self.picture,
            "deeper": deeper,
            "faqs": faqs,
            "topics": self._topic_groups(topics),
            "newer": self.beside.newest,
            "run": self.run,
            "near": near,
            "share": _share(head) if page.path else "",
            "citation": _citation(document, page) if page.path else None,
            "contents": list(
                _contents(body, deeper=deeper, beside=(*self.run, *near), faqs=faqs, topics=topics)
            ),
            "json_ld": self._json_ld(topics) if self.indexed else "",
            **vars(body),
        }

    def feed_context(self) -> Context:
        document, picture, pages = self.document, self.picture, self.references.pages
        earlier = pages.get(document.earlier)
        return {
            **vars(self.body),
            "story": document,
            "earlier": earlier and Link(earlier.title, absolute(earlier.path)),
            "corrections": self.corrections,
            "deeper": [
                _whole(_deeper(question.text, pages.get(question.target)))
                for question in document.deeper
            ],
            "faqs": [
                Link(page.title, absolute(page.path)) for page in self.references.of(document.faqs)
            ],
            "picture": picture,
            "large": picture.large if picture else None,
            "picture_src": absolute(picture.large.src) if picture else "",
        }

    @cached_property
    def body(self) -> Body:
        """In each part the first mention of a topic leads to its page."""
        document, links = self.document, TopicLinks(self._topics)
        timeline = steps(document.timeline)
        return Body(
            headings={name: gettext(heading) for name, heading in HEADINGS.items()},
            summary=links.rich(document.summary),
            parts=tuple(_parts(document, links)),
            papers=self._papers,
            independence=independence(self._reports),
            background=links.rich(document.background),
            timeline=timeline,
            scale=scale_of(timeline),
        )

    @cached_property
    def head(self) -> Head:
        document, page = self.document, self.page
        return Head(
            title=document.headline,
            description=beginning(document.standfirst or plain(document.summary), words=40),
            path=page.path,
            type="article",
            picture=self.picture,
            card=social_card_of(page),
            published_at=page.published_at,
            updated_at=page.updated_at,
            indexed=self.indexed and bool(page.path),
            embedded=self.indexed,
        )

    @cached_property
    def story_section(self) -> ShownSection | None:
        """The section that the document names, by its name of today. One query, none without one."""
        slug = self.document.section
        sections = self.sections or (current_sections() if slug else Sections())
        return sections.named(slug)

    @cached_property
    def run(self) -> tuple[InRun, ...]:
        """The running story from its beginning on, empty for a story that stands alone.

        What is seen as it will be, or was, has the story that it continues before it and nothing after.
        """
        own = self.references.of(filter(None, [self.document.earlier]))
        before, after = self.beside.earlier or own, self.beside.later
        if not before and not after:
            return ()
        title, page = self.document.headline, self.page
        here = InRun(title=title, path=page.path, published_at=page.published_at, here=True)
        return (*map(_in_run, before), here, *map(_in_run, after))

    @cached_property
    def picture(self) -> Picture | None:
        return picture_of(self.document.image)

    @property
    def _topics(self) -> list[Page]:
        return self.references.of(self.document.entities)

    @cached_property
    def _reports(self) -> tuple[SourceReport, ...]:
        return renamed(self.document.reports, self.references.names)

    @cached_property
    def _papers(self) -> list[PaperCard]:
        return paper_cards(self._reports, self.outlets)

    def portrait_of(self, byline: Byline) -> Picture | None:
        return self.portraits.get(shown_slug(byline, self.references.names))

    def _topic_groups(self, cards: Sequence[Card]) -> list[TopicGroup]:
        """Return the topics by kind, in the order in which the story has them."""
        why = sentences_on(self.document, self._topics)
        plurals = {gettext(one): gettext(many) for one, many in PLURALS.items()}
        groups: dict[str, list[Card]] = {}
        for card in cards:
            told = replace(card, summary=why.get(card.key, card.summary))
            groups.setdefault(plurals.get(card.label, card.label), []).append(told)
        return [TopicGroup(label, tuple(some)) for label, some in groups.items()]

    def _json_ld(self, topics: Sequence[Card]) -> str:
        document = self.document
        notes = [(correction.note, correction.at) for correction in self.corrections]
        things = story_things(
            document,
            head=self.head,
            papers=self._papers,
            topics=topics,
            same_as=self.same_as,
            notes=notes,
            section=self.story_section,
            run=[(each.title, each.path) for each in self.run if each.path],
            portraits={each.slug: self.portrait_of(each) for each in document.bylines},
        )
        return json_ld(*things)


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


def shown_slug(byline: Byline, shown: Mapping[str, str]) -> str:
    """Return the slug that an author's page has today; `shown` is the catalogue's word."""
    target = f"{AUTHOR}{byline.slug}"
    return shown.get(target, target).removeprefix(AUTHOR)


def person_link(byline: Byline, shown: Mapping[str, str]) -> Link:
    slug = shown_slug(byline, shown)
    return Link(byline.name, reverse("person", args=[slug]) if slug_re.fullmatch(slug) else "")


def reading_minutes(document: StoryDocument) -> int:
    """Return how long the story takes to read, at least a minute."""
    texts = [document.summary, document.background, *(part.body for part in document.analysis)]
    words = sum(len(plain(text).split()) for text in texts)
    for report in document.reports:
        words += len(report.paraphrase.split()) + len(report.quotation.split())
    return max(1, round(words / WORDS_A_MINUTE))


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
        site=publication().name,
        on=localtime(page.visible_from).date(),
        url=absolute(page.path),
    )


def _contents(
    body: Body,
    *,
    deeper: Sequence[Link],
    beside: Sequence[InRun | Card],
    faqs: Sequence[Card],
    topics: Sequence[Card],
) -> Iterator[Section]:
    """Yield the sections that have something in them, with anchors and the headings inside."""
    inside = tuple((f"part-{part.id}", part.heading) for part in body.parts if part.heading)
    filled = {
        "happened": bool(body.summary),
        "behind": bool(body.parts),
        "papers": bool(body.papers),
        "background": bool(body.background or body.timeline),
        "deeper": bool(deeper),
        "next": bool(beside),
        "questions": bool(faqs),
        "topics": bool(topics),
    }
    for anchor, content in filled.items():
        if content:
            yield Section(anchor, body.headings[anchor], inside if anchor == "behind" else ())


def _parts(document: StoryDocument, links: TopicLinks) -> Iterator[Part]:
    for part in document.analysis:
        if part.heading or part.body:
            label = ANALYSIS_KINDS.get(part.kind, "") if part.kind != "analysis" else ""
            label = label and gettext(label)
            if label.casefold() == part.heading.strip().casefold():
                label = ""  # the heading says it
            yield Part(
                id=part.id,
                kind=part.kind,
                label=label,
                heading=part.heading,
                body=links.rich(part.body),
            )


def _in_run(page: Page) -> InRun:
    return InRun(title=page.title, path=page.path, published_at=page.published_at)


def _whole(link: Link) -> Link:
    """Return a link for where a relative one leads astray."""
    return Link(link.text, absolute(link.path) if link.path else "")


def _deeper(text: str, target: Page | None) -> Link:
    return Link(text, target.path if target else "")
