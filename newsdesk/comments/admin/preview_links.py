"""One request about the shared previews of one page: the list, one link more, one less."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from newsdesk.comments import preview_links
from newsdesk.comments.forms import ShareForm
from newsdesk.comments.models import PreviewLink
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.documents import digest
from newsdesk.pages.models import WorkingCopy
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.transitions import Refused


class SharedPreviews:
    """`pages` is the admin of the kind of page, `item` the page; who asks may share."""

    def __init__(self, pages: WorkflowAdmin, request: HttpRequest, item: WorkingCopy) -> None:
        self.pages, self.request, self.item = pages, request, item
        self.document = pages.workflow.document_of(item)

    def look(self, form: ShareForm | None = None) -> TemplateResponse:
        """Show what has been shared, what came of it, and the form for one more."""
        mark = digest(self.document)
        rows = PreviewLink.objects.of_page(self.item.key).with_openings()
        context = {
            **self.pages.admin_site.each_context(self.request),
            "title": f"Shared previews: {self.item}",
            "opts": self.pages.opts,
            "item": self.item,
            "change_address": self.pages.address("change", self.item.pk),
            "rows": [self._row(link, mark) for link in rows],
            "form": form or ShareForm(),
            "mark": mark,
        }
        return TemplateResponse(self.request, "admin/comments/shared.html", context)

    def act(self) -> HttpResponse:
        """Share this version, or revoke a link; show a refusal with what was written."""
        if "revoke" in self.request.POST:
            return self._revoke(self.request.POST["revoke"])
        form = ShareForm(self.request.POST)
        if form.is_valid():
            try:
                link = preview_links.share(
                    self.item,
                    self.pages.shown_page(self.document, item=self.item),
                    schema=self.pages.workflow.kind.schema,
                    actor=signed_in(self.request),
                    **form.cleaned_data,
                )
            except Refused as error:
                form.add_error(None, str(error))
            else:
                said = "The preview is shared. Its address stands below."
                self.pages.message_user(self.request, said, messages.SUCCESS)
                return self._back(link)
        response = self.look(form)
        response.status_code = 422
        return response

    def _row(self, link: PreviewLink, mark: str) -> dict[str, object]:
        closed = link.closed()
        return {
            "link": link,
            "closed": closed,
            "address": "" if closed else preview_links.address_of(link),
            "answers": list(link.answers.all()),
            "current": link.digest == mark,
            "may_revoke": not closed and preview_links.may_revoke(signed_in(self.request), link),
        }

    def _revoke(self, number: str) -> HttpResponse:
        """SECURITY: only a link of this very page."""
        own = PreviewLink.objects.of_page(self.item.key)
        known = number.isdecimal() and len(number) < 19
        link = own.filter(pk=int(number)).first() if known else None
        if link is None:
            raise Http404("There is no such link here.")
        try:
            preview_links.revoke(link, actor=signed_in(self.request))
        except Refused as error:
            self.pages.message_user(self.request, str(error), messages.WARNING)
        else:
            said = "The link is revoked: it opens no more."
            self.pages.message_user(self.request, said, messages.SUCCESS)
        return self._back(link)

    def _back(self, link: PreviewLink) -> HttpResponseRedirect:
        return HttpResponseRedirect(f"{self.pages.address('shared', self.item.pk)}#link-{link.pk}")
