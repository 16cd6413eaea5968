"""Each row has a uid, and no two the same."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0004_fill_uids")]

    operations = [
        migrations.AlterField(
            model_name="story",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name="author",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
