"""A FAQ document as `faqs/question.html` shows it. The desk renders previews with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from faqs import structured_data
from faqs.documents import FaqDocument
from newsdesk.catalogue.models import Page
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.heads import (
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


def question_context(
    document: FaqDocument,
    *,
    page: Page,
    topics: Sequence[Page] = (),
    stories: Sequence[Page] = (),
) -> dict[str, Any]:
    """Return everything that `faqs/question.html` shows. No queries.

    For a preview `page` may be unsaved, its path empty and its dates None; topics with an empty path
    are shown unlinked.
    """
    crumbs = (
        Crumb("Home", reverse("home")),
        Crumb("Questions", reverse("questions")),
        Crumb(document.question, page.path),
    )
    direct = plain(document.intro) or next((plain(a.text) for a in document.answers), "")
    head = Head(
        title=document.question,
        description=beginning(direct, words=40),
        path=page.path,
        type="article",
        card=social_card_of(page),
        published_at=page.published_at,
        updated_at=page.updated_at,
        indexed=bool(page.path),
    )
    shown = cards_of(topics, words=22)
    trail = [(crumb.title, absolute(crumb.path)) for crumb in crumbs if crumb.path]
    return {
        "head": head,
        "section": "questions",
        "crumbs": crumbs,
        "page": page,
        "updated_at": updated(page),
        "as_of": checked(page) or page.updated_at,
        "faq": document,
        "also_asked_as": page.card.get("also_asked_as", []),
        "intro": rich(document.intro),
        "answers": _answers(document),
        "sources": _sources(document),
        "topics": shown,
        "stories": cards_of(stories),
        "json_ld": json_ld(
            structured_data.question_page(document, head=head, topics=shown), breadcrumbs(trail)
        ),
    }


def _answers(document: FaqDocument) -> list[AnswerView]:
    return [AnswerView(id=a.id, question=a.question, text=rich(a.text)) for a in document.answers]


def _sources(document: FaqDocument) -> list[SourceView]:
    return [
        SourceView(
            title=source.title,
            href=web_link(source.url),
            outlet=source.outlet,
            published=source.published,
        )
        for source in document.sources
    ]
