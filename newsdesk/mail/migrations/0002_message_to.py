"""The address of a message that has to reach the one of now, whatever the person's is when it is sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="to",
            field=models.EmailField(blank=True, default="", max_length=254),
            preserve_default=False,
        )
    ]
