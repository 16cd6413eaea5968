"""What closed classes of words say, in each language that has a file in `data/`.

A file lists words, parted by spaces; `_` joins the words of a phrase, `^` asks that a question begins with
it, `-x` stands for an ending and `x-` for a beginning, `+past` and the like for what `_forms` tells.

function, light   words that carry no meaning; words that stand for almost anything
endings           taken off by `stem`, the longer first, where `shortest_stem` letters are left
expand            contractions                       titles   what may stand before a person's name
deny, no_denial   words that deny, and phrases with such a word that do not
deny_behind       words that deny only behind one of `opens_denial`: "ne ... plus"
asks              kinds of question by how they begin, the first that fits
be, by, have, participle, auxiliaries   how passive, perfect and past are told
last_participle   participles, as "x-y", that only as the last word are told from other words
nouns_capitalised so that a capital makes no name
verb_at_ends      so that who does something stands first, not before the verb
joins, articles   between two words the former make their order say nothing
askers            ask for, or lead back to, somebody who does something or has it done to him: "who", "that"
cases             articles of who does it, `-` for none : of whom it is done to : others
digraphs          letters that stand for one with a mark, which folding leaves out: "ue"
numbers           endings of a verb for one, each with that for several
[[contrast]]      classes that part questions, described at `Contrast`
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from newsdesk.text.wordnet import is_past

CODES = ("en", "de", "fr", "es")
_LEADING = {"preposition", "before or after"}
_SETS = ("function", "light", "titles", "joins", "articles", "askers")
_NEAR = 4  # words between an auxiliary and its participle
_PIECE = re.compile(r"[,;:]|[^\W_]+")

# What a file holds; a contrast is described at `Contrast`.
_Table = dict[str, str]
# A class of a row of a contrast: their places in the file.
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A closed class. `rows` counts its rows: two questions contrast in a row by classes they do not share.

    `apart`: the two are never suggested as one, else they are not likely; said of the rows, if there are any.
    Questions that both begin with a word of `soft` are not kept apart all the same, with one of `unless`
    nothing is made of it. A word of `alone` counts where only one question has it, one of `always` wherever.
    """

    kind: str
    rows: int
    apart: bool = False
    soft: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()


ALONE, ALWAYS = -1, -2  # as rows of a Place


