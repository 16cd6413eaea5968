"""A text as words, each with the facts that it states: numbers, dates, names, denials, certainty. Pure.

For comparing two versions of one text. A fact is a kind and a value; two spellings of one fact ("4" and
"four", "isn't" and "is not", "Nov." and "November") have the same.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsdesk.text.capitals import FUNCTION_WORDS, in_title_case
from newsdesk.text.dates import MONTHS
from newsdesk.text.numbers import unit_of
from newsdesk.text.sentences import Span, quotations

NUMBER, DATE, NAME, DENIAL, CERTAINTY = "number", "date", "name", "denial", "certainty"

Fact = tuple[str, str]

_TOKEN = re.compile(
    r"(?<![\w.])[-−](?=\d)\d+(?:[.,:]\d+)*\w*|\d+(?:[.,:]\d+)*\w*|[$€£¥%°&]|[^\W\d_]+(?:['’][^\W\d_]+)*\w*"
)
_ENDS = re.compile(r"[.?!:]['\"”’)\]]*\s+$|\n\s*$|^\W*$|[“\"‘]\s*$|[–—-]\s+$|[•*]\s*$")
_QUOTE = str.maketrans("’‘", "''")

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NTH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_NUMBERS = {word: str(n) for n, word in enumerate(_SMALL)}
_NUMBERS |= {word: str(10 * n) for n, word in enumerate(_TENS, start=2)}
_NUMBERS |= {word: f"{n}th" for n, word in enumerate(_NTH, start=1)}
_NUMBERS |= {"percent": "%", "percentage": "%", "cent": "%", "pc": "%", "%": "%"}
_NUMBERS |= dict.fromkeys(("million", "mn", "m"), "1e6") | dict.fromkeys(("billion", "bn"), "1e9")
_NUMBERS |= {
    word: word.removesuffix("s")
    for word in """hundred hundreds thousand thousands millions billions trillion trillions dozen dozens
    half halves quarter quarters thirds twice thrice once double doubled doubles triple tripled pair
    couple score $ € £ ¥ ° minus plus""".split()
}
_NUMBERS.pop("m")
_QUANTITIES = frozenset(
    """all every each both most many few several some any more less fewer least only half majority minority
    almost nearly none enough another""".split()
)
# Before a figure these say how exact it is.
_ABOUT = frozenset(
    "about around roughly approximately over under above below nearly almost up".split()
)

# After a figure: which half of the day it is in.
_HALF_DAY = re.compile(r"[ap](?:m\b|\. ?m\b)", re.IGNORECASE)

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_TIMES = frozenset(
    """today yesterday tomorrow tonight ago last next since until before after during now recently soon
    currently previous previously former formerly later earlier spring summer autumn winter morning
    afternoon evening night noon midnight weekend""".split()
)

_DENYING = frozenset(
    """not no never none nobody nothing nowhere neither nor without cannot unless lack lacks lacked lacking
    fail fails failed failing refuse refuses refused refusing hardly barely scarcely dont doesnt didnt
    isnt arent wasnt werent wont cant couldnt shouldnt wouldnt hasnt havent""".split()
)
_UN = re.compile(
    r"un(?!der|til|i(?:t|on|que|vers|form|son|cef|n\b)|cle|ct|less|ep)[a-z]{3,}$|non-?[a-z]{3,}$"
)
_MODALS = frozenset("will would shall should can could may might must ought".split())
_HEDGES = frozenset(
    """alleged allegedly reportedly apparently supposedly purportedly suspected possible possibly probable
    probably likely perhaps maybe certain certainly definitely surely presumably seemingly appears
    appear appeared seems seem seemed believed thought claims claimed claim accused convicted charged
    guilty innocent proven confirmed unconfirmed expected""".split()
)
_CONTRACTED = {"wont": "will", "cant": "can", "shant": "shall", "cannot": "can"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word at `text[start:end]`. `key` is what it is compared by; `quoted` says that it is quoted."""

    key: str
    start: int
    end: int
    facts: tuple[Fact, ...]
    quoted: bool


