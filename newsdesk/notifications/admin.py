"""The inbox of the desk: a number in the header of every page, and the list behind it."""

from datetime import UTC, datetime

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime

from newsdesk.notifications import inbox
from newsdesk.notifications.addresses import INBOX, address_of
from newsdesk.notifications.models import Notice
from newsdesk.requests.signed_in import signed_in

WAITING = 200
EARLIER = 30


def take_over(site: admin.AdminSite) -> None:
    """Tell every page of the desk how many notices wait for who looks at it. One query each."""
    stock = site.each_context

    def each_context(request: HttpRequest) -> dict[str, object]:
        context = stock(request)
        if context["has_permission"]:
            context["notices_waiting"] = Notice.objects.of(request.user).waiting().count()
        return context

    site.each_context = each_context  # type: ignore[method-assign]


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):
    """One page: everybody's own notices, and the buttons that put them away."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.inbox_view)
        return [path("", view, name=INBOX.removeprefix("admin:"))]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def inbox_view(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return self._put_away(request)
        own = Notice.objects.of(request.user)
        waiting = list(own.waiting()[:WAITING])
        earlier = own.put_away().order_by("-read_at", "-pk")[:EARLIER]
        context = {
            **self.admin_site.each_context(request),
            "title": "Notifications",
            "waiting": [(each, address_of(each, self.admin_site)) for each in waiting],
            "earlier": [(each, address_of(each, self.admin_site)) for each in earlier],
            "until": waiting[0].made_at.isoformat() if waiting else "",
        }
        return TemplateResponse(request, "admin/notifications/inbox.html", context)

    def _put_away(self, request: HttpRequest) -> HttpResponseRedirect:
        number, until = request.POST.get("done", ""), _moment(request.POST.get("until", ""))
        if number.isdecimal() and len(number) < 19:
            inbox.put_away(int(number), actor=signed_in(request))
        elif until is not None:
            count = inbox.put_all_away(actor=signed_in(request), until=until)
            words = "One notification is" if count == 1 else f"{count} notifications are"
            self.message_user(request, f"{words} archived.", messages.SUCCESS)
        return HttpResponseRedirect(reverse(INBOX))


def _moment(text: str) -> datetime | None:
    """Return a moment with its time zone, or None for anything else."""
    try:
        moment = parse_datetime(text)
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


take_over(admin.site)
