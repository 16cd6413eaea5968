"""What browsers fetch of a publication: its stylesheet, pictures, manifest; and what robots are told."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsdesk.accounts.access import may_enter
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.publication import publication
from newsdesk.publication.colours import HOUSE, LIGHT, accent_of
from newsdesk.publication.crawlers import TRAINING
from newsdesk.publication.current import is_shown
from newsdesk.publication.document import Publication
from newsdesk.publication.models import PublicationEdition, PublicationPicture
from newsdesk.publication.stylesheet import stylesheet as css_of

FOR_EVER = "public, max-age=31536000, immutable"
RIGHT = "publication.edit"
PLAIN, CSS = "text/plain; charset=utf-8", "text/css; charset=utf-8"
ICON = "static/site/icon.ico"


@require_safe
def stylesheet(request: HttpRequest, number: str, digest: str) -> HttpResponse:
    """Colours and type of one published version. No query for that of now, one for an earlier."""
    shown = publication()
    if shown.number != int(number):
        # SECURITY: of a version that waits the colours are nobody's either.
        row = PublicationEdition.objects.begun(timezone.now()).filter(number=int(number)).first()
        shown = row.publication if row else shown
    if str(shown.number) != number or shown.stylesheet_digest != digest:
        raise Http404("There is no such stylesheet.")
    response = HttpResponse(css_of(shown), content_type=CSS)
    response["Cache-Control"] = FOR_EVER
    return response


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A logo or icon that is, or was, published. One query, two for what began at its time.

    SECURITY: those of drafts, and of what waits, are for the desk.
    """
    row = PublicationPicture.objects.filter(name=name).first()
    shown = row is not None and is_shown(row)
    if row is None or not (shown or _may_see_draft(request)):
        raise Http404("There is no such image.")
    response = HttpResponse(bytes(row.data), content_type="image/png")
    if not shown:
        response["Cache-Control"] = "no-store, private"
        return response
    response["Cache-Control"] = FOR_EVER
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _may_see_draft(request: HttpRequest) -> bool:
    """Tell whether a desk chief asks. Without a cookie nothing is looked up."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return may_enter(request) and request.user.has_perm(RIGHT)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The name, the icons and the colours for whoever puts the site among their apps. No query."""
    shown = publication()

    def make() -> HttpResponse:
        return JsonResponse(_manifest(shown), content_type="application/manifest+json")

    return answer(request, make, also="manifest")


def _manifest(shown: Publication) -> dict[str, object]:
    icon = shown.icon_shot
    icons = [
        {"src": icon.of_side(side).path, "sizes": f"{side}x{side}", "type": "image/png"}
        for side in (192, 512)
        if icon
    ] or [{"src": static("site/icon-180.png"), "sizes": "180x180", "type": "image/png"}]
    return {
        "name": shown.name,
        "short_name": shown.name[:30],
        **({"description": shown.strapline} if shown.strapline else {}),
        "lang": shown.locale,
        "start_url": reverse("home"),
        "display": "browser",
        "theme_color": accent_of(shown.accent or HOUSE).bar_light,
        "background_color": LIGHT[0],
        "icons": icons,
    }


@require_safe
def icon(request: HttpRequest) -> HttpResponse | FileResponse:
    """The icon where browsers, feed readers and robots look for one unasked. One query at most."""
    response: HttpResponse | FileResponse
    if own := publication().icon_shot:
        response = picture(request, own.of_side(48).name)
        response["Cache-Control"] = "public, max-age=86400"
        return response
    response = FileResponse((settings.BASE_DIR / ICON).open("rb"), content_type="image/x-icon")
    response["Cache-Control"] = "public, max-age=604800"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read, as the publication says (RFC 9309)."""
    shown = publication()
    if shown.robots == "closed":
        return HttpResponse("User-agent: *\nDisallow: /\n", content_type=PLAIN)
    lines = ["User-agent: *", "Disallow: /search/", f"Disallow: {reverse('report')}?", ""]
    if shown.crawlers == "closed":
        lines += [*(f"User-agent: {each}" for each in TRAINING), "Disallow: /", ""]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116)."""
    shown = publication()
    host = urlsplit(settings.SITE_URL).hostname
    own = f"mailto:{shown.security}" if "@" in shown.security else shown.security
    contact = own or settings.SECURITY_CONTACT or f"mailto:security@{host}"
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(180)
    languages = "en" if shown.language == "en" else f"{shown.language}, en"
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.astimezone(timezone.get_fixed_timezone(0)):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)
