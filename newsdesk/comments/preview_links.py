"""The verbs of shared previews: share, revoke. Each is one transaction."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from newsdesk.comments.access import may_see, page_of
from newsdesk.comments.models import PreviewLink
from newsdesk.comments.serialise import frozen, frozen_by_key, frozen_note
from newsdesk.comments.tokens import new_uid, token_of
from newsdesk.pages.documents import as_data, digest
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.public_page import Document, PublicPage
from newsdesk.workflow.transitions import Refused, log, require

SHARE = "reviewing.share_preview"
REVOKE = "reviewing.revoke_preview"
DAYS = (1, 3, 7, 14, 30)
MOST_OPEN = 50


class AlreadyClosed(Refused):
    """The preview opens no more as it is."""


@transaction.atomic
def share(
    item: WorkingCopy,
    shown: PublicPage[Document],
    *,
    schema: int,
    actor: User,
    days: int = 7,
    recipient: str = "",
    blocking: bool = False,
) -> PreviewLink:
    """Freeze a page as it is shown now into a link that opens it to whoever has it, for `days` days.

    `schema` is that of its document.
    Raises PermissionDenied or Refused.
    """
    _require(actor, item)
    if days not in DAYS:
        raise Refused(f"A preview can be shared for {', '.join(map(str, DAYS))} days.")
    now = timezone.now()
    links = PreviewLink.objects.of_page(item.key)
    if links.filter(revoked_at=None, expires_at__gt=now).count() >= MOST_OPEN:
        raise Refused(f"“{item}” is shared {MOST_OPEN} times already. Revoke some of them first.")
    link = PreviewLink.objects.create(
        uid=new_uid(),
        key=item.key,
        recipient=" ".join(recipient.split())[:120],
        blocking=blocking,
        schema=schema,
        document=as_data(shown.document),
        digest=digest(shown.document),
        page=frozen(shown.page),
        pages=frozen_by_key(shown.references.pages),
        notes=[frozen_note(each) for each in shown.corrections],
        made_by=actor,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    detail = {"link": link.pk, "days": days, "digest": link.digest}
    log(item, "share_preview", actor=actor, note=link.recipient, detail=detail)
    return link


@transaction.atomic
def revoke(link: PreviewLink, *, actor: User) -> PreviewLink:
    """Close a link for good. Raises PermissionDenied, or AlreadyClosed."""
    link = PreviewLink.objects.select_for_update().get(pk=link.pk)
    item = page_of(link.key)
    _require(actor, item)
    if not may_revoke(actor, link):
        raise PermissionDenied("Somebody else has shared this preview.")
    if why := link.closed():
        raise AlreadyClosed(f"This preview is {why} already.")
    link.revoked_by, link.revoked_at = actor, timezone.now()
    link.save(update_fields=["revoked_by", "revoked_at"])
    log(item, "revoke_preview", actor=actor, note=link.recipient, detail={"link": link.pk})
    return link


def may_revoke(actor: User, link: PreviewLink) -> bool:
    """Tell whether somebody who may share may also close this link."""
    return link.made_by_id == actor.pk or actor.has_perm(REVOKE)


def address_of(link: PreviewLink) -> str:
    """Return the whole address that opens a link. SECURITY: show it to who may share, and log it nowhere."""
    return settings.SITE_URL + reverse("shared-preview", args=[token_of(link.uid)])


def _require(actor: User, item: WorkingCopy) -> None:
    require(actor, SHARE)
    if not may_see(actor, item):
        raise PermissionDenied(f"{actor} may not see this page.")
