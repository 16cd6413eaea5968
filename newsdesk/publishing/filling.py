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


def revisions_from_the_log(app: str, model: str) -> Callable[[Any, Any], None]:
    """Return a step that keeps who has written the working copies of a kind of page, as far as its log
    tells. What each of them wrote is not known, apart from what stands there now: until a page is
    published again, all of them count as authors of it.
    """
    writing = ("create", "edit", "revise", "restore", "correct", "clarify")

    def step(apps: Any, schema_editor: Any) -> None:
        revisions = apps.get_model(app, f"{model}Revision").objects
        events = apps.get_model(app, f"{model}Event").objects.filter(verb__in=writing)
        if revisions.exists():
            return
        digests = dict(apps.get_model(app, model).objects.values_list("pk", "digest"))
        newest = dict(events.order_by("pk").values_list("item", "pk"))
        for event in events.order_by("pk").iterator():
            says = digests[event.item_id] if newest[event.item_id] == event.pk else ""
            revisions.create(item_id=event.item_id, actor_id=event.actor_id, digest=says)

    return step
