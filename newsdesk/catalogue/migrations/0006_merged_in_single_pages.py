from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_scheduling")]

    operations = [
        migrations.AddField(
            model_name="merged",
            name="page",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AlterField(
            model_name="merged",
            name="key",
            field=models.CharField(max_length=255),
        ),
        migrations.AlterField(
            model_name="merged",
            name="into",
            field=models.CharField(db_index=True, max_length=255),
        ),
        migrations.AddConstraint(
            model_name="merged",
            constraint=models.UniqueConstraint(fields=("key", "page"), name="merged_once"),
        ),
    ]
