from django.db import migrations, models
from django.db.models.fields.json import KeyTransform


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_references_carry")]

    operations = [
        migrations.AddIndex(
            "page",
            models.Index(
                KeyTransform("kind", "card"),
                "sort_title",
                "uid",
                name="page_topics",
                condition=models.Q(kind="entity"),
            ),
        ),
    ]
