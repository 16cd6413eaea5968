"""Who has a page open, in which part, and who has saved it meanwhile. It stands in nobody's way."""

import datetime
import re

from django.contrib.auth.models import User
from django.utils import timezone

from newsdesk.editing.messages import said_time
from newsdesk.editing.models import Presence
from newsdesk.pages.models import WorkingCopy

# Who has not touched the page for so long is shown faded, and after a while not at all.
IDLE_AFTER = datetime.timedelta(seconds=60)
FORGOTTEN_AFTER = datetime.timedelta(minutes=10)
_ANCHOR = re.compile(r"[a-z0-9-]{1,40}")


def tell(user: User, key: str, *, section: str, still_for: str) -> None:
    """Write that `user` has the form of a page open. One statement.

    `section` is the anchor of the part with the cursor, `still_for` the seconds since the last touch.
    """
    now = timezone.now()
    seconds = int(still_for) if still_for.isdecimal() and len(still_for) < 7 else 0
    row = Presence(
        key=key,
        user=user,
        section=section if _ANCHOR.fullmatch(section) else "",
        active_at=now - datetime.timedelta(seconds=seconds),
        seen_at=now,
    )
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["key", "user"],
        update_fields=["section", "active_at", "seen_at"],
    )


def leave(user: User, key: str) -> None:
    Presence.objects.filter(key=key, user=user).delete()


def others(key: str, *, besides: User) -> list[dict[str, object]]:
    """Return who else is at a page: name, part, and whether they have been still. One query."""
    now = timezone.now()
    return [
        {
            "name": row.user.get_short_name() or row.user.get_username(),
            "section": row.section,
            "idle": row.active_at < now - IDLE_AFTER,
        }
        for row in Presence.objects.here(key, besides=besides)
        if row.active_at >= now - FORGOTTEN_AFTER
    ]


def last_save(item: WorkingCopy, mark: str, *, reader: User) -> dict[str, object]:
    """Return by whom and when `item` got the `mark` that it has now."""
    by = item.changed_by
    return {
        "mark": mark,
        "who": "You" if by == reader else str(by or "Somebody"),
        "when": said_time(item.changed_at),
        "own": by == reader,
    }
