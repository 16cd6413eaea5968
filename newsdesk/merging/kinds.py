"""Which kinds of page there are, and what of them points where. Nothing here knows the apps."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from newsdesk.pages.models import WorkingCopy


def kinds() -> dict[str, Any]:
    """Return every kind of page by the prefix of its keys."""
    models: list[Any] = [model for model in apps.get_models() if issubclass(model, WorkingCopy)]
    return {model.key_prefix: model for model in models}


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
