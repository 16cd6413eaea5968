"""The forms in which prose names its sources, read from pieces; what the names mean is for `attribution`.

Looking ahead is bounded everywhere, so that a long sentence costs time in proportion to its length.
"""

from collections.abc import Mapping, Sequence

from newsdesk.text.locations import locations
from newsdesk.text.names_and_words import fold
from stories.importing.asides import aside
from stories.importing.contributions import (
    argued_in,
    argues_in,
    own_publication,
    spoken_to,
    written_for,
)
from stories.importing.name_words import begins_like_person, looks_like_outlet
from stories.importing.names_in_place import (
    LONGEST_LIST,
    ROLE,
    Unit,
    after_post,
    is_declined,
    is_mark,
    is_name,
    is_one,
    is_word,
    names_at,
)
from stories.importing.people import is_persons
from stories.importing.pieces import MARK, POSSESSIVE, Piece
from stories.importing.source_group import (
    ACCORDING,
    AGENT,
    ASIDE,
    CALLED,
    DOES,
    PART,
    REPORTS,
    SAYS,
    Group,
    group_at,
    skip_adverbs,
    tie_of,
)
from stories.importing.verbs import (
    ACCORDING_TO,
    ADVERBS,
    AFTER_NOUNS,
    AFTERWARDS,
    AMONG,
    ANY,
    ARTICLES_BEFORE,
    ARTICLES_OF_CALLED,
    AS_ELSEWHERE,
    BODIES,
    BY,
    COLUMNS,
    COVERS,
    FOUND,
    GERMAN_PAPERS,
    GERMAN_PARTICIPLES,
    GERMAN_REPORTING,
    ISSUES,
    JOURNALISTS,
    LAUT,
    LEARNED,
    NEWS_SITES,
    OF_DAYS,
    OF_PAPERS_ONLY,
    OF_SITES,
    OF_STAFF,
    OF_TEXTS,
    PAPERS,
    PARTS_OF_PAPERS,
    PASSIVE,
    PASSIVE_ELSEWHERE,
    PLURAL_PAPERS,
    REPORTS_FOR,
    ROLES,
    RUNS,
    SEEN,
    SEEN_ELSEWHERE,
    SEEN_ITSELF,
    SITES,
    SOURCES,
    SPECIAL,
    SPOKEN,
    STAFF,
    TEXTS,
    TOLD,
    WITHIN,
    WORKED,
)

_SPEAKING_TO = TOLD | SPOKEN
_OF_OUTLET = OF_STAFF | {POSSESSIVE, "in", "for"}
_LONGEST_ASIDE = 10
_DAYS = OF_DAYS | ADVERBS  # Days of the week are among these.
_GERMAN_FRAME = 6  # pieces from "hatte N" to "berichtet"
_FIRST = 4  # pieces from "the first" to its verb
_SAYING_WHAT = PAPERS | BODIES | GERMAN_PAPERS | SITES
_PART = 4  # pieces from "N's" to "programme"
# Verbs that are nouns after "the BBC's own".
_NOUNS = frozenset("report reports cover note notes claim claims feature features detail".split())


Phrases = Mapping[str, Sequence[Sequence[str]]]


