"""Names that several outlets bear, told apart: “Glasgow's Herald”, “the Kenyan daily The Star”.

A place that is tied to the name by grammar settles it, and so does an outlet of that name which the page has
named in full before. Other places of the sentence, the countries of the outlets in it, and those of the page
are only a hint, and only for names that none of their bearers is known by everywhere: whatever is read from
them is a doubt, and so is a name that nothing tells apart.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache

from entities.outlet_register import register
from newsdesk.text.languages import language_of
from newsdesk.text.locations import Location, locations, locations_in
from newsdesk.text.mentions import words
from newsdesk.text.names_and_words import fold
from stories.importing.name_words import is_acronym, without_article
from stories.importing.names_in_place import is_mark, is_name, is_one, is_word
from stories.importing.outlet_directory import bearers
from stories.importing.outlets import Outlets
from stories.importing.pieces import NAME, POSSESSIVE, WORD, Piece
from stories.importing.verbs import (
    AND,
    ANY,
    ARTICLES_BEFORE,
    GERMAN_PAPERS,
    PAPERS,
    PRINTED_IN,
    SITES,
    SPOKEN,
    TOLD,
)

_BEFORE = 5  # pieces from a place to the name that it tells apart: "the Kenyan daily newspaper N"
_ASIDE = 10  # pieces of ", a conservative Spanish daily,"
_ANYWHERE = frozenset({"agency", "primary-source"})
_SHORTEST = 6  # letters of an adjective without a capital: "español", "kenianische"
_CALLED = PAPERS | GERMAN_PAPERS | SITES | frozenset({"based", "edition"})
# Between a place and a name they begin something else.
_PARTING = ANY | TOLD | SPOKEN | frozenset("to in at by from for and that with as on".split())
_JOINTS = frozenset(joint[0] for joint in AND if len(joint) == 1)
_OF = ("of", "de", "del", "in")


class SharedNames:
    """The names of one page that several outlets bear. `text` is what the page says, all of it."""

    def __init__(self, outlets: Outlets, text: str) -> None:
        self._outlets = outlets
        self._text = text
        self._doubtful: dict[str, tuple[str, ...]] = {}

    def told_apart(self, pieces: list[Piece], named: Sequence[str]) -> list[Piece]:
        """Return the pieces of a sentence with the outlets that are meant; `named` are those named before."""
        told = list(pieces)
        tied: dict[int, list[list[Location]]] = {}
        leading = _leading(pieces)
        for index, piece in enumerate(pieces):
            if piece.kind == NAME:
                tied[index] = list(_tied_places(pieces, index))
                beside = tied.get(_beside(pieces, index)) or leading
                told[index] = self._told_apart(pieces, index, named, tied[index], beside)
                tied[index] = tied[index] or beside
        return told

    def others(self, outlet: str) -> tuple[str, ...]:
        """Return the outlets that may be meant where a name was read as `outlet`; () where that is sure."""
        return self._doubtful.get(_form(outlet), ())

    def _told_apart(
        self,
        pieces: Sequence[Piece],
        index: int,
        named: Sequence[str],
        tied: list[list[Location]],
        beside: list[list[Location]],
    ) -> Piece:
        """Return a name with its outlet: by the places `tied` to it, or to the name `beside` it in a list."""
        name, cues = _with_its_place(pieces[index])
        plain = without_article(name.text)
        if self._outlets.is_answered(plain) or self._is_own(name):
            return pieces[index]
        cues = [*cues, *tied]
        bearing = [] if _is_another(name) else self._bearing(plain)
        for places in cues:
            found = _in_one_of(places, bearing) or self._placed(plain, name, places)
            if len(found) == 1:
                return _certain(name, found[0])
        if name.outlet and any(
            place.country == _country(name.outlet) for places in tied for place in places
        ):
            return _certain(name, name.outlet)  # "Melbourne's Age"
        if name.text != pieces[index].text:
            return pieces[index]
        for places in beside if not cues else ():
            found = _in_one_of(places, bearing) or self._placed(plain, name, places)
            if len(found) == 1 and found[0] != name.outlet:
                if len(bearing) > 1:
                    self._doubtful[_form(found[0])] = tuple(sorted({*bearing, found[0]}))
                return name._replace(outlet=found[0])
        if len(bearing) < 2:
            return name
        return self._hinted(pieces, index, bearing, named)

    def _hinted(
        self, pieces: Sequence[Piece], index: int, bearing: list[str], named: Sequence[str]
    ) -> Piece:
        """Return a name without a place of its own: as the page goes on calling one, or as it suggests."""
        name = pieces[index]
        before = [outlet for outlet in named if outlet in bearing]
        if before:
            return name._replace(outlet=before[-1])
        if name.outlet:
            self._doubt_abroad(name.outlet, bearing, named)
            return name
        several = tuple(sorted(bearing))
        for places in (self._of_sentence(pieces, index), locations_of(self._text)):
            cities = [place for place in places if place.names]
            found = _in_one_of(cities, bearing) or _in_one_of(places, bearing)
            if found:
                if len(found) == 1:
                    self._doubtful[_form(found[0])] = several
                    return name._replace(outlet=found[0])
                break
        else:
            found = [outlet for outlet in bearing if self.tongue in _tongues().get(outlet, ())[:1]]
            if len(found) == 1:
                self._doubtful[_form(found[0])] = several
                return name._replace(outlet=found[0])
        self._doubtful[_form(name.text)] = several
        return name

    def _doubt_abroad(self, outlet: str, bearing: list[str], named: Sequence[str]) -> None:
        """Ask about a paper of renown beside papers of a country where another bears its name."""
        beside = {_country(each) for each in named if _is_local(each)} - {_country(outlet)}
        at_home = {place.country for place in locations_of(self._text)}
        others = [each for each in bearing if _country(each) in beside and each != outlet]
        if others and _country(outlet) not in at_home:
            self._doubtful[_form(outlet)] = tuple(sorted({*others, outlet}))

    @cached_property
    def tongue(self) -> str:
        """Return the language of the page; "" for English, which is written about any country."""
        code = language_of(self._text).code
        return "" if code == "en" else code

    def _of_sentence(self, pieces: Sequence[Piece], index: int) -> list[Location]:
        """Return the places that a sentence names, and the countries of its other outlets."""
        found: list[Location] = []
        for at, piece in enumerate(pieces):
            if at == index or piece.kind != NAME:
                continue
            if piece.outlet:
                # Agencies are quoted everywhere.
                found += [Location(_country(piece.outlet))] if _is_local(piece.outlet) else []
            else:
                found += locations(piece.text)
        return found

    def _bearing(self, plain: str) -> list[str]:
        """Return the outlets that bear a name, as the desk calls them."""
        return list(
            dict.fromkeys(self._outlets.named(each) or each for each in sorted(bearers(plain)))
        )

    def _placed(self, plain: str, name: Piece, places: Sequence[Location]) -> list[str]:
        """Return the outlets called a place and this name: “Panama's La Estrella”, “the Star in Toronto”."""
        if _is_another(name):
            return []
        found = dict.fromkeys(
            self._outlets.named(outlet) or outlet
            for outlet, of in _called_after().get(fold(plain), ())
            if any(_is_same(of, place) or of == Location(place.country) for place in places)
        )
        return list(found)

    def _is_own(self, name: Piece) -> bool:
        """Tell whether the desk has an outlet by just this name, which the register does not have."""
        own = name.outlet
        return bool(own) and _form(own) == _form(name.text) and own not in _countries()


