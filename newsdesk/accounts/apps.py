"""App configuration: what happens to an account is recorded, and people are shown by their names."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models.signals import post_save


class AccountsConfig(AppConfig):
    name = "newsdesk.accounts"
    # Not "accounts": nearly the label of allauth's own app.
    label = "desk_accounts"

    def ready(self) -> None:
        from newsdesk.accounts import mail, names, record, sessions  # noqa: F401  Mail registers its messages.

        # Wherever a template or a sentence shows somebody. Lines of the log name the username themselves.
        get_user_model().add_to_class("__str__", names.name_of)
        record.listen()
        sessions.listen()
        post_save.connect(names.keep, sender=settings.AUTH_USER_MODEL)
