"""Let one person try again before the time, for who has typed too many wrong passwords or codes."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from newsdesk.accounts import record, throttle
from newsdesk.accounts.origin import counted_by


class Command(BaseCommand):
    help = (
        "Forgets the wrong passwords and codes that were counted for one person. What is shut at their "
        "usual place opens only with --from: the log names the address, which is stored nowhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="The name that they sign in with.")
        parser.add_argument(
            "--from",
            dest="origin",
            default="",
            metavar="ADDRESS",
            help="The address that they sign in from; everybody there may try again.",
        )

    @transaction.atomic
    def handle(self, *args: object, name: str, origin: str, **options: object) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"Nobody logs in as {name!r}.")
        name, origin = user.get_username(), counted_by(origin.strip())
        opened = throttle.Guess(name, origin).forget() + throttle.forget_codes(user.pk)
        if not opened:
            place = f" from {origin}" if origin else "; what is shut at one address needs --from"
            self.stdout.write(f"Nothing wrong was counted for {name}{place}.")
            return
        record.login_opened(user, origin)
        self.stdout.write(f"{name} may try again{f' from {origin}' if origin else ''}.")
