"""Words that mean another day to later readers, "now", "last month"; and whether a date stands by.

A page is read for years, so such a word needs a date in the same sentence. What only looks relative is
left alone: "the next day" follows a day that was named, "millions of years ago" needs none, "now that"
gives a reason, "Mondays" come every week.
"""

import re
from collections.abc import Iterable

from newsdesk.text.dates import Date

_UNIT = (
    r"(?:week|weekend|month|year|quarter|season|spring|summer|autumn|fall|winter|decade|century)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_RELATIVE = re.compile(
    rf"""
      \b(?:today|yesterday|tomorrow|tonight|nowadays|presently|currently|recently|lately|upcoming
        |forthcoming)\b
    | \bnow\b(?!\ that\b|\ and\ (?:then|again))
    | \b(?:recent|latest)\b(?!\W+(?:of|by)\b)
    | \b(?<!as\ )(?<!too\ )(?<!so\ )soon\b(?!\ (?:after|before|as|became|found|learn|gave|was|were|had)\b)
    | \bso\ far\b(?!\ (?:as|away|from|apart|that|off|out)\b)
    | \b(?:at\ the\ moment|at\ present|these\ days|of\ late|as\ we\ speak)\b
    | \bto\ date(?=[,.;:!?)]|$)
    | \bthis\ (?:{_UNIT}|morning|afternoon|evening)\b
    | (?<!the\ )(?<!each\ )(?<!every\ )(?<!its\ )(?<!their\ )\b(?:last|next)\ (?:{_UNIT}|night|{_DAY})\b
    | \b(?:in|over|during|for|within|through)\ the\ (?:last|past|next|coming)
        \ (?:\w+\ ){{0,2}}(?:day|{_UNIT})s?\b(?!\ of\b)
    | \b(?:coming|past)\ (?:\w+\ )?(?:days|weeks|months|years)\b
    | (?<!million\ years\ )(?<!billion\ years\ )(?<!millions\ of\ years\ )(?<!thousands\ of\ years\ )
      (?<!billions\ of\ years\ )(?<!long\ )(?<!centuries\ )\bago\b
    | \b(?:on|by|until|since|from|late|early|before|after)\ {_DAY}\b(?!s\b)
    | \b{_DAY}['’]s\b
    | \b(?:the|its|their|his|her|our)\ current\ (?!(?:in|of|is|was|flows?|that|and|from|through|account)\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What every match holds: looking for these first saves most sentences the long pattern.
_HINTS = """day tomorrow tonight now present current recent late upcoming forthcoming soon far moment
    speak date this last next past coming ago""".split()
# "By the latest", "at the latest" is a limit; "the latest" alone is not.
_LIMIT = re.compile(r"\b(?:at|by) the latest\b", re.IGNORECASE)
_MONTH = re.compile(
    r"\b(?:January|February|April|June|July|August|September|October|November|December"
    r"|(?:in|of|since|until|by|from|to|and|early|late|mid|last|next) (?:March|May))\b"
)
_DECADE = re.compile(r"\b(?:1[5-9]|20|21)\d0s\b")


def relative_words(text: str) -> list[str]:
    """Return the relative time words of a text, as they stand there, in order."""
    small = text.casefold()
    if not any(hint in small for hint in _HINTS):
        return []
    limits = [match.span() for match in _LIMIT.finditer(text)]
    return [
        " ".join(match[0].split())
        for match in _RELATIVE.finditer(text)
        if not any(start <= match.start() < end for start, end in limits)
    ]


def is_dated(sentence: str, stated: Iterable[Date]) -> bool:
    """Tell whether a sentence, which states these dates, names a year, a decade, a month or a day."""
    if _MONTH.search(sentence) or _DECADE.search(sentence):
        return True
    return any(date.year or date.month for date in stated)