def locations_of(text: str) -> list[Location]:
    """Return the cities, regions and countries that a text names with a capital."""
    found = locations_in(text)
    for word in words(text):
        if word.text[0].isupper():
            found += [place for place in locations(word.text) if not place.names]
    return found


def _with_its_place(name: Piece) -> tuple[Piece, list[list[Location]]]:
    """Return a name without a place that is a part of it: “La Prensa de Honduras”, “the Harare Herald”."""
    if name.outlet:
        return name, []
    parts = words(name.text)
    for cut in range(1, len(parts)):
        last = name.text[parts[cut].start :]
        first = name.text[: parts[cut - 1].end]
        before = cut - 1 if parts[cut - 1].folded in _OF else cut
        rest = name.text[: parts[before - 1].end] if before else ""
        if bearers(rest) and (places := locations(last)):
            return name._replace(text=rest), [list(places)]
        if bearers(last) and (places := locations(first)):
            # Not by the country of a city alone: the Denver Gazette is another one than Colorado's Gazette.
            own = [place._replace(country="") if place.names else place for place in places]
            return name._replace(text=last), [own]
    return name, []


def _beside(pieces: Sequence[Piece], index: int) -> int:
    """Return the index of the name before "and N" and ", N", or -1."""
    at = index - 1 - is_one(pieces, index - 1, ARTICLES_BEFORE)
    joined = is_one(pieces, at, _JOINTS)
    at -= joined
    if is_mark(pieces, at, ","):
        joined, at = True, at - 1
    return at if joined and is_name(pieces, at) else -1


def _leading(pieces: Sequence[Piece]) -> list[list[Location]]:
    """Return the place that a sentence begins with: “In Nassau, the Tribune and the Guardian”."""
    if len(pieces) < 3 or not is_word(pieces, 0, "in", "a", "en") or not is_mark(pieces, 2, ","):
        return []
    places = _places(pieces[1])
    return [places] if places else []


def _tied_places(pieces: Sequence[Piece], index: int) -> Iterator[list[Location]]:
    """Yield the places that are tied to the name at `index` by grammar, the nearest first."""
    yield from filter(None, (_before(pieces, index), _behind(pieces, index), _aside(pieces, index)))


def _before(pieces: Sequence[Piece], index: int) -> list[Location]:
    """Read “Y's N”, “the Y newspaper N”, “the Y-based N” and “the Y edition of N”."""
    called = False
    for at in range(index - 1, max(-1, index - 1 - _BEFORE), -1):
        piece = pieces[at]
        found = _places(piece)
        if found and (called or at == index - 1) and not _begins_place(pieces, at, called):
            return found
        if is_mark(pieces, at, POSSESSIVE) or is_one(pieces, at, _CALLED):
            called = True
        elif is_word(pieces, at, "of") and is_word(pieces, at - 1, "edition"):
            continue
        elif piece.kind != WORD or piece.text in _PARTING:
            return []
    return []


