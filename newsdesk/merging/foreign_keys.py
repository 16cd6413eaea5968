"""What of a page points where. Nothing here knows the apps."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from newsdesk.pages.models import WorkingCopy


def pointing(model: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and model of every foreign key from a part of a page to `model`."""
    for each in apps.get_models():
        fields = {field.name: field for field in each._meta.get_fields()}
        owner = fields["item"].related_model if "item" in fields else None
        if not isinstance(owner, type) or not issubclass(owner, WorkingCopy):
            continue
        for field in fields.values():
            if field.many_to_one and field.related_model is model and field.name != "item":
                yield field.name, each
