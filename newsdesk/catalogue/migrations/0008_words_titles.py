"""A question may have 300 characters, and its page in the catalogue the same."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0007_moments"),
    ]

    operations = [
        migrations.AlterField(
            model_name="page",
            name="sort_title",
            field=models.CharField(max_length=300),
        ),
        migrations.AlterField(
            model_name="page",
            name="title",
            field=models.CharField(max_length=300),
        ),
    ]
