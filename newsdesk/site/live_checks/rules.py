"""The gate over pages of every kind: by key as they are written now, and over all that readers see."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import entities.rule_inputs
import entities.rules
import faqs.rule_inputs
import faqs.rules
from entities import documents as entity_documents
from entities.models.draft import Entity
from entities.models.edition import EntityEdition
from faqs import documents as faq_documents
from faqs.models.draft import Faq
from faqs.models.edition import FaqEdition
from newsdesk.catalogue.models import Page
from newsdesk.live_checks.results import Gate
from newsdesk.rules.findings import Findings
from stories import documents as story_documents
from stories.models.draft import Story
from stories.models.edition import StoryEdition
from stories.rules import dates, rule_inputs

PAGES_AT_ONCE = 500


class UnknownPage(ValueError):
    """A key that names no page."""


class Kind(NamedTuple):
    """One kind of page: where it is kept, and its gate; `of_one` is asked of a working copy."""

    model: Any
    edition: Any
    of_one: Callable[[Any], Findings]
    gate: Gate


KINDS = {
    "story": Kind(
        Story,
        StoryEdition,
        rule_inputs.findings_of,
        Gate(read=story_documents.read, find=rule_inputs.findings, forecasts=dates.forecasts),
    ),
    "faq": Kind(
        Faq,
        FaqEdition,
        faqs.rule_inputs.findings_of,
        Gate(
            read=faq_documents.read,
            find=faqs.rule_inputs.findings,
            forecasts=faqs.rules.forecasts,
        ),
    ),
    "entity": Kind(
        Entity,
        EntityEdition,
        entities.rule_inputs.findings_of,
        Gate(
            read=entity_documents.read,
            find=entities.rule_inputs.findings,
            forecasts=entities.rules.forecasts,
        ),
    ),
}


class Checked(NamedTuple):
    """A page with what the gate finds in it."""

    key: str
    title: str
    findings: Findings


def by_key(key: str) -> Checked:
    """Return what the gate finds in the working copy of "story:5". Raises UnknownPage."""
    kind, _, number = key.partition(":")
    if kind not in KINDS or not number.isdecimal() or len(number) > 18:
        raise UnknownPage(f"“{key}” is no key of a page: write story:5, faq:12 or entity:3.")
    item = KINDS[kind].model.objects.filter(pk=int(number)).first()
    if item is None:
        raise UnknownPage(f"There is no page “{key}”.")
    return Checked(item.key, str(item), KINDS[kind].of_one(item))


def live(*kinds: str) -> Iterator[Checked]:
    """Yield every page that readers see, by default of all kinds, with what the gate finds in it today.

    What readers see is the edition, not what has been written since. Seven queries at most for each
    five hundred pages of a kind.
    """
    for kind in kinds or KINDS:
        keys = Page.objects.visible().of_kind(kind).order_by("pk").values_list("pk", flat=True)
        pks = list(keys)
        for begin in range(0, len(pks), PAGES_AT_ONCE):
            yield from _checked(kind, pks[begin : begin + PAGES_AT_ONCE])


def documents_of(kind: str, pages: Iterable[Page]) -> dict[str, Any]:
    """Return what pages of a kind show, by key. One query."""
    shown = {page.edition: page.key for page in pages}
    editions = KINDS[kind].edition.objects.in_bulk(list(shown))
    return {shown[pk]: KINDS[kind].gate.read(edition) for pk, edition in editions.items()}


def _checked(kind: str, pks: list[int]) -> Iterator[Checked]:
    pages = list(Page.objects.filter(pk__in=pks).order_by("pk").only("key", "title", "edition"))
    found = KINDS[kind].gate.find(documents_of(kind, pages))
    for page in pages:
        if page.key in found:
            yield Checked(page.key, page.title, found[page.key])
