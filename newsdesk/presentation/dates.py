"""Days and moments as pages write them, on the site's clock; "" for none. Filters of templates too.

In the language that is active: that of the publication on readers' pages, English on the desk. Django's own
filter reads its format anew for each date, of which a page shows dozens.
"""

from datetime import date, datetime

from django.utils.timezone import localtime

from newsdesk.text.calendars import calendar, written_day


def day(when: date | None) -> str:
    """Return "29 November 2026"."""
    if not when:
        return ""
    return written_day(localtime(when) if isinstance(when, datetime) else when)


def minute(when: datetime | None) -> str:
    """Return "29 November 2026, 12:05 GMT": whoever reads it may live by another clock."""
    if not when:
        return ""
    told, local = calendar(), localtime(when)
    zone = local.strftime("%Z")
    return told.minute.format(
        day=day(local), hour=f"{local:%H}", minute=f"{local:%M}", zone=told.zones.get(zone, zone)
    )


def iso(when: date | None) -> str:
    """Return what ISO 8601 writes, "2026-11-29" or "2026-11-29T12:05:00+00:00".

    To the second: HTML takes no more than three digits of its fraction, and Python writes six.
    """
    if isinstance(when, datetime):
        return localtime(when).isoformat(timespec="seconds")
    return when.isoformat() if when else ""