def _begins_place(pieces: Sequence[Piece], at: int, called: bool) -> bool:
    """Tell whether a place beside a name is that of something else: “in Kenya the Star”."""
    return not called and is_word(pieces, at - 1, "in", "from", "to", "near", "at", "of")


def _behind(pieces: Sequence[Piece], index: int) -> list[Location]:
    """Read “N (Y)”, “N of Y” and “N in Y says”."""
    if is_mark(pieces, index + 1, "(") and is_mark(pieces, index + 3, ")"):
        return _places(pieces[index + 2])
    if not is_word(pieces, index + 1, *_OF) or not is_name(pieces, index + 2):
        return []
    loose = is_word(pieces, index + 1, "in") and pieces[index].outlet
    if loose and not is_one(pieces, index + 3, ANY):
        return []  # "told the Guardian in Lagos"
    return _places(pieces[index + 2])


def _aside(pieces: Sequence[Piece], index: int) -> list[Location]:
    """Read “N, a Y daily,” and “N, published in Y,”."""
    if not is_mark(pieces, index + 1, ","):
        return []
    found: list[Location] = []
    called = False
    for at in range(index + 2, min(len(pieces), index + 2 + _ASIDE)):
        if is_mark(pieces, at, ",", "–", "—"):
            break
        called |= is_one(pieces, at, _CALLED | PRINTED_IN)
        found = found or _places(pieces[at])
    return found if called else []


def _places(piece: Piece) -> list[Location]:
    if piece.kind == NAME:
        return list(locations(piece.text))
    if piece.kind == WORD and len(piece.text) >= _SHORTEST:
        return list(locations(piece.text))
    return []


def _is_another(name: Piece) -> bool:
    """Tell whether a name is so much its outlet's own that no place makes another's of it."""
    return bool(name.outlet) and not bearers(without_article(name.text)) and " " in name.text


def _certain(name: Piece, outlet: str) -> Piece:
    """Return a name that a place goes with, and that is no ordinary word therefore."""
    article = name.article or ("" if is_acronym(name.text) else "The")
    return name._replace(outlet=outlet, article=article)


def _in_one_of(places: Iterable[Location], outlets: Sequence[str]) -> list[str]:
    """Return the outlets whose seat or country is among some places."""
    places = list(places)
    seated = [outlet for outlet in outlets if any(_is_seat(each, outlet) for each in places)]
    nearest = [outlet for outlet in seated if _seats(outlet) and any(p.names for p in places)]
    return nearest or seated


def _is_seat(place: Location, outlet: str) -> bool:
    """Tell whether an outlet is of a place: the one that its name says, or else the country."""
    seats = _seats(outlet)
    if place.names and seats:
        return any(_is_same(place, seat) for seat in seats)
    return place.country == _country(outlet)


@lru_cache(maxsize=4096)
def _seats(outlet: str) -> list[Location]:
    """Return the cities and regions that an outlet has in its name."""
    return [each for each in locations_in(outlet) if each.country == _country(outlet)]


def _is_same(one: Location, other: Location) -> bool:
    """Tell whether two are one city, or a city and its region, or both the whole of one country."""
    if one.names and other.names:
        return one.names <= other.names or other.names <= one.names
    return one == other


def _form(name: str) -> str:
    return fold(without_article(name))


def _country(outlet: str) -> str:
    return _countries().get(outlet, "")


def _is_local(outlet: str) -> bool:
    return bool(_country(outlet)) and outlet not in _agencies()


@cache
def _agencies() -> frozenset[str]:
    return frozenset(each.name for each in register(more=True) if each.kind in _ANYWHERE)


@cache
def _countries() -> dict[str, str]:
    return {each.name: each.country for each in register(more=True)}


@cache
def _tongues() -> dict[str, tuple[str, ...]]:
    return {each.name: each.languages for each in register(more=True)}


@cache
def _called_after() -> dict[str, list[tuple[str, Location]]]:
    """Return, by the rest of their names, the outlets called after a city: “star” for the Toronto Star."""
    found: dict[str, list[tuple[str, Location]]] = {}
    for each in register(more=True):
        for name in (each.name, *each.aliases):
            plain, place = _with_place_cut(without_article(name).partition(" (")[0])
            for of in place:
                if of.country == each.country:
                    found.setdefault(fold(without_article(plain)), []).append((each.name, of))
    return found


def _with_place_cut(name: str) -> tuple[str, list[Location]]:
    """Return a name without the city that it begins or ends with: “La Estrella de Panamá”."""
    parts = words(name)
    for cut in range(1, len(parts)):
        first, last = name[: parts[cut - 1].end], name[parts[cut].start :]
        if places := list(locations(first)):
            return last, places
        if parts[cut - 1].folded in _OF and cut > 1 and (places := list(locations(last))):
            return name[: parts[cut - 2].end], places
    return "", []
