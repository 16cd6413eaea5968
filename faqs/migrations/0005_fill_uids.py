"""Each row that has no uid is given one."""

from django.db import migrations

from newsdesk.pages.uid import fill_uids


class Migration(migrations.Migration):
    dependencies = [("faqs", "0004_uids")]

    operations = [
        migrations.RunPython(fill_uids("faqs", "Faq"), migrations.RunPython.noop),
    ]
