"""Who reports what a sentence says: the outlets and reporters behind the grammar.

What is named is certain. What is carried over from an earlier sentence (a reporter alone, "They",
"Both sources", "The paper") is marked as guessed. A sentence that names nobody has no voices.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from newsdesk.text.locations import locations
from newsdesk.text.names_and_words import fold
from stories.importing import grammar, source_group
from stories.importing.carried_sources import carried, names_itself
from stories.importing.name_words import (
    begins_like_person,
    given_names,
    is_acronym,
    is_ordinary_word,
    is_other,
    is_outlet_word,
    is_product,
    looks_like_institution,
    nominative,
    surely_outlet,
)
from stories.importing.names_in_place import ROLE, Unit, is_mark, is_name, is_one, is_word
from stories.importing.outlet_directory import bearers
from stories.importing.outlets import Outlets
from stories.importing.people import LONGEST_NAME, People, looks_like_person, without_title
from stories.importing.pieces import NAME, Piece
from stories.importing.source_group import Group
from stories.importing.verbs import ARTICLES_BEFORE, DONE_TO, OWNED, ROLES, UNDERGONE

_ONLY_OUTLETS = source_group.FIRM | {source_group.AGENT}
_CLAUSES = ("while", "whereas", "whilst", ";")
# What is left of a clause whose verb is left out: "the Guardian a gift".
_OBJECTS = frozenset("a an the at un une le la les ein eine einen una el los las".split())
_END = Piece("end", "", sys.maxsize, sys.maxsize)
_CITED = ("citing", "cites", "cited", "quoting", "quotes", "quoted", "citant", "citando")
_OF_PERSONS = {"of", "for", "from", "'s", "in", "(", ROLE}
_BEGINNING = 5  # A name that begins nearer to the start of its sentence has its capital for that.


@dataclass(frozen=True, slots=True)
class Voice:
    """One outlet that reports a sentence, with its reporters; `group` tells voices named together."""

    outlet: str
    reporters: tuple[str, ...] = ()
    guessed: bool = False
    group: int = 0
    end: int = 0


class Attribution:
    """Reads the sentences of a section in order, remembering who has been named.

    `subjects` are folded names of what the page is about, `elsewhere` those found outside the
    section: an unknown name among them is no outlet.
    """

    def __init__(
        self, outlets: Outlets, *, subjects: Iterable[str] = (), elsewhere: Iterable[str] = ()
    ) -> None:
        self.outlets = outlets
        self.people = People()
        self._subjects = set(subjects)
        self._elsewhere = set(elsewhere)
        # Whoever the page names in full elsewhere is called by the last word here.
        self._elsewhere |= {name.rpartition(" ")[2] for name in self._elsewhere if " " in name}
        self._writes_for: dict[str, str] = {}
        self._last: list[Voice] = []
        self._named: list[str] = []

    @property
    def named_before(self) -> Sequence[str]:
        """Return the outlets that sentences before have named, the last one last."""
        return self._named

    def voices(self, pieces: Sequence[Piece]) -> list[Voice]:
        """Return who reports a sentence, and remember them for the next."""
        groups = grammar.groups(pieces)
        found = [
            voice
            for number, group in enumerate(groups, start=1)
            for voice in self._of_group(group, number, pieces)
        ]
        found += self._mentioned(pieces, [voice.end for voice in found])
        found = sorted(_merged(found), key=lambda voice: voice.end)
        if not found:
            found = self._named_here(pieces)
        if not found:
            return self._carried_over(pieces)
        self._remember(found)
        return found

    def _named_here(self, pieces: Sequence[Piece]) -> list[Voice]:
        """Return the one outlet that a sentence names and goes on to call "the daily"."""
        named = dict.fromkeys(piece.outlet for piece in pieces if piece.outlet)
        if len(named) != 1 or not names_itself(pieces):
            return []
        return [Voice(outlet) for outlet in named]

    def _carried_over(self, pieces: Sequence[Piece]) -> list[Voice]:
        reference = carried(pieces)
        if reference is None or not self._last:
            return []
        if reference.reporter:
            reporters = [voice for voice in self._last if voice.reporters]
            return [replace(voice, guessed=True) for voice in reporters[-1:]]
        if reference.outlets is None:
            return [replace(voice, guessed=True) for voice in self._last]
        return [Voice(outlet, guessed=True) for outlet in self._named[-reference.outlets :]]

    def _remember(self, voices: list[Voice]) -> None:
        self._last = voices
        for voice in voices:
            if voice.outlet:
                self._named = [name for name in self._named if name != voice.outlet]
                self._named.append(voice.outlet)
            for reporter in voice.reporters:
                self.people.meet(reporter)
                if not voice.guessed or not self._writes_for.get(reporter):
                    self._writes_for[reporter] = voice.outlet

    def heard(self, speaker: str) -> None:
        """Remember somebody who is quoted: their name alone, later, is no reporter's."""
        self.people.meet(speaker)

    def _of_group(self, group: Group, number: int, pieces: Sequence[Piece]) -> list[Voice]:
        found: list[Voice] = []
        waiting: list[str] = []  # persons before "P and P at X"
        company = any(self._outlet(unit.name, group.tie) for unit in group.units)
        owned = False
        known = any(self._vouches(unit, group.tie) for unit in group.units)
        # "The Mercury and the Witness": each vouches for the other.
        known |= sum(bool(unit.name.outlet and unit.name.article) for unit in group.units) > 1
        staffed = any(self._is_staff(unit) for unit in group.units)
        for unit in group.units:
            sure = unit.name.outlet and not unit.name.ordinary
            among = (known and not sure) or (staffed and self._could_be_person(unit.name))
            tie = source_group.REPORTS if among else group.tie
            voice = self._of_unit(unit, tie, company=company)
            if voice is None:
                continue
            if voice.reporters and not voice.outlet:
                if found and found[-1].reporters and owned:  # "X's P and Q"
                    found[-1] = replace(
                        found[-1], reporters=(*found[-1].reporters, *voice.reporters)
                    )
                else:
                    waiting += voice.reporters
                continue
            owned = unit.by in {"'s", ROLE}
            if voice.reporters and not voice.guessed:
                voice = replace(voice, reporters=(*waiting, *voice.reporters))
                waiting = []
            found.append(voice)
        if waiting:
            found.insert(0, self._placed(tuple(waiting), found, pieces))
        return [replace(voice, group=number, end=group.end) for voice in found]

    def _vouches(self, unit: Unit, tie: str) -> bool:
        """Tell whether a name is so surely an outlet's that those beside it are outlets, too."""
        name = unit.name
        if not name.outlet:
            several = " " in name.text or surely_outlet(name.text)
            return several and self.outlets.is_likely(name.text, article=bool(name.article))
        if (
            unit.by == "'s"
            and unit.at is not None
            and not unit.at.outlet
            and is_other(unit.at.text)
        ):
            return True  # "Mexico's Reforma"
        return not name.ordinary or (tie != source_group.DOES and " " in name.text)

    def _is_staff(self, unit: Unit) -> bool:
        """Tell whether somebody is named with an outlet; whoever is named beside them is of it, too."""
        place = unit.at
        return place is not None and bool(
            place.outlet or self.outlets.is_likely(place.text, article=bool(place.article))
        )

    def _placed(
        self, reporters: tuple[str, ...], company: list[Voice], pieces: Sequence[Piece]
    ) -> Voice:
        """Return the voice of reporters who were named without an outlet and are new."""
        places = [] if company else self._plain_mentions(pieces)
        if len(places) == 1:
            return Voice(places[0].outlet, reporters)
        outlet = self._named[-1] if self._named else (company[0].outlet if company else "")
        return Voice(outlet, reporters, guessed=True)

    def _of_unit(self, unit: Unit, tie: str, *, company: bool) -> Voice | None:
        if unit.at is not None and not unit.name.outlet:
            outlet = self._outlet(unit.at, self._tie_of_place(unit, tie))
            if outlet and unit.by == "'s" and self._is_part(unit.name.text):
                return Voice(outlet)
            if outlet and len(unit.name.text) <= LONGEST_NAME:
                known = self.people.full_name(unit.name.text)
                if not known and is_ordinary_word(fold(unit.name.text)):
                    return Voice(outlet)  # "Photographs in N show"
                return Voice(outlet, (self._person(unit.name),))
        if unit.by == "for" and not unit.name.outlet and is_ordinary_word(fold(unit.name.text)):
            return None  # "Transport for London"
        if outlet := self._short_for(unit.name):
            return Voice(outlet, guessed=True)
        if unit.by == "'s" and unit.at is not None and " " not in unit.name.text:
            unit = unit._replace(name=self._of_place(unit.name))
        if outlet := self._outlet(unit.name, tie):
            own = unit.by == "(" and unit.at is not None and self._could_be_person(unit.at)
            return Voice(outlet, (self._person(unit.at),) if own and unit.at else ())
        return self._reporter(unit.name, tie, company=company)

    def _is_part(self, name: str) -> bool:
        """Tell whether what an outlet owns is no person: "the Globe's Spotlight", "Politico's Playbook"."""
        if self.people.full_name(name) or self.outlets.is_person(name):
            return False
        return is_product(name) or (" " not in name and fold(name) not in given_names())

    def _of_place(self, name: Piece) -> Piece:
        """Return a name that a place owns with its article, where outlets bear it: "Hobart's Mercury"."""
        several = self.outlets.is_one_of_several(name.text, article=True)
        return name._replace(article="The") if several and not is_acronym(name.text) else name

    def _short_for(self, name: Piece) -> str | None:
        """Return the outlet named before that "the Journal" stands for, the last one first."""
        if name.article != "the" or " " in name.text or not is_outlet_word(fold(name.text)):
            return None
        ending = f" {fold(name.text)}"
        return next(
            (known for known in reversed(self._named) if fold(known).endswith(ending)), None
        )

    def _tie_of_place(self, unit: Unit, tie: str) -> str:
        """Return how much "P at X" says for X: an unknown X needs "at", or a verb of reporting."""
        if not self._could_be_person(unit.name):
            return source_group.SAYS
        if tie == source_group.TO and unit.by == "'s":
            return source_group.CALLED  # "told N's P"
        if unit.press and unit.at and not _is_adjective(unit.at.text):
            return source_group.REPORTS
        if unit.by == "at" or (tie == source_group.REPORTS and unit.by in _OF_PERSONS):
            return source_group.REPORTS
        return source_group.SAYS

    def _outlet(self, name: Piece, tie: str) -> str | None:
        """Return the outlet that a name in the place of a source means, or None."""
        if name.outlet or (known := self.outlets.named(name.text)):
            doubtful = tie == source_group.DOES and name.outlet and name.ordinary
            return None if doubtful else name.outlet or known
        if len(name.text) > LONGEST_NAME or self._is_known_otherwise(name):
            return None
        begins = name.start < _BEGINNING
        likely = self.outlets.is_likely(name.text, article=bool(name.article))
        firm = tie in source_group.FIRM and not (
            name.article and " " in name.text and tie != source_group.REPORTS
        )
        called = tie == source_group.CALLED and self.outlets.may_be_called(name.text)
        shared = tie != source_group.DOES and self.outlets.is_one_of_several(
            name.text, article=bool(name.article) or " " in name.text
        )
        shared |= tie in _ONLY_OUTLETS and not begins and bool(bearers(name.text))
        title = tie != source_group.DOES and self.outlets.is_title(name.text)
        if (
            likely
            or called
            or shared
            or title
            or (firm and self.outlets.may_be(name.text, article=bool(name.article), begins=begins))
        ):
            return self.outlets.add_new(_as_named(name))
        return None

    def _is_known_otherwise(self, name: Piece) -> bool:
        """Tell whether a name is that of a topic, a person or something else that the page speaks of."""
        folded = fold(name.text)
        if folded in self._subjects or self.people.full_name(name.text):
            return True
        return folded in self._elsewhere and not self.outlets.is_likely(
            name.text, article=bool(name.article)
        )

    def _reporter(self, name: Piece, tie: str, *, company: bool) -> Voice | None:
        """Return the voice of a person: known here, or new where the words say that they report."""
        if known := self.people.full_name(without_title(name.text)):
            writes = known in self._writes_for
            return Voice(self._writes_for[known], (known,), guessed=True) if writes else None
        bare = without_title(name.text)
        titled = bare != name.text and fold(name.text).split(" ")[0] not in ROLES
        if titled or not self._could_be_person(name):
            return None
        if tie in {source_group.REPORTS, source_group.TELLS} or (
            company and tie == source_group.AGENT
        ):
            return Voice("", (self._person(name),), guessed=True)
        return None

    def _could_be_person(self, name: Piece) -> bool:
        folded = fold(name.text)
        if self.outlets.is_person(name.text):
            return True
        if self.outlets.is_none(name.text):
            return False
        if name.outlet or name.article or folded in self._subjects or folded in self._elsewhere:
            return False
        bare = without_title(name.text)
        if looks_like_institution(name.text) and not begins_like_person(bare):
            return False
        return looks_like_person(bare) or self.people.full_name(bare) is not None

    def _person(self, name: Piece) -> str:
        bare = without_title(name.text)
        return self.people.full_name(bare) or bare

    def _mentioned(self, pieces: Sequence[Piece], spoken: Sequence[int] = ()) -> list[Voice]:
        """Return the voices of outlets that are merely mentioned, in clauses without a source.

        `spoken` are the places in the text where the grammar has found a source already.
        """
        found: list[Voice] = []
        clause: list[Voice] = []
        begin = 0
        for index, piece in enumerate([*pieces, _END]):
            if piece is _END or piece.text in _CLAUSES:
                if not any(begin <= place <= piece.start for place in spoken):
                    found += clause
                clause, begin = [], piece.start
            elif self._is_plain_mention(pieces, index):
                gapped = any(place < piece.start for place in spoken) and _is_gapped(pieces, index)
                outlet = piece.outlet or self.outlets.named(piece.text)
                outlet = outlet or self.outlets.add_new(_as_named(piece))
                (found if gapped else clause).append(Voice(outlet, group=-1, end=piece.end))
        return found

    def _plain_mentions(self, pieces: Sequence[Piece]) -> list[Voice]:
        return _merged(self._mentioned(pieces))

    def _is_plain_mention(self, pieces: Sequence[Piece], index: int) -> bool:
        piece = pieces[index]
        if piece.kind != NAME or is_word(pieces, index - 1, *_CITED):
            return False
        if piece.outlet:
            if _is_in_the_news(pieces, index) or _ends_a_name(pieces, index):
                return False
            return not piece.ordinary or _is_beside_outlet(pieces, index)
        folded = fold(piece.text)
        return (
            surely_outlet(piece.text)
            and not self.outlets.is_none(piece.text)
            and folded not in self._subjects
            and folded not in self._elsewhere
        )


