"""Each outlet is given an address of its own, made of its name."""

from itertools import count

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from newsdesk.text.slugs import slug_of


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    outlets = apps.get_model("entities", "Outlet").objects
    taken = set(outlets.exclude(slug="").values_list("slug", flat=True))
    changed = []
    for outlet in outlets.filter(slug="").order_by("pk"):
        wanted = slug_of(outlet.name, 95) or "outlet"
        tries = (f"{wanted}-{number}" for number in count(2))
        outlet.slug = wanted if wanted not in taken else next(s for s in tries if s not in taken)
        taken.add(outlet.slug)
        changed.append(outlet)
    outlets.bulk_update(changed, ["slug"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("entities", "0007_outlet_addresses")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
