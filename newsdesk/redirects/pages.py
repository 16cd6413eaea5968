"""The page of old addresses: to look for one, add one, remove one, and read who did."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from newsdesk.redirects import rules
from newsdesk.redirects.forms import RedirectForm
from newsdesk.redirects.models import Redirect, RedirectDeed
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.transitions import Refused

SHOWN, LOGGED = 50, 30


def old_addresses(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show old addresses; POST adds one or removes one. Raises PermissionDenied."""
    if not request.user.has_perm(rules.RIGHT):
        raise PermissionDenied
    form = RedirectForm()
    if request.method == "POST" and "remove" in request.POST:
        return _remove(request, request.POST["remove"])
    if request.method == "POST":
        form = RedirectForm(request.POST)
        if form.is_valid() and _added(request, form):
            return redirect("admin:old_addresses")
    rows = Redirect.objects.select_related("added_by")
    if words := request.GET.get("q", "").replace("\x00", "").strip():
        rows = rows.filter(Q(old__contains=words) | Q(target__contains=words))
    context = {
        **site.each_context(request),
        "title": "Old addresses",
        "form": form,
        "page": Paginator(rows, SHOWN).get_page(request.GET.get("p")),
        "asked_of": words,
        "log": RedirectDeed.objects.select_related("actor")[:LOGGED],
    }
    return TemplateResponse(request, "admin/redirects/list.html", context)


def _added(request: HttpRequest, form: RedirectForm) -> bool:
    pair = (1, form.cleaned_data["old"], form.cleaned_data["target"])
    (told,) = rules.add([pair], actor=signed_in(request))
    if told.result == rules.REFUSED:
        form.add_error(None, told.message)
        return False
    messages.success(request, told.message)
    return True


def _remove(request: HttpRequest, old: str) -> HttpResponse:
    try:
        rules.remove(old, actor=signed_in(request))
        messages.success(request, f"{old} leads nowhere now.")
    except Refused as error:
        messages.error(request, str(error))
    return redirect("admin:old_addresses")
