"""A sentence cut into the pieces that attribution is read from: names, plain words and marks."""

import re
from typing import NamedTuple

from newsdesk.text.capitals import FUNCTION_WORDS
from newsdesk.text.locations import long_names_in
from newsdesk.text.mentions import Mention, Word, adjoining, words
from newsdesk.text.names_and_words import fold
from newsdesk.text.sentences import Span
from stories.importing.name_words import (
    is_acronym,
    is_domain,
    is_other,
    is_outlet_word,
    looks_like_outlet,
    may_be_outlet_word,
)
from stories.importing.outlet_directory import is_shared
from stories.importing.outlets import Outlets, is_station, needs_cue, place_behind
from stories.importing.people import PARTICLES, is_persons
from stories.importing.verbs import (
    ARTICLES,
    GERMAN_PAPERS,
    GERMAN_STAFF,
    GERMAN_TEXTS,
    LEADS,
    PAPERS,
)

NAME = "name"
WORD = "word"
MARK = "mark"
POSSESSIVE = "'s"

_MARKS = frozenset(',;:—–()[]/|"“”')
_APOSTROPHES = ("'", "’")
_BARE_POSSESSIVE = re.compile(r"['’]\s")  # "Reuters' Ann Lee"
# May follow an outlet's name without making another outlet of it.
_EDITIONS = frozenset(
    "uk us usa australia asia europe india africa international online magazine".split()
)
# Join an outlet's word to what it is named after: "Chronicle of Malta", "L'Écho des Vallées".
_OF = frozenset({"of", "des", "dos"})
_STAFF_ENDINGS = tuple(sorted(GERMAN_STAFF))
_CASES = frozenset({"der", "den"})
# A syllable of a given name that a hyphen joins to the one before: "Ji-hoon", "Ing-wen".
_SYLLABLE = re.compile(
    r"(?:ch|hs|hw|kh|kk|kw|ph|sh|ss|th|ts|tz|tt|wh|[bcdfghjklmnprstwy])?"
    r"(?:yeo|yae|aeo|ae|ai|ao|ea|eo|eu|ee|ei|ia|ie|iu|oe|oh|oo|ou|ua|ui|uh|wa|we|wi|wo|ya|ye|yo|yu|a|e|i|o|u|y)"
    r"(?:ng|ck|ih|[hklmnpr])?"
)
_WORDS = 4  # of a name that is looked at ahead
# Capitalised at the start of a sentence, and never the beginning of a name.
_LEADS = (
    FUNCTION_WORDS
    | LEADS
    | frozenset(
        """according additionally citing elsewhere finally further furthermore however instead likewise
    moreover nevertheless quoting reporting speaking talking separately writing asked""".split()
    )
)


class Piece(NamedTuple):
    """A piece of a sentence. `text` is as printed for a name, folded for a word, one sign for a mark.

    `outlet` is set on a name that is a known outlet's; `article` where "the" stands before a name.
    """

    kind: str
    text: str
    start: int
    end: int
    outlet: str = ""
    article: str = ""

    @property
    def ordinary(self) -> bool:
        """Tell whether the outlet's name could as well be an ordinary word here."""
        return needs_cue(self.text, article=bool(self.article))


def hide(text: str, spans: list[Span]) -> str:
    """Return `text` with the quoted words blanked, at the same length: who is quoted does not report."""
    shown: list[str] = []
    begin = 0
    for start, end in spans:
        shown += [text[begin:start], '"', " " * (end - start - 2), '"']
        begin = end
    return "".join([*shown, text[begin:]])


def cut(text: str, outlets: Outlets) -> list[Piece]:
    """Return the pieces of a sentence in order."""
    parts = words(text)
    known = {mention.start: mention for mention in outlets.find(text, parts)}
    places = {mention.start: mention for mention in long_names_in(text, parts)}
    pieces: list[Piece] = []
    index = 0
    end = 0
    while index < len(parts):
        _add_marks(pieces, text, end, parts[index].start)
        place = places.get(parts[index].start)
        if place and parts[index].start not in known:  # "Dar es Salaam"
            piece = Piece(NAME, place.text, place.start, place.end)
            while index < len(parts) and parts[index].start < place.end:
                index += 1
        else:
            piece, index = _next(text, parts, index, known)
        pieces.append(piece)
        end = piece.end
    _add_marks(pieces, text, end, len(text))
    return _with_articles(pieces)


