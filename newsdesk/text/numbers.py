"""Quantities stated in a text: "28-point", "62 miles", "$3 billion", "the second stage"."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[$€£¥%°]|[^\W\d_]+")
ORDINAL_ENDINGS = {"st", "nd", "rd", "th"}

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_SMALL += " fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: float(n) for n, word in enumerate(_SMALL.split())}
_VALUES |= {word: float(20 + 10 * n) for n, word in enumerate(_TENS.split())}
_VALUES |= {"twice": 2.0, "dozen": 12.0, "half": 0.5}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_NTH = {word: n for n, word in enumerate(_ORDINALS.split(), start=1)}
# What every quantity begins with, if not with a figure.
_NUMERALS = frozenset((*_VALUES, *_NTH))
_DIGIT = re.compile(r"\d")
MAGNITUDES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
# Each unit with its dimension and its size in the dimension's own unit. Conversion factors: NIST SP 811.
_UNITS: dict[str, tuple[str, float]] = {}
for _words, _dimension, _size in (
    ("mm millimetre millimeter", "length", 0.001),
    ("cm centimetre centimeter", "length", 0.01),
    ("metre meter", "length", 1.0),
    ("km kilometre kilometer", "length", 1000.0),
    ("mile", "length", 1609.344),
    ("foot feet ft", "length", 0.3048),
    ("inch inches", "length", 0.0254),
    ("yard", "length", 0.9144),
    ("gram", "mass", 0.001),
    ("kg kilo kilogram kilogramme", "mass", 1.0),
    ("tonne", "mass", 1000.0),
    ("ton", "mass", 907.185),
    ("pound lb lbs", "mass", 0.453592),
    ("ounce oz", "mass", 0.0283495),
    ("second sec", "time", 1.0),
    ("minute min", "time", 60.0),
    ("hour hr h", "time", 3600.0),
    ("day", "time", 86400.0),
    ("week", "time", 604800.0),
    ("month", "time", 2629800.0),
    ("year", "time", 31557600.0),
    ("decade", "time", 315576000.0),
    ("century centuries", "time", 3155760000.0),
    ("litre liter", "volume", 1.0),
    ("gallon", "volume", 3.78541),
    ("pint", "volume", 0.568261),
    ("watt", "power", 1.0),
    ("kilowatt kw", "power", 1e3),
    ("megawatt mw", "power", 1e6),
    ("gigawatt gw", "power", 1e9),
    ("hectare", "area", 1e4),
    ("acre", "area", 4046.86),
    ("kb kilobyte", "data", 1e3),
    ("mb megabyte", "data", 1e6),
    ("gb gigabyte", "data", 1e9),
    ("tb terabyte", "data", 1e12),
    ("percent % pc prozent", "share", 1.0),
    ("celsius", "Celsius", 1.0),
    ("fahrenheit", "Fahrenheit", 1.0),
    ("degree °", "degree", 1.0),
    ("$ dollar usd", "dollar", 1.0),
    ("€ euro eur", "euro", 1.0),
    ("£ sterling gbp", "pound sterling", 1.0),
    ("¥ yen", "yen", 1.0),
    ("rouble ruble", "rouble", 1.0),
    ("rupee", "rupee", 1.0),
):
    _UNITS |= dict.fromkeys(_words.split(), (_dimension, _size))


_PER_CENT = (["per", "cent"], ["pour", "cent"], ["por", "ciento"])
_SCALES = {"celsius": "Celsius", "c": "Celsius", "fahrenheit": "Fahrenheit", "f": "Fahrenheit"}


class Quantity(NamedTuple):
    """A number with its unit: `value` in the dimension's own unit; no dimension for a bare number."""

    value: float
    dimension: str
    unit: str
    text: str
    start: int
    end: int

    def same(self, other: "Quantity") -> bool:
        """Tell whether two quantities agree; converted units agree within two per cent."""
        if self.dimension != other.dimension:
            return False
        if self.unit == other.unit:
            return self.value == other.value
        return abs(self.value - other.value) <= 0.02 * max(abs(self.value), abs(other.value))


