"""Who has written words of a page that readers have not seen yet.

Read from the revisions that every change of a working copy keeps (`WorkingCopy.remember`), whichever verb,
form or import it came from.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from newsdesk.pages.models import WorkingCopy


def authors(item: WorkingCopy, *, of: str | None = None) -> set[int]:
    """Return the keys of all who have written words of the working copy that readers have not seen, or
    words of the earlier text whose digest is `of`. Three queries at most.

    They are who has changed it since it was last public as a whole: at once, on schedule or because it
    came to say again what readers see. A correction, a check or a merge publishes the live text, and
    a scheduled edition is not public before its time, one that was taken back never was: none of
    these counts unless it says what the working copy says. Where that cannot be told, more people count
    as authors than need to, never fewer.
    """
    revisions = item.revisions.order_by("-pk")
    if of is not None:
        begin_at = revisions.filter(digest=of).values_list("pk", flat=True).first()
        revisions = revisions.filter(pk__lte=begin_at or 0)
    public = list(item.editions.public().values_list("digest", "visible_from"))
    found: set[int] = set()
    for actor, at, text in revisions.values_list("actor", "at", "digest").iterator():
        if _seen_since(text, at, public):
            break
        found.add(actor)
    return found


def _seen_since(text: str, at: datetime, public: Sequence[tuple[str, datetime]]) -> bool:
    """Tell whether readers have seen a text at `at` or later; `public` are digests of editions, and
    since when each is visible, in their order.
    """
    seen_then = [each for each, since in public if since <= at][-1:]
    return text in seen_then or any(each == text and since > at for each, since in public)


def add_authors(item: WorkingCopy, people: Iterable[int]) -> None:
    """Let `people`, by primary key, count as authors of what the working copy says now too.

    For words that somebody brings along from elsewhere: from another page or from an edition that no
    reader has seen. Who wrote them may not approve them, although others put them here.
    """
    for actor in sorted(set(people)):
        item.revisions.create(actor_id=actor, digest=item.digest)
