"""Entities and outlets in the desk."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from entities import workflow, working_copy
from entities.documents import KINDS, EntityDocument
from entities.forms import EntityFilter, EntityForm, OutletForm
from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.rendering import Listing, topic_context
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_for
from newsdesk.catalogue.write import PathTaken
from newsdesk.publishing.admin.layout import Section
from newsdesk.publishing.admin.workflow_admin import WorkflowAdmin
from newsdesk.publishing.documents import as_data, digest
from newsdesk.publishing.forms import FORM_FIELDS
from newsdesk.publishing.keys import numbers
from newsdesk.publishing.models import Edition
from newsdesk.publishing.standing import Standing
from newsdesk.publishing.workflow import Refused

PICTURE = ("image", "image_alt", "image_decorative", "image_caption", "image_credit")


def store_digest(entity: Entity) -> None:
    """Remember the digest of what the row says now."""
    entity.digest = digest(working_copy.document_of(entity))
    entity.save(update_fields=["digest", "changed_at"])


def page_of(document: EntityDocument, *, key: str, **dates: Any) -> Page:
    """Return an unsaved catalogue page, for a preview: it has no path."""
    return Page(
        kind="entity",
        key=key,
        title=document.name,
        summary=document.description,
        card={"kind": KINDS.get(document.kind, ""), "image": as_data(document.image)},
        **dates,
    )


def entity_pages(keys: Iterable[str]) -> dict[str, Page]:
    """Return the pages of entities by key: those that readers see, and drafts as unsaved pages."""
    pages = pages_for(keys)
    drafts = Entity.objects.filter(
        pk__in=numbers("entity", set(keys) - set(pages)), discarded=False
    )
    for entity in drafts:
        pages[entity.key] = page_of(working_copy.document_of(entity), key=entity.key)
    return pages


@admin.register(Entity)
class EntityAdmin(WorkflowAdmin):
    workflow = workflow
    store_digest = staticmethod(store_digest)
    refusals = (Refused, PathTaken)
    public_template = "entities/topic.html"
    form = EntityForm
    filterset_class = EntityFilter
    prepopulated_fields = {"slug": ("name",)}
    search_fields = ["name", "aliases"]
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
        Section(title="Longer text", anchor="body", fields=("body",), speaks=True),
        Section(title="Picture", anchor="picture", fields=PICTURE),
        Section(title="Elsewhere", anchor="elsewhere", fields=("wikidata", "official_site")),
    )

    @admin.display(description="Confirmed", boolean=True, ordering="confirmed")
    def confirmed_now(self, item: Entity) -> bool:
        return item.confirmed

    def save_model(self, request: HttpRequest, obj: Entity, form: Any, change: bool) -> None:
        """Whoever may confirm has checked the name and kind that they write themselves."""
        if not change:
            obj.confirmed = request.user.has_perm("entities.confirm_entity")
        super().save_model(request, obj, form, change)

    def creation_detail(self, item: Entity) -> dict[str, Any]:
        return {"confirmed": item.confirmed}

    def waiting_lists(self, request: HttpRequest) -> list[tuple[str, Any, str]]:
        rows = self.get_queryset(request).standing(Standing.DRAFT).filter(confirmed=False)  # type: ignore[attr-defined]
        address = f"{self.address('changelist')}?confirmed=false&standing=draft"
        return [("Topics to confirm", rows, address)]

    def public_context(
        self, document: EntityDocument, *, item: Entity, edition: Edition | None = None
    ) -> dict[str, Any]:
        page = page_of(document, key=item.key, **self.dates(item, edition))
        nothing = Listing(cards=(), rows=(), total=0, number=1, last=1, previous=None, next=None)
        return topic_context(document, page=page, stories=nothing)


@admin.register(Outlet)
class OutletAdmin(admin.ModelAdmin):
    form = OutletForm
    formfield_overrides = FORM_FIELDS
    list_display = ["name", "domains_in_words", "aliases_in_words"]
    search_fields = ["name", "aliases", "domains"]
    actions = None

    @admin.display(description="Domains")
    def domains_in_words(self, outlet: Outlet) -> str:
        return ", ".join(outlet.domains.split())

    @admin.display(description="Also known as")
    def aliases_in_words(self, outlet: Outlet) -> str:
        return ", ".join(outlet.aliases.splitlines())

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).order_by("name")
