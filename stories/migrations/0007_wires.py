import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0009_facts_and_owners"),
        ("stories", "0006_reporting"),
    ]

    operations = [
        migrations.AddField(
            model_name="sourcereport",
            name="wire",
            field=models.ForeignKey(
                blank=True,
                help_text="Whose text the paper carries, where it says so. Reports of one agency count once.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_reports",
                to="entities.outlet",
                verbose_name="agency",
            ),
        ),
    ]