@dataclass(frozen=True, slots=True)
class Language:
    """A language as its file describes it."""

    code: str
    function: frozenset[str]
    light: frozenset[str]
    titles: frozenset[str]
    joins: frozenset[str]
    articles: frozenset[str]
    askers: frozenset[str]
    cases: tuple[frozenset[str], ...]
    numbers: dict[str, str]
    digraphs: dict[str, str]
    contrasts: tuple[Contrast, ...]
    nouns_capitalised: bool
    verb_at_ends: bool
    _endings: tuple[str, ...]
    _shortest_stem: int
    _asks: tuple[tuple[tuple[str, ...], str], ...]
    _expand: tuple[tuple[str, str], ...]
    _expand_words: tuple[tuple[str, str], ...]
    _places: dict[str, tuple[Place, ...]]
    _phrases: dict[str, tuple[tuple[str, ...], ...]]
    _suffixes: tuple[tuple[str, tuple[Place, ...]], ...]
    _deny: frozenset[tuple[str, ...]]
    _no_denial: tuple[tuple[str, ...], ...]
    _words: dict[str, frozenset[str]] = field(default_factory=dict)

    def stem(self, word: str) -> str:
        """Return a word without its ending, roughly."""
        return stem(word, self._endings, self._shortest_stem)

    def without_digraphs(self, word: str) -> str:
        """Return a folded word as it is where its marks are written: "muell" is "mull", as "Müll" is."""
        for two, one in self.digraphs.items():
            word = re.sub(rf"(?<![aeq]){two}", one, word)
        return word

    def read(self, text: str) -> "ClosedClassWords":
        """Return what the closed classes say in a text."""
        small = text.casefold().replace("’", "'")
        for short, long in self._expand if "'" in small else self._expand_words:
            small = small.replace(short, long)
        words, begins, start = [], [], True
        for piece in _PIECE.findall(small):
            if piece in ",;:":
                start = True
            else:
                words.append(piece)
                begins.append(start)
                start = False
        found = set(self._found(words, begins))
        marks: dict[tuple[int, int], dict[int, list[str]]] = {}
        said = [(each.strip("^+").replace("_", " "), self._places[each]) for each in sorted(found)]
        for word, places in [*said, *self._by_ending(words, text)]:
            for contrast, row, column in places:
                marks.setdefault((contrast, row), {}).setdefault(column, []).append(word)
        return ClosedClassWords(
            marks,
            tuple(self._denials(words)),
            self._asked(words) if words else "",
            words[0] if words else "",
            self._is_passive(words),
        )

    def classes_of(self, word: str) -> tuple[Place, ...]:
        """Return the classes that a single word is of."""
        return self._places.get(word, ())

    def leads(self, word: str) -> bool:
        """Tell whether a word says where, when or how something stands to what follows it."""
        return any(self.contrasts[place[0]].kind in _LEADING for place in self.classes_of(word))

    def names_doer(self, word: str) -> bool:
        """Tell whether a word says by whom something was done: "by", "von"."""
        return word in self._words["by"]

    def is_copula(self, word: str) -> bool:
        """Tell whether a word is one of those that make a passive: "is", "wurde"."""
        return word in self._words["be"]

    def helps_verb(self, word: str) -> bool:
        """Tell whether a word stands beside a verb: "did", "has", "wurde"."""
        return any(word in self._words[name] for name in ("auxiliaries", "be", "have"))

    def parts(self, one: str, other: str, kind: str) -> bool:
        """Tell whether two words are of different classes in a row of this kind of contrast."""
        return any(
            mine[:2] == theirs[:2] and mine != theirs and self.contrasts[mine[0]].kind == kind
            for mine in self.classes_of(one)
            for theirs in self.classes_of(other)
        )

    def _by_ending(self, words: list[str], text: str) -> Iterator[tuple[str, tuple[Place, ...]]]:
        for ending, places in self._suffixes:
            for word in words:
                if (
                    word.endswith(ending)
                    and len(word) > len(ending) + 2
                    and self._is_open(word, text)
                ):
                    yield word, places

    def _is_open(self, word: str, text: str) -> bool:
        """Tell whether a word is of no closed class and, in German, no noun."""
        return word not in self.function and word not in self._places and word in text

    def _found(self, words: list[str], begins: list[bool]) -> Iterator[str]:
        for n, word in enumerate(words):
            for said in (word, f"^{word}") if begins[n] else (word,):
                if said in self._places:
                    yield said
                for phrase in self._phrases.get(said, ()):
                    if tuple(words[n + 1 : n + len(phrase) + 1]) == phrase:
                        yield "_".join((said, *phrase))
        yield from (form for form in self._forms(words) if form in self._places)

    def _forms(self, words: list[str]) -> Iterator[str]:
        """Yield what the forms of verbs say: "+perfect" and, without auxiliary, "+past" or "+present"."""
        sets = self._words
        for n, word in enumerate(words):
            near = words[n + 1 : n + 2 + _NEAR]
            if word in sets["have"] and any(map(self.is_participle, near)):
                yield "+perfect"
        if sets["auxiliaries"] and sets["auxiliaries"].isdisjoint(words):
            past = any(is_past(word) for word in words[1:])
            yield "+past" if past else "+present"

    def _is_passive(self, words: list[str]) -> bool:
        """Tell whether somebody is said to have been the one who did it."""
        at = next((n for n, word in enumerate(words) if word in self._words["be"]), len(words))
        rest = words[at + 1 :]
        if self._words["by"].isdisjoint(rest):
            return False
        return any(map(self.is_participle, rest)) or self._closes(rest[-1])

    def _closes(self, word: str) -> bool:
        """Tell whether the last word is a participle that only its place tells from a noun."""
        halves = (form.split("-") for form in self._words["last_participle"])
        return any(word.startswith(start) and word.endswith(end) for start, end in halves)

    def is_participle(self, word: str) -> bool:
        """Tell whether a word is the form of a verb that something was done, or may be."""
        if not self._words["participle"]:
            return is_past(word)
        if word in self.function:
            return False
        return any(
            word.startswith(form[:-1]) if form.endswith("-") else word.endswith(form[1:])
            for form in self._words["participle"]
        )

    def _denials(self, words: list[str]) -> Iterator[str]:
        behind, opens = self._words["deny_behind"], self._words["opens_denial"]
        for n, pair in enumerate(pairwise([*words, ""])):
            denies = (pair[0],) in self._deny or pair in self._deny
            if pair[0] in behind:
                denies = not opens.isdisjoint(words[max(0, n - _NEAR) : n])
            if denies and not self._is_harmless(words, n):
                yield pair[0]

    def _is_harmless(self, words: list[str], at: int) -> bool:
        """Tell whether a word that denies stands in a phrase that does not: "not only"."""
        return any(
            tuple(words[n : n + len(phrase)]) == phrase
            for phrase in self._no_denial
            for n in range(max(0, at - len(phrase) + 1), at + 1)
        )

    def _asked(self, words: list[str]) -> str:
        for start, kind in self._asks:
            if start[0] == words[0] and tuple(words[: len(start)]) == start:
                return kind
        return ""


