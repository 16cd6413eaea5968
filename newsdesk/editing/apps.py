"""App configuration: text that came with an expired login is kept as soon as its writer is back."""

from allauth.account.signals import authentication_step_completed
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class DraftingConfig(AppConfig):
    name = "newsdesk.editing"
    label = "drafting"

    def ready(self) -> None:
        from newsdesk.editing.expired_session import keep_after_login

        user_logged_in.connect(keep_after_login, dispatch_uid="keep-after-login")
        # Text comes with the password; the request of a second step no longer has it.
        authentication_step_completed.connect(keep_after_login, dispatch_uid="keep-after-password")
