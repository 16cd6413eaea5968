"""Each row that has no uid is given one."""

from django.db import migrations

from newsdesk.pages.uid import fill_uids


class Migration(migrations.Migration):
    dependencies = [("entities", "0003_uids")]

    operations = [
        migrations.RunPython(fill_uids("entities", "Entity", "Outlet"), migrations.RunPython.noop),
    ]
