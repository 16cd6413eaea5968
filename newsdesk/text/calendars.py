"""How languages write dates: English on the desk, on readers' pages the language of the publication."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from newsdesk.text.spoken import spoken


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language writes dates. `day` and `month` are formats of {day}, {month} and {year}, `minute` of
    {day}, {hour}, {minute} and {zone}; `first` is the first of a month. `zones` are names of zones where
    the language has its own.
    """

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    day: str = "{day} {month} {year}"
    month: str = "{month} {year}"
    minute: str = "{day}, {hour}:{minute} {zone}"
    first: str = "1"
    zones: Mapping[str, str] = field(default_factory=dict)


_ENGLISH = Calendar(
    months=tuple(
        "January February March April May June July August September October November December".split()
    ),
    short_months=tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()),
)
_GERMAN = Calendar(
    months=tuple(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
    ),
    short_months=tuple("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.".split()),
    day="{day}. {month} {year}",
    minute="{day}, {hour}:{minute} Uhr {zone}",
    zones={"CET": "MEZ", "CEST": "MESZ"},
)
_FRENCH = Calendar(
    months=tuple(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
    ),
    short_months=tuple("janv. févr. mars avr. mai juin juill. août sept. oct. nov. déc.".split()),
    minute="{day} à {hour}\u00a0h\u00a0{minute} ({zone})",
    first="1er",
)
_SPANISH = Calendar(
    months=tuple(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
    ),
    short_months=tuple("ene feb mar abr may jun jul ago sept oct nov dic".split()),
    day="{day} de {month} de {year}",
    month="{month} de {year}",
    minute="{day}, {hour}:{minute} ({zone})",
)
# By language, or language and country where that writes them otherwise.
_CALENDARS = {
    "en": _ENGLISH,
    "en-us": replace(_ENGLISH, day="{month} {day}, {year}"),
    "de": _GERMAN,
    "de-at": replace(
        _GERMAN,
        months=("Jänner", *_GERMAN.months[1:]),
        short_months=("Jän.", *_GERMAN.short_months[1:]),
    ),
    "fr": _FRENCH,
    "es": _SPANISH,
}


def calendar() -> Calendar:
    """Return how the active language writes dates."""
    code = spoken()
    return _CALENDARS.get(code) or _CALENDARS.get(code[:2], _ENGLISH)


def written_day(when: date) -> str:
    """Return "29 November 2026"."""
    told = calendar()
    number = told.first if when.day == 1 else when.day
    return told.day.format(day=number, month=told.months[when.month - 1], year=f"{when.year:04}")


def written_month(when: date) -> str:
    """Return "November 2026"."""
    told = calendar()
    return told.month.format(month=told.months[when.month - 1], year=f"{when.year:04}")


def month_name(number: int) -> str:
    """Return "November" for 11, as it stands alone."""
    name = calendar().months[number - 1]
    return name[:1].upper() + name[1:]
