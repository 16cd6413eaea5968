"""What the commands say of a backup."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format

from newsdesk.backup.archive import Manifest


def contents(manifest: Manifest) -> str:
    """Return "1,543 rows and 119 files"."""
    return f"{_some(manifest.rows, 'row')} and {_some(len(manifest.files), 'file')}"


def origin(manifest: Manifest) -> str:
    """Return "https://desk.example as of 29 November 2026, 23:10"."""
    made = timezone.localtime(datetime.datetime.fromisoformat(manifest.made_at))
    return f"{manifest.settings['NEWSDESK_SITE_URL']} as of {date_format(made, 'j F Y, H:i')}"


def missing(manifest: Manifest) -> str:
    """Return which pictures are not in the backup, "" where all are."""
    names = manifest.missing
    if not names:
        return ""
    first = ", ".join(names[:5])
    rest = f" and {len(names) - 5} more" if len(names) > 5 else ""
    if len(names) == 1:
        return f"1 image is named by a page and was not in the media storage: {first}."
    return (
        f"{len(names)} images are named by pages and were not in the media storage: {first}{rest}."
    )


def _some(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
