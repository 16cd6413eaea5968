"""Pages are found by how their titles read. After the filling: PostgreSQL alters no table whose rows have
changed in the same transaction and still wait for their triggers.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_fill_title_keys")]

    operations = [
        migrations.AddIndex("page", models.Index(fields=["title_key"], name="page_title_key")),
    ]
