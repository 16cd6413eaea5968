"""Names in questions: those the desk knows, those learnt from its texts, those that show themselves.

Title Case hides names, so they are learnt from sentence-case text ("the Falcon Heavy flew") and then
found in titles, where only shapes such as "SpaceX", "NASA" and "CRS-34" give themselves away.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from newsdesk.text.capitals import FUNCTION_WORDS, in_title_case
from newsdesk.text.countries import country, long_names
from newsdesk.text.dates import MONTHS
from newsdesk.text.languages import Language, language_of
from newsdesk.text.mentions import Names, Word, adjoining
from newsdesk.text.mentions import words as read_words
from newsdesk.text.numbers import unit_of

SENTENCE, TITLE, FLAT = "sentence", "title", "flat"  # flat: all small letters or all capitals

# Written small as often as not, and yet names; the adjective names the same body.
_BODIES = {"moon": "moon", "lunar": "moon", "sun": "sun", "earth": "earth", "martian": "mars"}
_ROMAN = re.compile(r"[IVX]{1,5}$")
_VOWELS = re.compile(r"[^b-df-hj-np-tv-xz]|h(?!$)")
# A q without u is how some write a g and others a k: "Qaddafi", "Qandahar".
_Q = re.compile(r"q(?!u)")

# Capitalised in a headline, never inside a name: one of them with a capital betrays Title Case.
_TELLTALE = frozenset(
    "is are was were am be been do does did has have had its it how why what when where which who whose"
    " will can could should would to your my we they their this that these those if than not you our"
    " his her he she there with after before into about during between".split()
)
_NOT_NAMES = FUNCTION_WORDS | frozenset(
    "am might must shall whom s t im ive dont doesnt didnt isnt arent wasnt werent wont cant".split()
)
_CALENDAR = frozenset(MONTHS) | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday celsius fahrenheit".split()
)
_CODE = re.compile(r"[A-Za-z]+[-‑]?\d[\w.-]*$|\d+[A-Z]\w*$")
_CODED = re.compile(r"\b(?:[A-Z][A-Za-z]*[-‑]\d[\w-]*|[A-Z]+\d+\w*|\d+[A-Z]\w*)\b")
_SENTENCE_END = re.compile(r"[.?!:;]['\"”’)]*\s+$|^\W*$|\n\s*$|[“\"]\s*$")
_MAX_LEARNT = 20_000  # characters of one text
_ENOUGH = 500  # characters that tell its language


@lru_cache(maxsize=256)
def words(text: str) -> list[Word]:
    """Return the words of a text, which is asked for several times in a row."""
    return read_words(text)


class Name(NamedTuple):
    """A name in a text: its words folded, the keys of the known pages that go by it, and its place."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    text: str
    start: int
    end: int

    def same(self, other: "Name") -> bool:
        """Tell whether two names may mean one thing: "Musk" and "Elon Musk", "US" and "American"."""
        if self.keys and other.keys:
            return bool(set(self.keys) & set(other.keys))
        mine, theirs = _plain(self.words), _plain(other.words)
        if mine.replace(" ", "") == theirs.replace(" ", ""):
            return True
        if _shortened(self.words, other.words) or _shortened(other.words, self.words):
            return True
        return not (country(self.words) or country(other.words)) and _spelt_alike(mine, theirs)


def _plain(name: tuple[str, ...]) -> str:
    """Return one spelling for names that mean one country, organisation or body."""
    joined = " ".join(name)
    return country(name) or _BODIES.get(joined, joined)


def _spelt_alike(one: str, other: str) -> bool:
    """Tell whether two names have the same consonants, three in each word: "Zelensky", "Zelenskyy"."""
    pairs = list(zip(one.split(), other.split(), strict=False))
    if one.count(" ") != other.count(" ") or any(
        _ROMAN.match(w.upper()) for p in pairs for w in p if p[0] != p[1]
    ):
        return False
    return all(mine == theirs or _sound_alike(mine, theirs) for mine, theirs in pairs)


def _sound_alike(one: str, other: str) -> bool:
    """Tell whether two words have the same bones, whichever letter a q stands for."""
    spelt = [{_bones(_Q.sub(letter, word)) for letter in "gk"} - {""} for word in (one, other)]
    return not spelt[0].isdisjoint(spelt[1])


def _bones(word: str) -> str:
    """Return the first letter and the consonants of a word, doubled ones once; "" for fewer than three."""
    bones = _VOWELS.sub("", re.sub(r"(.)\1+", r"\1", word))
    return word[0] + bones if word.isalpha() and len(bones) >= 3 else ""


