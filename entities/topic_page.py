"""The public page of a topic: what `entities/topic.html` shows of a document."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from entities.documents import EntityDocument, Fact
from entities.graphs import graph_of
from entities.same_as import same_as, wikidata_link
from entities.structured_data import topic_data
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.naming import ToldMoment
from newsdesk.catalogue.neighbours import Neighbours
from newsdesk.pages.public_page import Context, PublicPage
from newsdesk.presentation import structured_data
from newsdesk.presentation.heads import (
    Card,
    Crumb,
    Head,
    absolute,
    alternates_of,
    beginning,
    card_of,
    cards_of,
    image_thing,
    json_ld,
    rich,
    social_card_of,
    web_link,
)
from newsdesk.presentation.images import picture_of
from newsdesk.presentation.listings import EMPTY, Listing, listing_title
from newsdesk.presentation.timeline import TellingStory, gaps, scale_of, written
from newsdesk.text.names_and_words import fold
from newsdesk.text.spoken import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicEvent:
    """An event of the merged timeline, told by one story or several."""

    when: str
    iso: str
    text: str
    stories: tuple[TellingStory, ...]
    gap: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """A fact ready to be shown; `href` is a web address or empty."""

    id: str
    label: str
    value: str
    source: str
    href: str


@dataclass(frozen=True, kw_only=True)
class TopicPage(PublicPage[EntityDocument]):
    """A topic. The lists of what names it are those of today; previews and past editions have none.

    `moments` are the events of its stories, in any order; `near` the topics that are named together with
    it.
    """

    template = "entities/topic.html"
    embed_template = "entities/embed.html"

    stories: Listing = EMPTY
    questions: Sequence[Page] = ()
    moments: Iterable[ToldMoment] = ()
    near: Neighbours | None = None

    def context(self) -> Context:
        document, page = self.document, self.page
        card = replace(card_of(page), title=document.name, picture=picture_of(document.image))
        crumbs = (
            Crumb(gettext("Home"), "/"),
            Crumb(gettext("Topics"), "/topics/"),
            Crumb(document.name, page.path),
        )
        head = self._head(card)
        also = (*document.aliases, *page.card.get("also_known_as", []))
        timeline = merged_timeline(self.moments)
        feeds = alternates_of("topic", document.slug, title=document.name) if page.path else []
        return {
            "head": head,
            "section": "topics",
            "crumbs": crumbs,
            "page": page,
            "topic": document,
            "at_top": self.at_top,
            "at_foot": self.at_foot,
            "also_known_as": list(dict.fromkeys(also)),
            "card": card,
            "facts": [_fact(fact) for fact in document.facts if fact.value],
            "body": rich(document.body),
            "source_link": web_link(document.description_source_url),
            "official_site": web_link(document.official_site),
            "wikidata": wikidata_link(document.wikidata),
            "stories": self.stories,
            "questions": cards_of(self.questions),
            "timeline": timeline,
            "scale": scale_of(timeline),
            "graph": graph_of(card, self.near) if self.near else None,
            "alternates": feeds,
            "json_ld": _json_ld(document, head, crumbs) if self.indexed else "",
        }

    def _head(self, card: Card) -> Head:
        return Head(
            title=listing_title(self.document.name, self.stories.number),
            description=beginning(self.document.description, words=40),
            path=self.page.path,
            picture=card.picture,
            card=social_card_of(self.page),
            indexed=self.indexed and bool(self.page.path),
            embedded=self.indexed,
        )


def merged_timeline(moments: Iterable[ToldMoment]) -> list[TopicEvent]:
    """Return the events in the order of their dates; one that several stories tell alike stands once."""
    told: dict[tuple[str, str], list[ToldMoment]] = {}
    for moment in sorted(moments, key=lambda each: each.date):
        told.setdefault((moment.date, fold(moment.text).strip(" .")), []).append(moment)
    events = [_happening(group) for group in told.values()]
    return [replace(event, gap=gap) for event, gap in zip(events, gaps(events), strict=True)]


def _happening(group: Sequence[ToldMoment]) -> TopicEvent:
    when, iso = written(group[0].date)
    by_page = {moment.page_id: moment for moment in group}
    stories = tuple(
        TellingStory(each.title, f"{each.path}#{each.anchor}") for each in by_page.values()
    )
    return TopicEvent(when=when, iso=iso, text=group[0].text, stories=stories)


def _fact(fact: Fact) -> FactView:
    return FactView(
        id=fact.id,
        label=fact.label,
        value=fact.value,
        source=fact.source,
        href=web_link(fact.url),
    )


def _json_ld(document: EntityDocument, head: Head, crumbs: Sequence[Crumb]) -> str:
    image, links = image_thing(head), same_as(document.wikidata, document.official_site)
    thing = topic_data(document, url=head.canonical, image=image, same_as=links)
    trail = [(crumb.title, absolute(crumb.path)) for crumb in crumbs if crumb.path]
    return json_ld(thing, structured_data.breadcrumbs(trail))
