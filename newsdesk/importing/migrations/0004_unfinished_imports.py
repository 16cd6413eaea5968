import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("importing", "0003_name_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnfinishedImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_name", models.CharField(blank=True, max_length=255)),
                ("title", models.CharField(blank=True, max_length=250)),
                ("reading", models.JSONField()),
                ("sections", models.JSONField(default=dict)),
                ("names", models.JSONField(default=dict)),
                ("page", models.PositiveSmallIntegerField(default=0)),
                ("corrections", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "changed_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "text being imported",
                "verbose_name_plural": "texts being imported",
                "ordering": ["-changed_at", "-pk"],
                "default_permissions": (),
            },
        ),
    ]
