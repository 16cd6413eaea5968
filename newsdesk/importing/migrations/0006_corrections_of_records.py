from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("importing", "0005_import_doubts"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrecord",
            name="corrections",
            field=models.JSONField(default=list),
        ),
    ]
