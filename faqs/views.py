"""Public pages of faqs: they read the catalogue and editions, never a working copy."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.core.validators import validate_slug
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entities.outlet_names import outlet_keys, renamed
from faqs.documents import read
from faqs.models.edition import FaqEdition
from faqs.question_page import question_context
from newsdesk.catalogue import search as engine
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.facets import tags_of
from newsdesk.catalogue.models import Page, PageQuerySet, Reference
from newsdesk.catalogue.resolve import pages_for, pages_shown, resolve, shown_as
from newsdesk.catalogue.tags import PREFIX
from newsdesk.presentation.heads import LISTS, Head, list_card, list_ld
from newsdesk.presentation.listings import latest_listing, listing_path, results

STORIES = 8
TOPICS = 300
CHIPS = 10
MAX_QUERY = 200


class QuestionFilter(django_filters.FilterSet):
    """Questions about one topic, with one tag, or with some words; `topics` are those to choose from.

    SECURITY: only these names are read.
    """

    topic = django_filters.ChoiceFilter(method="about")
    tag = django_filters.CharFilter(method="tagged", max_length=110, validators=[validate_slug])

    class Meta:
        model = Page
        fields: list[str] = []

    def __init__(self, *args: Any, topics: dict[str, Page], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics
        self.filters["topic"].extra["choices"] = [(s, p.title) for s, p in topics.items()]

    def about(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return pages.mentioning(self.topics[value].key)

    def tagged(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return pages.mentioning(f"{PREFIX}{value}")

    def chosen(self) -> dict[str, str]:
        """Return what was asked for and makes sense, by name."""
        self.form.is_valid()
        return {name: value for name in self.filters if (value := self.form.cleaned_data.get(name))}


@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """A question with its answers. Five queries."""
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
    """All questions, or those about one topic, with one tag, or with some words. Seven queries at most."""
    path = reverse("questions")
    everything = Page.objects.visible().of_kind("faq")
    topics, numbers = _topics(everything)
    words = " ".join(request.GET.get("q", "")[:MAX_QUERY].replace("\0", " ").split())
    asked = engine.find(words).of_kind("faq") if words else everything
    data = {name: request.GET.get(name, "") for name in ("topic", "tag")}
    narrowed = QuestionFilter(data, queryset=asked, topics=topics)
    found, number = narrowed.qs.defer("text"), request.GET.get("page")
    part = (
        results(found, number)
        if words
        else latest_listing(found, number, request.GET.get("from", ""))
    )
    chosen = narrowed.chosen()
    tags = tags_of(everything)
    topic, tag = topics.get(chosen.get("topic", "")), chosen.get("tag", "")
    label = next((label for slug, label, _ in tags if slug == tag), tag)
    query = urlencode({**({"q": words} if words else {}), **chosen})
    head = Head(
        title=_title(topic, label),
        description="Short, direct answers to the questions that the news raises.",
        path=listing_path(path, part, query),
        card=list_card("list", "questions", title=LISTS["questions"]),
        indexed=not words,
    )
    context = {
        "head": head,
        "section": "questions",
        "pages": part,
        "query": query,
        "words": words,
        "topic": topic,
        "tag": tag,
        "choices": [(s, p.title, numbers[p.key], p is topic) for s, p in topics.items()],
        "tags": [(slug, name, number, slug == tag) for slug, name, number in tags],
        "chips": CHIPS,
        "json_ld": list_ld(head, part.cards),
    }
    return answer(
        request,
        lambda: render(request, "faqs/questions.html", context),
        pages=[*part.rows, *topics.values()],
        also=(query, part.number, part.total, list(numbers.items()), tags),
    )


def _title(topic: Page | None, tag: str) -> str:
    if topic and tag:
        return f"Questions about {topic.title}, tagged “{tag}”"
    if topic:
        return f"Questions about {topic.title}"
    return f"Questions tagged “{tag}”" if tag else LISTS["questions"]


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
