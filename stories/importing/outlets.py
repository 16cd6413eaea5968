"""The outlets that a page may name: those that are known, and names that stand where an outlet must stand."""

import re
from collections.abc import Iterable, Mapping

from newsdesk.text.locations import locations
from newsdesk.text.mentions import Mention, Names, Word, enclosing, words
from newsdesk.text.names_and_words import fold
from stories.importing.explainer import NEITHER, OUTLET, PERSON, KnownOutlet
from stories.importing.name_words import (
    given_names,
    is_acronym,
    is_made_of_words,
    is_ordinary_word,
    is_other,
    looks_like_institution,
    looks_like_outlet,
    may_be_outlet_word,
    needs_cue_after_article,
    other_names,
    without_article,
)
from stories.importing.outlet_directory import Directory, is_ambiguous, is_shared
from stories.importing.people import without_title
from stories.importing.verbs import (
    ARTICLES_BEFORE,
    GERMAN_PAPERS,
    GERMAN_STAFF,
    GERMAN_TEXTS,
    LEADS,
    PAPERS,
    ROLES,
)

_JOINED = re.compile(r"(?:[-‐‑]| & )(?=[^\W\d_a-zß-ÿ])")
_JOINS = re.compile(r"[^\W_](?:[-‐‑]| & )$")
_NEXT = re.compile(r" ([^\W\d_a-zß-ÿ][\w’'-]*)")
_OF = re.compile(r" (?:de|del|di|do|da|du|des|dos) (?:l['’])?[^\W\d_a-zß-ÿ]")
# "La Hoja de Almirón": nobody is called so.
_NAMED_OF = re.compile(
    r"(?:La|Le|Les|El|Los|Las|Il|Lo|O|A|L['’])[ ]?[^\W\d_]\w+ (?:de|del|di|da|do|du|des)\b"
)
_POST = 60  # characters in which the word of a post is looked for
# "rbb-Inforadio", "ZDF-Politbarometer"
_PROGRAMMES = tuple(
    "radio magazin sendung barometer trend talk podcast nachrichten journal recherche interview".split()
)
_OWNER = re.compile(r"([^\W\d_]\w*['’]s) $")
_BEFORE = re.compile(r"([^\W\d_]\w*) $")


# "NDR-Reporter", "Spiegel-Bericht", "ORF-Magazin": what a hyphen joins to a German name without changing it.
_OF_COMPOUNDS = GERMAN_STAFF | GERMAN_TEXTS | GERMAN_PAPERS


def needs_cue(name: str, *, article: bool) -> bool:
    """Tell whether a name reads as something else too, where nothing says that it reports: "the Sun".

    A name of several words that only other outlets bear too is an outlet's all the same.
    """
    if article:
        return needs_cue_after_article(fold(without_article(name)))
    return is_ambiguous(name) and not (is_shared(name) and " " in name)


def form_of(name: str) -> str:
    """Return how the names of a text are compared with what was answered about them; "" for signs alone."""
    form = " ".join(fold(without_article(name)).split())
    return form if any(sign.isalnum() for sign in form) else ""


