"""Rows that pages use: what a change in their form does elsewhere is shown before it is done."""

from typing import Generic, TypeVar

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from newsdesk.images.uploads import StoredImage, ticket
from newsdesk.merging.impact import Impact

CONFIRMED = "_confirmed"

Row = TypeVar("Row", bound=Model)


class ChangeConfirmation(admin.ModelAdmin, Generic[Row]):
    """An admin that asks once more where a change of `told_fields` is seen on other pages.

    The page that asks carries all that was typed, and a note of each picture that was chosen: nothing has to
    be typed or chosen again.
    """

    told_fields: tuple[str, ...] = ()

    def impact_of(self, before: Row, after: Row) -> Impact | None:
        """Return what saving `after`, which is not saved yet, in place of `before` does elsewhere."""
        raise NotImplementedError

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        asks = request.method == "POST" and CONFIRMED not in request.POST
        if asks and (asked := self._ask(request, object_id)) is not None:
            return asked
        return super().change_view(request, object_id, form_url, extra_context)

    def _ask(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        before, after = self.get_object(request, object_id), self.get_object(request, object_id)
        if before is None or after is None or not self.has_change_permission(request, before):
            return None
        form = self.get_form(request, before, change=True)(
            request.POST, request.FILES, instance=after
        )
        if not form.is_valid() or set(form.changed_data).isdisjoint(self.told_fields):
            return None
        impact = self.impact_of(before, after)
        if not impact:
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": f"Change “{before}”?",
            "opts": self.opts,
            "item": before,
            "changes": [
                (form.fields[name].label, getattr(before, name), getattr(after, name))
                for name in form.changed_data
                if name in self.told_fields
            ],
            "impact": impact,
            "sent": [
                (name, value)
                for name, values in request.POST.lists()
                if name != "csrfmiddlewaretoken"
                for value in values
            ]
            + _kept(request),
            "confirmed": CONFIRMED,
            "is_popup": IS_POPUP_VAR in request.POST,
        }
        return TemplateResponse(request, "admin/merging/confirm_change.html", context)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the notes of the pictures that a valid form has kept, see `newsdesk.desk.image_field`."""
    chosen = ((name, getattr(file, "kept", None)) for name, file in request.FILES.items())
    return [
        (f"{name}-kept", ticket(kept)) for name, kept in chosen if isinstance(kept, StoredImage)
    ]
