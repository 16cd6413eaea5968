"""The publication's face as lines of an export: all of it, for `publication_back.py`, or what readers see."""

from base64 import b64encode
from collections.abc import Iterator

from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.columns import moment
from newsdesk.exchange.names import Outward
from newsdesk.publication.current import newest
from newsdesk.publication.models import (
    PublicationDeed,
    PublicationDraft,
    PublicationEdition,
    PublicationPicture,
)


def public_face(names: Outward) -> Iterator[Data]:
    """Yield what readers see of the face now, nothing where that is the settings' own.

    All that a document says is public: on pages, in robots.txt or in security.txt. Who made it and why, its
    versions, what waits and what nobody was shown is not.
    """
    shown = newest()
    if not shown.is_own:
        return
    stored = dict(
        PublicationPicture.objects.filter(name__in=shown.pictures).values_list("name", "data")
    )
    logos = {
        field: names.logo(bytes(stored[name])) if name in stored else ""
        for field in ("logo", "logo_dark", "icon")
        if (name := getattr(shown, field))
    }
    yield {"kind": "publication", "document": shown.data | logos}


def face(names: Outward) -> Iterator[Data]:
    """Yield the logos and icons, each version, the draft and the log; nothing where nobody made a face."""
    for picture in PublicationPicture.objects.order_by("name").iterator():
        told = {"name": picture.name, "is_public": picture.is_public}
        yield {"kind": "publication-picture", **told, "png": b64encode(picture.data).decode()}
    for version in PublicationEdition.objects.order_by("number").select_related("cancellation"):
        cancelled = getattr(version, "cancellation", None)
        yield {
            "kind": "publication-version",
            "number": version.number,
            "document": version.document,
            "why": version.why,
            "published_at": moment(version.published_at),
            "published_by": names.person(version.published_by_id),
            "starts_at": moment(version.starts_at) if version.starts_at else None,
            "cancelled": cancelled
            and {"at": moment(cancelled.at), "by": names.person(cancelled.by_id)},
        }
    for draft in PublicationDraft.objects.all():
        yield {
            "kind": "publication-draft",
            "document": draft.document,
            "changed_at": moment(draft.changed_at) if draft.changed_at else None,
            "changed_by": names.person(draft.changed_by_id) if draft.changed_by_id else None,
        }
    for deed in PublicationDeed.objects.order_by("at", "pk").iterator():
        yield {
            "kind": "publication-deed",
            "verb": deed.verb,
            "detail": deed.detail,
            "at": moment(deed.at),
            "actor": names.person(deed.actor_id),
        }
