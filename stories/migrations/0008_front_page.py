from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0007_wires")]

    operations = [
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("discarded", False)),
                fields=["state", "due_at", "-changed_at"],
                name="story_board",
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="story_due"
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("review_on__isnull", False)),
                fields=["review_on"],
                name="story_read_again",
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("embargo_until__isnull", False)),
                fields=["embargo_until"],
                name="story_embargo",
            ),
        ),
    ]
