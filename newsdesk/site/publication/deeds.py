"""What desk chiefs do to the publication. Each deed is one transaction with a check and a line in the log.

| deed | what follows |
| --- | --- |
| save | the draft says something else; readers see nothing of it |
| publish | frozen with who, when and why; the very next request shows it, or the first from a time on |
| cancel | a version that has not begun never does |
| go_back | the draft says again what a version said; readers see it when that is published |
"""

import hashlib
import json
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from newsdesk.catalogue.models import Boundary
from newsdesk.catalogue.purge import purge_all_soon
from newsdesk.publication.current import by_settings, stem_of
from newsdesk.publication.document import Publication
from newsdesk.publication.models import (
    PublicationCancellation,
    PublicationDeed,
    PublicationDraft,
    PublicationEdition,
    PublicationPicture,
)
from newsdesk.site.typed_time import time_said
from newsdesk.workflow.transitions import NoteRequired, NothingChanged, Refused, require

RIGHT = "publication.edit"
LABELS = {
    "name": "name",
    "strapline": "strapline",
    "logo": "logo",
    "logo_dark": "logo for dark pages",
    "icon": "icon",
    "accent": "accent colour",
    "pairing": "type",
    "locale": "language",
    "menu": "menu",
    "footer": "footer text",
    "footer_links": "footer links",
    "accounts": "accounts elsewhere",
    "contact": "contact address",
    "corrections": "address for corrections",
    "security": "address for security reports",
    "about": "page that says how you work",
    "licence": "licence",
    "robots": "search engines",
    "crawlers": "AI crawlers",
}
LONGEST_WHY = 500  # characters


def draft() -> PublicationDraft:
    """Return the draft, unsaved where nobody has written one. One query."""
    row = PublicationDraft.objects.select_related("changed_by").filter(pk=1).first()
    return row or PublicationDraft(pk=1, document=by_settings().data)


def newest(at: datetime | None = None) -> PublicationEdition | None:
    """Return what readers see, now or at a time; None where that is what the settings say. One query."""
    begun = PublicationEdition.objects.begun(at or timezone.now())
    return begun.select_related("published_by").first()


def waiting() -> list[PublicationEdition]:
    """Return the versions that have not begun, the next one first. One query."""
    return list(PublicationEdition.objects.waiting(timezone.now()))


def mark(row: PublicationDraft) -> str:
    """Return what tells whether somebody has saved the draft since a form was opened."""
    return digest_of(row.document)


def changes(before: Publication, after: Publication) -> list[str]:
    """Return, in words, what differs."""
    return [
        label for name, label in LABELS.items() if getattr(before, name) != getattr(after, name)
    ]


@transaction.atomic
def save(publication: Publication, *, seen: str, actor: User) -> list[str]:
    """Write the draft; return what has changed. `seen` is the `mark` of the draft that the form showed.

    Raises PermissionDenied, Refused where somebody else has saved meanwhile.
    """
    row = _begin(actor)
    if mark(row) != seen:
        who = row.changed_by
        raise Refused(
            f"{who} has saved the draft since you opened it. Your changes are below: open the page in"
            " another tab to see theirs, then save again."
        )
    changed = changes(row.publication, publication)
    if changed:
        _write(row, publication, actor)
        _log("save", f"Changed: {', '.join(changed)}.", actor)
    return changed


@transaction.atomic
def publish(*, seen: str, why: str, actor: User, at: datetime | None = None) -> PublicationEdition:
    """Let readers see the draft from now on, or from `at` on. Raises PermissionDenied, Refused.

    Nothing runs at that time: it is put on record as a boundary, at which kept answers are asked anew.
    """
    row = _begin(actor)
    if at and at <= timezone.now():
        raise Refused("That time is over: leave it empty to publish the draft now.")
    why = " ".join(why.split())[:LONGEST_WHY]
    if not why:
        raise NoteRequired("Say why, for the history. Readers do not see it.")
    if mark(row) != seen:
        raise Refused("The draft was saved by somebody since you looked at it. Look at it again.")
    last = newest(at)
    before = last.publication if last else by_settings()
    changed = changes(before, row.publication)
    if last and not changed:
        raise NothingChanged(
            "Readers will see this already at that time." if at else "Readers see this already."
        )
    number = PublicationEdition.objects.aggregate(last=Max("number"))["last"] or 0
    edition = PublicationEdition.objects.create(
        number=number + 1,
        document=row.document,
        digest=digest_of(row.document),
        why=why,
        published_by=actor,
        starts_at=at,
    )
    told = f"Version {edition.number}"
    if at:
        Boundary.objects.get_or_create(at=at)
        told = f"{told} from {time_said(at)} on"
    else:
        _show_pictures(row.publication)
        purge_all_soon()
    _log("publish", f"{told}: {', '.join(changed) or 'as it was'}. {why}", actor)
    return edition


@transaction.atomic
def cancel(number: int, *, actor: User) -> PublicationEdition:
    """Take back a version that has not begun. Raises PermissionDenied, Refused."""
    _begin(actor)
    edition = PublicationEdition.objects.waiting(timezone.now()).filter(number=number).first()
    if edition is None or edition.starts_at is None:
        raise Refused("Only what has not begun yet can be cancelled.")
    PublicationCancellation.objects.create(edition=edition, by=actor)
    told = f"Version {number}, which was to begin on {time_said(edition.starts_at)}, is cancelled."
    _log("cancel", told, actor)
    return edition


@transaction.atomic
def go_back(number: int, *, actor: User) -> None:
    """Make the draft say again what a published version said. Raises PermissionDenied, Refused."""
    row = _begin(actor)
    edition = PublicationEdition.objects.filter(number=number).first()
    if edition is None:
        raise Refused("There is no such version.")
    _write(row, edition.publication, actor)
    _log("go_back", f"The draft is version {number} again.", actor)


def _begin(actor: User) -> PublicationDraft:
    require(actor, RIGHT)
    PublicationDraft.objects.get_or_create(pk=1, defaults={"document": by_settings().data})
    return PublicationDraft.objects.select_for_update().get(pk=1)


def _write(row: PublicationDraft, publication: Publication, actor: User) -> None:
    row.document, row.changed_by, row.changed_at = publication.data, actor, timezone.now()
    row.save()


def _show_pictures(publication: Publication) -> None:
    stems = Q()
    for name in publication.pictures:
        stems |= Q(name__startswith=stem_of(name))
    if stems:
        PublicationPicture.objects.filter(stems).update(is_public=True)


def _log(verb: str, detail: str, actor: User) -> None:
    PublicationDeed.objects.create(verb=verb, detail=detail[:500], actor=actor)


def digest_of(document: dict[str, object]) -> str:
    """Return what tells the document of a version from every other."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:32]
