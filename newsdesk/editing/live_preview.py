"""What is being written, as readers would see it: shown beside the form while somebody types.

The form is sent as it stands and comes back as the public page. Nothing is written by that: no row, no text
kept, no edition; what keeps the form from being saved is told instead of a page.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, path

from newsdesk.desk.frames import FRAMES
from newsdesk.editing.in_place import InPlacePages
from newsdesk.editing.requests import straight
from newsdesk.editing.unsaved_document import unsaved_document
from newsdesk.pages.models import WorkingCopy


class LivePreviewPages(InPlacePages):
    """Mix this into the admin of a page."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view(self.live_preview_view)
        return [
            path("typed/", view, name=f"{name}_as_typed_new"),
            path("<int:object_id>/typed/", view, name=f"{name}_as_typed"),
            *super().get_urls(),
        ]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, object],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: WorkingCopy | None = None,
    ) -> HttpResponse:
        if "_popup" not in request.GET and "_popup" not in request.POST:
            context["as_typed_address"] = (
                self.address("as_typed", obj.pk) if obj else self.address("as_typed_new")
            )
            context["frames"] = FRAMES.values()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def live_preview_view(self, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """POST a form: the page that it makes, or what is wrong with it. For who may save it."""
        item = self._item_or_none(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        request = straight(request)
        typed = unsaved_document(self, request, item, opening=self.form_sent(request))
        if typed.wrong:
            response = JsonResponse({"wrong": typed.wrong}, status=422)
        else:
            html = self.readers_html(request, typed.document, item=typed.item)
            response = JsonResponse({"html": html, "places": typed.places})
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response