class Outlets:
    """The outlets of one page. `answers` are what the desk has said that names are, by their form."""

    def __init__(
        self,
        known: Iterable[KnownOutlet] | Directory = (),
        answers: Mapping[str, str] | None = None,
    ) -> None:
        self._known = Directory.of(known)
        self._answers = answers or {}
        self._new = Names()
        self._at: dict[str, str | None] = {}
        self._emphasised: set[str] = set()
        self.proposed: list[str] = []

    def add_new(self, name: str) -> str:
        """Take up a name for that of an outlet, as a guess unless the desk has said so; return the name."""
        self._new.add(without_article(name), name)
        if self._answers.get(form_of(name)) != OUTLET:
            self.proposed.append(name)
        return name

    def emphasise(self, name: str) -> None:
        """Remember a name in italics, as papers' titles are set: "according to the *Vexin Libre*"."""
        self._emphasised.add(form_of(name))

    def is_title(self, name: str) -> bool:
        """Tell whether a name in italics may be a paper's title: those of ships and films are set so, too."""
        return (
            form_of(name) in self._emphasised
            and not self.is_none(name)
            and not looks_like_institution(name)
        )

    def named(self, name: str) -> str | None:
        """Return the outlet that goes by exactly this name or alias, with or without its article."""
        if known := self._known.named(name):
            return known
        keys = self._new.keys_of(without_article(name))
        return keys[0] if keys else None

    def is_answered(self, name: str) -> bool:
        """Tell whether the desk has said what a name is."""
        return form_of(name) in self._answers

    def is_person(self, name: str) -> bool:
        return self._answers.get(form_of(name)) == PERSON

    def is_none(self, name: str) -> bool:
        """Tell whether a name is surely none of an outlet: the desk has said so, or it is another's."""
        answer = self._answers.get(form_of(name))
        if answer is not None:
            return answer in {PERSON, NEITHER}
        if is_shared(name):
            return False
        if " " in name and form_of(name) in other_names():
            return True  # "Lloyd's Register"
        other = is_other(name) or bool(locations(name))
        return self._known.is_body(name) or (other and not looks_like_outlet(name))

    def may_be_called(self, name: str) -> bool:
        """Tell whether what is called a paper may be one: letters alone too, "the station XQR"."""
        letters = is_acronym(name) and form_of(name) not in self._answers
        return not self.is_none(name) or (letters and not self._known.is_body(name))

    def is_one_of_several(self, name: str, *, article: bool) -> bool:
        """Tell whether a name that several outlets bear is one's where somebody speaks: "RTL says"."""
        if not is_shared(name) or form_of(name) in self._answers:
            return False
        return is_acronym(name) or (article and not needs_cue_after_article(fold(name)))

    def is_likely(self, name: str, *, article: bool) -> bool:
        """Tell whether a name that nothing knows looks like an outlet's by its words."""
        if self.is_none(name):
            return False
        if self._answers.get(form_of(name)) == OUTLET:
            return True
        return looks_like_outlet(name) and (
            article or " " in name or not is_ordinary_word(fold(name))
        )

    def may_be(self, name: str, *, article: bool, begins: bool) -> bool:
        """Tell whether an unknown name may be an outlet's where only an outlet, or somebody else, can stand.

        `begins` says that it begins a sentence, where a capital says nothing.
        """
        if self.is_none(name) or looks_like_institution(name) or without_title(name) != name:
            return False
        if is_shared(name):
            return True
        if " " not in name:
            if article and may_be_outlet_word(fold(name)):
                return True
            plural = article and name.endswith("s") and not looks_like_outlet(name)
            ordinary = is_ordinary_word(fold(name)) and (begins or article)
            return not (ordinary or plural or fold(name) in given_names())
        return article or is_made_of_words(name) or not _is_like_person(name)

    def find(self, text: str, parts: list[Word]) -> list[Mention]:
        """Return the mentions of outlets in a text of those words; `keys[0]` is the outlet's name, or ""
        for a body that is none. A name that is part of a longer one does not count: "Malta Times".
        """
        return [
            mention
            for mention in (*self._known.find(text, parts), *self._new.find(text, parts))
            if not self._inside_longer(text, mention)
        ]

    def at(self, url: str) -> str | None:
        """Return the outlet whose domain a URL is on, subdomains included."""
        if url not in self._at:
            self._at[url] = self._known.at(url)
        return self._at[url]

    def _inside_longer(self, text: str, mention: Mention) -> bool:
        """Tell whether a longer name swallows a mention: names with "-" and "&" are taken whole."""
        joined = _JOINED.match(text, mention.end)
        if joined:
            rest = fold(_words_at(text, joined.end()))
            programme = is_station(mention.text) and rest.endswith(_PROGRAMMES)
            return rest not in _OF_COMPOUNDS and not programme
        if (owner := _OWNER.search(text, max(0, mention.start - 40), mention.start)) and is_other(
            f"{owner[1]} {mention.text}"
        ):
            return True  # "Lloyd's Register"
        if _JOINS.search(text, max(0, mention.start - 4), mention.start):
            return True
        before = _BEFORE.search(text, max(0, mention.start - 40), mention.start)
        if before and " " not in mention.text and fold(before[1]) in given_names():
            return before[1][0].isupper() and not self.named(before[1])
        following = _NEXT.match(text, mention.end, mention.end + 40)
        if following and not self.named(following[1]):
            word = fold(following[1])
            if word == "news" and is_station(mention.text.partition(" ")[0]):
                return False  # "BBC Scotland News"
            if may_be_outlet_word(word) or (
                looks_like_institution(word) and not _has_role(text, following.end())
            ):
                return True
        if _OF.match(text, mention.end):
            return True
        if _is_of_place(text, mention):
            return True
        return is_ambiguous(mention.text) and _is_longer(text, mention)


