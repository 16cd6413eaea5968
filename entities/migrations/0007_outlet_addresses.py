"""Outlets have addresses, and names that they had: columns that are empty at first."""

from django.db import migrations, models

import newsdesk.pages.fields


class Migration(migrations.Migration):
    dependencies = [("entities", "0006_outlet_facts")]

    operations = [
        migrations.AddField(
            model_name="outlet",
            name="slug",
            field=models.SlugField(default="", editable=False, max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="outlet",
            name="past_names",
            field=newsdesk.pages.fields.LinesField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
    ]
