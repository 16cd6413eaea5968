"""Make the sizes of published pictures that are missing; say which pictures are lost or nobody's."""

from django.core.management.base import BaseCommand, CommandError

from newsdesk.images.ladder import key_of
from newsdesk.images.storage import StoreFailed
from newsdesk.site.image_inventory import complete_all, unnamed


class Command(BaseCommand):
    help = (
        "Makes the AVIF and WebP files of published images that are not there yet, and reports "
        "images that are missing (status 1) and files that no page names. Deletes nothing."
    )

    def handle(self, *args: object, verbosity: int, **options: object) -> None:
        try:
            done = complete_all()
        except StoreFailed as error:
            raise CommandError(f"The store of images failed: {error}") from error
        if verbosity > 1:
            self.stdout.writelines(f"{name}\n" for name in done.made)
        if verbosity:
            self.stdout.write(f"{_files(len(done.made))} made for {len(done.pictures)} images.")
            self._report_unnamed({key_of(each.name) for each in done.pictures}, verbosity)
        if done.lost:
            raise CommandError("\n".join(["Not in the media storage, or unreadable:", *done.lost]))

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
