"""Which form of a name the page itself uses: "NASA", "Escapade", "Blue Harbour", "Jane Doe"."""

from newsdesk.text.capitals import FUNCTION_WORDS
from newsdesk.text.mentions import Word, words
from stories.importing.people import PARTICLES

_SMALL = frozenset("and of the for in on at de la du der den von".split())
_LEGAL_FORMS = frozenset(
    "ab ag as asa bv co company corp corporation gmbh holding inc llc llp ltd nv oy plc s a sa spa".split()
)
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_PATRONYMICS = ("ovich", "evich", "ovych", "ovna", "evna", "ivna")
_WITH_MIDDLE_NAMES = frozenset(
    """american australian british canadian english irish scottish welsh zealand""".split()
)
_NICKNAMES = {
    "alexander": "alex",
    "andrew": "andy",
    "anthony": "tony",
    "benjamin": "ben",
    "charles": "charlie",
    "christopher": "chris",
    "daniel": "dan",
    "david": "dave",
    "donald": "don",
    "edward": "ed",
    "elizabeth": "liz",
    "gregory": "greg",
    "james": "jim",
    "jeffrey": "jeff",
    "joseph": "joe",
    "kenneth": "ken",
    "matthew": "matt",
    "michael": "mike",
    "nicholas": "nick",
    "patrick": "pat",
    "peter": "pete",
    "richard": "rick",
    "robert": "bob",
    "ronald": "ron",
    "samuel": "sam",
    "stephen": "steve",
    "steven": "steve",
    "susan": "sue",
    "theodore": "ted",
    "thomas": "tom",
    "timothy": "tim",
    "william": "bill",
}
_MANY_SPELLINGS = 20


def initials(name: str) -> set[str]:
    """Return the folded abbreviations that a name's initials make, with and without small words."""
    parts = [word.folded for word in words(name)]
    large = [part for part in parts if part not in _SMALL]
    made = {"".join(part[0] for part in some) for some in (parts, large)}
    return {letters for letters in made if len(letters) > 1}


def shortened(name: str) -> list[str]:
    """Return the beginnings of an organisation's name that could stand for it, the longest first.

    "Blue Harbour Holding, LLC" gives "Blue Harbour Holding" and "Blue Harbour"; one word is left
    over only where nothing but the legal form is dropped: "Brim, Inc." gives "Brim".
    """
    parts = words(name)
    shortest = 1 if len(parts) > 1 and {part.folded for part in parts[1:]} <= _LEGAL_FORMS else 2
    ends = [part for part in parts[shortest - 1 : -1] if part.folded not in _SMALL]
    return [name[: part.end] for part in reversed(ends)]


def of_person(name: str) -> list[str]:
    """Return the ways a person of that full name is commonly called: first and last name, nickname."""
    parts = [word for word in words(name) if word.folded not in _SUFFIXES]
    if len(parts) < 2:
        return []
    first, last = parts[0].text, _last_name(name, parts)
    nickname = _NICKNAMES.get(parts[0].folded)
    forms = [f"{first} {last}", *([f"{nickname.title()} {last}"] if nickname else [])]
    return [form for form in forms if form != name]


def _last_name(name: str, parts: list[Word]) -> str:
    """Return the last name with what belongs to it: "Kud-Lind", "von der Heide"."""
    start = len(parts) - 1
    while start > 1 and (
        name[parts[start - 1].end : parts[start].start] in {"-", "‐", "‑"}
        or parts[start - 1].folded in PARTICLES
    ):
        start -= 1
    return name[parts[start].start : parts[-1].end]


def drops_middle_name(name: str, description: str) -> bool:
    """Tell whether a middle name may be left out: a patronymic, or where middle names are the custom."""
    parts = [word.folded for word in words(name) if word.folded not in _SUFFIXES]
    if len(parts) < 3:
        return False
    if parts[1].endswith(_PATRONYMICS):
        return True
    return len(parts) == 3 and any(
        word.folded in _WITH_MIDDLE_NAMES for word in words(description[:300])
    )


class Spellings:
    """The capitalised words of a page, to find abbreviations and coined names among."""

    def __init__(self, text: str) -> None:
        self._words: dict[str, str] = {}
        self._starting: dict[str, list[str]] = {}
        for word in words(text):
            if word.folded in FUNCTION_WORDS or not word.text[0].isupper():
                continue
            if word.folded not in self._words:
                self._words[word.folded] = word.text
                self._starting.setdefault(word.folded[:2], []).append(word.folded)

    def abbreviations(self, name: str) -> list[str]:
        """Return words of the page that a name's initials make, as the page spells them."""
        spelt = (self._words.get(letters, "") for letters in sorted(initials(name)))
        return [word for word in spelt if word.isupper() or len(word) > 3]

    def coined_from(self, name: str) -> list[str]:
        """Return words of the page made from the beginnings of a name's words, as "Escapade" is."""
        parts = [word.folded for word in words(name) if word.folded not in _SMALL]
        if len(parts) < 3:
            return []
        candidates = self._starting.get(parts[0][:2], [])[:_MANY_SPELLINGS]
        return [
            self._words[word]
            for word in candidates
            if len(word) > len(parts) and word not in parts and _is_made_of(word, tuple(parts))
        ]


def _is_made_of(word: str, parts: tuple[str, ...]) -> bool:
    """Tell whether `word` is a beginning of the first part, then of the second, and so on to the last."""
    reached = {0}
    for part in parts:
        step: set[int] = set()
        for at in reached:
            length = 0
            while length < len(part) and word[at + length : at + length + 1] == part[length]:
                length += 1
                step.add(at + length)
        reached = step
    return len(word) in reached
