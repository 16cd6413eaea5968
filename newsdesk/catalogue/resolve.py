"""From a path to the page that a reader should get: the page, a better path, or that it is gone."""

from django.http import Http404
from django.utils import timezone

from .models import Page, PastPath


class Moved(Exception):
    """The page is at `path` now: one 301, always straight to the current path."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path)


class Gone(Exception):
    """The page was public and has been withdrawn; `reason` is for the reader."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def resolve(path: str) -> Page:
    """Return the visible page at `path`. Raises Moved, Gone or Http404. One query when it is there."""
    now = timezone.now()
    page = Page.objects.visible(now).filter(path=path).defer("text").first()
    if page:
        return page
    past = PastPath.objects.filter(path=path).values_list("key", flat=True).first()
    if past and (current := Page.objects.visible(now).filter(key=past).only("path").first()):
        raise Moved(current.path)
    gone = Page.objects.filter(key=past) if past else Page.objects.filter(path=path)
    if withdrawn := gone.filter(visible_until__lte=now).only("gone_reason").first():
        raise Gone(withdrawn.gone_reason)
    raise Http404("There is no such page.")


def pages_for(keys: tuple[str, ...]) -> list[Page]:
    """Return the visible pages among `keys`, in the order of `keys`. One query; none for no keys."""
    if not keys:
        return []
    found = {page.key: page for page in Page.objects.visible().filter(key__in=keys).defer("text")}
    return [found[key] for key in keys if key in found]
