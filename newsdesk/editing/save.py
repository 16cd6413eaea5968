"""Saving a form of the desk: plainly where nobody else has saved, together with them where they have.

A form that is older than its page is replayed on the state that it was opened with, in a savepoint
that is always taken back. That gives what the page would say if its editor had been alone, down to
errors and rows that are gone by now; three-way merge does the rest. All of it happens under the lock
of the page's row, so that of many savers each sees the one before.
"""

import re
from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from newsdesk.comparison.three_way_merge import Data
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.editing import autosaves, states
from newsdesk.editing.messages import Others, others_since, said_parts
from newsdesk.editing.models import SavedState, Unmerged
from newsdesk.editing.reapply import as_opened
from newsdesk.editing.requests import as_refused, pairs_of, straight, unheard
from newsdesk.editing.three_way_merge import CombinedData, put_together
from newsdesk.pages.documents import digest_of_data
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.parts import Part
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.storable import NotStorable
from newsdesk.workflow.transitions import log

MARK = re.compile(r"[0-9a-f]{64}")


class CombinedSaves(WorkflowAdmin):
    """Forms whose save is put together with everybody else's."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        request = straight(request)
        try:
            return self._saved(request, object_id, form_url, extra_context)
        except NotStorable as refusal:
            # Nothing of it is saved: the form comes back with all that was typed.
            self.message_user(request, str(refusal), messages.ERROR)
            return self.plain_view(as_refused(request), object_id)

    def _saved(
        self,
        request: HttpRequest,
        object_id: str | None,
        form_url: str,
        extra_context: dict[str, object] | None,
    ) -> HttpResponse:
        if object_id is None or not object_id.isdecimal():
            return self._make_once(request, object_id, form_url, extra_context)
        with transaction.atomic():
            item = self.locked(object_id)
            if item is None or not self.has_change_permission(request, item):
                return super().changeform_view(request, object_id, form_url, extra_context)
            if mark_sent(request) == states.mark_of(item, self):
                return super().changeform_view(request, object_id, form_url, extra_context)
            return self._save_beside(request, item)

    def plain_view(self, request: HttpRequest, object_id: str | None) -> HttpResponse:
        """Answer as a form that knows of nobody else does."""
        return super().changeform_view(request, object_id)

    def save_formset(
        self,
        request: HttpRequest,
        form: "ModelForm[WorkingCopy]",
        formset: "BaseInlineFormSet[Model, WorkingCopy, ModelForm[Model]]",
        change: bool,
    ) -> None:
        """Give a new part an id that a second sending of the same form gives it again."""
        opening = self.form_sent(request)
        for each in formset.extra_forms:
            if opening and isinstance(each.instance, Part):
                each.instance.uid = digest_of_data([opening, each.prefix])[:8]
        super().save_formset(request, form, formset, change)

    def save_related(
        self,
        request: HttpRequest,
        form: "ModelForm[WorkingCopy]",
        formsets: "Sequence[BaseInlineFormSet[Model, WorkingCopy, ModelForm[Model]]]",
        change: bool,
    ) -> None:
        super().save_related(request, form, formsets, change)
        autosaves.close(
            signed_in(request),
            form.instance.key,
            self.form_sent(request),
            sent=digest_of_data(pairs_of(request.POST)),
        )

    def _make_once(
        self,
        request: HttpRequest,
        object_id: str | None,
        form_url: str,
        extra_context: dict[str, object] | None,
    ) -> HttpResponse:
        """Save a new page, or lead to the one that this very form has made already."""
        form = self.form_sent(request)
        with transaction.atomic():
            made = form and autosaves.made_of(
                signed_in(request), self.new_key, form, sent=digest_of_data(pairs_of(request.POST))
            )
            item = made and self.locked(made.rpartition(":")[2])
            if item:
                return HttpResponseRedirect(self.change_address(item))
            return super().changeform_view(request, object_id, form_url, extra_context)

    @property
    def new_key(self) -> str:
        """The key of pages of this kind that are not saved yet."""
        return f"{self.model.key_prefix}:new"

    def form_sent(self, request: HttpRequest) -> str:
        """Return which opening of a form was sent, "" if it does not say so."""
        return autosaves.form_of(request.POST.get("form", ""), signed_in(request))

    def locked(self, object_id: int | str) -> WorkingCopy | None:
        """Return the page with its row locked, or None."""
        rows: QuerySet[WorkingCopy] = self.model._default_manager.select_for_update()
        return rows.filter(pk=object_id).first()

    def fresh(self, item: WorkingCopy) -> WorkingCopy:
        found: WorkingCopy = self.model._default_manager.get(pk=item.pk)
        return found

    def save_data(
        self,
        request: HttpRequest,
        item: WorkingCopy,
        data: Data,
        fields: list[str],
        beside: Iterable[str],
    ) -> None:
        """Make the page say `data`, and log it as the edit of `fields`."""
        fresh = self.fresh(item)
        states.write(data, fresh, self, actor=signed_in(request))
        type(self).store_digest(fresh, actor=signed_in(request))
        detail = {"fields": fields, "beside": list(beside)}
        log(fresh, "edit", actor=signed_in(request), detail=detail)

    def _save_beside(self, request: HttpRequest, item: WorkingCopy) -> HttpResponse:
        base = SavedState.objects.find(item.key, mark_sent(request))
        theirs, newest = states.data_of(self.fresh(item), self), states.newest_event(item)
        with as_opened(item, base, self, request):
            response = self.plain_view(unheard(request), str(item.pk))
            if isinstance(response, TemplateResponse):
                response.render()
            mine = states.data_of(self.fresh(item), self)
            edit = item.events.filter(pk__gt=newest, verb="edit").first()
        others = others_since(item, base.after if base else None, reader=signed_in(request))
        since = states.current(base.data, base.schema, self) if base else None
        if edit is None:
            return self._nothing_to_save(request, item, response, others)
        if not request.POST.get("slug") and not (since or {}).get("slug") and theirs["slug"]:
            # Nobody wrote it: it was made of the title, and theirs has been made before.
            mine["slug"] = theirs["slug"]
        together = put_together(since, mine, theirs)
        fields = edit.detail.get("fields", [])
        if together.clashes:
            return self._let_choose(request, item, mine, fields, str(response.get("Location", "")))
        self._keep_both(request, item, together, fields, others)
        return response

    def _nothing_to_save(
        self, request: HttpRequest, item: WorkingCopy, response: HttpResponse, others: Others
    ) -> HttpResponse:
        if isinstance(response, HttpResponseRedirect):
            autosaves.close(signed_in(request), item.key, self.form_sent(request))
            text = f"You had changed nothing. What {others.who} saved at {others.when} stands."
            self.message_user(request, text, messages.SUCCESS)
        return response

    def _keep_both(
        self,
        request: HttpRequest,
        item: WorkingCopy,
        together: CombinedData,
        fields: list[str],
        others: Others,
    ) -> None:
        if together.data != states.data_of(self.fresh(item), self):
            self.save_data(request, item, together.data, fields, together.beside)
        autosaves.close(signed_in(request), item.key, self.form_sent(request))
        self.message_user(request, self.said_beside(together, others), messages.SUCCESS)

    def said_beside(self, together: CombinedData, others: Others) -> str:
        text = "Saved. "
        text += f"{others.who} saved this page at {others.when}, after you had opened it"
        if not together.beside:
            return f"{text}; nothing of it is lost."
        labels = states.labels_of(self)
        parts = said_parts(labels, together.beside, together.data)
        return f"{text}. Kept beside yours: {parts}."

    def _let_choose(
        self, request: HttpRequest, item: WorkingCopy, mine: Data, fields: list[str], onward: str
    ) -> HttpResponse:
        """Put the save aside, whole, and ask its editor what to keep."""
        same = Unmerged.objects.of(signed_in(request), item.key).filter(base=mark_sent(request))
        waiting = next((row for row in same if row.data == mine), None)
        if waiting is None:
            waiting = Unmerged.objects.create(
                user=signed_in(request),
                key=item.key,
                base=mark_sent(request),
                schema=self.workflow.kind.schema,
                data=mine,
                fields=fields,
                onward=onward[:300],
            )
        autosaves.close(signed_in(request), item.key, self.form_sent(request))
        return HttpResponseRedirect(self.address("clash", item.pk, waiting.pk))


def mark_sent(request: HttpRequest) -> str:
    """Return the mark of the state that a form was opened with, "" for what can be none."""
    mark = request.POST.get("loaded", "")
    return mark if MARK.fullmatch(mark) else ""
