"""Shared previews: a frozen version of a page for whoever has its address. No working copy is read here.

Everything that is shown stands in the link's own row. Nothing is cached, indexed or passed on as a
referrer, and nobody is known here but by the address.
"""

import dataclasses
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_safe

import entities.documents
import faqs.documents
import stories.documents
from entities.rendering import Listing, Picture, topic_context
from faqs.rendering import question_context
from newsdesk.reviewing import answers
from newsdesk.reviewing.frozen import thawed, thawed_by_key
from newsdesk.reviewing.models import PreviewLink
from newsdesk.reviewing.opening import PreviewClosed, find, note_opening, shows_picture
from stories.rendering import Correction, story_context

PICTURE_TYPES = {"webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg"}


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The version that was shared, through the public template. Counted, but not for the desk's own."""
    link = _link_or_404(token)
    if isinstance(link, str):
        return _closed(request, link)
    if request.method == "GET" and not request.user.is_authenticated:
        note_opening(link)
    template, context = _context(link)
    pictures = reverse("shared-picture", args=[token, "x"]).removesuffix("x")
    context = _moved(context, default_storage.url("pictures/"), pictures)
    context |= {
        "public_template": template,
        # Made for search engines, with addresses that are not public.
        "json_ld": "",
        "alternates": [],
        "link": link,
        "answer_address": reverse("shared-answer", args=[token]),
    }
    return _private(render(request, "preview/page.html", context))


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
def picture(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """A picture of this very version. SECURITY: no other file of the media storage, public or not."""
    link = _link_or_404(token)
    if isinstance(link, str):
        return _closed(request, link)
    name = f"pictures/{name}"
    kind = PICTURE_TYPES.get(name.rpartition(".")[2])
    if kind is None or ".." in name or not shows_picture(link, name):
        raise Http404("There is no such picture.")
    try:
        file = default_storage.open(name)
    except OSError as error:
        raise Http404("There is no such picture.") from error
    response = _private(FileResponse(file, content_type=kind))
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


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
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("verdict") == "note" and not data.get("text") and not self.has_error("text"):
            self.add_error("text", "Write your note.")
        return data

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        name = " ".join(data["name"].split())
        return {"name": name, "approves": data["verdict"] == "approve", "text": data["text"]}


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


def _private(response: Any, *, referrer: str = "no-referrer") -> Any:
    """Keep an answer out of caches, indexes and other people's logs."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = referrer
    return response


def _context(link: PreviewLink) -> tuple[str, dict[str, Any]]:
    """Return template and context of the frozen version. No queries."""
    kind = link.key.partition(":")[0]
    template, make = KINDS[kind]
    return template, make(link)


def _story(link: PreviewLink) -> dict[str, Any]:
    notes = [Correction(**{**note, "at": parse_datetime(note["at"])}) for note in link.notes]
    return story_context(
        stories.documents.read(link),
        page=thawed(link.page),
        targets=thawed_by_key(link.pages),
        corrections=notes,
    )


def _question(link: PreviewLink) -> dict[str, Any]:
    document, pages = faqs.documents.read(link), thawed_by_key(link.pages)
    topics = [pages[key] for key in document.entities if key in pages]
    return question_context(document, page=thawed(link.page), topics=topics)


def _topic(link: PreviewLink) -> dict[str, Any]:
    nothing = Listing(cards=(), rows=(), total=0, number=1, last=1, previous=None, next=None)
    return topic_context(entities.documents.read(link), page=thawed(link.page), stories=nothing)


KINDS: dict[str, tuple[str, Callable[[PreviewLink], dict[str, Any]]]] = {
    "story": ("stories/story.html", _story),
    "faq": ("faqs/question.html", _question),
    "entity": ("entities/topic.html", _topic),
}


def _moved(value: Any, old: str, new: str) -> Any:
    """Return what a template gets with the addresses of its pictures under `new` instead of `old`.

    Only pictures are touched: no text and no HTML.
    """
    if isinstance(value, Picture):
        texts = {
            field.name: text.replace(old, new)
            for field in dataclasses.fields(value)
            if isinstance(text := getattr(value, field.name), str) and field.name.startswith("src")
        }
        return dataclasses.replace(value, **texts)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        inner = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.init}
        moved = {name: _moved(each, old, new) for name, each in inner.items()}
        changed = {name: each for name, each in moved.items() if each is not inner[name]}
        return dataclasses.replace(value, **changed) if changed else value
    if isinstance(value, dict):
        return {key: _moved(each, old, new) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        moved_items = [_moved(each, old, new) for each in value]
        if all(a is b for a, b in zip(moved_items, value, strict=True)):
            return value
        return type(value)(moved_items)
    return value
