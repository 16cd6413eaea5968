"""Who wrote a report, out of what a page says of its authors: names apart from roles, places and agencies.

"By KARI NESS in Halden, Harbour Correspondent, and Tom Okafor/AP" -> Kari Ness, Tom Okafor; Associated Press.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from newsdesk.intake.news.agencies import agency, split_off
from newsdesk.intake.news.words import every, months, words
from newsdesk.text.normalise import fold

MOST_NAMES = 12
_LONGEST_NAME = 60
_MOST_WORDS = 5
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,80}[)\]]")
_SEPARATORS = r"[,;|/·•&+\n]|\s[-–—]\s|\s@\S*"
_SMALL_C = re.compile(r"\bMa?c(?=[A-Z])")
_WORD = re.compile(r"(\bMa?c(?=[A-Z])|)([^\W\d_]+)")
_CAPITAL = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|@\w+")


@dataclass(frozen=True, slots=True)
class Authors:
    """Reporters by their names, in order, and agencies named among them."""

    reporters: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.reporters or self.agencies)


def authors(
    texts: Iterable[str], language: str, *, outlet: str = "", alone: bool = False
) -> Authors:
    """Return whom texts about the authors of a page name.

    `alone` says that each text is the name of one person, which may be a single word; `outlet` is the paper
    itself, which is no reporter.
    """
    reporters: dict[str, str] = {}
    agencies: dict[str, None] = {}
    for text in texts:
        for piece in _pieces(text, language):
            name, of_agency = split_off(without_place(piece, language))
            if of_agency := of_agency or agency(name):
                agencies.setdefault(of_agency)
            name = _without_role(name)
            if agency(name) or not is_name(name, language, outlet=outlet, alone=alone):
                continue
            reporters.setdefault(fold(name), written(name))
    return Authors(tuple(reporters.values())[:MOST_NAMES], tuple(agencies))


def opens(text: str, language: str) -> int:
    """Return how many characters of a text are "By", or the like; 0 where it does not begin so."""
    found = _opening(language).match(text)
    return found.end() if found else 0


def is_name(text: str, language: str, *, outlet: str = "", alone: bool = False) -> bool:
    """Tell whether words are the name of a person, by how they are written and by what they are not."""
    parts = text.split()
    if not parts or len(parts) > _MOST_WORDS or len(text) > _LONGEST_NAME:
        return False
    if len(parts) == 1 and not alone:
        return False
    folded = [fold(part).strip(".") for part in parts]
    if set(folded) & (every("role") | every("organisation") | every("day")):
        return False
    if outlet and fold(text) in _forms(outlet):
        return False
    if any(character.isdigit() for character in text) or re.search(r"[?!:“”\"<>=_]", text):
        return False
    return all(map(_written_as_name, parts)) and not _particle(parts[-1])


def written(name: str) -> str:
    """Return a name as it is usually written, where it stands in capitals: "KARI O'NESS", "ANN McCARR"."""
    letters = [character for character in _SMALL_C.sub("", name) if character.isalpha()]
    if len(letters) < 4 or not all(letter.isupper() for letter in letters):
        return name
    return _WORD.sub(lambda word: f"{word[1]}{word[2][:1]}{word[2][1:].lower()}", name)


def _pieces(text: str, language: str) -> list[str]:
    """Return the parts of a byline that may be a name each."""
    text = _BRACKETS.sub("", _ADDRESS.sub("\n", text.replace("\xa0", " ")))
    found = []
    for line in text.split("\n"):
        line = line[opens(line, language) :]
        words_in = _before(line, language)
        found += _joined(language).split(words_in)
    return [piece.strip(" .\t*-–—:’'\"“”") for piece in found if piece.strip()]


def _without_role(name: str) -> str:
    """Return a name without what stands before it to say what its bearer is: "Europe editor Kari Ness"."""
    parts = name.split()
    roles = [n for n, part in enumerate(parts) if fold(part).strip(".") in every("role")]
    return " ".join(parts[roles[-1] + 1 :]) if roles and len(parts) > roles[-1] + 2 else name


def _before(line: str, language: str) -> str:
    """Return a line up to where a date or the credit of a picture begins."""
    for word in re.finditer(r"[^\W\d_]+|\d", line):
        folded = fold(word[0])
        if folded.isdigit() or folded in words("pictures", language):
            return line[: word.start()]
        dated = folded in months(language) or folded in every("day")
        if dated and re.match(r"[.,]?\s*\d", line[word.end() :]):
            return line[: word.start()]
    return line


def without_place(piece: str, language: str) -> str:
    """Return a name without where its bearer was: "Kari Ness in Halden"."""
    parts = piece.split()
    for index, part in enumerate(parts[2:], start=2):
        if part in words("place", language) and not part.istitle():
            following = "".join(parts[index + 1 : index + 2])
            if not following or (following[0].isupper() and part not in _PARTICLES_OF_NAMES):
                return " ".join(parts[:index])
    return piece


_PARTICLES_OF_NAMES = frozenset("de da di der van von al".split())


def _written_as_name(part: str) -> bool:
    first = _CAPITAL.search(part)
    if first is None:
        return False
    letter = first[0]
    return letter.isupper() or not (letter.islower() or letter.isupper()) or _particle(part)


def _particle(part: str) -> bool:
    return (
        fold(part) in words("particle", "")
        or re.match(r"(?:d|l|al|o|el)['’-][^\W\d_]", part) is not None
    )


@cache
def _opening(language: str) -> re.Pattern[str]:
    openings = sorted(words("by", language), key=len, reverse=True)
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, openings))})(?:\s*:\s*|\s+)", re.IGNORECASE)


@cache
def _joined(language: str) -> re.Pattern[str]:
    both = "|".join(sorted(map(re.escape, words("and", language)), key=len, reverse=True))
    return re.compile(rf"\s*(?:{_SEPARATORS}|(?<=\s)(?:{both})(?=\s))\s*", re.IGNORECASE)


@cache
def _forms(outlet: str) -> frozenset[str]:
    plain = fold(outlet)
    bare = plain.removeprefix("the ")
    return frozenset((plain, bare, f"the {bare}"))
