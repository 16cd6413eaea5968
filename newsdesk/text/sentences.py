"""Prose -> sentences and quotations, as spans. Every step is linear in the length of the text."""

import re
from bisect import bisect_right
from collections.abc import Iterator

Span = tuple[int, int]

# With one of these a question ends, in the scripts that we read.
QUESTION_MARKS = ("?", "؟", "？")

_MARK = re.compile("[\"“”„«»‘’']")
_CLOSED_BY = {'"': '"”', "“": '”"', "„": '“”"', "«": "»", "‘": "’'", "'": "'’"}
_STOPS = re.compile(r"[.!?…]+[\"”’'»)\]]*")
_SPEECH_AFTER = re.compile(
    r"\s+(?:[^\W\d_][\w.'’-]{0,30}\s+){1,5}(?:said|says|added|adds|told|wrote|writes|asked)\b"
)

# A full stop after these ends no sentence, whatever follows.
_TITLES = frozenset(
    "mr mrs ms mx dr prof st ste mt ft gen gov sen rep lt col capt cmdr sgt rev hon pres messrs vs "
    "e.g i.e cf approx".split()
)
# After these a number goes on with the sentence.
_BEFORE_NUMBER = frozenset(
    "no nos nr jan feb mar apr jun jul aug sep sept oct nov dec p pp fig vol ca art sec ch".split()
)
# After these, and after initials, the sentence ends only if the next word looks like a beginning.
_MAY_END = frozenset("inc corp ltd co jr sr etc bros dept univ plc cie a.m p.m".split())
_BEGINNINGS = frozenset(
    "a according after all although an and as at before both but by despite during for he her here his "
    "however i if in it its later meanwhile most no now officials on one other our she since so some "
    "still that the their then there these they this those though to two we what when where while "
    "who with yet you".split()
)


def quotations(text: str) -> list[Span]:
    """Return the spans of quoted words, marks included; a mark that is never closed quotes nothing."""
    spans: list[Span] = []
    opened = -1
    for found in _MARK.finditer(text):
        at = found.start()
        if opened >= 0 and text[at] in _CLOSED_BY[text[opened]] and _may_close(text, at):
            spans.append((opened, at + 1))
            opened = -1
        elif (opened < 0 or text[at] == text[opened]) and _may_open(text, at):
            opened = at  # Where one was open already, it was never closed.
    return spans


def _may_open(text: str, at: int) -> bool:
    if text[at] not in _CLOSED_BY:
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isalnum() or not after or after.isspace():
        return False
    return text[at] not in "'‘" or after.isalpha()  # '90s is no quotation.


def _may_close(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not before.isspace() and not after.isalnum()


def split(text: str) -> list[str]:
    """Return the sentences of `text` in order, nothing left out but the white space between them.

    Full stops inside quotations, after titles, initials and abbreviations end no sentence.
    """
    return [sentence for start, end in _sentences(text) if (sentence := text[start:end].strip())]


def sentence_at(text: str, at: int) -> str:
    """Return the sentence of `text`, as `split` has them, that holds the character at `at`."""
    return next(text[start:end].strip() for start, end in _sentences(text) if at < end)


def _sentences(text: str) -> Iterator[Span]:
    """Yield where sentences stand, with the white space before them; the last ends with the text."""
    quoted = quotations(text)
    openings = [start for start, _ in quoted]
    begin = 0
    for stop in _STOPS.finditer(text):
        if _ends_sentence(text, stop, quoted, openings):
            yield begin, stop.end()
            begin = stop.end()
    yield begin, len(text)


def _ends_sentence(text: str, stop: re.Match[str], quoted: list[Span], openings: list[int]) -> bool:
    end = stop.end()
    if not text[end : end + 1].isspace():
        return False
    inside = bisect_right(openings, stop.start()) - 1
    closes_quotation = inside >= 0 and stop.start() < quoted[inside][1]
    if closes_quotation and end < quoted[inside][1]:
        return False
    following = text[end : end + 60].lstrip()
    if not following or not _may_begin(following):
        return False
    if closes_quotation and stop[0][0] in "!?" and _SPEECH_AFTER.match(text, end, end + 200):
        return False
    return stop[0][0] != "." or len(stop[0]) > 1 or not _abbreviates(text, stop.start(), following)


def _may_begin(following: str) -> bool:
    first = following.lstrip("\"“„«‘'([")[:1]
    return first.isupper() or first.isdigit() or not (first.islower() or first in ",;:)")


def _abbreviates(text: str, stop: int, following: str) -> bool:
    """Tell whether the full stop at `stop` belongs to an abbreviation in mid-sentence."""
    word = text[max(0, stop - 20) : stop].split()[-1:] or [""]
    short = word[0].lstrip("\"“‘'([").casefold()
    if short in _TITLES:
        return True
    next_word = following.split()[0].strip("\"“‘'(,.:;”’)").casefold()
    if short in _BEFORE_NUMBER:
        return next_word[:1].isdigit()
    initials = all(len(part) == 1 and part.isalpha() for part in short.split("."))
    return (initials or short in _MAY_END) and next_word not in _BEGINNINGS
