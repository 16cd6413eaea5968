import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0009_report_medium"),
    ]

    operations = [
        migrations.AddField(
            model_name="story",
            name="earlier",
            field=models.ForeignKey(
                blank=True,
                help_text="The story that this one continues. Readers of it are led here once this is published.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="later",
                to="stories.story",
                verbose_name="earlier story",
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(("earlier", models.F("id")), _negated=True),
                name="story_not_its_own_earlier",
            ),
        ),
    ]
