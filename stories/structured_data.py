"""Stories as schema.org data: a BackgroundNewsArticle with its sources and topics."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from django.core.validators import slug_re
from django.urls import reverse

from entities.structured_data import mention
from newsdesk.catalogue.publication import publication
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.dates import iso
from newsdesk.presentation.heads import Card, Head, absolute, image_or_card
from newsdesk.presentation.images import Picture
from newsdesk.presentation.structured_data import (
    Thing,
    breadcrumbs,
    collection,
    image_object,
    licence,
    publisher,
    without_empty,
)
from newsdesk.sections.current import ShownSection
from newsdesk.text.spoken import gettext
from stories.documents import Byline, StoryDocument
from stories.source_reports import Article, PaperCard


def story_things(
    document: StoryDocument,
    *,
    head: Head,
    papers: Sequence[PaperCard],
    topics: Sequence[Card],
    same_as: Mapping[str, tuple[str, ...]],
    notes: Sequence[tuple[str, datetime]] = (),
    section: ShownSection | None = None,
    run: Sequence[tuple[str, str]] = (),
    portraits: Mapping[str, Picture | None] = MappingProxyType({}),
) -> list[Thing]:
    """Return the story and the way to it; `notes` are the texts and times of its corrections, `run` the
    titles and paths of its running story, the oldest first, `portraits` those of its authors by slug.
    """
    article = _article(document, head, papers, notes)
    article["author"] = _authors(document, portraits)
    if run:
        article["isPartOf"] = _series(run)
    if section:
        article["articleSection"] = section.name
    things = [article | _about(document, topics, same_as)]
    if head.path:
        home, stories = absolute(reverse("home")), absolute(reverse("stories"))
        top, listed = (gettext("Home"), home), (gettext("Stories"), stories)
        above = (section.name, absolute(section.path)) if section and section.path else None
        steps = [top, above or listed, (document.headline, head.canonical)]
        things.append(breadcrumbs(steps))
    return things


def _article(
    document: StoryDocument,
    head: Head,
    papers: Sequence[PaperCard],
    notes: Sequence[tuple[str, datetime]],
) -> Thing:
    return without_empty(
        {
            "@type": "BackgroundNewsArticle",
            "@id": head.canonical and f"{head.canonical}#story",
            "mainEntityOfPage": head.canonical,
            "headline": document.headline,
            "description": head.description,
            "abstract": plain(document.summary),
            "datePublished": iso(head.published_at),
            "dateModified": iso(head.updated_at),
            **licence(),
            "publisher": publisher(),
            "image": image_or_card(head),
            "keywords": list(document.tags),
            "citation": [
                _citation(card, article)
                for card in papers
                if card.outlet
                for article in card.articles
            ],
            "correction": [
                {"@type": "CorrectionComment", "text": note, "datePublished": iso(at)}
                for note, at in notes
            ],
            "inLanguage": publication().locale,
            "isAccessibleForFree": True,
        }
    )


def _series(run: Sequence[tuple[str, str]]) -> Thing:
    """Return a running story, which goes by its first story."""
    parts = [
        {"@type": "NewsArticle", "headline": title, "url": absolute(path)} for title, path in run
    ]
    return {"@type": "CreativeWorkSeries", "name": run[0][0], "hasPart": parts}


def _about(
    document: StoryDocument, topics: Sequence[Card], same_as: Mapping[str, tuple[str, ...]]
) -> Thing:
    """Return what the story is about, named at its head, and what it merely mentions."""
    head = f"{document.headline} {document.standfirst}".casefold()
    about: list[Thing] = []
    mentions: list[Thing] = []
    for card in topics:
        if card.path:
            named = about if card.title.casefold() in head else mentions
            named.append(_mention(card, same_as))
    return without_empty({"about": about, "mentions": mentions})


class Person(Protocol):
    """Somebody as their page shows them."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def biography(self) -> str: ...
    @property
    def covers(self) -> str: ...
    @property
    def languages(self) -> str: ...
    @property
    def mail(self) -> str: ...
    @property
    def link(self) -> str: ...
    @property
    def portrait(self) -> Picture | None: ...


def person_page(person: Person) -> Thing:
    """Return the page of somebody who writes here."""
    told = without_empty(
        {
            "@type": "Person",
            "name": person.name,
            "url": absolute(person.path),
            "jobTitle": person.role,
            "description": person.biography,
            "image": _portrait(person.portrait),
            "knowsAbout": _names(person.covers),
            "knowsLanguage": _names(person.languages),
            "email": person.mail,
            "sameAs": person.link,
            "worksFor": publisher(),
        }
    )
    return {"@type": "ProfilePage", "mainEntity": told}


def _portrait(portrait: Picture | None) -> Thing | None:
    if portrait is None:
        return None
    return image_object(
        url=absolute(portrait.src),
        width=portrait.width,
        height=portrait.height,
        caption=portrait.alt,
        credit=portrait.credit,
    )


def people_page(head: Head, people: Sequence[Person]) -> Thing:
    """Return the list of those who write here."""
    return collection(
        name=head.title,
        description=head.description,
        url=head.canonical,
        items=[(person.name, absolute(person.path)) for person in people],
    )


def _names(text: str) -> list[str]:
    return [name for each in text.split(",") if (name := each.strip())]


def _authors(document: StoryDocument, portraits: Mapping[str, Picture | None]) -> list[Thing]:
    named = [
        without_empty(
            {
                "@type": "Person",
                "name": byline.name,
                "jobTitle": byline.role,
                "url": _page_of(byline),
                "image": _square(portraits.get(byline.slug)),
            }
        )
        for byline in document.bylines
    ]
    return named or [publisher()]


def _square(portrait: Picture | None) -> str:
    return absolute(portrait.portrait.src) if portrait else ""


def _page_of(byline: Byline) -> str:
    known = slug_re.fullmatch(byline.slug)
    return absolute(reverse("person", args=[byline.slug])) if known else ""


def _citation(card: PaperCard, article: Article) -> Thing:
    named = [{"@type": "Person", "name": name} for name in article.reporters]
    return without_empty(
        {
            "@type": "NewsArticle",
            "headline": article.headline,
            "url": article.href,
            "datePublished": iso(article.published),
            "author": named,
            # Without the address of its page, which the card has: fifty of them weigh a kilobyte.
            "publisher": {"@type": "NewsMediaOrganization", "name": card.outlet},
        }
    )


def _mention(card: Card, same_as: Mapping[str, tuple[str, ...]]) -> Thing:
    links = same_as.get(card.key, ())
    return mention(name=card.title, label=card.label, url=absolute(card.path), same_as=links)
