"""What stands in the way of a verb although right, standing and state are as they should be.

Each guard raises a `Refused` with a sentence for the editor, or does nothing.
"""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from newsdesk.comparison.significance import Change, changes
from newsdesk.comparison.three_way_merge import Data
from newsdesk.pages.clock import in_words
from newsdesk.pages.editions import Edition
from newsdesk.pages.models import WorkingCopy
from newsdesk.rules.acknowledgements import (
    Confirmation,
    Reason,
    reason_for,
    refusal,
    says_something,
)
from newsdesk.rules.findings import Findings
from newsdesk.workflow.editions import Notice, UnderEmbargo
from newsdesk.workflow.transitions import (
    ApprovalVoid,
    Blocked,
    NoteRequired,
    Refused,
    Verb,
    second_reader_rule,
)

# What a change of a live page may be called.
CLASSES = (
    Edition.Kind.UPDATE,
    Edition.Kind.CORRECTION,
    Edition.Kind.CLARIFICATION,
    Edition.Kind.MINOR,
)


class ClassRequired(Refused):
    """What is live again has to be called an update, a correction, a clarification or minor."""


class NotMinor(Refused):
    """Something of substance has changed; `changes` lists it."""

    SHOWN = 5

    def __init__(self, found: Collection[Change]) -> None:
        self.changes = tuple(found)
        told = [f"{change}." for change in self.changes[: self.SHOWN]]
        if (more := len(self.changes) - self.SHOWN) > 0:
            told.append(f"And {more} more.")
        super().__init__(
            f"This is not a minor change. {' '.join(told)} "
            "Call it an update, a clarification or a correction."
        )


class Unconfirmed(Refused):
    """The gate warns, and nobody has said why it may be published even so.

    `about` says what is missing: the warnings that are "confirmed", or the "reason".
    """

    def __init__(self, sentence: str, *, about: str = "confirmed") -> None:
        super().__init__(sentence)
        self.about = about


class InThePast(Refused):
    """The time has passed."""


def refuse_approval_void(verb: Verb, item: WorkingCopy, mark: str) -> None:
    """Refuse what was changed since it was approved; `mark` is the digest of what is written now."""
    if verb.needs_approval and second_reader_rule(item) and item.approved_digest != mark:
        raise ApprovalVoid(
            f"“{item}” has been changed since {item.approved_by} approved it: "
            "it has to be approved again."
        )


def refuse_blocked(found: Findings) -> None:
    if found.blocking:
        raise Blocked(found.blocking)


def refuse_newly_blocked(found: Findings, before: Findings) -> None:
    """Refuse what blocks in a mended text, unless it stood in the live text `before` as well.

    An old page may lack what the gate asks today; that is no reason to keep a known error on it.
    """
    known = {problem.identity for problem in before.blocking}
    if brought := tuple(each for each in found.blocking if each.identity not in known):
        raise Blocked(brought)


def refuse_unconfirmed(
    found: Findings, looked: Collection[str], confirmed: Collection[str], reason: Reason
) -> Confirmation:
    """Refuse while a warning is confirmed neither now nor before (`looked`), or now without a reason,
    and a confirmation of what the gate does not find: of words that have changed, or of another page.
    `reason` is one for all, or one for each subject.

    Return what was confirmed now, for the log.
    """
    if set(confirmed) - {warning.identity for warning in found.warnings}:
        raise Unconfirmed("The words of a warning that you ticked have changed. Look at it again.")
    if left := found.unconfirmed({*looked, *confirmed}):
        raise Unconfirmed(refusal(left))
    fresh = tuple(each for each in found.warnings if each.identity not in looked)
    if not all(says_something(reason_for(reason, each)) for each in fresh):
        raise Unconfirmed(
            "Say in a few words why what you have ticked stays as it is.", about="reason"
        )
    return Confirmation(fresh, reason)


def refuse_incomplete_notice(notice: Notice, live: Edition | None) -> None:
    """Refuse a change of what is live that is not classed, or does not tell readers what its class asks.

    `live` is the edition that readers see or saw last, or None.
    """
    if live is None or live.withdraws:
        return
    if notice.kind not in CLASSES:
        raise ClassRequired(
            "Readers know this page already: say whether this is an update, a correction, a "
            "clarification or a minor change."
        )
    if notice.kind == Edition.Kind.CORRECTION and not (
        notice.wrong.strip() and notice.right.strip()
    ):
        raise NoteRequired("A correction tells readers what was wrong and what is right.")
    if notice.kind == Edition.Kind.CLARIFICATION and not notice.note.strip():
        raise NoteRequired("A clarification needs a public note: say what was unclear.")


def refuse_substance_as_minor(notice: Notice, before: Data, after: Data) -> None:
    if notice.kind == Edition.Kind.MINOR and (found := changes(before, after)):
        raise NotMinor(found)


def refuse_past(at: datetime) -> None:
    if at <= timezone.now():
        raise InThePast(f"{in_words(at)} has passed. Choose a time to come.")


def refuse_before_embargo(item: WorkingCopy, at: datetime) -> None:
    if item.embargo_until is not None and at < item.embargo_until:
        raise UnderEmbargo(
            f"“{item}” is under embargo until {in_words(item.embargo_until)}: "
            "nothing of it appears before."
        )


def waiting_edition(item: WorkingCopy, number: int) -> Edition:
    """Return the waiting edition `number` of `item`. Raises Refused where none of that number waits."""
    edition: Edition | None = item.editions.waiting().filter(number=number).first()
    if edition is None:
        raise Refused(f"No version {number} of “{item}” is waiting any more.")
    return edition


def refuse_new_order(item: WorkingCopy, edition: Edition, at: datetime) -> None:
    """Refuse to move a waiting edition past another: each is written as what follows the one before."""
    first, last = sorted((edition.visible_from, at))
    between = item.editions.waiting().exclude(pk=edition.pk)
    if passed := between.filter(visible_from__range=(first, last)).first():
        raise Refused(
            f"Version {passed.number} appears in between, at {in_words(passed.visible_from)}: "
            "the order of what is scheduled has to stay."
        )
