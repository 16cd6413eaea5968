"""Each row has a uid, and no two the same."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("faqs", "0005_fill_uids")]

    operations = [
        migrations.AlterField(
            model_name="faq",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
