"""Days and moments as pages write them, on the site's clock; "" for none. Filters of templates too.

Django's own filter reads its format anew for each date, of which a page shows dozens.
"""

from datetime import date, datetime

from django.utils.timezone import localtime

MONTHS = (
    "January February March April May June July August September October November December".split()
)


def day(when: date | None) -> str:
    """Return "29 November 2026"."""
    if not when:
        return ""
    when = localtime(when) if isinstance(when, datetime) else when
    return f"{when.day} {month(when)}"


def month(when: date) -> str:
    """Return "November 2026"."""
    return f"{MONTHS[when.month - 1]} {when.year:04}"


def minute(when: datetime | None) -> str:
    """Return "29 November 2026, 12:05 GMT": whoever reads it may live by another clock."""
    return f"{day(when)}, {localtime(when):%H:%M %Z}" if when else ""


def iso(when: date | None) -> str:
    """Return what ISO 8601 writes, "2026-11-29" or "2026-11-29T12:05:00+00:00".

    To the second: HTML takes no more than three digits of its fraction, and Python writes six.
    """
    if isinstance(when, datetime):
        return localtime(when).isoformat(timespec="seconds")
    return when.isoformat() if when else ""
