"""The gate over pages of every kind: by key as they are written now, and over all that readers see."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import entities.gathering
import faqs.gathering
from entities import documents as entity_documents
from entities.models.draft import Entity
from entities.models.edition import EntityEdition
from faqs import documents as faq_documents
from faqs.models.draft import Faq
from faqs.models.edition import FaqEdition
from newsdesk.catalogue.models import Page
from newsdesk.publishing.problems import Findings
from stories import documents as story_documents
from stories.models.draft import Story
from stories.models.edition import StoryEdition

from . import gathering

PAGES_AT_ONCE = 500


class UnknownPage(ValueError):
    """A key that names no page."""


class Kind(NamedTuple):
    """What the gate needs of one kind of page. `of_many` takes documents by key."""

    model: Any
    edition: Any
    read: Callable[[Any], Any]
    of_one: Callable[[Any], Findings]
    of_many: Callable[[Mapping[str, Any]], dict[str, Findings]]


KINDS = {
    "story": Kind(
        Story, StoryEdition, story_documents.read, gathering.findings_of, gathering.findings
    ),
    "faq": Kind(
        Faq, FaqEdition, faq_documents.read, faqs.gathering.findings_of, faqs.gathering.findings
    ),
    "entity": Kind(
        Entity,
        EntityEdition,
        entity_documents.read,
        entities.gathering.findings_of,
        entities.gathering.findings,
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


def _checked(kind: str, pks: list[int]) -> Iterator[Checked]:
    about = KINDS[kind]
    pages = list(Page.objects.filter(pk__in=pks).order_by("pk").only("key", "title", "edition"))
    editions = about.edition.objects.in_bulk([page.edition for page in pages])
    documents = {
        page.key: about.read(editions[page.edition]) for page in pages if page.edition in editions
    }
    found = about.of_many(documents)
    for page in pages:
        if page.key in found:
            yield Checked(page.key, page.title, found[page.key])
