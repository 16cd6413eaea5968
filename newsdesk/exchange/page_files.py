"""Ways to leave with everything, beside our own JSON: Markdown, ninjs, and the public site as files."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from entities.models.draft import Entity
from entities.workflow import ENTITY
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.catalogue.models import Page
from newsdesk.exchange import ninjs
from newsdesk.exchange.site_file import new_folder
from newsdesk.pages.documents import canonical
from newsdesk.pages.keys import numbers
from newsdesk.site.markdown import (
    faq_markdown,
    site_page_markdown,
    story_markdown,
    topic_markdown,
)
from newsdesk.site_pages.workflow import SITE_PAGE
from newsdesk.workflow.register import AnyWorkflow
from stories.workflow import STORY

_ODD = re.compile(r"[^a-z0-9-]")


def write_markdown(folder: Path, *, public: bool) -> int:
    """Write each page as a file of Markdown; return how many. Raises FileExistsError.

    With `public` those that readers can open, as they read them; otherwise as the desk has them now.
    """
    new_folder(folder)
    count = 0
    for workflow, name, text in _texts(public):
        target = folder / workflow.kind.name / f"{name}.md"
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
        count += 1
    return count


def write_ninjs(folder: Path) -> int:
    """Write each public page as an item of ninjs; return how many. Raises FileExistsError."""
    new_folder(folder)
    count = 0
    for path, item in ninjs.items():
        name = _ODD.sub("-", path.strip("/").replace("/", "-"))
        (folder / f"{name}.json").write_bytes(canonical(item))
        count += 1
    return count


def _texts(public: bool) -> Iterator[tuple[AnyWorkflow, str, str]]:
    for workflow in (STORY, FAQ, ENTITY):
        for item in workflow.items.filter(discarded=False).order_by("pk").iterator(chunk_size=50):
            document = _document(workflow, item, public)
            if document is not None:
                name = document.slug or str(item.uid)
                yield workflow, name, text_of(workflow, document, public=public)


def _document(workflow: AnyWorkflow, item: Any, public: bool) -> Any:
    if not public:
        return workflow.document_of(item)
    page = Page.objects.visible().filter(key=item.key).only("edition").first()
    return page and workflow.kind.read(workflow.kind.editions.get(pk=page.edition))


def text_of(workflow: AnyWorkflow, document: Any, *, public: bool = False) -> str:
    """Return a document as Markdown, with what it names."""
    if workflow is FAQ:
        return faq_markdown(document)
    if workflow is ENTITY:
        return topic_markdown(document)
    if workflow is SITE_PAGE:
        return site_page_markdown(document)
    faqs = Faq.objects.in_bulk(numbers("faq", document.faqs))
    topics = Entity.objects.in_bulk(numbers("entity", document.entities))
    asked = [faqs[pk] for pk in numbers("faq", document.faqs) if pk in faqs]
    named = [topics[pk] for pk in numbers("entity", document.entities) if pk in topics]
    return story_markdown(
        document,
        [d for each in asked if (d := _document(FAQ, each, public))],
        [d for each in named if (d := _document(ENTITY, each, public))],
    )
