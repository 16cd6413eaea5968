"""One page as readers see it, or saw it at a time: looked up by its id in the catalogue and the editions."""

from datetime import datetime

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from newsdesk.api.page_documents import PageAtTime, ServedKind
from newsdesk.api.problems import Problem
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import Gone, resolve_uid
from newsdesk.pages.editions import Edition
from newsdesk.pages.notes import corrections_in
from newsdesk.presentation.history.pages import page_then
from newsdesk.presentation.history.record import public_editions


def seen_now(served: ServedKind, uid: str) -> PageAtTime:
    """Return what readers see of a page. Four queries. Raises Gone or Http404.

    Of a page that was merged it is the survivor.
    """
    page = resolve_uid(served.kind.name, uid)
    editions = served.kind.editions.in_order().of(_item(page))
    noting = Q(visible_from__lte=page.visible_from, kind__in=Edition.NOTING)
    rows = list(editions.filter(Q(pk=page.edition) | noting))
    at = [row.pk for row in rows].index(page.edition)
    document = served.kind.read(rows[at])
    return PageAtTime(
        page=page,
        document=document,
        references=served.kind.public_page.visible_references(document, page=page),
        corrections=corrections_in(rows[: at + 1]),
        asked=uid,
    )


def seen_at(served: ServedKind, uid: str, at: datetime) -> PageAtTime:
    """Return the edition of a page that readers saw at a time. Raises Problem, Gone or Http404.

    What it refers to is what readers see of that now. Six queries, two more of a page that was merged.

    SECURITY: what was withdrawn stays withdrawn when its page comes back (docs/decisions/0014), and
    nothing is told of a time that has not come.
    """
    if at > timezone.now():
        raise Problem("“as_of” is a time that has been: nothing is told of what is to come.")
    page = resolve_uid(served.kind.name, uid)
    rows = served.kind.editions.of(_item(page)).public().defer("document", "schema")
    editions = public_editions(rows)
    then = [each for each in editions if each.visible_from <= at]
    if not then:
        raise Http404("Readers could not see the page then.")
    if not then[-1].readable:
        raise Gone("What readers saw then was withdrawn.")
    edition = served.kind.editions.get(pk=then[-1].pk)
    document = served.kind.read(edition)
    past = page_then(page, then)
    entry = served.kind.entry_of([edition])
    past.title, past.summary = entry.title, entry.summary
    return PageAtTime(
        page=past,
        document=document,
        references=served.kind.public_page.visible_references(document, page=page),
        corrections=corrections_in(then),
        asked=uid,
        as_of=at,
    )


def _item(page: Page) -> int:
    return int(page.key.rpartition(":")[2])
