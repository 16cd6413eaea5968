"""Whether the links of a page are among those that are asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("upkeep", "0002_links")]

    operations = [
        migrations.AddField(
            model_name="pagecheck",
            name="links_noted",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="pagecheck",
            index=models.Index(
                condition=models.Q(("links_noted", False)), fields=["kind"], name="check_links"
            ),
        ),
    ]
