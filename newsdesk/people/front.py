"""The card of the front page that says whom mail does not reach."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse

from newsdesk.desk.front.attention_lists import Rank, WaitingList, waiting_list
from newsdesk.mail.models import Message
from newsdesk.people.deeds import MANAGE


@waiting_list
def mail_that_does_not_arrive(site: AdminSite, request: HttpRequest) -> Iterator[WaitingList]:
    """Yield how many people cannot be written to, for who can mend it. One query, none without mail."""
    if not settings.MAIL_ON or not request.user.has_perm(MANAGE):
        return
    lost = Message.objects.lost_last().filter(user__is_active=True)
    if number := lost.values("user").distinct().count():
        note = "Mail does not reach " + ("one person." if number == 1 else f"{number} people.")
        link = ("See who", reverse("admin:people_list"))
        yield WaitingList(title="Mail", rank=Rank.BROKEN, note=note, links=(link,), told=True)
