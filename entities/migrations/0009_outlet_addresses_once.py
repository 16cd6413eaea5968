"""Each outlet has an address, and no two the same."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entities", "0008_fill_outlet_addresses")]

    operations = [
        migrations.AlterField(
            model_name="outlet",
            name="slug",
            field=models.SlugField(editable=False, max_length=100, unique=True),
        ),
    ]
