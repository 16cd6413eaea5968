"""What of an old document can be restored today, and what of it is gone."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.files.storage import default_storage
from django.db import models

from newsdesk.images.storage import StoreFailed
from newsdesk.pages.document_image import Image
from newsdesk.pages.models import WorkingCopy

Document = TypeVar("Document")


@dataclass(frozen=True, slots=True)
class GoneReference:
    """Something that cannot be restored as it was: its path in the document, and a sentence."""

    path: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Restorable(Generic[Document]):
    """A document as it can be restored today, and what had to be left out of it."""

    document: Document
    gone: tuple[GoneReference, ...] = ()


def address_now(item: WorkingCopy, slug: str) -> tuple[str, tuple[GoneReference, ...]]:
    """Return `slug`, or the page's own where another page has taken it since."""
    others: models.QuerySet = type(item)._default_manager.exclude(pk=item.pk)
    if not slug or not others.filter(slug=slug).exists():
        return slug, ()
    sentence = f"The address “{slug}” belongs to another page now: the present one stays."
    return item.slug, (GoneReference("slug", sentence),)


def picture_now(image: Image | None) -> tuple[Image | None, tuple[GoneReference, ...]]:
    """Return the picture of a document, or None where its file is gone.

    Where the store does not answer the picture stays: nothing is taken from a page that may be there.
    """
    if image is None:
        return image, ()
    try:
        if default_storage.exists(image.name):
            return image, ()
    except StoreFailed:
        return image, ()
    return None, (
        GoneReference("image", f"The image “{image.alt or image.name}” is not there any more."),
    )
