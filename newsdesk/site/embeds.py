"""Small cards of pages that any other site may show in a frame, and oEmbed, which tells how.

A card is made of the edition that readers see, so that a correction, and a withdrawal, shows in what others
have embedded. No other address of the site may be framed.
"""

from collections.abc import Callable
from functools import wraps
from typing import cast
from xml.sax.xmlreader import AttributesImpl

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.publication import publication
from newsdesk.catalogue.resolve import Gone, Moved, resolve
from newsdesk.kinds.register import kind_named
from newsdesk.presentation.current_edition import CurrentEdition
from newsdesk.presentation.heads import absolute, embed_path, frame_of, social_card_of
from newsdesk.requests.addresses import parts_of

# px; what does not fit scrolls inside.
WIDTH, HEIGHT, LEAST = 600, 420, 200
View = Callable[..., HttpResponse]


def framed(view: View) -> View:
    """Let any site show the answers of a view in a frame."""
    exempt = xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(view))

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = cast(HttpResponse, exempt(request, *args, **kwargs))
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answered


@require_safe
@framed
def card(request: HttpRequest, path: str) -> HttpResponse:
    """The card of the page at `path`: a question with its answer, a topic, the timeline of a story.

    Two queries.
    """
    try:
        page = _page_at(f"/{path}/")
    except Moved as moved:
        raise Moved(embed_path(moved.path), merged=moved.merged) from moved
    except Gone as gone:
        return render(request, "embeds/gone.html", {"reason": gone.reason}, status=gone.status)
    kind = kind_named(page.kind)

    def make() -> HttpResponse:
        edition, corrections = CurrentEdition(kind.edition).of(page)
        shown = kind.public_page(
            document=kind.read(edition), page=page, corrections=corrections, indexed=False
        )
        return render(request, shown.embed_template, shown.context())

    return answer(request, make, pages=[page], also="card")


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """What https://oembed.com has an address answered with: the frame to show, and what it is called.

    In JSON, or in XML where that is asked for. 404 for an address that is no page with a card, 400 for
    another form. One query.
    """
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        return HttpResponse("Ask for json or xml.", status=400, content_type="text/plain")
    page = _asked(request.GET.get("url", ""))
    width = _within(request.GET.get("maxwidth", ""), WIDTH)
    height = _within(request.GET.get("maxheight", ""), HEIGHT)
    data: dict[str, object] = {
        "version": "1.0",
        "type": "rich",
        "title": page.title,
        "provider_name": publication().name,
        "provider_url": absolute("/"),
        "html": frame_of(page.path, page.title, width=width, height=height),
        "width": width,
        "height": height,
    }
    if bylines := page.card.get("bylines"):
        data["author_name"] = ", ".join(bylines)
    if thumbnail := social_card_of(page):
        data["thumbnail_url"] = thumbnail.src
        data["thumbnail_width"], data["thumbnail_height"] = thumbnail.width, thumbnail.height

    def make() -> HttpResponse:
        response = JsonResponse(data) if form == "json" else _xml(data)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer(request, make, pages=[page], also=("oembed", form, width, height), keep=False)


def _xml(data: dict[str, object]) -> HttpResponse:
    """Return the same answer as XML: an element for each key."""
    response = HttpResponse(content_type="text/xml; charset=utf-8")
    written = SimplerXMLGenerator(response, "utf-8")
    written.startDocument()
    written.startElement("oembed", AttributesImpl({}))
    for name, value in data.items():
        written.addQuickElement(name, str(value))
    written.endElement("oembed")
    written.endDocument()
    return response


def _page_at(path: str) -> Page:
    """Return the page at a path, if it has a card. Raises Moved, Gone or Http404. One query."""
    page = resolve(path)
    if not kind_named(page.kind).public_page.embed_template:
        raise Http404("There is no card of this page.")
    return page


def _asked(url: str) -> Page:
    """Return the page of ours at a whole address. Raises Http404 for any other, and what moved or is gone."""
    parts = parts_of(url[:2_000].replace("\0", ""))
    if not parts or f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        raise Http404("This is no address of this site.")
    try:
        return _page_at(parts.path)
    except Moved as moved:
        return _page_at(moved.path)
    except Gone as gone:
        raise Http404("The page was withdrawn.") from gone


def _within(number: str, most: int) -> int:
    """Return `most`, or less where that is asked for, and not less than anybody can read."""
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else most
    return max(LEAST, min(asked, most))
