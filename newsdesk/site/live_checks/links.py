"""Which addresses published pages lead to, noted once for each version; then those that are due are asked."""

import hashlib
import logging
from collections.abc import Iterable

from django.db import transaction

from newsdesk.catalogue.models import Page
from newsdesk.live_checks.addresses import addresses_in
from newsdesk.live_checks.links import Ask, ask_due, asked
from newsdesk.live_checks.models import Link, LinkUse, PageCheck
from newsdesk.pages.documents import as_data
from newsdesk.requests.addresses import host_of
from newsdesk.site.live_checks.rules import documents_of
from newsdesk.workflow.register import AnyWorkflow, workflows

logger = logging.getLogger("newsdesk.links")

PAGES_AT_ONCE = 200
# Of a run; of a large desk that is new here the others follow an hour later.
MOST_PAGES = 5_000
KEYS_AT_ONCE = 500

# A page of the catalogue, a field of it, and the address there.
Use = tuple[int, str, str]


def check_links(ask: Ask = asked) -> int:
    """Note links of pages that have appeared, forget those of pages that are gone, ask the ones that are due.

    Returns how many were asked.
    """
    for kind in workflows():
        waiting = PageCheck.objects.live().of_kind(kind.kind.name).filter(links_noted=False)
        pks = list(waiting.order_by("pk").values_list("page", flat=True)[:MOST_PAGES])
        for begin in range(0, len(pks), PAGES_AT_ONCE):
            _note(kind, pks[begin : begin + PAGES_AT_ONCE])
    forgotten, _ = Link.objects.unused().delete()
    if forgotten:
        logger.info("%d links of pages that are gone were forgotten", forgotten)
    return ask_due(ask)


@transaction.atomic
def _note(kind: AnyWorkflow, pks: list[int]) -> None:
    """Note the links of some pages. Six queries."""
    pages = list(Page.objects.filter(pk__in=pks).only("key", "edition"))
    documents = documents_of(kind, pages)
    uses: list[Use] = [
        (page.pk, path, address)
        for page in pages
        if page.key in documents
        for path, address in addresses_in(kind.kind.labels, as_data(documents[page.key]))
    ]
    links = _links({address for _, _, address in uses})
    LinkUse.objects.filter(page__in=pks).delete()
    LinkUse.objects.bulk_create(
        LinkUse(page_id=page, field=path, link_id=links[key_of(address)])
        for page, path, address in dict.fromkeys(uses)
    )
    PageCheck.objects.filter(page__in=pks).update(links_noted=True)


def _links(addresses: Iterable[str]) -> dict[str, int]:
    """Return the primary keys of these addresses by their keys; those that are new are kept first."""
    by_key = {key_of(each): each for each in addresses}
    new = [Link(key=key, address=each, host=host_of(each)[:255]) for key, each in by_key.items()]
    Link.objects.bulk_create(new, ignore_conflicts=True)
    found: dict[str, int] = {}
    keys = list(by_key)
    for begin in range(0, len(keys), KEYS_AT_ONCE):
        rows = Link.objects.filter(key__in=keys[begin : begin + KEYS_AT_ONCE])
        found.update(rows.values_list("key", "pk"))
    return found


def key_of(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()
