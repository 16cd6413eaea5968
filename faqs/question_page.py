"""The public page of a FAQ: what `faqs/question.html` and the feed show of a document."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from entities.outlet_names import outlet_keys, renamed
from faqs import structured_data
from faqs.documents import FaqDocument, Source
from newsdesk.catalogue.models import Page
from newsdesk.pages.public_page import Context, PublicPage
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.heads import (
    Card,
    Crumb,
    Head,
    absolute,
    beginning,
    cards_of,
    checked,
    json_ld,
    rich,
    social_card_of,
    updated,
    web_link,
)
from newsdesk.presentation.structured_data import breadcrumbs
from newsdesk.text.spoken import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """A question of the page with its answer, ready to be shown."""

    id: str
    question: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """Where an answer comes from; `href` is a web address or empty."""

    title: str
    href: str
    outlet: str
    published: date | None


@dataclass(frozen=True, kw_only=True)
class QuestionPage(PublicPage[FaqDocument]):
    """A question with its answers. `stories` are those that lead to it."""

    template = "faqs/question.html"
    feed_template = "faqs/feed_item.html"
    embed_template = "faqs/embed.html"

    stories: Sequence[Page] = ()

    @classmethod
    def targets(cls, document: FaqDocument) -> tuple[str, ...]:
        return document.entities

    @classmethod
    def name_keys(cls, document: FaqDocument) -> tuple[str, ...]:
        return tuple(outlet_keys(document.sources))

    @property
    def feed_tags(self) -> tuple[str, ...]:
        return self.document.tags

    def context(self) -> Context:
        page, head, crumbs = self.page, self._head(), self._crumbs()
        topics = cards_of(self.references.of(self.document.entities), words=22)
        return {
            **self.feed_context(),
            "head": head,
            "section": "questions",
            "crumbs": crumbs,
            "page": page,
            "updated_at": updated(page),
            "at_top": self.at_top,
            "at_foot": self.at_foot,
            "as_of": checked(page) or page.updated_at,
            "faq": self.document,
            "also_asked_as": page.card.get("also_asked_as", []),
            "topics": topics,
            "stories": cards_of(self.stories),
            "json_ld": self._json_ld(head, crumbs, topics) if self.indexed else "",
        }

    def feed_context(self) -> Context:
        return {
            "corrections": self.corrections,
            "intro": rich(self.document.intro),
            "answers": _answers(self.document),
            "sources": _sources(self._sources),
        }

    def _crumbs(self) -> tuple[Crumb, ...]:
        return (
            Crumb(gettext("Home"), reverse("home")),
            Crumb(gettext("Questions"), reverse("questions")),
            Crumb(self.document.question, self.page.path),
        )

    def _head(self) -> Head:
        document, page = self.document, self.page
        direct = plain(document.intro) or next((plain(a.text) for a in document.answers), "")
        return Head(
            title=document.question,
            description=beginning(direct, words=40),
            path=page.path,
            type="article",
            card=social_card_of(page),
            published_at=page.published_at,
            updated_at=page.updated_at,
            indexed=self.indexed and bool(page.path),
            embedded=self.indexed,
        )

    @property
    def _sources(self) -> tuple[Source, ...]:
        return renamed(self.document.sources, self.references.names)

    def _json_ld(self, head: Head, crumbs: Sequence[Crumb], topics: Sequence[Card]) -> str:
        document = replace(self.document, sources=self._sources)
        trail = [(crumb.title, absolute(crumb.path)) for crumb in crumbs if crumb.path]
        thing = structured_data.question_page(document, head=head, topics=topics)
        return json_ld(thing, breadcrumbs(trail))


def _answers(document: FaqDocument) -> list[AnswerView]:
    return [AnswerView(id=a.id, question=a.question, text=rich(a.text)) for a in document.answers]


def _sources(sources: Sequence[Source]) -> list[SourceView]:
    return [
        SourceView(
            title=source.title,
            href=web_link(source.url),
            outlet=source.outlet,
            published=source.published,
        )
        for source in sources
    ]