def names_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that stand with a capital inside a sentence somewhere, folded."""
    found: set[str] = set()
    for text in texts:
        if in_title_case(text[:300]) and len(text) < 300:
            continue
        for match in _TOKEN.finditer(text):
            word = match[0]
            if word[0].isupper() and not _opens(text, match.start()) and _may_be_name(word):
                found.add(_folded(word))
    return frozenset(found)


def tokens_of(text: str, names: frozenset[str]) -> list[Token]:
    """Return the words of a text. `names` are the words known as names, folded."""
    spans = quotations(text)
    openings = [start for start, _ in spans]
    titled = len(text) < 300 and in_title_case(text)
    words = list(_TOKEN.finditer(text))
    found = []
    for index, match in enumerate(words):
        word = match[0]
        following = words[index + 1] if index + 1 < len(words) else None
        before = words[index - 1][0].casefold() if index else ""
        facts = list(_facts(word, before, following[0] if following else "", text, match))
        if not facts and _is_name(text, match, following, names, titled):
            facts = [(NAME, _folded(word))]
        found.append(
            Token(
                key=_key(word),
                start=match.start(),
                end=match.end(),
                facts=tuple(facts),
                quoted=_is_inside(match.start(), spans, openings),
            )
        )
    return found


def _is_inside(place: int, spans: list[Span], openings: list[int]) -> bool:
    nearest = bisect_right(openings, place) - 1
    return nearest >= 0 and place < spans[nearest][1]


def _facts(
    word: str, before: str, following: str, text: str, match: re.Match[str]
) -> Iterator[Fact]:
    folded = word.translate(_QUOTE).casefold()
    bare = folded.replace("'", "")
    if any(char.isdigit() for char in folded):
        yield NUMBER, _figure(folded)
    elif (
        folded in MONTHS
        and word[0].isupper()
        and not (folded == "may" and _opens(text, match.start()))
    ):
        yield DATE, f"month {MONTHS[folded]}"
    elif folded.removesuffix("'s").removesuffix("s") in _WEEKDAYS:
        yield DATE, folded.removesuffix("'s").removesuffix("s")
    elif folded in _NUMBERS and not (folded == "cent" and before != "per"):
        yield NUMBER, _NUMBERS[folded]
    elif folded in _QUANTITIES or (folded in _ABOUT and _is_figure(following)):
        yield NUMBER, folded
    elif _is_figure(before) and (
        unit_of(folded) is not None or _HALF_DAY.match(text, match.start())
    ):
        yield NUMBER, folded.removesuffix("s")
    elif folded in _TIMES:
        yield DATE, folded
    elif bare in _DENYING or folded.endswith("n't"):
        stem = folded.removesuffix("n't").removesuffix("'")
        modal = _CONTRACTED.get(bare) or (stem if stem in _MODALS else "")
        if modal:
            yield CERTAINTY, modal
        yield (
            DENIAL,
            "not" if folded.endswith("n't") or bare in _CONTRACTED or bare == "not" else bare,
        )
    elif _UN.match(bare):
        yield DENIAL, "un-"
    elif folded in _MODALS or folded in _HEDGES:
        yield CERTAINTY, folded


def _figure(word: str) -> str:
    """Return one spelling for a figure: "1,500" is "1500", "1st" is "1th" as "first" is."""
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", word).replace("−", "-")
    return re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "th", plain)


def _is_figure(word: str) -> bool:
    return bool(word) and (any(char.isdigit() for char in word) or word.casefold() in _NUMBERS)


def _key(word: str) -> str:
    # "US" and "us", "WHO" and "who" are other words; "NASA" and "Nasa" are one.
    if word.isupper() and len(word) > 1 and (word.casefold() in FUNCTION_WORDS or word == "US"):
        return word
    return _figure(word.translate(_QUOTE).casefold())


def _folded(word: str) -> str:
    return word.translate(_QUOTE).casefold().removesuffix("'s").removesuffix("'")


def _may_be_name(word: str) -> bool:
    if word.isupper() and len(word) > 1:
        return True
    return (
        word != "I" and word.casefold() not in FUNCTION_WORDS and not word.startswith(("I'", "I’"))
    )


def _is_name(
    text: str,
    match: re.Match[str],
    following: re.Match[str] | None,
    names: frozenset[str],
    titled: bool,
) -> bool:
    word = match[0]
    if not word[0].isupper() or not _may_be_name(word):
        return any(char.isupper() for char in word[1:])  # iPhone
    if (word.isupper() and len(word) > 1) or any(char.isupper() for char in word[1:]):
        return True
    if titled or _opens(text, match.start()):
        return _folded(word) in names or (not titled and _goes_on(text, match, following))
    return True


def _goes_on(text: str, match: re.Match[str], following: re.Match[str] | None) -> bool:
    """Tell whether another capitalised word follows at once: "Anatoly Zak said"."""
    if following is None or text[match.end() : following.start()] not in {" ", "-"}:
        return False
    return following[0][0].isupper() and _may_be_name(following[0])


def _opens(text: str, start: int) -> bool:
    """Tell whether a word at this place opens a sentence, a line or a quotation."""
    return bool(_ENDS.search(text, max(0, start - 6), start)) or start == 0
