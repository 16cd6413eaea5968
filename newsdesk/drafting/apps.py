"""App configuration: text that came with an expired login is kept as soon as its writer is back."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class DraftingConfig(AppConfig):
    name = "newsdesk.drafting"
    label = "drafting"

    def ready(self) -> None:
        from .returning import keep_after_login

        user_logged_in.connect(keep_after_login, dispatch_uid="keep-after-login")
