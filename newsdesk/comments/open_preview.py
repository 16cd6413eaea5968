"""What an address of a shared preview opens. Reads the link's own row: no working copy, no verbs."""

import re

from django.utils import timezone

from newsdesk.comments.models import PreviewLink, PreviewOpening
from newsdesk.comments.tokens import uid_of

# After these, a link that a robot has got hold of fills no table.
MOST_OPENINGS = 1_000

_PICTURE = re.compile(r"pictures/[0-9a-f]{2}/[0-9a-f]{32}")


class PreviewClosed(Exception):
    """The address was once right; `why` is "revoked" or "expired"."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def find(token: str) -> PreviewLink:
    """Return the link that a token opens. Raises LookupError or PreviewClosed. One query, or none."""
    link = PreviewLink.objects.select_related("made_by").filter(uid=uid_of(token)).first()
    if link is None:
        raise LookupError("No preview has this address.")
    if why := link.closed():
        raise PreviewClosed(why)
    return link


def note_opening(link: PreviewLink) -> None:
    """Remember that somebody opened it, and when."""
    if link.openings.count() < MOST_OPENINGS:
        PreviewOpening.objects.create(link=link, at=timezone.now())


def shows_picture(link: PreviewLink, name: str) -> bool:
    """Tell whether a file of the media storage is a picture of this version, in whatever size."""
    stem = _PICTURE.match(name)
    return stem is not None and stem[0] in _stems((link.document, link.page, link.pages))


def _stems(data: object) -> set[str]:
    if isinstance(data, dict):
        return _stems(list(data.values()))
    if isinstance(data, (list, tuple)):
        return set().union(*map(_stems, data))
    found = _PICTURE.match(data) if isinstance(data, str) else None
    return {found[0]} if found else set()
