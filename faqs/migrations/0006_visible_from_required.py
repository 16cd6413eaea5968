from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("faqs", "0005_scheduling_filled")]

    operations = [
        migrations.AlterField(
            model_name="faqedition",
            name="visible_from",
            field=models.DateTimeField(db_index=True),
        ),
    ]
