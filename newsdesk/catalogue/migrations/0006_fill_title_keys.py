"""Each page that there is gets the key of its title."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from newsdesk.catalogue.models import title_key

AT_ONCE = 1_000


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    pages = apps.get_model("catalogue", "Page")._base_manager.using(schema_editor.connection.alias)
    without = pages.filter(title_key="").exclude(title="").order_by("pk").only("pk", "title")
    last = 0
    while some := list(without.filter(pk__gt=last)[:AT_ONCE]):
        for page in some:
            page.title_key = title_key(page.title)
        pages.bulk_update(some, ["title_key"])
        last = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_title_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
