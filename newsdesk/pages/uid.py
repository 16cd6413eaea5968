"""What a row is known by on every desk: a UUID that goes with it where its primary key cannot."""

import uuid
from collections.abc import Callable

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# So many rows are filled in one statement.
_BATCH = 500


class Identified(models.Model):
    """A row that is named by its `uid` in what leaves a desk, and is found by it where that comes in.

    It is drawn once and never changes. Readers are never shown it: the catalogue has digests of its own.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


def fill_uids(app: str, *names: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """Return the step of a migration that draws a uid for each row of these models that has none."""

    def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for name in names:
            rows = apps.get_model(app, name)._base_manager.using(schema_editor.connection.alias)
            without = rows.filter(uid=None).order_by("pk").only("pk")
            while some := list(without[:_BATCH]):
                for row in some:
                    row.uid = uuid.uuid4()
                rows.bulk_update(some, ["uid"])

    return fill
