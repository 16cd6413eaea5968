"""The gate over pages of every kind: by key as they are written now, and over all that readers see."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsdesk.catalogue.kinds import UnknownKind
from newsdesk.catalogue.models import Page
from newsdesk.rules.findings import Findings
from newsdesk.workflow.register import AnyWorkflow, workflow_named, workflows

PAGES_AT_ONCE = 500


class UnknownPage(ValueError):
    """A key that names no page."""


class CheckedPage(NamedTuple):
    """A page with what the gate finds in it."""

    key: str
    title: str
    findings: Findings


def by_key(key: str) -> CheckedPage:
    """Return what the gate finds in the working copy of "story:5". Raises UnknownPage."""
    name, _, number = key.partition(":")
    try:
        kind = workflow_named(name)
    except UnknownKind:
        kind = None
    if kind is None or not number.isdecimal() or len(number) > 18:
        raise UnknownPage(f"“{key}” is no key of a page: write {_examples()}.")
    item = kind.items.filter(pk=int(number)).first()
    if item is None:
        raise UnknownPage(f"There is no page “{key}”.")
    return CheckedPage(item.key, str(item), kind.findings(item, kind.document_of(item)))


def live(*names: str) -> Iterator[CheckedPage]:
    """Yield every page that readers see, by default of all kinds, with what the gate finds in it today.

    What readers see is the edition, not what has been written since. Seven queries at most for each
    five hundred pages of a kind.
    """
    for kind in [workflow_named(name) for name in names] or workflows():
        visible = Page.objects.visible().of_kind(kind.kind.name)
        pks = list(visible.order_by("pk").values_list("pk", flat=True))
        for begin in range(0, len(pks), PAGES_AT_ONCE):
            yield from _checked(kind, pks[begin : begin + PAGES_AT_ONCE])


def documents_of(kind: AnyWorkflow, pages: Iterable[Page]) -> dict[str, object]:
    """Return what pages of a kind show, by key. One query."""
    shown = {page.edition: page.key for page in pages}
    editions = kind.kind.editions.in_bulk(list(shown))
    return {shown[pk]: kind.read(edition) for pk, edition in editions.items()}


def _checked(kind: AnyWorkflow, pks: list[int]) -> Iterator[CheckedPage]:
    pages = list(Page.objects.filter(pk__in=pks).order_by("pk").only("key", "title", "edition"))
    found = kind.find(documents_of(kind, pages))
    for page in pages:
        if page.key in found:
            yield CheckedPage(page.key, page.title, found[page.key])


def _examples() -> str:
    *others, last = [f"{kind.kind.name}:5" for kind in workflows()]
    return f"{', '.join(others)} or {last}"
