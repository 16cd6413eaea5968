"""What the demo desk's files name: put in its place, and looked at before anything is laid down."""

import dataclasses
from collections.abc import Mapping
from typing import TypeVar

from entities.documents import EntityDocument
from faqs.documents import FaqDocument
from newsdesk.site.demo.deeds import NotOnce
from newsdesk.site.demo.desk import DemoPage, DemoStory, Desk
from newsdesk.site.demo.files import BrokenContent, UnknownReference
from stories.documents import StoryDocument

Page = TypeVar("Page", EntityDocument, FaqDocument, StoryDocument)


def resolved(document: Page, keys: Mapping[str, str]) -> Page:
    """Return `document` with each reference replaced by its key. Raises UnknownReference."""

    def key(reference: str) -> str:
        if reference not in keys:
            raise UnknownReference(f"“{document.slug}” names “{reference}”, which is not there.")
        return keys[reference]

    if isinstance(document, FaqDocument):
        return dataclasses.replace(document, entities=tuple(map(key, document.entities)))
    if isinstance(document, StoryDocument):
        return dataclasses.replace(
            document,
            entities=tuple(map(key, document.entities)),
            faqs=tuple(map(key, document.faqs)),
            earlier=key(document.earlier) if document.earlier else "",
            deeper=tuple(
                dataclasses.replace(question, target=key(question.target))
                if question.target
                else question
                for question in document.deeper
            ),
        )
    return document


def check(desk: Desk) -> None:
    """Look at all that the files name. Raises BrokenContent, UnknownReference where it leads nowhere."""
    _check_once(desk)
    _check_references(desk)
    _check_asked_twice(desk)


def _check_once(desk: Desk) -> None:
    seen: set[str] = set()
    pages: tuple[DemoPage, ...] = (*desk.entities, *desk.faqs, *desk.stories)
    for page in pages:
        if not page.document.slug:
            raise BrokenContent(f"A page has no slug: {page.document}.")
        if page.reference in seen:
            raise BrokenContent(f"“{page.reference}” is described twice.")
        seen.add(page.reference)


def _check_references(desk: Desk) -> None:
    """Follow every name in the order of laying down: a story may name only stories before it."""
    named: tuple[DemoPage, ...] = (*desk.entities, *desk.faqs)
    keys = {page.reference: page.reference for page in named}
    for faq in desk.faqs:
        resolved(faq.document, keys)
    outlets = {outlet.name for outlet in desk.outlets}
    for story in desk.stories:
        _check_deeds(story)
        resolved(story.document, keys)
        keys[story.reference] = story.reference
        for report in story.standing_document.reports:
            if report.outlet not in outlets:
                raise UnknownReference(f"“{story.reference}” quotes “{report.outlet}”, no outlet.")


def _check_asked_twice(desk: Desk) -> None:
    references = {faq.reference for faq in desk.faqs}
    for each in desk.asked_twice:
        if f"faq:{each.of}" not in references or each.reference in references:
            raise UnknownReference(f"“{each.question}” is no other wording of the FAQ “{each.of}”.")


def _check_deeds(story: DemoStory) -> None:
    try:
        _ = story.standing_document
    except NotOnce as error:
        raise BrokenContent(str(error)) from error
