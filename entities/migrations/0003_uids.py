"""What pages are known by on every desk: a column that is empty at first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entities", "0002_flat_lists")]

    operations = [
        migrations.AddField(
            model_name="entity",
            name="uid",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="outlet",
            name="uid",
            field=models.UUIDField(editable=False, null=True),
        ),
    ]
