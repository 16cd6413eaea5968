"""Stories and authors in the desk."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Unpack

import django_filters as filters
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from entities.admin import PICTURE, EntityAdmin, entity_pages
from entities.cures import CONFIRM_TOPIC, confirm, confirming
from entities.merging.messages import MergeMessages
from entities.models.draft import Entity
from entities.public_addresses import AddressSearch
from entities.sources.form_pages import REPORT_FIELDS
from faqs.admin import FaqAdmin, faq_pages
from faqs.models.draft import Faq
from faqs.reader_questions.receive import times_asked
from newsdesk.catalogue.entries import interval
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_for
from newsdesk.catalogue.write import PathTaken
from newsdesk.comments.admin import CommentPages
from newsdesk.desk.bulk.screens import BulkPages
from newsdesk.desk.filters import PersonFilter, TaggedPageFilter
from newsdesk.desk.forms import FORM_FIELDS, QuietLabels
from newsdesk.desk.front.site import address_of
from newsdesk.desk.layout import Section
from newsdesk.desk.release_page import Row, rows_of
from newsdesk.desk.row_lines import RowLine, counted, first_words, word_count
from newsdesk.desk.rows import OrderedInline
from newsdesk.desk.transition_forms import PublishForm, VerbForm, VerbFormArguments
from newsdesk.desk.transition_pages import CheckedCopy, VerbPages
from newsdesk.desk.word_search import WordSearch
from newsdesk.editing.live_preview import LivePreviewPages
from newsdesk.importing.models import NameAnswer, SectionWord
from newsdesk.live_checks.filters import NeedFilter
from newsdesk.merging.change_confirmation import ChangeConfirmation
from newsdesk.merging.impact import APPROVED, Impact, Redirect
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.rich_text import plain
from newsdesk.pages.status import State
from newsdesk.requests.signed_in import signed_in
from newsdesk.rules.cures import Cure
from newsdesk.rules.findings import Problem
from newsdesk.text.slugs import slug_of
from newsdesk.workflow.transitions import Refused, Verb, why_not
from stories import authors, cures, headings, working_copy
from stories.documents import StoryDocument
from stories.forms import RELEASE_FORMS, PublishTogetherForm, StoryForm, WaitingDraft
from stories.importing.screens.name_answers import NameAnswerAdmin
from stories.importing.screens.section_words import SectionWordAdmin
from stories.importing.screens.views import urls as paste_urls
from stories.models import parts
from stories.models.author import Author
from stories.models.draft import Story
from stories.source_list.screens import SourceList
from stories.story_page import StoryPage
from stories.workflow import STORY, waiting_with

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldGroups


admin.site.register(SectionWord, SectionWordAdmin)
admin.site.register(NameAnswer, NameAnswerAdmin)


class BylineInline(OrderedInline):
    model = parts.Byline
    fields = [("author", "position")]
    autocomplete_fields = ["author"]
    linked = ("author",)
    density = "slim"


class AnalysisInline(OrderedInline):
    model = parts.AnalysisPart
    fields = [("heading", "kind"), "body", "position"]

    def row_line(self, row: Model) -> RowLine:
        assert isinstance(row, parts.AnalysisPart)  # noqa: S101
        words = word_count(row.body)
        note = counted(words, "word", "words") if words else ""
        lacks = () if words else ("no text",)
        return RowLine(name=str(row), text=first_words(plain(row.body)), note=note, lacks=lacks)


class ReportInline(OrderedInline):
    model = parts.SourceReport
    fields = [
        ("outlet", "reporters"),
        "paraphrase",
        "url",
        "attribution_guessed",
        ("quotation", "speaker"),
        "headline",
        ("published", "read_on"),
        ("wire", "paywalled", "medium"),
        "position",
    ]
    optional = frozenset(
        {"attribution_guessed", "quotation", "speaker", "headline", "published", "read_on", "wire"}
        | {"paywalled", "medium"}
    )
    autocomplete_fields = ["outlet", "wire"]
    linked = ("outlet", "wire")
    density = "compact"
    fills_in = True

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """An agency is changed where it is the outlet of a report: the form has ten of these rows."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "wire" and field:
            field.widget.can_change_related = field.widget.can_view_related = False
        return field

    def row_line(self, row: Model) -> RowLine:
        assert isinstance(row, parts.SourceReport)  # noqa: S101
        quoted = f"“{row.quotation}”" if row.quotation else ""
        lacks = {
            "nothing written": not row.paraphrase and not row.quotation,
            "no link": bool(row.outlet_id) and not row.url,
            "to confirm": row.attribution_guessed,
        }
        return RowLine(
            name=" · ".join(filter(None, (str(row.outlet or "The desk"), row.reporters))),
            text=first_words(row.paraphrase or quoted),
            lacks=tuple(words for words, lacking in lacks.items() if lacking),
        )

    def told(self, rows: Sequence[Model]) -> list[str]:
        reports = [row for row in rows if isinstance(row, parts.SourceReport)]
        without = sum(bool(row.outlet_id) and not row.url for row in reports)
        guessed = sum(row.attribution_guessed for row in reports)
        return [
            counted(len(rows), "report", "reports") if rows else "no reports",
            *([f"{without} without link"] if without else []),
            *([f"{guessed} to confirm"] if guessed else []),
        ]


