"""The desk's inbox of reported errors, and the card of open reports beside the form of a page."""

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from newsdesk.catalogue.compiled import CompiledRows
from newsdesk.catalogue.kinds import UnknownKind
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_for
from newsdesk.desk.side_cards import side_card
from newsdesk.pages.models import WorkingCopy
from newsdesk.requests.signed_in import signed_in
from newsdesk.site.error_reports import workflow
from newsdesk.site.error_reports.passages import editions_of, passages_of
from newsdesk.submissions.admin import Inbox
from newsdesk.workflow.register import workflow_named
from stories.models.error_report import ErrorReport

SHOWN = 5


@admin.register(ErrorReport)
class ReportInbox(Inbox[ErrorReport]):
    permission = workflow.PERMISSION
    deeds = workflow.DEEDS
    heading = "Reported errors"
    card = "admin/error_reports/_card.html"
    keys = (
        ("T", "take it to check"),
        ("E", "open the page in the desk"),
        ("C", "corrected, in the version chosen"),
        ("R", "write a reason"),
        ("K", "no change, for that reason"),
        ("S", "spam"),
        ("N", "next, without a word"),
        ("U", "take the last action back"),
    )

    def facts(self, request: HttpRequest, letter: ErrorReport) -> dict[str, object]:
        """Return the passage then and now, and the editions since. Five queries."""
        page = pages_for([letter.page]).get(letter.page)
        seen = editions_of(letter.page).filter(pk=letter.edition).defer("document").first()
        return {
            "page": page,
            "edit": _change_address(letter.page),
            "seen": seen,
            "now": _now(letter, page),
            "later": workflow.later_editions(letter),
            "runs": _runs(letter),
        }

    def perform(self, request: HttpRequest, deed: str, letter: ErrorReport) -> ErrorReport:
        reason = request.POST.get("reason", "").replace("\0", "")
        if deed == "take":
            return workflow.take(letter, actor=signed_in(request))
        if deed == "correct":
            chosen = request.POST.get("edition", "")
            edition = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None
            return workflow.correct(
                letter, actor=signed_in(request), edition=edition, reason=reason
            )
        if deed == "keep":
            return workflow.keep(letter, actor=signed_in(request), reason=reason)
        if deed == "spam":
            return workflow.spam(letter, actor=signed_in(request))
        if deed == "reopen":
            return workflow.reopen(letter, actor=signed_in(request))
        raise Http404("There is no such action.")


_OPEN = CompiledRows(
    ErrorReport,
    lambda page: ErrorReport.objects.open().filter(page=page).by_urgency()[: SHOWN + 1],
)


@side_card
def open_reports(request: HttpRequest, item: WorkingCopy) -> dict[str, object] | None:
    """Return the card of reports on a page that wait for an answer. One query."""
    if not request.user.has_perm(workflow.PERMISSION):
        return None
    reports = _OPEN.rows(page=item.key)
    if not reports:
        return None
    inbox = reverse("admin:stories_errorreport_changelist")
    return {
        "template": "admin/error_reports/_panel.html",
        "reports": reports[:SHOWN],
        "more": len(reports) > SHOWN,
        "inbox": inbox,
    }


def _change_address(key: str) -> str:
    name, _, item = key.partition(":")
    try:
        opts = workflow_named(name).model._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[item])
    except (UnknownKind, NoReverseMatch):
        return ""


def _now(letter: ErrorReport, page: Page | None) -> str:
    """Return how the part reads today where that differs, "" where not. One query."""
    if page is None or page.key != letter.page or page.edition == letter.edition:
        return ""
    edition = editions_of(page.key).filter(pk=page.edition).first()
    passage = passages_of(page.key, edition).get(letter.part) if edition else None
    if passage is None:
        return "This part is not on the page any more."
    return "" if letter.passage in passage.text else passage.text


def _runs(letter: ErrorReport) -> list[tuple[str, bool]]:
    """Return the passage in pieces, the words that the reader marked apart."""
    place = letter.passage.find(letter.quote) if letter.quote else -1
    if place < 0:
        return [(letter.passage, False)]
    end = place + len(letter.quote)
    return [
        (letter.passage[:place], False),
        (letter.passage[place:end], True),
        (letter.passage[end:], False),
    ]
