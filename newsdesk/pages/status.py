"""Where a page stands for readers, which is derived and never stored, and how far work on it has come."""

from enum import StrEnum


class Standing(StrEnum):
    """What readers see of a page. A live page that also has an edition waiting is live."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    LIVE = "live"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    MERGED = "merged"

    @property
    def words(self) -> str:
        """What a sentence about a page says: it "is published"."""
        return {Standing.DRAFT: "a draft", Standing.LIVE: "published"}.get(self, self.value)


class State(StrEnum):
    """How far the work on a working copy has come. Settled: all of it is published or scheduled."""

    DRAFTING = "drafting"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SETTLED = "settled"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(state.value, state.label) for state in cls]


_LABELS = {
    State.DRAFTING: "Draft",
    State.SUBMITTED: "In review",
    State.APPROVED: "Approved",
    State.SETTLED: "No unpublished changes",
}
