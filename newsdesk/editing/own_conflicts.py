"""Conflicting edits of whoever looks at the front page: saves that wait for a choice."""

from collections.abc import Iterator

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from newsdesk.desk.front.attention_lists import Rank, WaitingList, waiting_list
from newsdesk.desk.front.rows import Row, admins_of, row_of
from newsdesk.editing.models import Unmerged
from newsdesk.pages.clock import in_words
from newsdesk.requests.signed_in import signed_in

_MOST = 20


@waiting_list
def own_conflicts(site: AdminSite, request: HttpRequest) -> Iterator[WaitingList]:
    """Yield the saves of this person that wait for a choice. A query, and one for each kind among them."""
    waiting = list(
        Unmerged.objects.filter(user=signed_in(request)).order_by("-at").defer("data")[:_MOST]
    )
    if not waiting:
        return
    rows: dict[int, Row] = {}
    for each in admins_of(site, request):
        prefix = f"{each.model.key_prefix}:"
        keys = {save.pk: save.key.removeprefix(prefix) for save in waiting}
        own = {pk: int(number) for pk, number in keys.items() if number.isdecimal()}
        pages = each.model._default_manager.in_bulk(set(own.values())) if own else {}
        for save in waiting:
            if (page := pages.get(own.get(save.pk, 0))) is not None:
                address = each.address("clash", page.pk, save.pk)
                why = f"Saved {in_words(save.at)}; it waits for your choice."
                rows[save.pk] = {**row_of(each, page), "address": address, "why": why}
    ordered = [rows[save.pk] for save in waiting if save.pk in rows]
    yield WaitingList(title="Conflicting edits of yours", rank=Rank.CLASH, rows=ordered)
