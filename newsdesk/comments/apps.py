"""App configuration: guards the rows that are written once."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.pages.triggers import create_triggers


class ReviewingConfig(AppConfig):
    name = "newsdesk.comments"
    label = "reviewing"

    def ready(self) -> None:
        from newsdesk.comments import access  # noqa: F401  Says who is told of which page by mail.
        from newsdesk.notifications.subjects import Subject, add_subject

        post_migrate.connect(create_triggers, sender=self)
        add_subject(
            Subject(
                name="comments",
                label="Comments",
                help="Comments, replies and proposed wordings on your pages, mentions, answers at previews.",
                kinds=frozenset(
                    {
                        "query",
                        "reply",
                        "resolved",
                        "reopened",
                        "taken",
                        "declined",
                        "mention",
                        "answer",
                    }
                ),
            )
        )
