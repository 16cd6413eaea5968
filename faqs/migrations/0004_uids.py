"""What pages are known by on every desk: a column that is empty at first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("faqs", "0003_weights_of_differences")]

    operations = [
        migrations.AddField(
            model_name="faq",
            name="uid",
            field=models.UUIDField(editable=False, null=True),
        ),
    ]
