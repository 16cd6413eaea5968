"""Links that editors wrote into texts, in every kind of page there is: working copies and live editions."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from newsdesk.catalogue.models import Page
from newsdesk.kinds.register import kinds
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.parts import Part


def working_copies(paths: list[str]) -> Iterator[WorkingCopy]:
    """Yield the pages whose working copy links to one of `paths`; a page may come more than once."""
    for model in apps.get_models() if paths else ():
        if issubclass(model, Part):
            parts = _naming(model, paths).select_related("item")
            yield from (part.item for part in parts if not part.item.discarded)
        elif issubclass(model, WorkingCopy):
            yield from _naming(model, paths).filter(discarded=False)


def _naming(model: type[Model], paths: list[str]) -> QuerySet:
    """Return the rows of `model` in whose texts one of `paths` occurs."""
    named = Q()
    for field in model._meta.get_fields():
        if isinstance(field, TextField):
            for path in paths:
                named |= Q(**{f"{field.name}__contains": path})
    rows = model._default_manager.all()
    return rows.filter(named) if named else rows.none()


def pages(paths: list[str]) -> Iterator[Page]:
    """Yield the pages that readers see now or later whose edition links to one of `paths`."""
    for kind in kinds() if paths else ():
        shown = Page.objects.to_see().of_kind(kind.name).defer("text")
        named = Q()
        for path in paths:
            named |= Q(said__contains=path)
        live = kind.editions.filter(pk__in=shown.values("edition"))
        found = live.annotate(said=Cast("document", TextField())).filter(named)
        yield from shown.filter(edition__in=found.values("pk"))
