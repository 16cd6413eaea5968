"""Say of each pair that was judged which decision stands: its last one."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Subquery

DECIDED = ("same", "different", "variant")


def name_the_last(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    verdicts = apps.get_model("faqs", "DuplicateVerdict").objects
    last = verdicts.filter(pair=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    pairs = apps.get_model("faqs", "DuplicatePair").objects.filter(state__in=DECIDED, stands=None)
    pairs.update(stands=Subquery(last))


class Migration(migrations.Migration):
    dependencies = [("faqs", "0007_what_decisions_rest_on")]

    operations = [migrations.RunPython(name_the_last, migrations.RunPython.noop)]