def _is_gapped(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether the verb of the outlet before goes for this one, too: "N sees a gift, N a theft"."""
    before = index - 1 - is_word(pieces, index - 1, "and", "und", "et", "y")
    return is_mark(pieces, before, ",", ";") and is_one(pieces, index + 1, _OBJECTS)


def _ends_a_name(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether an outlet's letters are the end of a longer name: "Cascade PBS", but not "Danish DR"."""
    before, piece = pieces[index - 1], pieces[index]
    return (
        index > 0
        and before.kind == NAME
        and not before.outlet
        and before.end + 1 == piece.start
        and is_acronym(piece.text)
        and not locations(before.text)
    )


def _is_in_the_news(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether something is told of an outlet, which reports nothing: "N's chairman", "N was fined"."""
    if is_mark(pieces, index + 1, "'s"):
        return any(is_one(pieces, at, OWNED) for at in range(index + 2, index + 5))
    auxiliary = index + 1
    while is_word(pieces, auxiliary, "is", "was", "has", "been", "being", "had", "will", "be"):
        auxiliary += 1
    if auxiliary > index + 1 and is_one(pieces, auxiliary, UNDERGONE):
        return True
    before = index - 1
    before -= is_word(pieces, before, "of", "by") or is_one(pieces, before, ARTICLES_BEFORE)
    return is_one(pieces, before, DONE_TO)


def _is_adjective(name: str) -> bool:
    """Tell whether a name says where a journalist is from, and not for whom they work: "Kurdish"."""
    folded = fold(name)
    return folded.endswith(("ish", "ese", "ian")) or is_ordinary_word(folded)


def _is_beside_outlet(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether another outlet is named with "and": "Science and Nature" are two papers."""
    return any(
        is_name(pieces, index + step) and pieces[index + step].outlet != ""
        for step in (-2, 2)
        if is_word(pieces, index + step // 2, "and", "und", "et", "y", "nor")
    )


def _as_named(name: Piece) -> str:
    return f"The {name.text}" if name.article == "The" else nominative(name.text)


def _merged(voices: list[Voice]) -> list[Voice]:
    """Return one voice for each outlet, in order; what is named outweighs what is guessed."""
    merged: dict[str, Voice] = {}
    for voice in voices:
        before = merged.get(voice.outlet)
        if before is None or not voice.outlet:
            merged[voice.outlet or str(len(merged))] = voice
            continue
        reporters = dict.fromkeys((*before.reporters, *voice.reporters))
        merged[voice.outlet] = replace(
            before, reporters=tuple(reporters), guessed=before.guessed and voice.guessed
        )
    return list(merged.values())