def _shortened(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether one name is part of the other ("Musk") or its initials ("ISS").

    What is left over must be no number: "Falcon" may be "Falcon 9", but is not said to be.
    """
    if len(short) >= len(long):
        return False
    if len(short) == 1 and short[0] == "".join(word[0] for word in long):
        return True
    rest = list(long)
    for word in short:
        if word not in rest:
            return False
        rest.remove(word)
    return not any(word[0].isdigit() or _ROMAN.match(word.upper()) for word in rest)


class Lexicon:
    """The names of a base of questions. Known ones carry keys; learnt ones do not."""

    def __init__(self, known: Iterable[tuple[str, str]] = (), texts: Iterable[str] = ()) -> None:
        """`known` are (name or alias, key); `texts` are sentences to learn further names from."""
        self._names = Names(known)
        self._learnt: set[str] = set()
        self.version = 0  # counts the names learnt, for whoever remembers what was found
        for text in texts:
            self.learn(text)

    def learn(self, text: str) -> None:
        """Note the names of a sentence-case text; Title Case and capitals teach nothing."""
        text = text[:_MAX_LEARNT]
        if style(text) != SENTENCE:
            return
        parts = words(text)
        for start, end in _capital_runs(text, parts, language_of(text[:_ENOUGH])):
            spelt = text[parts[start].start : parts[end - 1].end]
            if spelt not in self._learnt and not self._names.keys_of(spelt):
                self._names.add(spelt, "")
                self.version += 1
            self._learnt.add(spelt)

    def find(self, text: str) -> Iterator[Name]:
        parts = words(text)
        for mention in chain(self._names.find(text, parts), long_names().find(text, parts)):
            folded = tuple(word.folded for word in words(mention.text))
            doubtful = len(folded) == 1 and (folded[0] in _NOT_NAMES or folded[0] in _CALENDAR)
            if doubtful and not (mention.text.isupper() and any(mention.keys)):
                continue
            keys = tuple(filter(None, mention.keys))
            yield Name(folded, keys, mention.text, mention.start, mention.end)


@lru_cache(maxsize=256)
def style(text: str) -> str:
    """Tell how a text uses capitals: SENTENCE, TITLE or FLAT."""
    if not any(map(str.isupper, text)):
        return FLAT
    if text.isupper() and sum(map(str.isupper, text)) > 12:
        return FLAT
    parts = words(text)
    for index, part in enumerate(parts):
        if part.folded in _TELLTALE and part.text.istitle() and not _opens(text, parts, index):
            return TITLE
    # Of five words at least, with four capitals.
    capitals = sum(map(str.isupper, text[:300]))
    return TITLE if capitals > 3 and len(text) < 300 and in_title_case(text) else SENTENCE


def names_in(
    text: str, lexicon: Lexicon, also: Iterable[tuple[str, ...]], spoken: Language
) -> list[Name]:
    """Return the names of a text in order, the longer of two that overlap.

    `also` are names, as folded words, that the text compared with holds: they count whatever their case.
    What stands before a person's name ("President") is no part of it.
    """
    how, parts = style(text), words(text)
    shown = text.title() if how == FLAT and len(text.title()) == len(text) else text
    found = [_extended(text, parts, name, how) for name in lexicon.find(shown)]
    if how == SENTENCE:
        runs = (_name(text, parts, *run) for run in _capital_runs(text, parts, spoken))
        found += [run for run in runs if not _is_row_of(run, found)]
    if how != FLAT:
        odd = [i for i, part in enumerate(parts) if not part.text[1:].islower()]
        found += [_name(text, parts, i, i + 1) for i in odd if _has_shape(parts[i].text)]
        found += [_spanning(text, m.start(), m.end()) for m in _CODED.finditer(text)]
    found += [_name(text, parts, i, i + 1) for i, p in enumerate(parts) if p.folded in _BODIES]
    found += list(_given(text, parts, also))
    return _longest(found)


def _name(text: str, parts: list[Word], start: int, end: int) -> Name:
    begin, stop = parts[start].start, parts[end - 1].end
    return Name(tuple(p.folded for p in parts[start:end]), (), text[begin:stop], begin, stop)


def _spanning(text: str, start: int, end: int) -> Name:
    return Name(tuple(w.folded for w in words(text[start:end])), (), text[start:end], start, end)


def _longest(names: list[Name]) -> list[Name]:
    kept: list[Name] = []
    # Known names first among equals: they carry their keys.
    for name in sorted(names, key=lambda n: (n.start - n.end, not n.keys, n.start)):
        if all(name.end <= other.start or name.start >= other.end for other in kept):
            kept.append(name)
    return sorted(kept, key=lambda name: name.start)


def _extended(text: str, parts: list[Word], name: Name, how: str) -> Name:
    """Return a known name with the number that belongs to it: "Falcon 9", "Artemis II"."""
    after = next((n for n, part in enumerate(parts) if part.start >= name.end), None)
    if after is None or how == FLAT or text[name.end : parts[after].start] not in {" ", "-", "‑"}:
        return name._replace(text=text[name.start : name.end])
    part = parts[after]
    numbered = part.text.isdigit() and len(part.text) < 4
    if not (numbered or _ROMAN.match(part.text) or _CODE.match(part.text)):
        return name
    return _spanning(text, name.start, part.end)


def _given(text: str, parts: list[Word], also: Iterable[tuple[str, ...]]) -> Iterator[Name]:
    folded = [part.folded for part in parts]
    for wanted in also:
        for start in range(len(folded) - len(wanted) + 1):
            if tuple(folded[start : start + len(wanted)]) == wanted:
                yield _name(text, parts, start, start + len(wanted))
                break


def _is_row_of(run: Name, known: list[Name]) -> bool:
    """Tell whether a run of capitals is nothing but known names in a row: "NASA Artemis"."""
    inside = [n for n in known if run.start <= n.start and n.end <= run.end]
    return len(inside) > 1 and sum(len(n.words) for n in inside) == len(run.words)


def _has_shape(word: str) -> bool:
    """Tell whether a word is a name by its shape alone, in any headline: NASA, SpaceX, iPhone."""
    if len(word) < 2 or not word.isalnum() or word[0].isdigit():
        return False
    if unit_of(word.casefold()):
        return False  # "1 GB"
    if word.isupper():
        return word.isalpha() and not _ROMAN.match(word) and word.casefold() not in _NOT_NAMES
    return any(char.isupper() for char in word[1:])


def _opens(text: str, parts: list[Word], index: int) -> bool:
    """Tell whether a word opens a sentence."""
    if index == 0:
        return True
    gap = text[parts[index - 1].end : parts[index].start]
    return bool(_SENTENCE_END.search(gap)) and not adjoining(text, parts[index - 1], parts[index])


def _capital_runs(text: str, parts: list[Word], spoken: Language) -> Iterator[tuple[int, int]]:
    """Yield the runs of capitalised words that may be names, without titles, as ranges of `parts`."""
    index = 0
    while index < len(parts) and not spoken.nouns_capitalised:
        if parts[index].text.islower():
            index += 1
            continue
        end = _run_from(text, parts, index, spoken)
        start = index
        while start < end and parts[start].text.casefold() in spoken.titles:
            start += 1
        alone = end == index + 1 and not _has_shape(parts[index].text)
        if end > start and not (alone and _opens(text, parts, index)):
            yield start, end
        index = max(end, index + 1)


def _run_from(text: str, parts: list[Word], index: int, spoken: Language) -> int:
    """Return where the run ends that begins at `index`; `index` itself for none."""
    first = parts[index].text
    shouted = first.isupper() and len(first) > 1
    if not _is_capital(parts[index]) or (not shouted and first.casefold() in spoken.function):
        return index
    end = index + 1
    while end < len(parts) and end - index < 8 and adjoining(text, parts[end - 1], parts[end]):
        if text[parts[end - 1].end : parts[end].start] in {"'", "’"}:
            break
        part = parts[end]
        numbered = part.text[0].isdigit() and len(part.text) < 4
        belongs = _is_capital(part) or numbered or bool(_ROMAN.match(part.text))
        # "The CEO of Boeing" and "the GDP of Kenya" are two names each, "the Bank of England" is one.
        joint = part.text in {"of", "de", "al"} and end + 1 < len(parts)
        joint = joint and not (shouted and end == index + 1)
        joint = joint and not (part.text == "al" and spoken.leads("al"))  # "To the" in Spanish.
        if joint and _is_capital(parts[end + 1]) and adjoining(text, part, parts[end + 1]):
            end += 2
        elif belongs:
            end += 1
        else:
            break
    return end


def _is_capital(part: Word) -> bool:
    if not part.text[0].isupper() or part.folded in _CALENDAR:
        return False
    shouted = part.text.isupper() and len(part.text) > 1
    if shouted and unit_of(part.folded):
        return False
    return shouted or part.folded not in _NOT_NAMES
