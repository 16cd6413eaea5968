"""What no merge of pages may do, whatever their kind."""

from django.utils import timezone

from newsdesk.merging.engine import MergeRefused
from newsdesk.pages.clock import in_words
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.status import Standing

MERGEABLE = (Standing.LIVE, Standing.DRAFT)


def refuse_standings(loser: WorkingCopy, survivor: WorkingCopy) -> None:
    """Raise MergeRefused where a merge would take words away from readers, hide them behind a draft,
    or lose an embargo: under one nothing of a page changes for readers, neither page may be part of it.
    """
    if survivor.standing not in MERGEABLE:
        raise MergeRefused(
            f"“{survivor}” is {survivor.standing.words}: it cannot stand for another page."
        )
    if loser.standing not in MERGEABLE:
        raise MergeRefused(f"“{loser}” is {loser.standing.words}: there is nothing to merge.")
    if loser.standing is Standing.LIVE and survivor.standing is Standing.DRAFT:
        raise MergeRefused(
            f"Readers see “{loser}” and not “{survivor}”: publish that first, or merge the other way."
        )
    for page in (loser, survivor):
        if page.embargo_until is not None and page.embargo_until > timezone.now():
            raise MergeRefused(
                f"“{page}” is under embargo until {in_words(page.embargo_until)}: merge it "
                "when that is over, or lift the embargo first."
            )
