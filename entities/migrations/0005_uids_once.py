"""Each row has a uid, and no two the same."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entities", "0004_fill_uids")]

    operations = [
        migrations.AlterField(
            model_name="entity",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name="outlet",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
