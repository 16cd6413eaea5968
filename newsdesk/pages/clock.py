"""Times as the desk writes and reads them: in its own time zone, each of them one instant and no other.

On the days on which clocks change, some local times do not exist and some happen twice. They are
refused with the two instants that could be meant.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.dateformat import format as date_format
from django.utils.timezone import localtime


class NotOneInstant(ValueError):
    """A local time that the clocks skip or repeat; `readings` are the two instants that may be meant."""

    def __init__(self, message: str, readings: tuple[datetime, datetime]) -> None:
        self.readings = readings
        super().__init__(message)


def zone() -> ZoneInfo:
    """Return the time zone of the desk."""
    return ZoneInfo(settings.TIME_ZONE)


def instant(local: datetime) -> datetime:
    """Return the instant at which the desk's clocks show `local`, a naive time. Raises NotOneInstant."""
    early, late = (local.replace(tzinfo=zone(), fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    # Earlier instant first. In a gap the two folds read the clock as it was and as it will be.
    readings = tuple(sorted((early.astimezone(UTC), late.astimezone(UTC))))
    shown = " or ".join(f"{in_words(each)} ({_offset(each)})" for each in readings)
    skipped = readings[0].astimezone(zone()).replace(tzinfo=None) != local
    what = "does not exist: the clocks skip it" if skipped else "happens twice: the clocks go back"
    raise NotOneInstant(
        f"{date_format(local, 'H:i')} on {date_format(local, 'j F Y')} {what}. Write {shown}.",
        (readings[0], readings[1]),
    )


def in_words(at: datetime) -> str:
    """Return an instant in the desk's own time, with its zone: "3 March 2026, 06:00 GMT"."""
    local = localtime(at, zone())
    return f"{date_format(local, 'j F Y, H:i')} {local.tzname()}"


def day_in_words(at: datetime) -> str:
    """Return an instant by its day in the desk's time: "today at 06:00", "on 3 March 2026 at 06:00"."""
    local, today = localtime(at, zone()), localtime(timezone=zone()).date()
    days = {today: "today", today - timedelta(days=1): "yesterday"}
    day = days.get(local.date()) or f"on {date_format(local, 'j F Y')}"
    return f"{day} at {date_format(local, 'H:i')}"


def _offset(at: datetime) -> str:
    offset = localtime(at, zone()).utcoffset() or timedelta()
    sign, minutes = ("-" if offset < timedelta() else "+"), abs(int(offset.total_seconds())) // 60
    return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"
