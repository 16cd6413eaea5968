"""FAQ pages in the desk."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import django_filters as filters
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from entities.admin import entity_pages
from entities.cures import CONFIRM_TOPIC, confirm, confirming
from entities.merging.messages import MergeMessages
from entities.public_addresses import AddressSearch
from entities.sources.form_pages import SOURCE_FIELDS, SourcePages
from faqs import cures, working_copy
from faqs import statistics as figures  # noqa: F401  Registers its figures.
from faqs.documents import FaqDocument
from faqs.duplicate_review import admin as judging_admin  # noqa: F401  Registers the moderators' pages.
from faqs.duplicate_review import front as judging_front  # noqa: F401  Registers its list.
from faqs.duplicate_review import panel as judging
from faqs.duplicate_review import watches
from faqs.forms import FaqForm
from faqs.gaps import GAPS, live_with_gap
from faqs.jobs import compare_saved
from faqs.models.draft import Faq, FaqAnswer, FaqEntity, FaqSource
from faqs.question_page import QuestionPage
from faqs.reader_questions import admin as asking_admin  # noqa: F401  Registers the inbox of questions.
from faqs.workflow import FAQ
from newsdesk.catalogue.entries import interval
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_for
from newsdesk.catalogue.write import PathTaken
from newsdesk.comments.admin import CommentPages
from newsdesk.desk.bulk.screens import BulkPages
from newsdesk.desk.filters import TaggedPageFilter
from newsdesk.desk.layout import Section
from newsdesk.desk.row_lines import RowLine, counted, first_words, word_count
from newsdesk.desk.rows import OrderedInline
from newsdesk.desk.transition_forms import VerbForm
from newsdesk.desk.transition_pages import RELEASING
from newsdesk.editing.live_preview import LivePreviewPages
from newsdesk.jobs.job import hand_in
from newsdesk.live_checks.filters import NeedFilter
from newsdesk.meaning.model_status import meaning
from newsdesk.pages.days import items
from newsdesk.pages.keys import numbers
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.rich_text import plain
from newsdesk.requests.signed_in import signed_in
from newsdesk.rules.cures import Cure
from newsdesk.rules.findings import Problem
from newsdesk.workflow.transitions import Refused, Verb


def page_of(document: FaqDocument, *, key: str, **dates: datetime) -> Page:
    """Return an unsaved catalogue page, for a preview: it has no path."""
    title, summary = document.question, plain(document.intro)
    return Page(kind="faq", key=key, title=title, summary=summary, **dates)


def faq_pages(keys: Iterable[str]) -> dict[str, Page]:
    """Return the pages of FAQs by key: those that readers see, and drafts as unsaved pages."""
    pages = pages_for(keys)
    drafts = Faq.objects.filter(pk__in=numbers("faq", set(keys) - set(pages)), discarded=False)
    for faq in drafts:
        said = FaqDocument(question=faq.question, slug=faq.slug, intro=faq.intro)
        pages[faq.key] = page_of(said, key=faq.key)
    return pages


class AnswerInline(OrderedInline):
    model = FaqAnswer
    fields = ["question", "text", "position"]

    def row_line(self, row: Model) -> RowLine:
        assert isinstance(row, FaqAnswer)  # noqa: S101
        words = word_count(row.text)
        note = counted(words, "word", "words") if words else ""
        lacks = () if words else ("no answer",)
        return RowLine(name=str(row), text=first_words(plain(row.text)), note=note, lacks=lacks)


class SourceInline(OrderedInline):
    model = FaqSource
    fields = [("title", "url"), ("outlet", "published"), "position"]
    autocomplete_fields = ["outlet"]
    linked = ("outlet",)
    density = "compact"
    fills_in = True
    optional = frozenset({"outlet", "published"})

    def row_line(self, row: Model) -> RowLine:
        assert isinstance(row, FaqSource)  # noqa: S101
        lacks = () if row.url else ("no link",)
        return RowLine(name=row.title or "Source", text=str(row.outlet or ""), lacks=lacks)


class EntityInline(OrderedInline):
    model = FaqEntity
    fields = [("entity", "position")]
    autocomplete_fields = ["entity"]
    linked = ("entity",)
    density = "slim"


class QuestionFilter(TaggedPageFilter, NeedFilter):
    """The filters of FAQ pages."""

    lacks = filters.ChoiceFilter(label="Lacks", choices=GAPS, method="by_lack", empty_label="Any")

    def by_lack(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(pk__in=items(live_with_gap(value)))


def store_digest(faq: Faq, *, actor: User) -> None:
    """Remember what the rows say, and compare the FAQ with all others."""
    working_copy.store_digest(faq, actor=actor)
    hand_in(compare_saved, [faq.pk])


@admin.register(Faq)
class FaqAdmin(
    SourcePages, LivePreviewPages, MergeMessages, CommentPages, BulkPages, AddressSearch
):
    workflow = FAQ
    source_rows = "sources"
    source_fields = SOURCE_FIELDS
    store_digest = staticmethod(store_digest)
    refusals = (Refused, PathTaken)
    public_page = QuestionPage
    page_made = staticmethod(page_of)
    interval = staticmethod(interval)
    form = FaqForm
    filterset_class = QuestionFilter
    prepopulated_fields = {"slug": ("question",)}
    list_display = ["__str__", "standing_now", "edition_now", "changed", "changer"]
    inlines = [AnswerInline, SourceInline, EntityInline]
    sections = (
        Section(
            title="Question and address", anchor="question", fields=("question", "slug", "tags")
        ),
        Section(
            title="Direct answer",
            anchor="intro",
            fields=("intro",),
            shown_at="direct-answer",
            speaks=True,
        ),
        Section(title="Questions and answers", anchor="answers", lists=("answers",)),
        Section(title="Sources", anchor="sources", lists=("sources",)),
        Section(title="Topics", anchor="topics", lists=("entity_rows",)),
    )

    class Media:
        js = [Script("desk/nearest-questions.js", type="module")]

    def panel(self, request: HttpRequest, item: WorkingCopy) -> dict[str, object]:
        assert isinstance(item, Faq)  # noqa: S101
        return {**super().panel(request, item), "judging": judging.panel(request, item)}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, object], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["nearest_address"] = reverse("admin:faqs_duplicatepair_nearest")
        return super().render_change_form(request, context, *args, **kwargs)

    def more_to_ask(
        self, request: HttpRequest, verb: Verb, item: WorkingCopy, form: VerbForm
    ) -> dict[str, object]:
        """Say on the pages of publishing and scheduling what is lacking to find the same question."""
        lacking = meaning().notice if verb.name in RELEASING else ""
        return {**super().more_to_ask(request, verb, item, form), "lacking": lacking}

    def cures_of(self, request: HttpRequest, problem: Problem) -> Sequence[Cure]:
        return (*confirming(problem, actor=signed_in(request)), *cures.cures_of(problem))

    def cured(
        self, document: object, problem: Problem, action: str, *, item: WorkingCopy, actor: User
    ) -> object:
        assert isinstance(document, FaqDocument)  # noqa: S101
        if action == CONFIRM_TOPIC.action and problem.code == "unconfirmed-entity":
            confirm(problem, actor=actor)
            return document
        return cures.cured(document, problem, action)

    def pages_named(self, keys: Collection[str], *, page: str = "") -> dict[str, Page]:
        return entity_pages(keys, page=page)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        known = object_id.isdecimal() and len(object_id) < 19
        merges = judging.merges_of(int(object_id)) if known else []
        more: dict[str, object] = {
            "merges": merges,
            "may_undo": request.user.has_perm("faqs.merge_faq"),
        }
        if known:
            watched = watches.watches(signed_in(request), int(object_id))
            more["watching"] = {"watched": watched}
        return super().history_view(request, object_id, {**more, **(extra_context or {})})
