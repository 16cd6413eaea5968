"""The jobs of the desk, for who runs it: a card on the front page, and a page with all of them."""

import logging
from collections.abc import Iterator

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from newsdesk.desk.front.attention_lists import Rank, WaitingList, waiting_list
from newsdesk.jobs.overview import overview, try_failed_again
from newsdesk.requests.signed_in import signed_in

VIEW, TRY_AGAIN = "jobs.view_periodicrun", "jobs.try_again"

logger = logging.getLogger("newsdesk.jobs")


@waiting_list
def jobs_at_fault(site: AdminSite, request: HttpRequest) -> Iterator[WaitingList]:
    """Yield what is wrong with the jobs, for who may see them: nothing where all is well."""
    if not request.user.has_perm(VIEW):
        return
    if faults := overview().faults:
        link = ("See all jobs", reverse("admin:jobs"))
        yield WaitingList(
            title="Jobs", rank=Rank.BROKEN, note=" ".join(faults), links=(link,), told=True
        )


def jobs_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show all jobs; let one that failed be tried again. Raises PermissionDenied."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    if request.method == "POST":
        return _try_again(request)
    found = overview()
    context: dict[str, object] = {
        **site.each_context(request),
        "title": "Jobs",
        "jobs": found,
        "may_try_again": request.user.has_perm(TRY_AGAIN),
    }
    return TemplateResponse(request, "admin/jobs.html", context)


def _try_again(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(TRY_AGAIN):
        raise PermissionDenied
    if label := try_failed_again(request.POST.get("job", "")):
        logger.info("Tried again by %s: %s", signed_in(request).get_username(), label)
        messages.success(request, f"{label}: it runs again as soon as a worker is free.")
    else:
        messages.warning(request, "That job has not failed, or somebody was first.")
    return redirect("admin:jobs")