def _add_marks(pieces: list[Piece], text: str, start: int, end: int) -> None:
    if start and text[start - 1] == "s" and _BARE_POSSESSIVE.match(text, start):
        pieces.append(Piece(MARK, POSSESSIVE, start, start + 1))
    for at in range(start, end):
        if text[at] in _MARKS:
            pieces.append(Piece(MARK, text[at], at, at + 1))


def _next(text: str, parts: list[Word], index: int, known: dict[int, Mention]) -> tuple[Piece, int]:
    word = parts[index]
    if mention := known.get(word.start):
        after = index + 1
        while after < len(parts) and parts[after].start < mention.end:
            after += 1
        end = mention.end
        edition = after < len(parts) and (
            parts[after].folded in _EDITIONS
            or (parts[after].text == "News" and is_station(mention.text.partition(" ")[0]))
        )
        if edition and adjoining(text, parts[after - 1], parts[after]):
            end, after = parts[after].end, after + 1
        elif is_acronym(mention.text) and (last := place_behind(text, mention)):
            end = last  # "BBC Northern Ireland"
            while after < len(parts) and parts[after].start < end:
                after += 1
        return Piece(NAME, mention.text, mention.start, end, mention.keys[0]), after
    if word.folded == "s" and text[word.start - 1 : word.start] in _APOSTROPHES:
        return Piece(MARK, POSSESSIVE, word.start, word.end), index + 1
    if not word.text[0].isupper() or word.folded in _LEADS:
        article = word.text if word.folded == "the" else ""
        return Piece(WORD, word.folded, word.start, word.end, article=article), index + 1
    if _says_what(text, parts, index):
        return Piece(WORD, word.folded, word.start, word.end), index + 1
    last = _end_of_name(text, parts, index, known)
    if last == index and word.folded in ARTICLES:
        return Piece(WORD, word.folded, word.start, word.end), index + 1
    return Piece(NAME, text[word.start : parts[last].end], word.start, parts[last].end), last + 1


def _says_what(text: str, parts: list[Word], index: int) -> bool:
    """Tell whether a German noun is no name, but says what one is: "ein Bericht", "das Magazin Umschau"."""
    if parts[index].folded in GERMAN_TEXTS | GERMAN_STAFF and not parts[index].text.isupper():
        return True
    if parts[index].folded.endswith(_STAFF_ENDINGS) and index + 1 < len(parts):
        return parts[index + 1].text[0].isupper()  # "Lokaljournalist P"
    begins = index == 0 and parts[index].folded in PAPERS  # "Broadcaster N"
    if not (begins or parts[index].folded in GERMAN_PAPERS) or index + 1 == len(parts):
        return False
    following = parts[index + 1]
    if begins and is_shared(text[parts[index].start : following.end]):
        return False  # "Daily News"
    return following.text[0].isupper() and adjoining(text, parts[index], following)


def _end_of_name(text: str, parts: list[Word], index: int, known: dict[int, Mention]) -> int:
    """Return the index of the last word of the name that begins at `index`.

    "&" joins what stands on both sides of it, and "'s" what makes an outlet's name: "Trawler's News". A
    person's name ends before an outlet's: "Petra Lang von der Altstädter Zeitung".
    """
    last = index
    here = index + 1
    while here < len(parts) and _adjoining(text, parts, here):
        word = parts[here]
        if word.start in known:
            break
        name = text[parts[index].start : parts[last].end]
        if _is_possessive(text, word):
            if not _owns_outlet(text, parts, here + 1) or looks_like_outlet(name):
                break
            if is_other(text[parts[index].start : parts[here + 1].end]):
                here += 1
                continue  # "Lloyd's Register"
            if is_other(name) or (
                is_shared(parts[here + 1].text) and not _follows_the(parts, index)
            ):
                break  # "Denmark's TV 2", "Hobart's Mercury"; but "The Diver's News"
        elif (
            (text[word.start - 1] == "." and is_domain(text[parts[index].start : word.end]))
            or word.text[0].isupper()
            or (word.text[0].isdigit() and text[word.start - 1] in "- ")
            or (here > index + 1 and _ends_given_name(text, parts, here))
        ):
            last = here
        elif word.folded in _CASES and parts[here - 1].folded not in PARTICLES:
            break  # "nennt Vera Lindner den Streik", but "Ines van den Berg".
        elif word.folded in PARTICLES:
            if here == last + 1 and _may_be_of_staff(name) and _outlet_follows(text, parts, here):
                break
        elif not (
            (word.folded in _OF and here == last + 1 and _is_called_after(name, parts[last]))
            or (word.text == "&" and here == last + 1)
            or _between_hyphens(text, word)
        ):
            break
        here += 1
    return last


