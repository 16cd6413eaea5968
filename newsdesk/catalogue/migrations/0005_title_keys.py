"""A column for how titles are compared that read alike."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_topics_of_a_kind")]

    operations = [
        migrations.AddField("page", "title_key", models.CharField(max_length=300, default="")),
    ]
