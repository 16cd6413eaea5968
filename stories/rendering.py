"""A story document as `stories/story.html` and the feed show it. The desk renders previews with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.validators import slug_re
from django.urls import reverse
from django.utils.text import get_text_list, slugify
from django.utils.timezone import localtime

from entities.history.record import PublicEdition
from entities.links import TopicLinks
from entities.pictures import picture_of
from entities.rendering import (
    Head,
    absolute,
    beginning,
    cards_of,
    checked,
    json_ld,
    social_card_of,
    updated,
    web_link,
)
from entities.timelines import gaps, scale_of, written
from newsdesk.catalogue.models import Page
from newsdesk.publishing.editions import Edition
from newsdesk.publishing.html import plain
from stories.citing import Citation, cite
from stories.documents import (
    ANALYSIS_KINDS,
    Byline,
    SourceReport,
    StoryDocument,
    TimelineEvent,
)
from stories.sources import independence
from stories.structured_data import story_things

# The headings of the desk, word for word, with their anchors.
HAPPENED = "What's happened"
BEHIND = "What's behind the headline?"
PAPERS = "What the papers say"
BACKGROUND = "How we got here"
DEEPER = "Go deeper"
QUESTIONS = "Common questions"
TOPICS = "More on these topics"

WORDS_A_MINUTE = 230


@dataclass(frozen=True, slots=True)
class Correction:
    """A public note that came with a correction or a clarification; `label` says which.

    `gravity` says where it stands: above the story what a reader must know before reading, at the
    foot what is told at the end. `wrong` and `right` are the words that the desk gave for them.
    """

    label: str
    note: str
    at: datetime
    gravity: str = Edition.Gravity.TOP
    wrong: str = ""
    right: str = ""

    @property
    def says_both(self) -> bool:
        """Whether the note is no more than what was wrong and what is right: it need not be repeated."""
        return bool(self.wrong) and self.wrong in self.note and self.right in self.note


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
class Attribution:
    """Where a card's words come from; `href` is a web address or empty."""

    id: str
    outlet: str
    wire: str
    reporters: str
    headline: str
    href: str
    published: date | None
    read_on: date | None
    guessed: bool


@dataclass(frozen=True, slots=True)
class Quotation:
    """Exact words, who said them, and the paper they stand in."""

    text: str
    speaker: str
    outlet: str


@dataclass(slots=True, kw_only=True)
class PaperCard:
    """What one paper says, or several papers alike: one paraphrase, all its sources."""

    id: str
    paraphrase: str
    sources: list[Attribution] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)

    @property
    def ours(self) -> bool:
        """Whether the desk speaks for itself: no outlet and no reporter is named."""
        return not any(source.outlet or source.reporters for source in self.sources)

    @property
    def outlets(self) -> str:
        return and_list(source.outlet or source.reporters for source in self.sources)

    @property
    def reporters(self) -> str:
        return and_list(source.reporters for source in self.sources if source.outlet)

    @property
    def documented(self) -> bool:
        """Whether there is anything to say of the reports but the names of their papers."""
        return any(s.href or s.headline or s.published or s.read_on or s.wire for s in self.sources)

    @property
    def guessed(self) -> bool:
        return any(source.guessed for source in self.sources)


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
) -> dict[str, Any]:
    """Return everything that `stories/story.html` shows. No queries.

    `page` says the path, the dates and the number of the edition; for a preview it may be unsaved,
    its path empty and its dates None. `targets` are the pages to link to, by key: what is missing
    there is not shown, what has an empty path is shown unlinked.
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
        "bylines": [(person_link(byline), byline.role) for byline in document.bylines],
        "tags": [tag_link(name) for name in document.tags],
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


def correction_of(edition: Edition | PublicEdition, at: datetime) -> Correction:
    """Return the public note of an edition that corrects or clarifies, shown since `at`."""
    return Correction(
        Edition.Kind(edition.kind).label,
        edition.note,
        at,
        gravity=edition.gravity or Edition.Gravity.TOP,
        wrong=edition.wrong,
        right=edition.right,
    )


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


def paper_cards(reports: Sequence[SourceReport]) -> list[PaperCard]:
    """Return a card for each paraphrase: one sentence that two papers bear out is one card."""
    cards: dict[str, PaperCard] = {}
    for report in reports:
        words = " ".join(report.paraphrase.split())
        card = cards.setdefault(
            words or report.id, PaperCard(id=report.id, paraphrase=report.paraphrase)
        )
        card.sources.append(_attribution(report))
        if report.quotation:
            card.quotations.append(Quotation(report.quotation, report.speaker, report.outlet))
    return list(cards.values())


def and_list(words: Any) -> str:
    """Return the words, each once, as "a, b and c"."""
    return get_text_list([word for word in dict.fromkeys(words) if word], "and")


def tag_link(name: str) -> Link:
    slug = slugify(name)
    return Link(name, reverse("tag", args=[slug]) if slug else "")


def person_link(byline: Byline) -> Link:
    known = slug_re.fullmatch(byline.slug)
    return Link(byline.name, reverse("person", args=[byline.slug]) if known else "")


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


def _attribution(report: SourceReport) -> Attribution:
    return Attribution(
        id=report.id,
        outlet=report.outlet,
        wire=report.wire if report.wire != report.outlet else "",
        reporters=and_list(report.reporters),
        headline=report.headline,
        href=web_link(report.url),
        published=report.published,
        read_on=report.read_on,
        guessed=report.attribution_guessed,
    )


def _deeper(text: str, target: Page | None) -> Link:
    return Link(text, target.path if target else "")
