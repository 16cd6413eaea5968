"""How a story is cited: a line much as APA sets it, and a record for reference managers. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import get_text_list

from newsdesk.presentation.dates import day
from newsdesk.text.spoken import gettext, spoken

# Small words that belong to the surname: "Ada van der Berg" is filed under "van der Berg".
_PARTICLE = re.compile(r"[a-zà-ÿ]")
_SPECIAL = str.maketrans({c: "\\" + c for c in "{}%&#_$"} | {"\\": r"\textbackslash{}"})
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """`line` up to the title, which is set apart, `rest` after it; `record` is BibTeX."""

    line: str
    title: str
    rest: str
    record: str


def cite(
    title: str, *, edition: int, authors: Sequence[str], site: str, on: date, url: str
) -> Citation:
    """Return how an edition is cited: its number as the history counts, and the day it came out.

    `url` is the page's permanent address.
    """
    names = get_text_list([_filed(name) for name in authors], "&") or site
    stop = "" if names.endswith(".") else "."
    publisher = f" {site}." if authors else ""
    return Citation(
        line=f"{names}{stop} ({_cited_on(on)}).",
        title=title,
        rest=f" ({gettext('edition %(number)d') % {'number': edition}}).{publisher} {url}",
        record=_record(title, edition=edition, authors=authors, site=site, on=on, url=url),
    )


def _cited_on(on: date) -> str:
    """Return "2026, November 29", or the day as the language of the page writes it."""
    if spoken().startswith("en"):
        return f"{on.year}, {on:%B} {on.day}"
    return day(on)


def _filed(name: str) -> str:
    """Return "Ada van Berg" as "van Berg, A."; a single name as it is."""
    words = name.split()
    if len(words) < 2:
        return name
    at = len(words) - 1
    while at > 1 and _PARTICLE.match(words[at - 1]):
        at -= 1
    initials = " ".join(f"{word[0]}." for word in words[:at])
    return f"{' '.join(words[at:])}, {initials}"


def _record(
    title: str, *, edition: int, authors: Sequence[str], site: str, on: date, url: str
) -> str:
    names = " and ".join(_escaped(name) for name in authors) or f"{{{_escaped(site)}}}"
    fields = {
        "author": f"{{{names}}}",
        "title": f"{{{{{_escaped(title)}}}}}",
        "year": f"{{{on.year}}}",
        "month": _MONTHS[on.month - 1],
        "day": f"{{{on.day}}}",
        "howpublished": f"{{{_escaped(site)}}}",
        "note": f"{{Edition {edition}}}",
        "url": f"{{{url}}}",
    }
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@misc{{{_key(authors[0] if authors else site, on, title)},\n{lines}\n}}"


def _key(name: str, on: date, title: str) -> str:
    words = [name.split()[-1] if name.split() else "", str(on.year), *title.split()[:1]]
    text = unicodedata.normalize("NFKD", "".join(words))
    return re.sub(r"[^a-z0-9]", "", text.lower()) or "story"


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)
