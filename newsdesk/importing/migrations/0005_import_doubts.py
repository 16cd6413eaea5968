from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("importing", "0004_unfinished_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportDoubt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.CharField(db_index=True, max_length=40)),
                ("code", models.CharField(max_length=40)),
                ("field", models.CharField(blank=True, max_length=80)),
                ("words", models.TextField(blank=True)),
                ("message", models.TextField()),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
    ]
