"""Each row that has no uid is given one."""

from django.db import migrations

from newsdesk.pages.uid import fill_uids


class Migration(migrations.Migration):
    dependencies = [("stories", "0003_uids")]

    operations = [
        migrations.RunPython(fill_uids("stories", "Story", "Author"), migrations.RunPython.noop),
    ]
