"""While somebody types a new question: the five nearest that there are. JSON for a custom element."""

import logging

from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from faqs.duplicate_review import question_index
from faqs.duplicate_review.findings import finding_of, name_of
from faqs.duplicate_review.screens import DeskPages
from faqs.duplicates.candidates import nearest_while_typing
from faqs.duplicates.score import Suggestion
from faqs.models.draft import Faq
from newsdesk.catalogue.likeness import resembling
from newsdesk.comparison.three_way_merge import Data
from newsdesk.meaning.model_status import meaning
from newsdesk.pages.keys import numbers

logger = logging.getLogger("newsdesk.duplicates")

SHORTEST, LONGEST = 8, 300  # characters of a question worth a search
LIMIT = 5
FOUND_BY_SEARCH = 20
PER_MINUTE = 90  # searches of one person; typing fast, with pauses, makes some forty
# Below this likeness a question is another one.
LEAST = 0.35


class NearestQuestions(DeskPages):
    """Open to everybody who may write a FAQ or a story, not to moderators alone."""

    def nearest_view(self, request: HttpRequest) -> HttpResponse:
        if not self.faq_admin.has_view_permission(request) or not _writes(request.user):
            raise PermissionDenied
        typed = " ".join(request.GET.get("q", "")[:LONGEST].split())
        if len(typed) < SHORTEST:
            return JsonResponse({"nearest": [], "notice": ""})
        if _too_many(request.user):
            return JsonResponse({"nearest": [], "notice": "Too many searches."}, status=429)
        without = request.GET.get("without", "")
        found = [
            each for each in self._described(request, nearest(typed)) if str(each["key"]) != without
        ]
        return JsonResponse({"nearest": found[:LIMIT], "notice": meaning().notice})

    def _described(self, request: HttpRequest, found: list[Suggestion]) -> list[dict[str, object]]:
        """Return what is shown of each, in order; none that this person may not see. One query."""
        findings = [finding_of(each) for each in found]
        keys = [each.right for each in findings]
        rows = {faq.pk: faq for faq in Faq.objects.with_standing().filter(pk__in=keys)}
        return [
            {
                "key": key,
                "title": str(rows[key]),
                "standing": rows[key].standing,
                "why": _why(each.signals),
                "address": reverse("admin:faqs_faq_change", args=[key]),
            }
            for key, each in zip(keys, findings, strict=True)
            if key in rows and self.faq_admin.has_view_permission(request, rows[key])
        ]


def nearest(typed: str) -> list[Suggestion]:
    """Return the questions nearest to what is being typed, best first, one more than are shown."""
    pages = resembling(typed, kind="faq")[:FOUND_BY_SEARCH]
    keys = [name_of(key) for key in numbers("faq", [page.key for page in pages])]
    found = nearest_while_typing(typed, question_index.base(), full_text=keys, limit=LIMIT + 1)
    return [each for each in found if each.likeness >= LEAST]


def _why(signals: Data) -> str:
    """Return one phrase: how alike, and the first thing that differs."""
    alike = f"{signals['likeness']:.0%} alike in {signals['method']}"
    differs = next((d["words"] for d in signals["differences"] if not d["harmless"]), "")
    differs = differs.replace(" on the left", " in yours").replace(" on the right", " there")
    return f"{alike}; differs in {differs}" if differs else alike


def _writes(user: User | AnonymousUser) -> bool:
    return any(user.has_perm(name) for name in ("faqs.add_faq", "faqs.change_faq"))


def _too_many(user: User | AnonymousUser) -> bool:
    """Count one search. A cache that is down must not keep people from writing: then nothing is counted."""
    name = f"nearest-questions:{user.pk}"
    try:
        cache.add(name, 0, timeout=60)
        return cache.incr(name) > PER_MINUTE
    except ValueError:  # It ran out between the two.
        return False
    except Exception:  # Each cache has errors of its own.
        logger.warning("The cache did not answer: a search was not counted.", exc_info=True)
        return False
