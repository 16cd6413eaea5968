"""The pages of webhooks: all receivers, a new one, one with its log."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from newsdesk.requests.signed_in import signed_in
from newsdesk.webhooks import deeds
from newsdesk.webhooks.forms import DeedsForm, ReceiverForm
from newsdesk.webhooks.models import Delivery, Receiver, ReceiverEvent
from newsdesk.workflow.transitions import Refused

SHOWN = 50


def all_receivers(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show who is told, of what, and how that goes. Raises PermissionDenied."""
    _ask(request)
    waiting = Count("deliveries", filter=Q(deliveries__state=Delivery.State.WAITING))
    rows = Receiver.objects.kept().annotate(waiting=waiting)
    return _page(site, request, "Webhooks", "list", {"rows": rows})


def add(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Add a receiver, and show its secret once."""
    _ask(request)
    form = ReceiverForm(request.POST or None, initial={"deeds": ReceiverEvent.values})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            receiver = deeds.add(told["address"], told["deeds"], actor=signed_in(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _secret_page(site, request, receiver)
    return _page(site, request, "Add a webhook", "add", {"form": form})


def one_receiver(site: AdminSite, request: HttpRequest, number: int) -> HttpResponse:
    """Show one receiver with its deliveries and what can be done; POST does one of these."""
    _ask(request)
    rows = Receiver.objects.kept()
    receiver = rows.filter(pk=number).first() if number < 2**63 else None
    if receiver is None:
        raise Http404
    if request.method == "POST":
        return _do(site, request, receiver)
    shown = receiver.deliveries.select_related("occurrence")[: SHOWN + 1]
    context = {
        "receiver": receiver,
        "deliveries": list(shown)[:SHOWN],
        "more": len(shown) > SHOWN,
        "form": DeedsForm(initial={"deeds": receiver.deeds}),
        "history": receiver.log.select_related("actor")[:SHOWN],
    }
    return _page(site, request, receiver.address, "receiver", context)


def _ask(request: HttpRequest) -> None:
    if not request.user.has_perm(deeds.MANAGE):
        raise PermissionDenied


def _page(
    site: AdminSite, request: HttpRequest, title: str, name: str, context: dict[str, object]
) -> HttpResponse:
    whole = {
        **site.each_context(request),
        "title": title,
        "webhooks_on": settings.WEBHOOKS,
        **context,
    }
    return TemplateResponse(request, f"admin/webhooks/{name}.html", whole)


def _secret_page(site: AdminSite, request: HttpRequest, receiver: Receiver) -> HttpResponse:
    return _page(site, request, "The secret", "secret", {"receiver": receiver})


def _do(site: AdminSite, request: HttpRequest, receiver: Receiver) -> HttpResponse:
    name = request.POST.get("deed", "")
    if name == "renew_secret":
        return _secret_page(site, request, deeds.renew_secret(receiver, actor=signed_in(request)))
    if name not in _DEEDS:
        raise Http404
    try:
        said = _DEEDS[name](request, receiver)
    except Refused as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    if name == "remove":
        return redirect("admin:webhooks")
    return redirect("admin:webhooks_receiver", receiver.pk)


def _change(request: HttpRequest, receiver: Receiver) -> str:
    deeds.change(receiver, request.POST.getlist("deeds"), actor=signed_in(request))
    return "Changed. It holds from the next deed on."


def _turn_off(request: HttpRequest, receiver: Receiver) -> str:
    deeds.turn_off(receiver, actor=signed_in(request))
    return "Turned off: it is told nothing."


def _turn_on(request: HttpRequest, receiver: Receiver) -> str:
    again = deeds.turn_on(receiver, actor=signed_in(request))
    return (
        f"Turned on. {again or 'No'} deliver{'y' if again == 1 else 'ies'} that it had not taken."
    )


def _send_again(request: HttpRequest, receiver: Receiver) -> str:
    number = request.POST.get("delivery", "")
    rows = receiver.deliveries.select_related("receiver")
    delivery = rows.filter(pk=int(number)).first() if number.isdecimal() else None
    if delivery is None:
        raise Refused("There is no such delivery any more.")
    deeds.send_again(delivery, actor=signed_in(request))
    return "It goes out again."


def _remove(request: HttpRequest, receiver: Receiver) -> str:
    deeds.remove(receiver, actor=signed_in(request))
    return f"Removed: {receiver.address}."


_DEEDS: dict[str, Callable[[HttpRequest, Receiver], str]] = {
    "change": _change,
    "turn_off": _turn_off,
    "turn_on": _turn_on,
    "send_again": _send_again,
    "remove": _remove,
}
