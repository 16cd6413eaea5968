"""Entities and outlets in the desk."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from entities import cures, splitting, working_copy
from entities.documents import KINDS, EntityDocument
from entities.forms import EntityForm, OutletForm
from entities.merging import outlets, topics
from entities.merging.admin import MergeAdmin
from entities.merging.choice_form import ENTITY_GROUPS
from entities.merging.impact import uses_of
from entities.merging.lists import MergedEntityFilter
from entities.merging.screens import MergeSetup, labels_of
from entities.merging.split_screens import SplitPages
from entities.models.draft import Entity, EntityFact
from entities.models.outlet import Outlet
from entities.outlets import save
from entities.public_addresses import AddressSearch
from entities.topic_page import TopicPage
from entities.workflow import ENTITY
from newsdesk.catalogue.entries import interval
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_for, shown_as
from newsdesk.catalogue.write import PathTaken
from newsdesk.comments.admin import CommentPages
from newsdesk.desk.bulk.screens import BulkPages
from newsdesk.desk.forms import FORM_FIELDS
from newsdesk.desk.layout import Section
from newsdesk.desk.row_lines import RowLine, first_words
from newsdesk.desk.rows import OrderedInline
from newsdesk.desk.word_search import WordSearch
from newsdesk.editing.live_preview import LivePreviewPages
from newsdesk.merging.change_confirmation import ChangeConfirmation
from newsdesk.merging.guards import MERGEABLE
from newsdesk.merging.impact import APPROVED, Impact
from newsdesk.pages.document_image import image_data
from newsdesk.pages.keys import numbers
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.status import Standing
from newsdesk.requests.signed_in import signed_in
from newsdesk.rules.cures import Cure
from newsdesk.rules.findings import Problem
from newsdesk.workflow.transitions import Refused, Verb, available, log

MERGE = Verb(
    name="merge",
    label="Merge into",
    permission=topics.KIND.permission,
    when=frozenset(MERGEABLE),
    help="Makes this topic lead to another one that is the same.",
)
SPLIT = Verb(
    name="split",
    label="Split",
    permission=splitting.PERMISSION,
    when=frozenset(splitting.MEANT),
    help="Says which pages mean this topic, and which mean another one.",
)
OUTLET_TOLD = (
    "Readers see a new name at once, in published pages too, and the outlet’s page says who owns it "
    "now. A published story keeps the owner until it is published again; a draft has the new one at "
    "once. Add the old name as an alias, so that texts which use it lead here."
)
MERGED = format_html('<span class="desk-badge" data-standing="merged">{}</span>', "Merged")
PICTURE = (
    "image",
    ("image_focus_x", "image_focus_y"),
    "image_alt",
    "image_decorative",
    "image_caption",
    "image_credit",
)


def page_of(document: EntityDocument, *, key: str, **dates: datetime) -> Page:
    """Return an unsaved catalogue page, for a preview: it has no path."""
    return Page(
        kind="entity",
        key=key,
        title=document.name,
        summary=document.description,
        card={"kind": KINDS.get(document.kind, ""), "image": image_data(document.image)},
        **dates,
    )


def entity_pages(keys: Iterable[str], *, page: str = "") -> dict[str, Page]:
    """Return what the page `page` shows for the keys of entities: what readers see, and drafts as
    unsaved pages.
    """
    shown = shown_as(keys, page=page)
    pages = pages_for(shown.values())
    drafts = Entity.objects.filter(
        pk__in=numbers("entity", set(shown.values()) - set(pages)), discarded=False
    ).prefetch_related("facts")
    for entity in drafts:
        pages[entity.key] = page_of(working_copy.document_of(entity), key=entity.key)
    return {key: pages[into] for key, into in shown.items() if into in pages}


class FactInline(OrderedInline):
    model = EntityFact
    fields = [("label", "value"), ("source", "url"), "position"]
    density = "compact"
    optional = frozenset({"source", "url"})

    def row_line(self, row: Model) -> RowLine:
        assert isinstance(row, EntityFact)  # noqa: S101
        return RowLine(name=row.label or "Fact", text=first_words(row.value))


@admin.register(Entity)
class EntityAdmin(SplitPages, CommentPages, LivePreviewPages, BulkPages, AddressSearch):
    workflow = ENTITY
    merging = MergeSetup(kind=topics.KIND, groups=ENTITY_GROUPS)
    merge_permission = topics.KIND.permission
    labels = labels_of("topic")
    change_list_template = "admin/entities/list.html"
    store_digest = staticmethod(working_copy.store_digest)
    refusals = (Refused, PathTaken)
    public_page = TopicPage
    page_made = staticmethod(page_of)
    interval = staticmethod(interval)
    form = EntityForm
    filterset_class = MergedEntityFilter
    prepopulated_fields = {"slug": ("name",)}
    inlines = [FactInline]
    list_display = [
        "__str__",
        "kind",
        "confirmed_now",
        "standing_now",
        "edition_now",
        "changed",
        "changer",
    ]
    ordering = ["-changed_at", "-pk"]
    sections = (
        Section(
            title="Name and kind",
            anchor="name",
            fields=("kind", "name", "slug", "aliases"),
        ),
        Section(
            title="Description",
            anchor="description",
            fields=(
                "description",
                ("description_source", "description_source_url"),
                ("description_licence", "as_of"),
            ),
        ),
        Section(title="Facts", anchor="facts", lists=("facts",)),
        Section(
            title="Longer text", anchor="body", fields=("body",), shown_at="about", speaks=True
        ),
        Section(title="Image", anchor="picture", fields=PICTURE, folded_when_new=True),
        Section(
            title="Elsewhere",
            anchor="elsewhere",
            fields=("wikidata", "official_site"),
            folded_when_new=True,
        ),
    )

    @admin.display(description="Confirmed", boolean=True, ordering="confirmed")
    def confirmed_now(self, item: Entity) -> bool:
        return item.confirmed

    @admin.display(description="Publication status")
    def standing_now(self, item: WorkingCopy) -> str:
        return MERGED if item.standing is Standing.MERGED else super().standing_now(item)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page of a tombstone is its history; what it says is written at its survivor."""
        item = self.get_object(request, object_id)
        assert item is None or isinstance(item, Entity)  # noqa: S101
        if item is not None and item.merged_into_id and self.has_view_permission(request, item):
            self.tell_where_it_leads(request, item)
            return HttpResponseRedirect(self.address("history", item.pk))
        return super().change_view(request, object_id, *args, **kwargs)

    def verbs_elsewhere(self, request: HttpRequest, item: WorkingCopy) -> list[tuple[Verb, str]]:
        ways = {MERGE.name: "merged", SPLIT.name: "one"}
        return [
            (verb, f"{self.address(verb.name)}?{ways[verb.name]}={item.pk}")
            for verb in available({MERGE.name: MERGE, SPLIT.name: SPLIT}, signed_in(request), item)
        ]

    def save_model(
        self, request: HttpRequest, obj: WorkingCopy, form: forms.ModelForm, change: bool
    ) -> None:
        """Whoever may confirm has checked the name and kind that they write themselves."""
        assert isinstance(obj, Entity)  # noqa: S101
        if not change:
            obj.confirmed = request.user.has_perm("entities.confirm_entity")
        super().save_model(request, obj, form, change)

    def cures_of(self, request: HttpRequest, problem: Problem) -> Sequence[Cure]:
        return cures.cures_of(problem, actor=signed_in(request))

    def cured(
        self, document: object, problem: Problem, action: str, *, item: WorkingCopy, actor: User
    ) -> object:
        assert isinstance(item, Entity)  # noqa: S101
        assert isinstance(document, EntityDocument)  # noqa: S101
        if action == cures.CONFIRM_TOPIC.action and problem.code == "unconfirmed":
            ENTITY.confirm(item, actor=actor)
            return document
        return cures.cured(document, problem, action)

    def creation_detail(self, item: WorkingCopy) -> dict[str, object]:
        assert isinstance(item, Entity)  # noqa: S101
        return {"confirmed": item.confirmed}

    def waiting_lists(self, request: HttpRequest) -> list[tuple[str, QuerySet, str]]:
        rows = self.get_queryset(request).standing(Standing.DRAFT).filter(confirmed=False)  # type: ignore[attr-defined]
        address = f"{self.address('changelist')}?confirmed=false&standing=draft"
        return [("Topics to confirm", rows, address)]


