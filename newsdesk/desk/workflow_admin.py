"""The admin of a kind of page: form, list, verbs, record. A client of the workflow, not its owner."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone

from newsdesk.catalogue.compiled import CompiledRows
from newsdesk.desk.findings import Group, grouped
from newsdesk.desk.form_scripts import FormScripts
from newsdesk.desk.form_sections import Rows, focus_on_wrong, form_sections
from newsdesk.desk.forms import FORM_FIELDS
from newsdesk.desk.layout import Section, fieldsets_of
from newsdesk.desk.linked_choice import LinkedChoices
from newsdesk.desk.lists import DeskList, standing_badge
from newsdesk.desk.record import RecordPages
from newsdesk.desk.side_cards import cards_for
from newsdesk.desk.transition_pages import VerbPages
from newsdesk.pages.clock import in_words
from newsdesk.pages.documents import as_data
from newsdesk.pages.limits import PAGE_LENGTH, length_of, page_too_long
from newsdesk.pages.models import WorkingCopy, WorkingCopyQuerySet
from newsdesk.pages.status import Standing
from newsdesk.requests.nonce import nonce_of
from newsdesk.requests.signed_in import signed_in
from newsdesk.rules.acknowledgements import looked_at
from newsdesk.workflow.messages import tell_assigned
from newsdesk.workflow.storable import NotStorable
from newsdesk.workflow.transitions import Verb, available, log, second_reader_rule, why_not

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec

# Where the buttons of the form lead once the page is saved: the first of these that can be done.
NEXT = ("publish", "submit")
THEN = (*NEXT, "preview")
# Verbs that the panel shows at once; the others are one click away.
MAIN = ("confirm", "submit", "return", "approve", "mark_read", "publish", "schedule")


class WorkflowAdmin(LinkedChoices, VerbPages, RecordPages, DeskList, admin.ModelAdmin):
    """A subclass says `workflow`, `store_digest`, `sections`, and how the public page is rendered."""

    sections: tuple[Section, ...] = ()
    # Stories are what the desk plans by, whether a second person has to read them or not.
    always_on_board = False
    # Whether a form that leads to such a page offers to make one, in a dialog.
    added_in_dialog = True
    # Whether the screen *Statistics* tells of them.
    counted = True
    formfield_overrides = FORM_FIELDS
    change_form_template = "admin/workflow/form.html"
    save_on_top = False

    def get_urls(self) -> list[URLPattern]:
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/preview/", view(self.preview_view), name=f"{info}_preview"),
            path(
                "<int:object_id>/editions/<int:number>/",
                view(self.edition_view),
                name=f"{info}_edition",
            ),
            path("<int:object_id>/compare/", view(self.compare_view), name=f"{info}_compare"),
            path(
                "<int:object_id>/editions/<int:number>/restore/",
                view(self.restore_view),
                name=f"{info}_restore",
            ),
            path("<int:object_id>/do/<slug:verb>/", view(self.verb_view), name=f"{info}_verb"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: WorkingCopy | None = None) -> bool:
        """Nothing is deleted: drafts are discarded, live pages withdrawn."""
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> WorkingCopy | None:
        """Return a page with where it stands and the people it names, or None. One query."""
        if from_field is not None or not object_id.isdecimal() or len(object_id) > 18:
            return super().get_object(request, object_id, from_field)
        model: type[WorkingCopy] = self.model
        rows = _pages(model).rows(pk=int(object_id), now=timezone.now())
        return rows[0] if rows else None

    def get_fieldsets(
        self, request: HttpRequest, obj: WorkingCopy | None = None
    ) -> "_FieldsetSpec":
        return fieldsets_of(self.sections)

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: WorkingCopy | None = None
    ) -> dict[str, Sequence[str]]:
        """A page that readers know keeps its address until somebody changes it on purpose."""
        if obj is not None and obj.latest_number:
            return {}
        return super().get_prepopulated_fields(request, obj)

    def save_model(
        self, request: HttpRequest, obj: WorkingCopy, form: forms.ModelForm, change: bool
    ) -> None:
        if change:
            # A verb that is freezing this page right now comes first, whole.
            self.model._default_manager.select_for_update().get(pk=obj.pk)
        else:
            obj.created_by = signed_in(request)
            obj.changed_by = signed_in(request)
        if form.has_changed() or not change:
            super().save_model(request, obj, form, change)

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formsets: Sequence[forms.BaseInlineFormSet],
        change: bool,
    ) -> None:
        """Save the rows, then the digest of the whole and an event: all in the form's transaction."""
        super().save_related(request, form, formsets, change)
        changed = _changed(form, formsets)
        if change and not changed:
            return
        item = self.model._default_manager.get(pk=form.instance.pk)
        type(self).store_digest(item, actor=request.user)
        if "owner" in form.changed_data:
            tell_assigned(item, actor=signed_in(request))
        self._refuse_too_long(item, form, formsets)
        log(
            item,
            "edit" if change else "create",
            actor=signed_in(request),
            detail={"fields": changed} if change else self.creation_detail(item),
        )

    def _refuse_too_long(
        self,
        item: WorkingCopy,
        form: forms.ModelForm,
        formsets: Sequence[forms.BaseInlineFormSet],
    ) -> None:
        """Refuse a page that is longer than a page may be, unless it was so before. Raises NotStorable."""
        length = length_of(as_data(self.workflow.document_of(item)))
        if length > PAGE_LENGTH and length > _length_before(form, formsets):
            raise NotStorable({"": page_too_long(length)})

    @property
    def reviewed(self) -> bool:
        """Whether pages of this kind are read by a second person: the board shows them."""
        return self.always_on_board or second_reader_rule(self.model)

    def list_address(self) -> str:
        return self.address("changelist")

    def reading_address(self, item: WorkingCopy) -> str:
        """Return where somebody reads a page who is to approve it."""
        return self.address("preview", item.pk)

    def page_at(self, path: str) -> WorkingCopy | None:
        """Return the page that has this public address in its working copy, or None. One query."""
        slug = path.rstrip("/").rpartition("/")[2]
        item: WorkingCopy | None = self.model._default_manager.filter(slug=slug).first()
        return item if item is not None and item.public_path == path else None

    def waiting_lists(self, request: HttpRequest) -> list[tuple[str, QuerySet, str]]:
        """Return lists for the front page that only this kind has: title, rows, address of all.

        What no kind of page knows of registers itself: `front.waiting.waiting_list`.
        """
        return []

    def creation_detail(self, item: WorkingCopy) -> dict[str, object]:
        """Return what the log keeps of a page made by hand."""
        return {}

    def response_post_save_change(
        self, request: HttpRequest, obj: WorkingCopy
    ) -> HttpResponseRedirect:
        return self._then(request, obj) or super().response_post_save_change(request, obj)

    def response_post_save_add(
        self, request: HttpRequest, obj: WorkingCopy
    ) -> HttpResponseRedirect:
        return self._then(request, obj) or super().response_post_save_add(request, obj)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: WorkingCopy | None = None,
    ) -> HttpResponse:
        context["media"] = FormScripts.of(context["media"], nonce_of(request))
        item = context.get("original")
        context["may_save"] = (
            self.has_add_permission(request) if add else self.has_change_permission(request, item)
        )
        context["next_verb"] = self._next_verb(request, item)
        if item is not None:
            for rows in context["inline_admin_formsets"]:
                rows.formset.lend_rows()
            context["desk"] = self.panel(request, item)
            context["title"] = str(item)
            context["subtitle"] = None
        context["sections"] = self._sections(context, is_new=add)
        if context["errors"]:
            focus_on_wrong(context["adminform"].form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> list[Any]:
        return [Rows.of(stock) for stock in super().get_inline_formsets(*args, **kwargs)]

    def _sections(self, context: dict[str, Any], *, is_new: bool) -> list[dict[str, object]]:
        findings: list[Group] = context.get("desk", {}).get("findings", [])
        fieldsets, formsets = context["adminform"], context["inline_admin_formsets"]
        return list(form_sections(self.sections, fieldsets, formsets, findings, is_new=is_new))

    def panel(self, request: HttpRequest, item: WorkingCopy) -> dict[str, object]:
        """Return what the form's side panel says of a page and what can be done with it."""
        document = self.workflow.document_of(item)
        verbs = [
            (verb, self.address("verb", item.pk, verb.name))
            for verb in available(self.workflow.verbs, signed_in(request), item)
        ]
        return {
            "badge": standing_badge(item),
            "item": item,
            "news": item.standing != Standing.LIVE or item.has_unpublished_changes,
            "verbs": [
                *(pair for pair in verbs if pair[0].name in MAIN),
                *self.verbs_elsewhere(request, item),
            ],
            "more_verbs": [pair for pair in verbs if pair[0].name not in MAIN],
            "waiting": [
                (edition, in_words(edition.visible_from))
                for edition in item.editions.waiting().defer("document").select_related("actor")
            ]
            if item.waiting_from
            else [],
            "embargo": item.embargo_until and in_words(item.embargo_until),
            "findings": grouped(
                self.workflow.findings_to_show(item, document),
                self.sections,
                looked=looked_at(item),
            ),
            "public_path": item.public_path if item.standing == Standing.LIVE else "",
            "preview": self.address("preview", item.pk),
            "review": self.reading_address(item),
            "history": self.address("history", item.pk),
            "cards": cards_for(request, item),
        }

    def verbs_elsewhere(self, request: HttpRequest, item: WorkingCopy) -> list[tuple[Verb, str]]:
        """Return verbs of two pages that begin with this one, each with the address where."""
        return []

    def _next_verb(self, request: HttpRequest, item: WorkingCopy | None) -> Verb | None:
        """Return the verb that the form's main button leads to, if there is one for this person."""
        for name in NEXT:
            verb = self.workflow.verbs.get(name)
            if verb is None or not request.user.has_perm(verb.permission):
                continue
            waits = verb.needs_approval and second_reader_rule(self.model)
            if (item is None and not waits) or (item is not None and not why_not(verb, item)):
                return verb
        return None

    def _then(self, request: HttpRequest, item: WorkingCopy) -> HttpResponseRedirect | None:
        """Go on to where a button of the form said, if it named a place that there is."""
        then = request.POST.get("_then")
        if then not in THEN:
            return None
        if then == "preview":
            return HttpResponseRedirect(self.address("preview", item.pk))
        if then not in self.workflow.verbs:
            return None
        if not request.user.has_perm(self.workflow.verbs[then].permission):
            raise PermissionDenied
        return HttpResponseRedirect(self.address("verb", item.pk, then))


@cache
def _pages(model: type[WorkingCopy]) -> CompiledRows[WorkingCopy]:
    """Return what reads a page as its form shows it."""
    people = [field.name for field in model._meta.fields if field.related_model is User]

    def build(pk: int, now: datetime) -> WorkingCopyQuerySet:
        return model.objects.filter(pk=pk).with_standing(now).select_related(*people)

    return CompiledRows(model, build)


def _length_before(form: forms.ModelForm, formsets: Sequence[forms.BaseInlineFormSet]) -> int:
    """Return how many characters the texts had when the form was opened."""
    opened = [form, *(row for formset in formsets for row in formset.initial_forms)]
    return sum(length_of(list(each.initial.values())) for each in opened)


def _changed(form: forms.ModelForm, formsets: Sequence[forms.BaseInlineFormSet]) -> list[str]:
    """Return the names of the fields and lists that differ from what was stored."""
    names = [str(form.fields[name].label or name).lower() for name in form.changed_data]
    return names + [
        str(formset.model._meta.verbose_name_plural)
        for formset in formsets
        if formset.model and (formset.has_changed() or formset.deleted_objects)
    ]
