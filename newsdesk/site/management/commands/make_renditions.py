"""Make the sizes of published pictures that are missing; say which pictures are lost or nobody's."""

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from newsdesk.catalogue.kinds import listed_kind
from newsdesk.images.ladder import key_of
from newsdesk.images.renditions import Lost, complete
from newsdesk.site.image_inventory import Illustration, illustrations, unnamed


class Command(BaseCommand):
    help = (
        "Makes the AVIF and WebP files of published pictures that are not there yet, and reports "
        "pictures that are missing (status 1) and files that no page names. Deletes nothing."
    )

    def handle(self, *args: object, verbosity: int, **options: object) -> None:
        found = list(illustrations())
        made, lost = 0, []
        for each in found:
            try:
                made += self._complete(each, verbosity)
            except Lost:
                lost.append(f"{each.name}, named by {each.page}")
        if verbosity:
            self.stdout.write(f"{_files(made)} made for {len(found)} pictures.")
            self._report_unnamed({key_of(each.name) for each in found}, verbosity)
        if lost:
            raise CommandError("\n".join(["Not in the media storage, or unreadable:", *lost]))

    def _complete(self, each: Illustration, verbosity: int) -> int:
        """Make what is missing of one picture; for a draft, only see that the picture itself is there."""
        if not each.public:
            if not default_storage.exists(each.name):
                raise Lost
            return 0
        names = complete(each.name, each.size, each.focus, shapes=listed_kind(each.kind).shapes)
        if verbosity > 1:
            self.stdout.writelines(f"{name}\n" for name in names)
        if not names and not default_storage.exists(each.name):
            raise Lost
        return len(names)

    def _report_unnamed(self, named: set[str], verbosity: int) -> None:
        names = list(unnamed(named))
        if names:
            self.stdout.write(
                f"{_files(len(names))} belong to no page or version (-v 2 lists them)."
            )
        if verbosity > 1:
            self.stdout.writelines(f"{name}\n" for name in names)


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"
