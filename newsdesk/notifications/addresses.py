"""Where a notice leads."""

from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from newsdesk.notifications.models import Notice

INBOX = "admin:notices_notice_changelist"


def address_of(notice: Notice, site: admin.AdminSite) -> str:
    """Return where a notice leads, or nothing where its page has no place in the desk.

    Without a page `data` may name a page of the desk: "address", the name of its address, and a "query".
    """
    kind, _, number = notice.key.partition(":")
    screen, fragment = notice.data.get("screen", "change"), notice.data.get("fragment", "")
    if not notice.key and (name := notice.data.get("address")):
        address, query = _reversed(str(name)), notice.data.get("query")
        return f"{address}?{query}" if address and query else address
    for model in site._registry:
        if number.isdecimal() and getattr(model, "key_prefix", None) == kind:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{screen}"
            address = _reversed(name, number)
            return address + (f"#{fragment}" if address and fragment else "")
    return ""


def _reversed(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
