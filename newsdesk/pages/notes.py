"""What readers are told on a page of its corrections and clarifications."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from newsdesk.pages.editions import Edition, standing_notes
from newsdesk.text.spoken import gettext


class EditionNote(Protocol):
    """An edition, or what readers are told of one."""

    @property
    def kind(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def gravity(self) -> str: ...
    @property
    def wrong(self) -> str: ...
    @property
    def right(self) -> str: ...
    @property
    def visible_from(self) -> datetime: ...


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
    def shown_label(self) -> str:
        """The label in the language of the page."""
        return gettext(self.label)

    @property
    def says_both(self) -> bool:
        """Whether the note is no more than what was wrong and what is right: it need not be repeated."""
        return bool(self.wrong) and self.wrong in self.note and self.right in self.note


def corrections_in(editions: Iterable[EditionNote]) -> list[Correction]:
    """Return the notes that stand on a page, the newest first.

    `editions` are all of its up to the one shown, in their order; those that neither correct nor clarify
    nor withdraw may be left out.
    """
    return [
        Correction(
            Edition.Kind(edition.kind).label,
            edition.note,
            edition.visible_from,
            gravity=edition.gravity or Edition.Gravity.TOP,
            wrong=edition.wrong,
            right=edition.right,
        )
        for edition in standing_notes(editions)
    ]
