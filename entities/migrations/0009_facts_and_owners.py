import django.db.models.deletion
from django.db import migrations, models

import newsdesk.publishing.parts


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0008_splits"),
    ]

    operations = [
        migrations.AddField(
            model_name="outlet",
            name="owner",
            field=models.CharField(
                blank=True,
                help_text="Who owns it: a company, a family, a state. Papers of one owner count as one source. Leave it empty where you do not know.",
                max_length=200,
            ),
        ),
        migrations.CreateModel(
            name="EntityFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "uid",
                    models.CharField(
                        default=newsdesk.publishing.parts.new_id, editable=False, max_length=16
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        help_text="Founded, Height, Crew …",
                        max_length=80,
                        verbose_name="what",
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=300, verbose_name="fact")),
                ("source", models.CharField(blank=True, help_text="Who says so.", max_length=200)),
                (
                    "url",
                    models.URLField(blank=True, max_length=500, verbose_name="link to the source"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="entities.entity",
                    ),
                ),
            ],
            options={
                "verbose_name": "fact",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
    ]
