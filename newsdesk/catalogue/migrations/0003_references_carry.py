from datetime import UTC, datetime

from django.db import migrations, models

EARLY = datetime(1970, 1, 1, tzinfo=UTC)
CARRIED = ("kind", "uid", "published_at", "visible_from", "visible_until")
FILL = f"""
UPDATE catalogue_reference
SET {", ".join(f"{name} = page.{name}" for name in CARRIED)}
FROM catalogue_page page WHERE page.id = catalogue_reference.page_id
"""  # noqa: S608
LEAD = """
WITH led AS (
    SELECT reference.id, reference.page_id, reference.position,
        COALESCE(here."into", everywhere."into", reference.target) AS goal
    FROM catalogue_reference reference
    JOIN catalogue_page page ON page.id = reference.page_id
    LEFT JOIN catalogue_merged here ON here.key = reference.target AND here.page = page.key
    LEFT JOIN catalogue_merged everywhere
        ON everywhere.key = reference.target AND everywhere.page = ''
), told AS (
    SELECT id, CASE WHEN ROW_NUMBER() OVER (PARTITION BY page_id, goal ORDER BY position) = 1
        THEN goal ELSE '' END AS shown
    FROM led
)
UPDATE catalogue_reference SET shown = told.shown FROM told
WHERE told.id = catalogue_reference.id
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_generation")]

    operations = [
        migrations.RemoveIndex(model_name="page", name="page_latest"),
        migrations.RemoveIndex(model_name="page", name="page_by_title"),
        migrations.AddField(
            model_name="reference",
            name="shown",
            field=models.CharField(blank=True, default="", max_length=255),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reference",
            name="kind",
            field=models.CharField(default="", max_length=16),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reference",
            name="uid",
            field=models.CharField(default="", max_length=16),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reference",
            name="published_at",
            field=models.DateTimeField(default=EARLY),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reference",
            name="visible_from",
            field=models.DateTimeField(default=EARLY),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reference",
            name="visible_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL([FILL, LEAD], migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="page",
            index=models.Index(
                fields=["kind", "-published_at", "-uid", "visible_from", "visible_until", "id"],
                name="page_latest",
            ),
        ),
        migrations.AddIndex(
            model_name="page",
            index=models.Index(
                fields=[
                    "-published_at",
                    "-uid",
                    "kind",
                    "visible_from",
                    "visible_until",
                    "updated_at",
                    "id",
                ],
                name="page_dated",
            ),
        ),
        migrations.AddIndex(
            model_name="page",
            index=models.Index(
                fields=["kind", "sort_title", "uid", "visible_from", "visible_until"],
                name="page_by_title",
            ),
        ),
        migrations.AddIndex(
            model_name="page",
            index=models.Index(
                fields=["kind", "-updated_at", "visible_from", "visible_until"],
                name="page_updated",
            ),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(
                fields=[
                    "shown",
                    "-published_at",
                    "-uid",
                    "kind",
                    "visible_from",
                    "visible_until",
                    "page",
                ],
                name="reference_latest",
            ),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(
                fields=["kind", "shown", "visible_from", "visible_until"], name="reference_counted"
            ),
        ),
    ]
