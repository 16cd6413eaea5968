"""Everything that is published is visible since it was frozen."""

from django.db import migrations

from newsdesk.publishing.filling import visible_from_the_start


class Migration(migrations.Migration):
    dependencies = [("stories", "0002_scheduling")]

    operations = [
        migrations.RunPython(visible_from_the_start("stories", "Story"), migrations.RunPython.noop)
    ]