def _by_first_word(phrases: Sequence[Sequence[str]]) -> Phrases:
    found: dict[str, list[Sequence[str]]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return found


_ACCORDING_TO, _LAUT = _by_first_word(ACCORDING_TO), _by_first_word(LAUT)


def groups(pieces: Sequence[Piece]) -> list[Group]:
    """Return the groups of names that stand where a source stands, in order."""
    found: list[Group] = []
    index = 0
    while index < len(pieces):
        read = (
            _byline(pieces, index)
            or _before_its_verb(pieces, index)
            or _source_line(pieces, index)
            or _cleft(pieces, index)
            or own_publication(pieces, index)
            or _staff_of(pieces, index)
            or _agent(pieces, index)
            or spoken_to(pieces, index)
            or written_for(pieces, index)
            or argued_in(pieces, index)
            or argues_in(pieces, index)
            or _of_a_day(pieces, index)
            or _own_text(pieces, index)
            or _among(pieces, index)
            or _described(pieces, index)
            or aside(pieces, index)
            or _subject(pieces, index)
            or _named_and_called(pieces, index)
        )
        if read is None:
            index += 1
            continue
        group, index = read
        called = _as_called(pieces, group, index)
        if called is not None:
            found.append(called)
    whole = [group for group in found if group.tie != PART]
    return whole or found


def _as_called(pieces: Sequence[Piece], group: Group, after: int) -> Group | None:
    """Return a group as the words after its name say: ", a trade magazine,"; None for ", a charity,".

    `after` is the index after the group.
    """
    last = group.units[-1].name
    sure = last.outlet and not last.ordinary
    person = not last.outlet and not last.article and is_persons(last.text)
    if sure or len(group.units) > 1 or person:
        return group
    begin = max(0, after - _LONGEST_ASIDE - _PART)
    index = next((at for at in range(begin, after) if pieces[at].start == last.start), after)
    if is_one(pieces, index + 1, PAPERS) or (
        is_word(pieces, index + 1, "news") and is_one(pieces, index + 2, SITES)
    ):
        return group._replace(tie=CALLED)  # "by Pulse magazine"
    called = _called(pieces, index + 1)
    if called in BODIES and not last.outlet:
        return None
    return group._replace(tie=CALLED) if called in PAPERS | GERMAN_PAPERS else group


def _named_and_called(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "N, the public broadcaster," of a known outlet, whatever it does."""
    if not is_name(pieces, index) or not pieces[index].outlet:
        return None
    if _called(pieces, index + 1) not in PAPERS | GERMAN_PAPERS:
        return None
    return Group((Unit(pieces[index]),), CALLED, pieces[index].end), index + 1


def _called(pieces: Sequence[Piece], index: int) -> str:
    """Return the noun of ", a Danish trade magazine," that says what a name is; or ""."""
    owned = is_name(pieces, index + 1) and is_mark(pieces, index + 2, POSSESSIVE)
    if not is_mark(pieces, index, ",") or not (
        owned or is_one(pieces, index + 1, ARTICLES_OF_CALLED)
    ):
        return ""
    for at in range(index + 2 + owned, index + 2 + _LONGEST_ASIDE):
        if is_one(pieces, at, SITES) and _covers(pieces, at + 1):
            return "outlet"
        if is_one(pieces, at, _SAYING_WHAT) and _closes(pieces, at + 1):
            news = is_one(pieces, at, SITES) and is_one(pieces, at - 1, OF_SITES)
            return "outlet" if news else pieces[at].text
        of = is_name(pieces, at) or is_mark(pieces, at, POSSESSIVE)  # "the GPs' magazine"
        if (not is_word(pieces, at) and not of) or is_one(pieces, at, AFTER_NOUNS):
            break
    return ""


def _covers(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether "that covers ..." follows what is called a site."""
    return is_one(pieces, index + is_word(pieces, index, "that", "which"), COVERS)


def _closes(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether an aside ends there, or goes on as ", a firm in Lyon," does; a clause does not."""
    if index == len(pieces) or is_mark(pieces, index, ","):
        return True
    if not is_one(pieces, index, AFTER_NOUNS):
        return False
    tail = range(index + 1, min(index + _LONGEST_ASIDE, len(pieces)))
    return any(is_mark(pieces, at, ",") for at in tail)


def _agent(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "according to N", "as detailed by N", "an analysis by N" and `," writes N`."""
    if not is_word(pieces, index):
        return None
    word = pieces[index].text
    if length := _phrase(pieces, index, _ACCORDING_TO):
        tie, begin = ACCORDING, index + length
        begin += length > 1 and is_word(pieces, begin, "de", "du", "des")
    elif length := _phrase(pieces, index, _LAUT):
        tie, begin = SAYS, index + length
    elif by := _by(pieces, index):
        tie, begin = REPORTS if word == "reported" else AGENT, by
        if word in SEEN or word.startswith(SEEN_ELSEWHERE):
            tie = ACCORDING
    elif word in OF_PAPERS_ONLY and is_word(
        pieces, index + 1, "in", "of", "for", "from", "at", "with"
    ):
        # "A reporter from Kenya" is nobody's.
        tie, begin = ACCORDING, _after_article(pieces, index + 2)
    elif word in TEXTS and (by := _by_after(pieces, index + 1)):
        tie, begin = AGENT, by
    elif word == "survey" or word == "poll":
        if not is_word(pieces, index + 1, "for", "by", "from", "in"):
            return None
        tie, begin = AGENT, index + 2
    elif (word in FOUND and is_word(pieces, index + 1, "in", "on", "dans", "en")) or (
        word in STAFF and is_word(pieces, index + 1, "of", "from", "at", "for", "with")
    ):
        tie, begin = AGENT, index + 2
    elif word in PARTS_OF_PAPERS and (of := _of(pieces, index + 1)):
        read = group_at(pieces, of, AGENT)
        return _with_writer(pieces, word, read) if read else None
    elif word == "as" and is_word(pieces, index + 1, "do", "does", "did"):
        tie, begin = SAYS, index + 2
    elif word in ANY and (is_mark(pieces, index - 1, ",", '"') or _as_elsewhere(pieces, index)):
        tie, begin = tie_of(word), index + 1
    else:
        return None
    return group_at(pieces, begin, tie)


def _by_after(pieces: Sequence[Piece], index: int) -> int:
    """Return the index after "by" in "a poll [of 800 doctors] by N", or 0."""
    if not is_word(pieces, index, "of", "into", "on", "about"):
        return 0
    for at in range(index + 1, min(index + _LONGEST_ASIDE, len(pieces))):
        if is_word(pieces, at, "by"):
            return _after_article(pieces, at + 1)
        if not is_word(pieces, at) and not is_name(pieces, at):
            break
    return 0


def _after_article(pieces: Sequence[Piece], index: int) -> int:
    return index + is_one(pieces, index, ARTICLES_BEFORE)


def _of(pieces: Sequence[Piece], index: int) -> int:
    """Return the index of the name after "of", in "du Monde" that of the name itself; or 0."""
    if is_one(pieces, index, OF_TEXTS):
        return _after_article(pieces, index + 1)
    return index if is_declined(pieces, index) else 0


def _by(pieces: Sequence[Piece], index: int) -> int:
    """Return the index after "reported first by" or "publiée par", or 0."""
    word = pieces[index].text
    if word in PASSIVE:
        by = skip_adverbs(pieces, index + 1)
        return by + 1 if is_word(pieces, by, "by") else 0
    if word in PASSIVE_ELSEWHERE and is_one(pieces, index + 1, BY):
        return _after_article(pieces, index + 2)
    return 0


def _with_writer(pieces: Sequence[Piece], text: str, read: tuple[Group, int]) -> tuple[Group, int]:
    """Read on where a text has a writer of its own: "an op-ed in N by P"."""
    group, after = read
    if text not in COLUMNS or len(group.units) > 1 or group.units[0].at is not None:
        return read
    if not is_word(pieces, after, "by") or not is_name(pieces, after + 1):
        return read
    person = pieces[after + 1]
    unit = Unit(person, group.units[0].name, "at")
    return Group((unit,), REPORTS, person.end), after + 2


def _byline(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "By P and P, N: ..." and "P, N: ..." at the start of a sentence."""
    if index:
        return None
    units: list[Unit] = []
    at = int(is_word(pieces, 0, "by"))
    while is_name(pieces, at) and not pieces[at].outlet and is_persons(pieces[at].text):
        units.append(Unit(pieces[at]))
        at += 1 + (is_mark(pieces, at + 1, ",") or is_word(pieces, at + 1, "and", "for", "of"))
    if not units or not is_name(pieces, at) or not is_mark(pieces, at + 1, ":", "—", "–"):
        return None
    paper = pieces[at]
    if not (paper.outlet or looks_like_outlet(paper.text)):
        return None
    written = tuple(Unit(unit.name, paper, "at") for unit in units)
    return Group(written, REPORTS, paper.end), at + 2


def _before_its_verb(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "hatte N darüber berichtet" and "das berichtet der N"."""
    had = is_word(pieces, index, "hatte", "hatten", "hat", "haben")
    if not had and not is_one(pieces, index, GERMAN_REPORTING):
        return None
    begin = skip_adverbs(pieces, index + 1)
    begin += is_word(pieces, begin, "zuerst", "zuvor", "bereits", "schon", "unter")
    if not (had or is_one(pieces, begin, ARTICLES_BEFORE) or is_declined(pieces, begin)):
        return None
    read = group_at(pieces, begin, SAYS)
    if read is None or not had:
        return read
    group, after = read
    ends = any(is_one(pieces, at, GERMAN_PARTICIPLES) for at in range(after, after + _GERMAN_FRAME))
    return (group, after) if ends else None


def _source_line(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "Source: N" and "Sources: N, N"."""
    if index or fold(pieces[0].text) not in SOURCES or not is_mark(pieces, 1, ":"):
        return None
    units: list[Unit] = []
    at = 2
    while at < len(pieces) and len(units) < LONGEST_LIST:
        at += is_mark(pieces, at, ",", ";", "/") or is_word(pieces, at, "and")
        if not is_name(pieces, at):
            break
        units.append(Unit(pieces[at]))
        at += 1
    return (Group(tuple(units), ASIDE, pieces[at - 1].end), at) if units else None


def _cleft(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "it was N that uncovered"."""
    if not is_word(pieces, index, "it") or not is_word(pieces, index + 1, "was", "is"):
        return None
    read = names_at(pieces, index + 2)
    if read is None or not is_word(pieces, read[1], "that", "which", "who"):
        return None
    units, after = read
    verb = skip_adverbs(pieces, after + 1)
    if not is_one(pieces, verb, ANY):
        return None
    tie = tie_of(pieces[verb].text)
    if tie == DOES:
        tie = SAYS
    return Group(units, tie, pieces[after - 1].end), verb + 1


def _of_a_day(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "Saturday's N" and "this week's N"."""
    if not is_mark(pieces, index + 1, POSSESSIVE) or not is_name(pieces, index + 2):
        return None
    if fold(pieces[index].text) not in _DAYS:
        return None
    name = pieces[index + 2]
    return Group((Unit(name),), CALLED if name.outlet else AGENT, name.end), index + 3


def _own_text(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "P's report in N" and "P's long column for N"."""
    if not is_name(pieces, index) or not is_mark(pieces, index + 1, POSSESSIVE):
        return None
    if pieces[index].outlet or not is_persons(pieces[index].text):
        return None
    for at in range(index + 2, index + 2 + _PART):
        if is_one(pieces, at, REPORTS_FOR) and is_word(pieces, at + 1, "in", "for", "on"):
            if not is_name(pieces, at + 2):
                return None
            unit = Unit(pieces[index], pieces[at + 2], "at")
            return Group((unit,), REPORTS, pieces[at + 2].end), at + 3
        if not is_word(pieces, at):
            break
    return None


def _staff_of(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "the political editor of N, P" and "l'éditorialiste du Monde, P"."""
    index = _after_article(pieces, index)
    if not is_one(pieces, index, ROLES):
        return None
    place = index + 1 + is_one(pieces, index + 1, SPECIAL)
    if is_one(pieces, place, OF_STAFF) or is_word(pieces, place, "for"):
        place = _after_article(pieces, place + 1)
    elif not is_declined(pieces, place):
        return None
    if not is_name(pieces, place):
        return None
    person = after_post(pieces, place + 1)  # "of N in Y, P"
    if not person and pieces[place].outlet:
        person = place + 1  # "la periodista de N P"
    if not is_name(pieces, person) or not is_persons(pieces[person].text):
        return None
    unit = Unit(pieces[person], pieces[place], ROLE)
    return Group((unit,), REPORTS, pieces[person].end), person + 1


def _among(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "papers such as N and N" and "several outlets, among them N"."""
    if fold(pieces[index].text) not in PLURAL_PAPERS:
        return None
    begin = index + 1 + is_mark(pieces, index + 1, ",")
    for words in AMONG:
        if all(is_word(pieces, begin + n, word) for n, word in enumerate(words)):
            return group_at(pieces, _after_article(pieces, begin + len(words)), CALLED)
    return None


def _as_elsewhere(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether the verb at `index` stands in "comme l'écrit N" or "como informa N"."""
    return any(
        all(is_word(pieces, index - len(words) + n, word) for n, word in enumerate(words))
        for words in AS_ELSEWHERE
    )


def _phrase(pieces: Sequence[Piece], index: int, phrases: Phrases) -> int:
    """Return how many words the first of `phrases` has that stands at `index`, or 0."""
    for phrase in phrases.get(fold(pieces[index].text), ()):
        if all(_reads(pieces, index + n, word) for n, word in enumerate(phrase)):
            return len(phrase)
    return 0


def _reads(pieces: Sequence[Piece], index: int, word: str) -> bool:
    """Tell whether a word stands at `index`, with a capital or not: German nouns look like names."""
    return index < len(pieces) and fold(pieces[index].text) == word


def _described(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "the newspaper N", "the news site N" and "radio station N"."""
    called = is_one(pieces, index, PAPERS) or is_one(pieces, index, GERMAN_PAPERS)
    begin = _after_article(pieces, index + 1)
    if called and is_mark(pieces, index + 1, ",") and is_mark(pieces, index + 3, ","):
        begin = index + 2  # "The local newspaper, N,"
    if not is_name(pieces, begin):
        return None
    if not called and not (
        is_one(pieces, index, SITES)
        and (
            (index and fold(pieces[index - 1].text) in OF_SITES)
            or (is_one(pieces, index, NEWS_SITES) and looks_like_outlet(pieces[begin].text))
            or (pieces[begin].outlet and _is_of_country(pieces, index - 1))
        )
    ):
        return None
    read = _subject(pieces, begin)  # What it does may be told, and by whom.
    if read is not None:
        return read[0]._replace(tie=CALLED), read[1]
    company = names_at(pieces, begin)
    if company is not None and all(_is_sure(unit) for unit in company[0][1:]):
        units, after = company  # "broadcaster N and Sweden's N filmed"
        return Group(units, CALLED, pieces[after - 1].end), after
    return Group((Unit(pieces[begin]),), CALLED, pieces[begin].end), begin + 1


def _is_of_country(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether a country's adjective stands there: "the [Norwegian] agency N"."""
    return is_name(pieces, index) and bool(locations(pieces[index].text))


def _is_sure(unit: Unit) -> bool:
    """Tell whether a name is an outlet's and nothing else's."""
    return unit.name.outlet != "" and not unit.name.ordinary


def _subject(pieces: Sequence[Piece], index: int) -> tuple[Group, int] | None:
    """Read "N report", "N, who knows, reports", "N's article says", "N's reporter P"; at the start "N:"."""
    if is_one(pieces, index, ARTICLES_BEFORE) and is_one(pieces, index + 1, GERMAN_PAPERS):
        return None  # `_described` reads what follows.
    read = names_at(pieces, index)
    if read is None:
        return None
    units, after = read
    end = pieces[after - 1].end
    if index == 0 and is_mark(pieces, after, ":", "—", "–", "|"):
        return Group(units, SAYS, end), after + 1
    if is_mark(pieces, after, "(") and is_one(pieces, after + 1, ISSUES):
        return Group(units, REPORTS, end), after + 1  # "N (paywall)"
    if is_one(pieces, after, AFTERWARDS):
        return Group(units, SAYS, end), after + 1
    owned = at = _skip_owned(pieces, after)
    if is_word(pieces, after, "hat", "haben") and any(
        is_one(pieces, at, GERMAN_PARTICIPLES)
        for at in range(after + 1, after + 1 + _LONGEST_ASIDE)
    ):
        return Group(units, SAYS, end), after + 1  # "N hat mit Fischern gesprochen"
    at = _skip_first(pieces, skip_adverbs(pieces, _skip_aside(pieces, at)))
    if is_one(pieces, at, PASSIVE) and is_word(pieces, at + 1, "by") and not _is_papers(units[0]):
        return None  # "Emails obtained by N"
    if is_one(pieces, at, GERMAN_REPORTING) and _outlet_follows(pieces, at + 1):
        return None  # "unter Berufung auf Mails berichtet der N"
    if is_word(pieces, at) and pieces[at].text in ANY:
        tie = tie_of(pieces[at].text)
        if is_one(pieces, at, LEARNED) and is_word(pieces, at - 1, "has", "have"):
            tie = REPORTS
        if _has_seen(pieces, at + 1) or _runs_a_text(pieces, at):
            tie = REPORTS
        worked = is_one(pieces, at, WORKED) and is_word(pieces, at - 1, "has", "have", "had")
        if tie == DOES and (owned > after or worked or _says_so(pieces, at)):
            tie = SAYS
        if len(units) == 1 and units[0].name.ordinary and f"{pieces[at].text}s" in ANY:
            tie = DOES  # "People report": an outlet is one, and its verb ends in "s".
        units = _with_place(pieces, units, at + 1, tie)
        # Whoever is told may be named next.
        told = is_one(pieces, at, _SPEAKING_TO)
        return Group(units, tie, end), at if told and at > index else at + 1
    if any(unit.by == ROLE or _is_of_outlet(unit) or _is_of_paper(unit) for unit in units):
        return Group(units, AGENT, end), after
    if part := _part(pieces, after, certain=not units[-1].name.ordinary):
        return Group(units, PART, end), part
    return None


def _outlet_follows(pieces: Sequence[Piece], index: int) -> bool:
    index += is_one(pieces, index, ARTICLES_BEFORE)
    return is_name(pieces, index) and pieces[index].outlet != ""


def _says_so(pieces: Sequence[Piece], verb: int) -> bool:
    """Tell whether a verb that things do as well says something here: "N found that", "N spoke to"."""
    if is_one(pieces, verb, SPOKEN) and is_word(pieces, verb + 1, "to", "with"):
        return True
    if is_word(pieces, verb, "told") and is_word(pieces, verb - 1, "was", "were"):
        return True
    if is_word(pieces, verb, "puts") and is_word(pieces, verb + 1, "it"):
        return True
    if is_word(pieces, verb - 1, "y"):
        return True  # "N y voit un renoncement"
    return is_word(pieces, verb + 1, "that", "how", "why", "whether", "what")


def _runs_a_text(pieces: Sequence[Piece], verb: int) -> bool:
    """Tell whether "ran the first story" stands there, which nobody but a paper does."""
    if not is_one(pieces, verb, RUNS):
        return False
    return any(is_one(pieces, at, TEXTS) for at in range(verb + 1, verb + 1 + _PART))


def _has_seen(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether "it has seen" stands there, which those say who report."""
    return (
        is_word(pieces, index, "it", "they")
        and is_word(pieces, index + 1, "has", "have", "had")
        and is_one(pieces, index + 2, SEEN_ITSELF)
    )


def _part(pieces: Sequence[Piece], index: int, *, certain: bool) -> int:
    """Return the index after a part of N that stands for it: "N's front page", "an N investigation"; or 0."""
    if not is_mark(pieces, index, POSSESSIVE):
        return index + 1 if certain and is_one(pieces, index, TEXTS | STAFF) else 0
    for at in range(index + 1, index + _PART):
        if is_one(pieces, at, PARTS_OF_PAPERS | JOURNALISTS):
            return at + 1
        if not is_word(pieces, at) and not is_name(pieces, at):
            break
    return 0


def _is_papers(unit: Unit) -> bool:
    """Tell whether it is a paper that "was told by" somebody."""
    return unit.name.outlet != "" or looks_like_outlet(unit.name.text)


def _is_of_outlet(unit: Unit) -> bool:
    """Tell whether somebody is called an outlet's, whatever they do: "Ann Lee at Reuters"."""
    if unit.at is None or unit.by not in _OF_OUTLET:
        return False
    known = unit.at.outlet and not unit.at.ordinary
    if not begins_like_person(unit.name.text):
        return bool(known) and unit.by == POSSESSIVE and is_persons(unit.name.text)
    return bool(known) or (not unit.at.outlet and looks_like_outlet(unit.at.text))


def _is_of_paper(unit: Unit) -> bool:
    """Tell the same of somebody whose first name is not known: "Katrine Roe of the Holm Gazette"."""
    return (
        unit.at is not None
        and unit.by in OF_STAFF
        and is_persons(unit.name.text)
        and looks_like_outlet(unit.at.text)
    )


def _with_place(
    pieces: Sequence[Piece], units: tuple[Unit, ...], index: int, tie: str
) -> tuple[Unit, ...]:
    """Return the names with the place of the last one: "P writes in N"."""
    last = units[-1]
    if last.at is not None or last.name.outlet or not is_one(pieces, index, WITHIN | {"for"}):
        return units
    place = _after_article(pieces, index + 1)
    if not is_name(pieces, place):
        return units
    paper = pieces[place]
    known = (paper.outlet and not paper.ordinary) or looks_like_outlet(paper.text)
    if tie == REPORTS or (known and is_persons(last.name.text)):
        return (*units[:-1], Unit(last.name, paper, "in" if tie == REPORTS else "at"))
    return units


def _skip_owned(pieces: Sequence[Piece], index: int) -> int:
    """Step over "'s recent article"."""
    if not is_mark(pieces, index, POSSESSIVE):
        return index
    for at in range(index + 1, index + 4):
        verb = pieces[at + 1].text if is_word(pieces, at) and is_word(pieces, at + 1) else ""
        if verb in ANY and verb not in _NOUNS:
            return at + 1
    return index


def _skip_aside(pieces: Sequence[Piece], index: int) -> int:
    """Step over an aside between commas or brackets that stands before the verb."""
    closing = {",": ",", "(": ")"}.get(pieces[index].text if index < len(pieces) else "")
    if closing is None or pieces[index].kind != MARK:
        return index
    for at in range(index + 1, min(index + _LONGEST_ASIDE, len(pieces))):
        if is_mark(pieces, at, closing):
            return at + 1
    return index


def _skip_first(pieces: Sequence[Piece], index: int) -> int:
    """Step over "the first [outlet] to" and "[was] first to"."""
    if is_word(pieces, index, "to") and is_word(pieces, index - 1, "first"):
        return index + 1
    if is_word(pieces, index, "the") and is_word(pieces, index + 1, "first"):
        for at in range(index + 2, index + _FIRST):
            if is_word(pieces, at, "to"):
                return at + 1
    return index
