"""What no merge of pages may do, whatever their kind."""

from newsdesk.publishing.models import WorkingCopy
from newsdesk.publishing.standing import Standing

from .engine import MergeRefused

MERGEABLE = (Standing.LIVE, Standing.DRAFT)


def refuse_standings(loser: WorkingCopy, survivor: WorkingCopy) -> None:
    """Raise MergeRefused where a merge would take words away from readers, or hide them behind a draft."""
    if survivor.standing not in MERGEABLE:
        raise MergeRefused(
            f"“{survivor}” is {survivor.standing}: it cannot stand for another page."
        )
    if loser.standing not in MERGEABLE:
        raise MergeRefused(f"“{loser}” is {loser.standing}: there is nothing to merge.")
    if loser.standing is Standing.LIVE and survivor.standing is Standing.DRAFT:
        raise MergeRefused(
            f"Readers see “{loser}” and not “{survivor}”: publish that first, or merge the other way."
        )