@dataclass(frozen=True, slots=True)
class ClosedClassWords:
    """What closed classes say in a text.

    `marks` has for each contrast and row the classes that are there, each with the words that name it;
    further the words that deny, the kind of question ("" where it cannot be told), the first word, and
    whether it says by whom something was done.
    """

    marks: dict[tuple[int, int], dict[int, list[str]]]
    denials: tuple[str, ...]
    asks: str
    first: str
    passive: bool

    def classes(
        self, contrast: int, row: int, other: "ClosedClassWords | None" = None
    ) -> dict[int, str]:
        """Return the classes of a row, each with its first word; only of words that `other` does not say."""
        mine = self.marks.get((contrast, row))
        if not mine:
            return {}
        theirs = other.marks.get((contrast, row), {}) if other else {}
        shared = {word for words in theirs.values() for word in words}
        found = {}
        for column, words in mine.items():
            if own := [word for word in words if word not in shared]:
                found[column] = own[0]
        return found


@lru_cache(maxsize=50_000)
def stem(word: str, endings: tuple[str, ...], shortest: int) -> str:
    """Return a word without its ending, roughly: "launches", "launched" and "launching" are one."""
    if len(word) <= 3 or not word.isalpha():
        return word
    for ending in endings:
        if (
            word.endswith(ending)
            and len(word) - len(ending) >= shortest
            and not word.endswith("ss")
        ):
            short = word.removesuffix(ending)
            doubled = len(short) > 3 and short[-1] == short[-2] and short[-1] not in "ls"
            return short[:-1] if doubled else short.removesuffix("i") or short
    if word.endswith("ed") and not word.endswith("eed"):
        return word.removesuffix("d")  # "Sued", too short to lose more.
    return word.removesuffix("y")


def language_of(text: str) -> Language:
    """Return the language most of whose function words a text has; English where none has more."""
    counts = dict.fromkeys(CODES, 0) | {"es": 10 * text.count("¿")}
    speakers = _speakers()
    for word in _PIECE.findall(text.casefold()):
        for code in speakers.get(word, ()):
            counts[code] += 1
    return language(max(counts, key=counts.__getitem__))  # Of equals the first, English before all.


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Return the languages that have each function word."""
    words = {word for code in CODES for word in language(code).function}
    return {w: tuple(c for c in CODES if w in language(c).function) for w in words}


@cache
def language(code: str) -> Language:
    """Return a language by its code. Raises FileNotFoundError where it has no file."""
    data = tomllib.loads((files("newsdesk.text") / "data" / f"{code}.toml").read_text("utf-8"))
    listed = (
        *("be", "by", "have", "participle", "last_participle", "auxiliaries"),
        *("deny_behind", "opens_denial"),
    )
    expand: dict[str, str] = data.get("expand", {})
    places: dict[str, list[Place]] = {}
    contrasts = []
    for n, each in enumerate(data["contrast"]):
        rows = [row.split(" : ") for row in each.get("rows", ())]
        for place, words in _classes(n, rows, each):
            for word in words.split():
                places.setdefault(word, []).append(place)
        starts = (frozenset(each.get(name, "").split()) for name in ("soft", "unless"))
        contrasts.append(Contrast(each["kind"], len(rows), each.get("apart", False), *starts))
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for said in places:
        first, *rest = said.split("_")
        if rest:
            phrases.setdefault(first, []).append(tuple(rest))
    return Language(
        code=code,
        **{name: _set(data, name) for name in _SETS},
        cases=tuple(frozenset(case.split()) for case in data.get("cases", "").split(":")),
        numbers=data.get("numbers", {}),
        digraphs=data.get("digraphs", {}),
        contrasts=tuple(contrasts),
        nouns_capitalised=data.get("nouns_capitalised", False),
        verb_at_ends=data.get("verb_at_ends", False),
        _endings=tuple(data["endings"].split()),
        _shortest_stem=data["shortest_stem"],
        _asks=tuple(
            (tuple(start.split()), kind)
            for kind, starts in data["asks"].items()
            for start in starts.split(", ")
        ),
        _expand=tuple(expand.items()),
        _expand_words=tuple(each for each in expand.items() if each[0].isalpha()),
        _places={word: tuple(at) for word, at in places.items()},
        _phrases={word: tuple(rest) for word, rest in phrases.items()},
        _suffixes=tuple((w[1:], tuple(at)) for w, at in places.items() if w.startswith("-")),
        _deny=frozenset(_phrases(data["deny"])),
        _no_denial=tuple(_phrases(data["no_denial"])),
        _words={name: _set(data, name) for name in listed},
    )


def _classes(n: int, rows: list[list[str]], each: _Table) -> Iterator[tuple[Place, str]]:
    for r, row in enumerate(rows):
        yield from (((n, r, c), words) for c, words in enumerate(row))
    yield (n, ALONE, 0), each.get("alone", "")
    yield (n, ALWAYS, 0), each.get("always", "")


def _set(data: _Table, name: str) -> frozenset[str]:
    return frozenset(data.get(name, "").split())


def _phrases(words: str) -> list[tuple[str, ...]]:
    return [tuple(word.split("_")) for word in words.split()]
