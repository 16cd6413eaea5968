"""Portraits of people: once taken away they are gone from the store too, since no version has them."""

from django.apps import apps
from django.core.files.storage import default_storage
from django.urls import reverse

from newsdesk.catalogue.purge import purge_picture_soon
from newsdesk.images.ladder import Focus, Size
from newsdesk.images.renditions import forget
from newsdesk.jobs.job import Terms, hand_in, job
from newsdesk.pages.illustrated import Pictured
from newsdesk.workflow.register import workflows


def take_away(row: Pictured) -> None:
    """Let readers, caches and the store lose the picture that `row` has now; the caller saves what it has
    instead. Call it in the transaction of that: where it is undone, nothing is lost.
    """
    if not row.image.name:
        return
    size: Size = (row.image_width or 0, row.image_height or 0)
    focus: Focus = (row.image_focus_x, row.image_focus_y)
    purge_picture_soon(row.image.name, size, focus, shown_at=[reverse("home")])
    hand_in(forget_portrait, row.image.name)


def clear(row: Pictured) -> None:
    """Take the picture of a row away for good, with what was told of it."""
    take_away(row)
    row.image, row.image_width, row.image_height = "", None, None
    row.image_alt = row.image_credit = ""
    row.image_focus_x = row.image_focus_y = 50
    row.save()


@job(Terms("Deleting a portrait"))
def forget_portrait(name: str) -> None:
    """Delete a picture and all that was made of it, unless something still shows it. Raises StoreFailed."""
    if not is_named(name) and default_storage.exists(name):
        forget(name)


def is_named(name: str) -> bool:
    """Tell whether a person, a draft or a version of any page has this picture.

    Two may have one file: an import keeps equal pictures once.
    """
    models = [model for model in apps.get_models() if issubclass(model, Pictured)]
    if any(model._default_manager.filter(image=name).exists() for model in models):
        return True
    kinds = [each.kind for each in workflows() if each.kind.shapes]
    return any(kind.editions.filter(document__image__name=name).exists() for kind in kinds)
