"""What readers are told on a story's page of its corrections and clarifications."""

from dataclasses import dataclass
from datetime import datetime

from newsdesk.pages.editions import Edition
from newsdesk.presentation.history.record import PublicEdition


@dataclass(frozen=True, slots=True)
class Correction:
    """A public note that came with a correction or a clarification; `label` says which.

    `gravity` says where it stands: above the story what a reader must know before reading, at the
    foot what is told at the end. `wrong` and `right` are the words that the desk gave for them.
    """

    label: str
    note: str
    at: datetime
    gravity: str = Edition.Gravity.TOP
    wrong: str = ""
    right: str = ""

    @property
    def says_both(self) -> bool:
        """Whether the note is no more than what was wrong and what is right: it need not be repeated."""
        return bool(self.wrong) and self.wrong in self.note and self.right in self.note


def correction_of(edition: Edition | PublicEdition, at: datetime) -> Correction:
    """Return the public note of an edition that corrects or clarifies, shown since `at`."""
    return Correction(
        Edition.Kind(edition.kind).label,
        edition.note,
        at,
        gravity=edition.gravity or Edition.Gravity.TOP,
        wrong=edition.wrong,
        right=edition.right,
    )
