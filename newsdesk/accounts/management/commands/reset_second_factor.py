"""Take all second factors of one person away, for who has lost theirs."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from newsdesk.accounts import record


class Command(BaseCommand):
    help = (
        "Takes the authenticator app, passkeys and recovery codes of one person away, who then logs in "
        "with the password alone. Make sure first that it is them who ask."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="The name that they sign in with.")

    @transaction.atomic
    def handle(self, *args: object, name: str, **options: object) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"Nobody logs in as {name!r}.")
        count, _ = Authenticator.objects.filter(user=user).delete()
        record.second_factor_reset(user, count)
        self.stdout.write(
            f"{user.get_username()} had {count}, and now has none."
            if count
            else f"{user.get_username()} had no two-step sign-in."
        )
