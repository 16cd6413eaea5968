from django.db import migrations, models

from newsdesk.catalogue.models import title_key

AT_ONCE = 1_000


def fill(apps, schema_editor):
    pages = apps.get_model("catalogue", "Page").objects.using(schema_editor.connection.alias)
    rows = []
    for page in pages.only("pk", "title").iterator(chunk_size=AT_ONCE):
        page.title_key = title_key(page.title)
        rows.append(page)
        if len(rows) == AT_ONCE:
            pages.bulk_update(rows, ["title_key"])
            rows = []
    pages.bulk_update(rows, ["title_key"])


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_topics_of_a_kind")]

    operations = [
        migrations.AddField("page", "title_key", models.CharField(max_length=300, default="")),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
        migrations.AddIndex("page", models.Index(fields=["title_key"], name="page_title_key")),
    ]
