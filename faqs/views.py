"""Public pages of faqs: they read the catalogue and editions, never a working copy."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entities.naming import outlet_keys, renamed
from entities.rendering import Head, listing, listing_path
from faqs.documents import read
from faqs.models.edition import FaqEdition
from faqs.rendering import question_context
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.models import Page, PageQuerySet, Reference
from newsdesk.catalogue.resolve import pages_for, pages_shown, resolve, shown_as

STORIES = 8
TOPICS = 300
CHIPS = 10


class QuestionFilter(django_filters.FilterSet):
    """Questions about one topic; `topics` are (key, slug) pairs that can be asked for."""

    topic = django_filters.ChoiceFilter(method="about")

    class Meta:
        model = Page
        fields: list[str] = []

    def __init__(self, *args: Any, topics: dict[str, Page], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics
        self.filters["topic"].extra["choices"] = [(s, p.title) for s, p in topics.items()]

    def about(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return pages.mentioning(self.topics[value].key)


@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """A question with its answers. Six queries."""
    page = resolve(request.path)
    document = read(FaqEdition.objects.get(pk=page.edition))
    shown = shown_as((*document.entities, *outlet_keys(document.sources)), page=page.key)
    topics = list(pages_shown({key: shown[key] for key in document.entities}).values())
    document = replace(document, sources=renamed(document.sources, shown))
    using = Page.objects.visible().of_kind("story").mentioning(page.key)
    stories = list(using.latest().defer("text")[:STORIES])

    outlets = [source.outlet for source in document.sources]

    def make() -> HttpResponse:
        context = question_context(document, page=page, topics=topics, stories=stories)
        return render(request, "faqs/question.html", context)

    return answer(request, make, pages=[page, *topics, *stories], also=(len(topics), outlets))


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """All questions, or those about one topic. Five queries."""
    path = reverse("questions")
    everything = Page.objects.visible().of_kind("faq")
    topics, numbers = _topics(everything)
    chosen = QuestionFilter(
        {"topic": request.GET.get("topic", "")}, queryset=everything, topics=topics
    )
    part = listing(chosen.qs.latest().defer("text"), request.GET.get("page"))
    slug = chosen.form.cleaned_data.get("topic", "")
    query = urlencode({"topic": slug}) if slug else ""
    context = {
        "head": Head(
            title=f"Questions about {topics[slug].title}" if slug else "Questions and answers",
            description="Short, direct answers to the questions that the news raises.",
            path=listing_path(path, part, query),
        ),
        "section": "questions",
        "pages": part,
        "query": query,
        "topic": topics.get(slug),
        "choices": [(s, p.title, numbers[p.key], s == slug) for s, p in topics.items()],
        "chips": CHIPS,
    }
    return render(request, "faqs/questions.html", context)


def _topics(pages: PageQuerySet) -> tuple[dict[str, Page], dict[str, int]]:
    """Return the topics that questions mention most, by slug, and how often. Three queries."""
    counted = (
        Reference.objects.filter(page__in=pages.values("pk"), target__startswith="entity:")
        .with_shown()
        .order_by()
        .values_list("shown")
        .annotate(number=Count("page", distinct=True))
        .order_by("-number", "shown")[:TOPICS]
    )
    numbers = dict(counted)
    return {page.path.split("/")[-2]: page for page in pages_for(numbers).values()}, numbers
