"""The moderators' inbox of readers' questions."""

import re

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.urls import reverse

from faqs.duplicate_review.nearest import nearest
from faqs.models.draft import Faq
from faqs.models.reader_question import AskedQuestion
from faqs.reader_questions import workflow
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import pages_for
from newsdesk.requests.signed_in import signed_in
from newsdesk.submissions.admin import Inbox
from newsdesk.workflow.transitions import Refused

OFFERED = 5
REASONS = (
    "We cannot tell what is asked.",
    "It is outside what we explain here.",
    "It asks for advice in a case of one's own.",
    "It cannot be answered from reliable sources yet.",
)
_NUMBER = re.compile(r"[0-9]{1,18}")
_PATH = re.compile(r"(?:https?://[^/]+)?(/questions/[-\w]+/)")
_CHANGE = re.compile(r"(?:https?://[^/]+)?/admin/faqs/faq/([0-9]{1,18})/")


class NoSuchFaq(Refused):
    """What was typed names no FAQ."""


@admin.register(AskedQuestion)
class AskedInbox(Inbox[AskedQuestion]):
    permission = workflow.PERMISSION
    deeds = workflow.DEEDS
    heading = "Readers’ questions"
    card = "admin/faqs/reader_questions/_card.html"
    keys = (
        ("F", "make a FAQ draft of it"),
        ("1 to 5", "answered by that question"),
        ("A", "name another FAQ"),
        ("R", "write a reason"),
        ("D", "do not take it up, for that reason"),
        ("N", "next, without a word"),
        ("U", "take the last action back"),
        ("O", "open the draft"),
    )

    def facts(self, request: HttpRequest, letter: AskedQuestion) -> dict[str, object]:
        page = pages_for([letter.page]).get(letter.page) if letter.page else None
        return {
            "page": page,
            "near": _near(letter.text) if letter.is_open else [],
            "faq": _faq(letter.faq),
            "reasons": REASONS,
        }

    def opens(self, letter: AskedQuestion) -> str:
        return reverse("admin:faqs_faq_change", args=[_number(letter.faq)]) if letter.faq else ""

    def perform(self, request: HttpRequest, deed: str, letter: AskedQuestion) -> AskedQuestion:
        if deed == "answer":
            faq = _meant(request.POST.get("faq", ""))
            return workflow.answer(letter, faq, actor=signed_in(request))
        if deed == "dismiss":
            reason = request.POST.get("reason", "").replace("\0", "")
            return workflow.dismiss(letter, actor=signed_in(request), reason=reason)
        if deed == "draft":
            return workflow.draft(letter, actor=signed_in(request))
        if deed == "reopen":
            return workflow.reopen(letter, actor=signed_in(request))
        raise Http404("There is no such action.")


def _near(text: str) -> list[dict[str, object]]:
    """Return the FAQs nearest to a question, drafts too, as the desk is shown them."""
    found = [suggestion.right for suggestion in nearest(text)][:OFFERED]
    rows = Faq.objects.with_standing().in_bulk([int(key) for key in found if key.isdecimal()])
    return [
        {"faq": rows[int(key)], "address": reverse("admin:faqs_faq_change", args=[int(key)])}
        for key in found
        if key.isdecimal() and int(key) in rows
    ]


def _number(key: str) -> int:
    return int(key.removeprefix("faq:"))


def _faq(key: str) -> dict[str, object] | None:
    if not key:
        return None
    faq = Faq.objects.with_standing().filter(pk=_number(key)).first()
    if faq is None:
        return None
    return {"faq": faq, "address": reverse("admin:faqs_faq_change", args=[faq.pk])}


def _meant(typed: str) -> Faq:
    """Return the FAQ that a number, an address of the site or one of the desk names. Raises NoSuchFaq."""
    typed = typed.strip()[:500]
    key = typed if _NUMBER.fullmatch(typed) else ""
    if found := _CHANGE.match(typed):
        key = found[1]
    elif found := _PATH.match(typed):
        page = Page.objects.visible().of_kind("faq").filter(path=found[1]).first()
        key = page.key.removeprefix("faq:") if page else ""
    faq = Faq.objects.filter(pk=int(key)).first() if key else None
    if faq is None:
        raise NoSuchFaq("No FAQ has this number or address.")
    return faq
