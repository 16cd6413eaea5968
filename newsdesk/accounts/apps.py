"""App configuration: what happens to an account is recorded."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "newsdesk.accounts"
    # Not "accounts": nearly the label of allauth's own app.
    label = "desk_accounts"

    def ready(self) -> None:
        from . import record

        record.listen()