def is_station(name: str) -> bool:
    """Tell whether a name is a few letters, as stations have: "rbb", "im rbb", "BBC"."""
    letters = name.rpartition(" ")[2]
    return len(letters) < 5 and (letters.isupper() or letters.islower())


def _is_of_place(text: str, mention: Mention) -> bool:
    """Tell whether a name of outlets' words alone has a place before it: "the Fremont Star-Ledger"."""
    parts = [part.folded for part in words(without_article(mention.text))]
    before = _BEFORE.search(text, max(0, mention.start - 40), mention.start)
    if before is None or not before.start() or not before[1][0].isupper():
        return False
    return all(map(may_be_outlet_word, parts)) and not may_be_outlet_word(fold(before[1]))


def _words_at(text: str, index: int) -> str:
    """Return the word at `index`, which a hyphen may have joined to a name: "NDR-Reporter"."""
    return next((word.text for word in words(text[index : index + _POST])), "")


def _has_role(text: str, index: int) -> bool:
    """Tell whether somebody's post is named there: "the Guardian Health Correspondent"."""
    return any(word.folded in ROLES for word in words(text[index : index + _POST])[:3])


def _is_like_person(name: str) -> bool:
    if _NAMED_OF.match(name) or name.startswith(("El ", "La ", "Los ", "Las ", "Il ")):
        return False
    parts = [word for word in words(name) if word.text[0].isupper()]
    if locations(parts[0].text if parts else "") and parts[0].folded not in given_names():
        return False  # "Florida Phoenix"
    return (
        "&" not in name
        and 2 <= len(parts) <= 4
        and all(word.text.isalpha() and not word.text.isupper() for word in parts)
    )


def place_behind(text: str, mention: Mention) -> int:
    """Return where a place ends that follows a station's name and is no part of it, or 0: "CBC Calgary"."""
    longer = enclosing(text, mention)
    rest = longer.removeprefix(f"{mention.text} ")
    found = bool(longer) and rest != longer and bool(locations(rest.removesuffix(" News")))
    return mention.end + 1 + len(rest) if found else 0


def _is_longer(text: str, mention: Mention) -> bool:
    if is_acronym(mention.text) and place_behind(text, mention):
        return False
    longer = enclosing(text, mention)
    first, _, rest = longer.partition(" ")
    # "Die taz", at the start of a sentence; "Die Redakteurin der Zeit".
    while (
        longer != mention.text
        and rest
        and fold(first) in ARTICLES_BEFORE | _OF_COMPOUNDS | PAPERS | LEADS
    ):
        longer = rest
        first, _, rest = longer.partition(" ")
    if without_article(longer) not in {"", mention.text}:
        return True
    return (
        text.startswith(" of ", mention.end) and text[mention.end + 4 : mention.end + 5].isupper()
    )
