"""Steps of migrations that the apps have in common. Historical models only."""

from collections.abc import Callable
from typing import Any

from django.db.models import F

from .triggers import drop_triggers


def visible_from_the_start(app: str, model: str) -> Callable[[Any, Any], None]:
    """Return a step that lets every edition of a kind of page be visible since it was frozen, and calls
    settled what is published as it stands.

    The triggers are dropped for it; post_migrate makes them again.
    """

    def step(apps: Any, schema_editor: Any) -> None:
        drop_triggers(schema_editor.connection.alias)
        editions = apps.get_model(app, f"{model}Edition").objects.all()
        editions.filter(visible_from=None).update(visible_from=F("at"))
        last: dict[int, str] = dict(editions.order_by("number").values_list("item", "digest"))
        items = apps.get_model(app, model).objects
        for pk, digest in items.filter(state="drafting").values_list("pk", "digest"):
            if last.get(pk) == digest:
                items.filter(pk=pk).update(state="settled")

    return step
