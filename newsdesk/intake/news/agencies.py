"""News agencies: by their names in bylines, and by what they put before the first sentence of a report."""

import re
from functools import cache

from newsdesk.intake.news.words import rows
from newsdesk.text.normalise import fold

_SIGNED = re.compile(
    r"^.{0,80}?\(\s*([\w./ -]{2,40}?)\s*\)\s*(?:[.:]?\s*[—–-]{1,2}|[—–:])|"  # HALDEN (AP) — The ferry
    r"^(?:\s*\w[\w .]{1,30}[,|/]\s*)?([\w./-]{2,30})\s*[|—–]\s*\w|"  # EFE | Madrid
    r"^\s*([\w./-]{2,30})\s*[.]?\s*-\s+\w"
)

_LONGEST_CREDIT = 120
_CREDIT = re.compile(
    r"\s*(?:Quellen?|Sources?|Fuentes?|Fonte|Bron|Kilde|Källa|Mit Material von|Con información de)"
    r"\b\s*:?\s+(.+)",
    re.IGNORECASE,
)


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for cells in rows("agencies.tsv"):
        name, writings = cells[0], cells[1] if len(cells) > 1 else ""
        for writing in (name, *filter(None, writings.split(";"))):
            found.setdefault(fold(writing), name)
    return found


def agency(text: str) -> str:
    """Return the agency that goes by exactly these words, "" for none."""
    return _names().get(" ".join(fold(text).split()), "")


def split_off(text: str) -> tuple[str, str]:
    """Return a name without the agency printed behind it, and that agency, "" for none: "Ann Carr AP"."""
    parts = text.split()
    for start in range(1, len(parts)):
        if name := agency(" ".join(parts[start:])):
            return " ".join(parts[:start]), name
    return text, ""


def signed(paragraph: str) -> str:
    """Return the agency whose sign stands before the first sentence of a report, "" for none."""
    found = _SIGNED.match(paragraph[:200])
    if found is None:
        return ""
    for words in found.groups():
        for word in re.split(r"[/,]", words or ""):
            if name := agency(word):
                return name
    return ""


def credit(text: str) -> str:
    """Return the agency in the line that says where a report is from, "" for none: "Quelle: hny/dpa"."""
    found = _CREDIT.match(text) if len(text) <= _LONGEST_CREDIT else None
    names = re.split(r"[,/;|]|\s(?:und|and|et|y|e|mit|with)\s", found[1]) if found else ()
    return next((name for each in names if (name := agency(each.strip(" .()")))), "")
