"""What pages are known by on every desk: a column that is empty at first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0002_flat_lists")]

    operations = [
        migrations.AddField(
            model_name="story",
            name="uid",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="author",
            name="uid",
            field=models.UUIDField(editable=False, null=True),
        ),
    ]
