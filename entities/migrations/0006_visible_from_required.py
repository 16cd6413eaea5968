from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entities", "0005_scheduling_filled")]

    operations = [
        migrations.AlterField(
            model_name="entityedition",
            name="visible_from",
            field=models.DateTimeField(db_index=True),
        ),
    ]
