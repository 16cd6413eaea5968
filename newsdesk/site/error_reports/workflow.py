"""What the desk does with a report of an error. One transaction each, logged.

| deed | from | to | readers with the number see |
| --- | --- | --- | --- |
| take | received | being checked | that somebody checks it |
| correct | received, being checked | corrected | when, the public note, the page |
| keep | received, being checked | no change | why |
| spam | received, being checked | spam | that it was closed |
| reopen | corrected, no change, spam | being checked | that somebody checks it |
"""

from django.contrib.auth.models import User
from django.db import transaction

from newsdesk.pages.editions import Edition
from newsdesk.site.error_reports.passages import editions_of
from newsdesk.submissions.workflow import LetterTransition, begin, carry_out, settle, table
from newsdesk.workflow.transitions import Refused
from stories.models.error_report import ErrorReport

PERMISSION = "stories.handle_errorreport"
LATER = 20
State = ErrorReport.State
_MENDING_NOTHING = (Edition.Kind.WITHDRAWAL, Edition.Kind.CHECK)
_OPEN = frozenset({State.RECEIVED, State.CHECKING})

DEEDS = table(
    LetterTransition(
        name="take",
        label="Take",
        permission=PERMISSION,
        when=frozenset({State.RECEIVED}),
        to=State.CHECKING,
        done="Taken.",
        told="took it to check",
    ),
    LetterTransition(
        name="correct",
        label="Corrected",
        permission=PERMISSION,
        when=_OPEN,
        to=State.CORRECTED,
        done="Corrected.",
        told="named the version that corrects it",
    ),
    LetterTransition(
        name="keep",
        label="No change",
        permission=PERMISSION,
        when=_OPEN,
        to=State.UNCHANGED,
        done="No change.",
        told="changed nothing",
        reason_required=True,
    ),
    LetterTransition(
        name="spam",
        label="Spam",
        permission=PERMISSION,
        when=_OPEN,
        to=State.SPAM,
        done="Marked as spam.",
        told="put it away as spam",
    ),
    LetterTransition(
        name="reopen",
        label="Undo",
        permission=PERMISSION,
        when=frozenset({State.CORRECTED, State.UNCHANGED, State.SPAM}),
        to=State.CHECKING,
        done="Undone.",
        told="opened it again",
    ),
)


class NotMendedBy(Refused):
    """The edition named cannot have corrected what was reported."""


def take(report: ErrorReport, *, actor: User) -> ErrorReport:
    """Say that `actor` checks it."""
    return carry_out(DEEDS["take"], report, actor=actor)


@transaction.atomic
def correct(
    report: ErrorReport, *, actor: User, edition: int | None, reason: str = ""
) -> ErrorReport:
    """Name the edition, by primary key, in which it was corrected; `reason` is a word to the reader.

    Raises NotMendedBy unless it is a public edition of that page, later than the one reported.
    """
    report = begin(DEEDS["correct"], report, actor=actor)
    if edition not in {each.pk for each in later_editions(report)}:
        raise NotMendedBy("Publish the correction first, then choose its version here.")
    return settle(DEEDS["correct"], report, actor=actor, reason=reason, corrected_in=edition)


def keep(report: ErrorReport, *, actor: User, reason: str) -> ErrorReport:
    """Change nothing; the reader is told `reason`."""
    return carry_out(DEEDS["keep"], report, actor=actor, reason=reason)


def spam(report: ErrorReport, *, actor: User) -> ErrorReport:
    """Put away what is no report."""
    return carry_out(DEEDS["spam"], report, actor=actor)


def reopen(report: ErrorReport, *, actor: User) -> ErrorReport:
    """Check it once more."""
    return carry_out(DEEDS["reopen"], report, actor=actor, corrected_in=None)


def later_editions(report: ErrorReport) -> list[Edition]:
    """Return the editions that readers have seen since the one reported, the newest first. Two queries.

    Neither one that is scheduled, nor a withdrawal, nor a mere check has corrected anything.
    """
    editions = editions_of(report.page)
    since = editions.filter(pk=report.edition).values_list("visible_from", flat=True).first()
    rows = editions.public().filter(visible_from__gt=since).exclude(kind__in=_MENDING_NOTHING)
    return list(rows.defer("document").order_by("-visible_from", "-number")[:LATER])
