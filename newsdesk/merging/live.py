"""Carrying what a merge changed over to what readers see."""

from collections.abc import Callable
from typing import Any

from newsdesk.publishing.compare import Data
from newsdesk.publishing.documents import as_data, from_data
from newsdesk.publishing.freezing import Notice
from newsdesk.publishing.models import Edition
from newsdesk.publishing.pages import Pages
from newsdesk.publishing.workflow import log


def live_data(pages: Pages, item: Any) -> Data:
    """Return what readers see of `item`, or what its working copy says where they see nothing."""
    latest = item.latest_edition()
    document = pages.read(latest) if latest and not latest.withdraws else pages.document_of(item)
    return as_data(document)


def republish(
    pages: Pages, item: Any, patch: Callable[[Data], Data], *, actor: Any, note: str
) -> None:
    """Freeze the live document as changed by `patch`; nothing for a page that is not live.

    What editors have changed in the working copy and not published stays unpublished; what is scheduled
    gets the change by three-way merge.
    """
    latest = item.latest_edition()
    if latest is None or latest.withdraws:
        return
    document = pages.read(latest)
    data = as_data(document)
    changed = patch(data)
    if changed == data:
        return
    notice = Notice(kind=Edition.Kind.UPDATE, note=note)
    edition, _ = pages.insert(item, from_data(type(document), changed), notice, actor=actor)
    log(item, "publish", actor=actor, note=note, edition=edition)
    pages.keep(item)