class TimelineInline(OrderedInline):
    model = parts.TimelineEvent
    fields = [("date", "text"), "position"]
    density = "compact"

    def row_line(self, row: Model) -> RowLine:
        assert isinstance(row, parts.TimelineEvent)  # noqa: S101
        return RowLine(name=row.date, text=first_words(row.text))


class DeeperInline(OrderedInline):
    model = parts.DeeperQuestion
    fk_name = "item"
    fields = ["text", ("faq", "story"), "position"]
    autocomplete_fields = ["faq", "story"]
    linked = ("faq", "story")
    density = "compact"
    # How many readers have asked an unanswered question, by its words; an inline is made for each request.
    asked: Mapping[str, int] = MappingProxyType({})

    def row_line(self, row: Model) -> RowLine:
        assert isinstance(row, parts.DeeperQuestion)  # noqa: S101
        page = row.faq or row.story
        lacks = () if page else ("no page",)
        readers = self.asked.get(row.text, 0)
        note = f"{counted(readers, 'reader has', 'readers have')} asked" if readers else ""
        return RowLine(name=str(row), text=f"→ {page}" if page else "", note=note, lacks=lacks)

    def told(self, rows: Sequence[Model]) -> list[str]:
        """Look up, once for all rows, how many readers have asked what is not answered yet."""
        unanswered = [
            row.text
            for row in rows
            if isinstance(row, parts.DeeperQuestion) and not (row.faq_id or row.story_id)
        ]
        self.asked = times_asked(unanswered)
        readers = sum(self.asked.values())
        told = [f"asked {counted(readers, 'time', 'times')} by readers"] if readers else []
        return [*super().told(rows), *told]


class FaqInline(OrderedInline):
    model = parts.StoryFaq
    fields = [("faq", "position")]
    autocomplete_fields = ["faq"]
    linked = ("faq",)
    density = "slim"


class EntityInline(OrderedInline):
    model = parts.StoryEntity
    fields = [("entity", "position")]
    autocomplete_fields = ["entity"]
    linked = ("entity",)
    density = "slim"


DEADLINES = {
    "overdue": "Overdue",
    "week": "In the next seven days",
    "none": "Without a deadline",
}


