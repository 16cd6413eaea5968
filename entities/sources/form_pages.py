"""Forms whose rows can be filled in from the address of a page, or from a page that was saved.

With JavaScript a row asks for what was found and shows it beside what is there; without it the whole form is
sent, comes back with what was found and is not saved. Either way nothing that somebody wrote is lost: where
the page says something else, both stand there.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html

from entities.sources.facts import CALLED, Fact, Source
from entities.sources.read import NotRead, at_address, in_page
from newsdesk.editing.in_place import InPlacePages
from newsdesk.editing.requests import as_filled
from newsdesk.intake.apart import MOST_OF_A_PAGE
from newsdesk.requests.signed_in import signed_in
from newsdesk.text.normalise import fold

REPORT_FIELDS = {name: name for name in CALLED}
SOURCE_FIELDS = {"url": "url", "outlet": "outlet", "published": "published", "headline": "title"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledField:
    """What becomes of one field of a row: its value, and a sentence for beside it."""

    name: str
    value: str
    sentence: str
    filled: bool


class SourcePages(InPlacePages):
    """Mix this into the admin of a page, before the others. `source_rows` is the list whose rows have an
    address; `source_fields` says what their fields are called.
    """

    source_rows: str
    source_fields: Mapping[str, str]

    def get_urls(self) -> list[URLPattern]:
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view(self.source_view)
        return [path("source/", view, name=f"{info}_source"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, object], *args: object, **kwargs: object
    ) -> HttpResponse:
        context["source_address"] = self.address("source")
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[arg-type]

    def source_view(self, request: HttpRequest) -> HttpResponse:
        """POST an address or a saved page: what was found there, or one sentence. Writes nothing."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return JsonResponse({"error": "Send an address or a page."}, status=405)
        try:
            source = read_sent(request, request.POST.get("address", ""), "page")
        except NotRead as error:
            told = {"error": str(error), "retry_after": error.retry_after}
            return JsonResponse(told, status=429 if error.retry_after else 422)
        return JsonResponse(
            {
                "host": source.host,
                "told": source.told,
                "today": timezone.localdate().isoformat(),
                "facts": [
                    {
                        "name": self.source_fields[fact.name],
                        "value": fact.value,
                        "shown": fact.shown,
                        "sentence": fact.sentence,
                        "guess": fact.guess,
                        # The address is on a domain of this outlet, and not of the agency.
                        "owns": fact.name == "outlet",
                    }
                    for fact in source.facts
                    if fact.name in self.source_fields
                ],
            }
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        row = self._row_to_fill(request)
        if not row:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        fillings = self._fillings(request, row)
        values = {f"{row}-{each.name}": each.value for each in fillings if each.filled}
        shown = as_filled(request, values)
        response = super().changeform_view(shown, object_id, form_url, extra_context)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            for form in _forms(response):
                if form.prefix == row:
                    _mark(form, fillings)
        return response

    def _row_to_fill(self, request: HttpRequest) -> str:
        """Return the prefix of the row whose button was pressed, as "reports-2"; "" for none."""
        if request.method != "POST":
            return ""
        pattern = re.compile(rf"({re.escape(self.source_rows)}-\d{{1,4}})-fill")
        return next((found[1] for name in request.POST if (found := pattern.fullmatch(name))), "")

    def _fillings(self, request: HttpRequest, row: str) -> list[FilledField]:
        """Return what becomes of the fields of a row, and tell its editor in one sentence."""
        try:
            source = read_sent(request, request.POST.get(f"{row}-url", ""), f"{row}-saved")
        except NotRead as error:
            self.message_user(request, str(error), messages.ERROR)
            return []
        names = self.source_fields
        found = [
            filling(fact, names[fact.name], request.POST.get(f"{row}-{names[fact.name]}", ""))
            for fact in source.facts
            if fact.name in names
        ]
        self.message_user(request, _told(found, source.host or "the page"), messages.SUCCESS)
        return found


def read_sent(request: HttpRequest, address: str, name: str) -> Source:
    """Return what the saved page says that came under `name`, or else the page at `address`.

    Raises NotRead.
    """
    file = request.FILES.get(name)
    if not isinstance(file, UploadedFile):
        return at_address(address, actor=signed_in(request))
    if (file.size or 0) > MOST_OF_A_PAGE:
        raise NotRead(f"The page is longer than {MOST_OF_A_PAGE // 1_000_000} MB.")
    return in_page(file.read(), actor=signed_in(request), address=address)


def filling(fact: Fact, name: str, written: str) -> FilledField:
    """Return what becomes of a field in which `written` stands.

    What is written stays, but for the address, which gives way to that by which the page calls itself; a
    guess is offered and not taken.
    """
    written = written.strip()
    if fact.name in ("outlet", "wire") and not fact.value:
        sentence = f"The page says {fact.shown}, which is not one of the desk’s outlets yet."
        return FilledField(name=name, value=written, sentence=sentence, filled=False)
    if not written and fact.guess:
        sentence = f"“{fact.shown}”? {fact.sentence}"
        return FilledField(name=name, value="", sentence=sentence, filled=False)
    if fold(written) in ("", fold(fact.value)):
        return FilledField(name=name, value=fact.value, sentence=fact.sentence, filled=not written)
    if fact.name == "url":
        sentence = f"{fact.sentence} Before it was {written}"
        return FilledField(name=name, value=fact.value, sentence=sentence, filled=True)
    sentence = f"The page says “{fact.shown}”. {fact.sentence}"
    return FilledField(name=name, value=written, sentence=sentence, filled=False)


def _told(fillings: list[FilledField], where: str) -> str:
    count = sum(each.filled for each in fillings)
    if not count:
        return f"Nothing was filled in: what {where} says stands below the fields."
    fields = "1 field" if count == 1 else f"{count} fields"
    return f"{fields} filled in from {where}. Nothing is saved yet."


def _forms(response: TemplateResponse) -> Iterator[BaseForm]:
    for each in (response.context_data or {}).get("inline_admin_formsets", ()):
        yield from each.formset.forms


def _mark(form: BaseForm, fillings: list[FilledField]) -> None:
    for each in fillings:
        field = form[each.name]
        field.help_text = format_html(
            '{} <span class="source-found">{}</span>', field.help_text, each.sentence
        )