class Token(NamedTuple):
    """A word, a figure or a sign of a currency or share, at `text[start:end]`."""

    text: str
    folded: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Return the words and figures of a text in order."""
    return [Token(m[0], m[0].casefold(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def states_any(text: str, words: Collection[str]) -> bool:
    """Tell whether a text has a figure or one of these words, folded; quickly, for most have none."""
    return bool(_DIGIT.search(text)) or not _folded_words(text).isdisjoint(words)


@lru_cache(maxsize=256)
def _folded_words(text: str) -> frozenset[str]:
    """Return the words of a text, which is asked for several times in a row."""
    return frozenset(_TOKEN.findall(text.casefold()))


def unit_of(word: str) -> tuple[str, float] | None:
    """Return the dimension and size of a unit in the singular or plural, or None."""
    return _UNITS.get(word) or (_UNITS.get(word[:-1]) if word.endswith("s") else None)


def quantities(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """Return the quantities that a text states outside the spans `taken` (names and dates)."""
    if not states_any(text, _NUMERALS):
        return []
    tokens = [
        token
        for token in tokens_of(text)
        if not any(start <= token.start < end for start, end in taken)
    ]
    return list(_quantities(text, tokens))


def _quantities(text: str, tokens: list[Token]) -> Iterator[Quantity]:
    index = 0
    while index < len(tokens):
        value, used = _value_at(text, tokens, index)
        if value is None:
            index += 1
            continue
        first = index
        index += used
        ordinal = _is_ordinal(text, tokens, first, index)
        index += ordinal and index < len(tokens) and tokens[index].folded in ORDINAL_ENDINGS
        while index < len(tokens) and tokens[index].folded in MAGNITUDES and not ordinal:
            value *= MAGNITUDES[tokens[index].folded]
            index += 1
        yield _withunit_of(text, tokens, first, index, "ordinal" if ordinal else "", value)


def _value_at(text: str, tokens: list[Token], index: int) -> tuple[float | None, int]:
    """Return the number that begins at a token and how many tokens it takes."""
    word = tokens[index].folded
    following = tokens[index + 1].folded if index + 1 < len(tokens) else ""
    if word[0].isdigit():
        return _read(word), 1
    if word in _NTH:
        before = tokens[index - 1].folded if index else ""
        is_time = word == "second" and before in {"per", "a", "every", "each"}
        return (None, 0) if before == "at" or is_time else (float(_NTH[word]), 1)
    if word == "one" and unit_of(following) is None and following not in MAGNITUDES:
        return None, 0  # "Which one", "one of": a pronoun as a rule.
    if word not in _VALUES or (word == "half" and following == "of"):
        return None, 0
    if _VALUES[word] >= 20 and 0 < _VALUES.get(following, 0) < 10:
        return _VALUES[word] + _VALUES[following], 2
    return _VALUES[word], 1


def _read(digits: str) -> float | None:
    """Return the value of "1,500", "1.5" or "007"; None for what no number looks like."""
    if not digits.isascii() or len(digits) > 30:
        return None
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+(\.\d+)?", digits)
    plain = digits.replace(",", "") if grouped else digits.replace(",", ".")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def _is_ordinal(text: str, tokens: list[Token], first: int, after: int) -> bool:
    if tokens[first].folded in _NTH:
        return True
    ends = tokens[first].end
    return (
        after < len(tokens)
        and tokens[after].folded in ORDINAL_ENDINGS
        and tokens[after].start == ends
    )


def _withunit_of(
    text: str, tokens: list[Token], first: int, after: int, kind: str, value: float
) -> Quantity:
    start, end = tokens[first].start, tokens[after - 1].end
    dimension, unit = kind, ""
    before = tokens[first - 1] if first else None
    if before and before.folded in "$€£¥" and before.end == start:
        dimension, unit, start = _UNITS[before.folded][0], before.folded, before.start
    elif [token.folded for token in tokens[after : after + 2]] in _PER_CENT:
        dimension, unit, end = "share", "%", tokens[after + 1].end
    elif after < len(tokens) and not kind and tokens[after].start - end <= 1:
        measure = unit_of(tokens[after].folded)
        if measure is not None:
            dimension, size = measure
            unit = tokens[after].folded.removesuffix("s")
            value, end = value * size, tokens[after].end
            scale = tokens[after + 1].folded if after + 1 < len(tokens) else ""
            if dimension == "degree" and scale in _SCALES:
                dimension = unit = _SCALES[scale]
                end = tokens[after + 1].end
    return Quantity(value, dimension, unit, text[start:end], start, end)