class StoryFilter(TaggedPageFilter, NeedFilter):
    """The filters of stories."""

    owner = PersonFilter("Editor in charge")
    due = filters.ChoiceFilter(
        label="Deadline", choices=list(DEADLINES.items()), method="by_deadline", empty_label="Any"
    )
    author = filters.CharFilter(label="Author", method="by_author")
    outlet = filters.CharFilter(label="Outlet", method="by_outlet")

    def by_deadline(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what is due by the clock of the desk; what is published is due no more."""
        if value == "none":
            return rows.filter(due_at=None)
        now = timezone.now()
        open_ones = rows.filter(due_at__isnull=False).exclude(state=State.SETTLED)
        if value == "overdue":
            return open_ones.filter(due_at__lt=now)
        return open_ones.filter(due_at__gte=now, due_at__lt=now + timedelta(days=7))

    def by_author(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the stories by who has these words in the name: asked apart from the rows, with a join each
        might come twice.
        """
        bylines = parts.Byline.objects.filter(author__name__icontains=value)
        return rows.filter(pk__in=bylines.values("item"))

    def by_outlet(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the stories that have a report of an outlet with these words in its name."""
        reports = parts.SourceReport.objects.filter(outlet__name__icontains=value)
        return rows.filter(pk__in=reports.values("item"))


@admin.register(Story)
class StoryAdmin(
    SourceList, LivePreviewPages, MergeMessages, CommentPages, BulkPages, AddressSearch
):
    workflow = STORY
    source_rows = "reports"
    source_fields = REPORT_FIELDS
    store_digest = staticmethod(working_copy.store_digest)
    refusals = (Refused, PathTaken)
    public_page = StoryPage
    always_on_board = True
    # A whole story is not made by the way: nobody who looks for the one before means that.
    added_in_dialog = False
    interval = staticmethod(interval)
    form = StoryForm
    filterset_class = StoryFilter
    prepopulated_fields = {"slug": ("headline",)}
    autocomplete_fields = ["earlier"]
    list_display = [
        *("__str__", "standing_now", "edition_now", "in_charge", "due"),
        *("changed", "changer"),
    ]
    list_select_related = ["changed_by", "owner"]
    inlines = [
        BylineInline,
        AnalysisInline,
        ReportInline,
        TimelineInline,
        DeeperInline,
        FaqInline,
        EntityInline,
    ]
    sections = (
        Section(
            title="Headline and byline",
            anchor="headline",
            fields=("headline", "slug", "standfirst", ("section", "tags"), "earlier"),
            lists=("bylines",),
        ),
        Section(title="Lead image", anchor="picture", fields=PICTURE, folded_when_new=True),
        Section(title=headings.HAPPENED, anchor="happened", fields=("summary",), speaks=True),
        Section(title=headings.BEHIND, anchor="behind", lists=("analysis",)),
        Section(title=headings.PAPERS, anchor="papers", lists=("reports",)),
        Section(
            title=headings.BACKGROUND,
            anchor="background",
            fields=("background",),
            lists=("timeline",),
            speaks=True,
        ),
        Section(title=headings.DEEPER, anchor="deeper", lists=("deeper",)),
        Section(title=headings.QUESTIONS, anchor="questions", lists=("faq_rows",)),
        Section(title=headings.TOPICS, anchor="topics", lists=("entity_rows",)),
        Section(
            title="For the desk",
            anchor="desk",
            fields=("owner", "due_at", "review_on"),
            folded_when_new=True,
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        return [*paste_urls(), *super().get_urls()]

    @admin.display(description="In charge", ordering="owner__username", empty_value="–")
    def in_charge(self, item: Story) -> str | None:
        return str(item.owner) if item.owner else None

    @admin.display(description="Deadline", ordering="due_at", empty_value="–")
    def due(self, item: Story) -> str | None:
        return date_format(localtime(item.due_at), "j M, H:i") if item.due_at else None

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        paste = {"paste_address": address_of("admin:stories_story_paste")}
        return super().changelist_view(request, paste | (extra_context or {}))

    def release_form(
        self,
        request: HttpRequest,
        deed: Verb,
        page: WorkingCopy,
        *,
        data: QueryDict | None,
        again: bool,
        **asked: Unpack[VerbFormArguments],
    ) -> PublishForm:
        assert isinstance(page, Story)  # noqa: S101
        waiting, warned = self._waiting(request, page), self.warnings(page)
        form = RELEASE_FORMS[deed.name]
        return form(data, waiting=waiting, again=again, **warned, **asked)

    def more_to_ask(
        self, request: HttpRequest, verb: Verb, item: WorkingCopy, form: VerbForm
    ) -> dict[str, object]:
        """Return the drafts that wait with the story, those in the form and those that cannot go."""
        if not isinstance(form, PublishTogetherForm):
            return {}
        waiting, ticked = form.all_waiting, form.ticked()
        confirmable = {f"entities:{each.page.key}" for each in form.waiting if each.confirmable}
        return {
            **self._without_confirmable(request, verb, item, confirmable),
            "waiting": [(each, each.page.key in ticked) for each in waiting],
            "waiting_faqs": sum(isinstance(each.page, Faq) for each in waiting),
            "waiting_topics": sum(isinstance(each.page, Entity) for each in waiting),
        }

    def cures_of(self, request: HttpRequest, problem: Problem) -> Sequence[Cure]:
        return (*confirming(problem, actor=signed_in(request)), *cures.cures_of(problem))

    def cured(
        self, document: object, problem: Problem, action: str, *, item: WorkingCopy, actor: User
    ) -> object:
        assert isinstance(document, StoryDocument)  # noqa: S101
        if action == CONFIRM_TOPIC.action and problem.code == "unconfirmed-entity":
            confirm(problem, actor=actor)
            return document
        return cures.cured(document, problem, action)

    def rows_along(self, form: PublishForm) -> Iterator[Row]:
        for each in form.waiting if isinstance(form, PublishTogetherForm) else ():
            problems = [problem for _, problem in each.warnings]
            name, page = "confirmed_with", str(each.page)
            yield from rows_of(problems, each.address, name=name, page=page, key=each.page.key)

    def _without_confirmable(
        self, request: HttpRequest, verb: Verb, item: WorkingCopy, confirmable: set[str]
    ) -> dict[str, object]:
        """Return what is in the way apart from topics that the same page offers to confirm."""
        if not confirmable or item.standing not in verb.when:
            return {}
        problems = [
            (problem, link)
            for problem, link in self.problems_with_links(item)
            if problem.code != "unconfirmed-entity" or problem.field not in confirmable
        ]
        return {"problems": problems, "offered": not problems}

    def page_made(self, document: StoryDocument, *, key: str, **dates: datetime) -> Page:
        return Page(kind="story", key=key, title=document.headline, **dates)

    def pages_named(self, keys: Collection[str], *, page: str = "") -> dict[str, Page]:
        entities, faqs, stories = (
            [key for key in keys if key.partition(":")[0] == kind]
            for kind in ("entity", "faq", "story")
        )
        return entity_pages(entities, page=page) | faq_pages(faqs) | pages_for(stories)

    def _waiting(self, request: HttpRequest, story: Story) -> list[WaitingDraft]:
        """Return the drafts of a story with what stands in the way of each, FAQs first."""
        drafts = waiting_with(story)
        return [
            self._waiting_one(request, pages, page, judged)
            for model in (Faq, Entity)
            for pages, page, judged in self._judged([d for d in drafts if isinstance(d, model)])
        ]

    def _judged(
        self, drafts: Sequence[Faq | Entity]
    ) -> Iterator[tuple[VerbPages, Faq | Entity, CheckedCopy]]:
        """Yield drafts of one kind, each with its own admin, which knows its addresses, and judged."""
        if drafts:
            pages = self.admin_site.get_model_admin(type(drafts[0]))
            assert isinstance(pages, FaqAdmin | EntityAdmin)  # noqa: S101
            for page, judged in zip(drafts, pages.judge(drafts), strict=True):
                yield pages, page, judged

    def _waiting_one(
        self, request: HttpRequest, pages: VerbPages, page: Faq | Entity, judged: CheckedCopy
    ) -> WaitingDraft:
        verbs = pages.workflow.verbs
        needed, confirmable = [verbs["publish"].permission], False
        problems = pages.with_links(page, judged.findings.blocking)
        if isinstance(page, Entity) and not page.confirmed:
            confirmable = True
            needed.append(verbs["confirm"].permission)
            problems = [each for each in problems if each[0].code != "unconfirmed"]
        return WaitingDraft(
            page=page,
            kind=str(page._meta.verbose_name),
            address=pages.change_address(page),
            problems=problems,
            findings=judged.findings,
            looked=judged.looked,
            confirmable=confirmable,
            allowed=request.user.has_perms(needed),
            impossible=str(why_not(verbs["publish"], page) or ""),
        )


AUTHOR_TOLD = (
    "A published page keeps the byline until it is published again; a draft has the new one at once. The "
    "author’s page moves at once, and the old address leads there."
)


class AuthorForm(QuietLabels, forms.ModelForm):
    """A new author or another name; an empty address is that of the name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        if "name" not in data or "slug" not in data:
            return
        data["slug"] = data["slug"] or slug_of(data["name"])
        try:
            authors.refuse_taken(Author(pk=self.instance.pk, slug=data["slug"]))
        except authors.AddressTaken as error:
            address = reverse("admin:stories_author_change", args=[error.other.pk])
            link = format_html('{} <a href="{}">Open “{}”</a>', error, address, error.other)
            self.add_error("slug", link)


@admin.register(Author)
class AuthorAdmin(ChangeConfirmation[Author], WordSearch):
    form = AuthorForm
    told_fields = ("name", "slug")
    formfield_overrides = FORM_FIELDS
    list_display = ["name", "role", "slug"]
    prepopulated_fields = {"slug": ("name",)}
    actions = None

    def get_fields(self, request: HttpRequest, obj: Author | None = None) -> "_FieldGroups":
        """Logins are shown to those who may see users, and to nobody else."""
        sees_users = request.user.has_perm("auth.view_user")
        profile = ["biography", "covers", "languages", "contact", "disclosures"]
        focus = ("image_focus_x", "image_focus_y")
        portrait: list[str | tuple[str, ...]] = ["image", focus, "image_alt", "image_credit"]
        return ["name", "slug", "role", *profile, *portrait, *(["user"] if sees_users else [])]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Author | None = None
    ) -> dict[str, Sequence[str]]:
        """An author keeps the address until somebody changes it on purpose."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def impact_of(self, before: Author, after: Author) -> Impact:
        uses = authors.uses_of(before)
        to = reverse("person", args=[after.slug])
        path = reverse("person", args=[before.slug])
        public = any(use.public for use in uses) and path != to
        led = (Redirect(path=path, to=to),) if public else ()
        return Impact(uses=uses, told=f"{AUTHOR_TOLD} {APPROVED}" if uses else "", redirects=led)

    def save_model(self, request: HttpRequest, obj: Author, form: AuthorForm, change: bool) -> None:
        if form.changed_data or not change:
            authors.save(obj, actor=signed_in(request), fields=form.changed_data)