@admin.register(Outlet)
class OutletAdmin(MergeAdmin, ChangeConfirmation, WordSearch):
    told_fields = ("name", "owner")
    merging = MergeSetup(kind=outlets.KIND)
    merge_permission = outlets.KIND.permission
    labels = labels_of("outlet")
    change_list_template = "admin/entities/outlets.html"
    change_form_template = "admin/entities/outlet.html"
    form = OutletForm
    formfield_overrides = FORM_FIELDS
    list_display = ["name", "kind", "domains_in_words", "aliases_in_words"]
    list_filter = ["proposed", "kind"]
    actions = None

    @admin.display(description="Domains")
    def domains_in_words(self, outlet: Outlet) -> str:
        return ", ".join(outlet.domains.split())

    @admin.display(description="Also known as")
    def aliases_in_words(self, outlet: Outlet) -> str:
        return ", ".join(outlet.aliases.splitlines())

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).order_by("name")

    def get_exclude(self, request: HttpRequest, obj: Outlet | None = None) -> tuple[str, ...]:
        """Ask whether it is only a guess where it is one."""
        return () if obj and obj.proposed else ("proposed",)

    def impact_of(self, before: Outlet, after: Outlet) -> Impact:
        return Impact(uses=uses_of(before), told=f"{OUTLET_TOLD} {APPROVED}")

    def save_model(self, request: HttpRequest, obj: Outlet, form: OutletForm, change: bool) -> None:
        obj.registered = True  # From now on it says what an editor has made of it.
        save(obj)
        if changed := form.changed_data:
            deed = "edit" if change else "create"
            log(obj, deed, actor=signed_in(request), detail={"fields": changed})
