"""What of a page points where. Nothing here knows the apps."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.models import Model, QuerySet

from newsdesk.pages.parts import Ordered


def referring_rows(model: type[Model], keys: Iterable[int]) -> Iterator[tuple[str, Ordered]]:
    """Yield the rows of working copies whose foreign key names one of `keys` of `model`, each after the
    key's name. One query for each foreign key that there is.
    """
    for name, part in _pointing(model):
        rows: QuerySet = part._default_manager.all()
        naming = rows.filter(**{f"{name}__in": keys}, item__discarded=False)
        yield from ((name, row) for row in naming.select_related("item"))


def _pointing(model: type[Model]) -> Iterator[tuple[str, type[Ordered]]]:
    """Yield name and model of every foreign key from a part of a page to `model`."""
    for each in apps.get_models():
        if not issubclass(each, Ordered):
            continue
        for field in each._meta.get_fields():
            if field.many_to_one and field.related_model is model and field.name != "item":
                yield field.name, each
