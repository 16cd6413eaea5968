"""Public pages of faqs: they read the catalogue and editions, never a working copy."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from faqs.documents import read
from faqs.labels import FAQ_FIELDS
from faqs.models.edition import FaqEdition
from faqs.question_page import QuestionPage
from newsdesk.catalogue import search as engine
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.facets import NamedFilter
from newsdesk.catalogue.lists import mentioning
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.most_named import most_named, named_list
from newsdesk.catalogue.resolve import resolve
from newsdesk.presentation.current_edition import CurrentEdition
from newsdesk.presentation.heads import Head, list_card, list_ld, list_title
from newsdesk.presentation.history.pages import History
from newsdesk.presentation.listings import (
    PAGE_SIZE,
    Listing,
    found_listing,
    latest_listing,
    listing_path,
    listing_title,
    results_number,
)
from newsdesk.text.spoken import gettext

STORIES = 8
TOPICS = 300
CHIPS = 10
MAX_QUERY = 200

CURRENT = CurrentEdition(FaqEdition)

HISTORY = History(
    name="question",
    section="questions",
    editions=FaqEdition,
    fields=FAQ_FIELDS,
    read=read,
    public_page=QuestionPage,
)


@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """A question with its answers. Five queries."""
    page = resolve(request.path)
    edition, corrections = CURRENT.of(page)
    document = read(edition)
    references = QuestionPage.visible_references(document, page=page)
    stories = list(mentioning(page.key, "story").defer("text").latest()[:STORIES])

    def make() -> HttpResponse:
        shown = QuestionPage(
            document=document,
            page=page,
            references=references,
            corrections=corrections,
            stories=stories,
        )
        return render(request, shown.template, shown.context())

    pages = [page, *references.pages.values(), *stories]
    return answer(request, make, pages=pages, also=references.state)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """All questions, or those about one topic, with one tag, or with some words. Four queries."""
    topics, tags, keys = most_named("faq", topics=TOPICS)
    words = " ".join(request.GET.get("q", "")[:MAX_QUERY].replace("\0", " ").split())
    data = {name: request.GET.get(name, "") for name in ("topic", "tag")}
    if data["topic"] not in keys:
        data["topic"] = ""
    narrowed = NamedFilter(data, queryset=Page.objects.none())
    chosen, number = narrowed.chosen(), request.GET.get("page")
    topic_key, tag = keys.get(chosen.get("topic", ""), ""), chosen.get("tag", "")
    if words:
        part = _found(words, chosen, results_number(number))
    else:
        listed = named_list("faq", topic=topic_key, tag=tag).defer("text")
        part = latest_listing(listed, number, request.GET.get("from", ""))
    topic = next((each for each in topics if each.value == chosen.get("topic")), None)
    label = next((each.label for each in tags if each.value == tag), tag)
    query = urlencode({**({"q": words} if words else {}), **chosen})
    head = Head(
        title=listing_title(_title(topic.label if topic else "", label), part.number),
        description=gettext("Short, direct answers to the questions that the news raises."),
        path=listing_path(reverse("questions"), part, query),
        card=list_card("list", "questions", title=list_title("questions")),
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
        "choices": [(*each, each is topic) for each in topics],
        "tags": [(*each, each.value == tag) for each in tags],
        "chips": CHIPS,
        "json_ld": list_ld(head, part.cards),
    }
    return answer(
        request,
        lambda: render(request, "faqs/questions.html", context),
        pages=part.rows,
        also=(query, part.number, part.total, topics, tags),
    )


def _found(words: str, chosen: dict[str, str], number: int) -> Listing:
    """Return a page of the questions with all of the words. Two queries."""
    found = engine.search(words, {"kind": "faq"} | chosen, number, size=PAGE_SIZE)
    return found_listing(tuple(hit.page for hit in found.hits), number, found.total, size=PAGE_SIZE)


def _title(topic: str, tag: str) -> str:
    if topic and tag:
        return gettext("Questions about %(name)s, tagged “%(tag)s”") % {"name": topic, "tag": tag}
    if topic:
        return gettext("Questions about %(name)s") % {"name": topic}
    return gettext("Questions tagged “%(tag)s”") % {"tag": tag} if tag else list_title("questions")
