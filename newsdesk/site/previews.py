"""Shared previews: a frozen version of a page for whoever has its address. No working copy is read here.

Everything that is shown stands in the link's own row. Nothing is cached, indexed or passed on as a
referrer, and nobody is known here but by the address.
"""

import re
from typing import TypedDict, TypeVar

from django import forms
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from newsdesk.catalogue.publication import in_its_language
from newsdesk.comments import answers
from newsdesk.comments.models import PreviewLink
from newsdesk.comments.open_preview import PreviewClosed, find, note_opening, shows_picture
from newsdesk.comments.quotes import Quote
from newsdesk.comments.serialise import thawed, thawed_by_key, thawed_note
from newsdesk.images.ladder import key_in, key_of
from newsdesk.images.storage import StoreFailed
from newsdesk.kinds.register import kind_of
from newsdesk.pages.public_page import PublicPage, References
from newsdesk.site.media import store_away

Response = TypeVar("Response", bound=HttpResponseBase)

_PICTURE = re.compile(r"(?P<stem>[0-9a-f]{2}/[0-9a-f]{32})[0-9a-z-]{0,40}\.(?P<kind>avif|webp)")
_SOURCES = re.compile(r'\b(?:src|srcset)="[^"<>]*"')


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The version that was shared, through the public template. Counted, but not for the desk's own."""
    link = _link_or_404(token)
    if isinstance(link, str):
        return _closed(request, link)
    if request.method == "GET" and not request.user.is_authenticated:
        note_opening(link)
    shown = _shown(link)
    with in_its_language():
        context = shown.context() | {
            "public_template": shown.template,
            "link": link,
            "left": list(link.queries.order_by("asked_at", "pk")),
            "answer_address": reverse("shared-answer", args=[token]),
        }
        html = render_to_string("preview/page.html", context, request)
    return _private(HttpResponse(_with_own_pictures(html, token)))


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Where the outsider approves or leaves a note, with a name and without an account.

    A page of its own: under `no-referrer` browsers send the origin "null" with a form, which the
    protection against forged requests has to refuse. This page links to nobody else's.
    """
    link = _link_or_404(token)
    if isinstance(link, str):
        return _closed(request, link)
    form = AnswerForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            if not form.cleaned_data["website"]:
                answers.leave(link, **form.arguments())
        except PreviewClosed as error:
            return _closed(request, error.why)
        except answers.TooManyAnswers:
            refusal = (
                "The desk has had many answers to this preview just now. Nothing is lost: keep "
                "this page open and send it again in an hour."
            )
        else:
            return _private(HttpResponseRedirect(f"{request.path}?sent"), referrer="same-origin")
    context = {
        "link": link,
        "form": form,
        "refusal": refusal,
        "sent": "sent" in request.GET and request.method != "POST",
        "page_address": reverse("shared-preview", args=[token]),
    }
    status = 429 if refusal else 422 if form.errors else 200
    response = render(request, "preview/answer.html", context, status=status)
    return _private(response, referrer="same-origin")


@require_safe
def picture(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A picture of this very version. SECURITY: no other file of the media storage, public or not.

    Smaller sizes are made after publishing: until then the picture itself stands in for them.
    """
    link = _link_or_404(token)
    if isinstance(link, str):
        return _closed(request, link)
    asked = _PICTURE.fullmatch(name)
    if asked is None or not _shows(link, f"pictures/{name}"):
        raise Http404("There is no such image.")
    for candidate in (name, f"{asked['stem']}.webp"):
        try:
            file = default_storage.open(f"pictures/{candidate}")
        except FileNotFoundError:
            continue
        except StoreFailed as error:
            return store_away(error)
        kind = candidate.rpartition(".")[2]
        response = _private(FileResponse(file, content_type=f"image/{kind}"))
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
    raise Http404("There is no such image.")


def _shows(link: PreviewLink, name: str) -> bool:
    """Tell whether a file is a picture of this version, or the portrait of today of somebody who wrote it."""
    return shows_picture(link, name) or key_in(name) in map(key_of, _shown(link).faces)


class PreviewAnswerFields(TypedDict):
    """What somebody outside leaves at a preview, by the names that `answers.leave` has for it."""

    name: str
    approves: bool
    text: str
    quote: Quote


class AnswerForm(forms.Form):
    """What an outsider leaves. `website` is a trap: people do not see it, robots fill it in."""

    name = forms.CharField(
        label="Your name",
        max_length=answers.NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Type your name, so that the desk knows who says this."},
    )
    verdict = forms.ChoiceField(
        label="Your answer",
        choices=[("approve", "I approve this version"), ("note", "I have a note")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    text = forms.CharField(
        label="Note",
        required=False,
        max_length=answers.TEXT_LENGTH,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"max_length": "The note is longer than 4,000 characters. Say it shorter."},
    )
    quoted = forms.CharField(
        label="The words that it is about, if it is about a few words",
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": "These are more than 1,000 characters. Take fewer words."},
    )
    before = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput, strip=False)
    after = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput, strip=False)
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data, label_suffix="")

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        if data.get("verdict") == "note" and not data.get("text") and not self.has_error("text"):
            self.add_error("text", "Write your note.")
        return data

    def arguments(self) -> PreviewAnswerFields:
        data = self.cleaned_data
        name = " ".join(data["name"].split())
        quote = Quote(exact=data["quoted"], before=data["before"], after=data["after"])
        return PreviewAnswerFields(
            name=name, approves=data["verdict"] == "approve", text=data["text"], quote=quote
        )


def _link_or_404(token: str) -> PreviewLink | str:
    """Return the link, or why it is closed. Raises Http404 for what was never an address of ours."""
    try:
        return find(token)
    except PreviewClosed as error:
        return error.why
    except LookupError as error:
        raise Http404("There is no such page.") from error


def _closed(request: HttpRequest, why: str) -> HttpResponse:
    return _private(render(request, "preview/closed.html", {"why": why}, status=410))


def _private(response: Response, *, referrer: str = "no-referrer") -> Response:
    """Keep an answer out of caches, indexes and other people's logs."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = referrer
    return response


def _shown(link: PreviewLink) -> PublicPage[object]:
    """Return the page that was shared. It is not for search engines: its addresses are not public."""
    kind = kind_of(link.key)
    return kind.public_page(
        document=kind.read(link),
        page=thawed(link.page),
        references=References(pages=thawed_by_key(link.pages)),
        corrections=[thawed_note(each) for each in link.notes],
        indexed=False,
    ).with_faces()


def _with_own_pictures(html: str, token: str) -> str:
    """Return a page whose pictures are fetched under the token's own address.

    SECURITY: the one change of finished HTML in the house. It touches nothing but the beginning of an
    address inside `src` and `srcset`, and puts in letters, digits, "-", "_", "." and "/" only.
    """
    own = reverse("shared-picture", args=[token, "x"]).removesuffix("x")
    public = f"{settings.MEDIA_URL}pictures/"
    return _SOURCES.sub(lambda found: found[0].replace(public, own), html)