def _is_called_after(name: str, last: Word) -> bool:
    """Tell whether "of" after a name leads to a place that an outlet is called after."""
    return is_outlet_word(last.folded) or ("-" in name and looks_like_outlet(name))


def _may_be_of_staff(name: str) -> bool:
    """Tell whether an outlet after "of" is another name: "Petra Lang von der N", "Leiter der N"."""
    return is_persons(name) or not (" " in name or may_be_outlet_word(fold(name)))


def _outlet_follows(text: str, parts: list[Word], here: int) -> bool:
    """Tell whether after "von der" a name stands that looks like an outlet's."""
    begin = here
    while begin < len(parts) and parts[begin].folded in PARTICLES:
        begin += 1
    end = begin
    while end < min(begin + _WORDS, len(parts)) and parts[end].text[0].isupper():
        end += 1
    return end > begin and looks_like_outlet(text[parts[begin].start : parts[end - 1].end])


def _adjoining(text: str, parts: list[Word], here: int) -> bool:
    left, right = parts[here - 1], parts[here]
    if adjoining(text, left, right):
        return True
    return text[left.end : right.start] in {"' ", "’ "} and _owns_outlet(text, parts, here)


def _owns_outlet(text: str, parts: list[Word], index: int) -> bool:
    """Tell whether the word at `index`, after "'s", ends the name of an outlet: "News", "Gazette"."""
    return (
        index < len(parts)
        and parts[index].text[0].isupper()
        and may_be_outlet_word(parts[index].folded)
        and not text.startswith(("'s", "’s"), parts[index].end)
    )


def _between_hyphens(text: str, word: Word) -> bool:
    """Tell whether a word without a capital joins two of a name: "Westhaven-on-Sunday"."""
    return text[word.start - 1] in "-‐‑" and text[word.end : word.end + 1] in {"-", "‐", "‑"}


def _follows_the(parts: list[Word], index: int) -> bool:
    return index > 0 and parts[index - 1].folded == "the"


def _ends_given_name(text: str, parts: list[Word], here: int) -> bool:
    """Tell whether a word is the second syllable of a given name: "Seo Ji-hoon", but not "Cairo-led"."""
    before, word = parts[here - 1], parts[here]
    return (
        text[before.end : word.start] in {"-", "‐", "‑"}
        and _SYLLABLE.fullmatch(before.folded) is not None
        and _SYLLABLE.fullmatch(word.folded) is not None
    )


def _is_possessive(text: str, word: Word) -> bool:
    return word.folded == "s" and text[word.start - 1] in "'’"


def _with_articles(pieces: list[Piece]) -> list[Piece]:
    """Join "the" to the name after it."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if piece.kind == NAME and before and before.kind == WORD and before.text == "the":
            joined[-1] = piece._replace(article=before.article)
        else:
            joined.append(piece)
    return joined


def names_in(text: str) -> set[str]:
    """Return the names in running text, folded: runs of capitalised words, without an article."""
    found: set[str] = set()
    parts = words(text)
    index = 0
    while index < len(parts):
        word = parts[index]
        if word.text[0].isupper() and word.folded not in _LEADS:
            last = _end_of_name(text, parts, index, {})
            found.add(fold(text[word.start : parts[last].end]))
            index = last
        index += 1
    return found


def first_name(text: str) -> str:
    """Return the first name in running text, as printed, or ""."""
    parts = words(text[:1000])
    for index, word in enumerate(parts):
        if word.text[0].isupper() and word.folded not in _LEADS:
            return text[word.start : parts[_end_of_name(text, parts, index, {})].end]
    return ""
