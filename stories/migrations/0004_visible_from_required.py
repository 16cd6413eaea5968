from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0003_scheduling_filled")]

    operations = [
        migrations.AlterField(
            model_name="storyedition",
            name="visible_from",
            field=models.DateTimeField(db_index=True),
        ),
    ]
