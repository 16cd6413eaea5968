"""Words that stand for sources named before: "They highlight", "Both sources agree", "The paper adds"."""

from collections.abc import Sequence
from typing import NamedTuple

from newsdesk.text.names_and_words import fold
from stories.importing.names_in_place import is_mark, is_name, is_word
from stories.importing.pieces import Piece
from stories.importing.source_group import skip_adverbs
from stories.importing.verbs import ANY, OF_DAYS, REPORTERLY

_PAPERS = frozenset(
    """accounts agency article articles broadcaster broadcasters daily magazine magazines newspaper
    newspapers outlet outlets paper papers publication publications report reports site sites sources
    station stations titles weekly website websites tabloid broadsheet channel channels network networks
    newswire monthly newsletter journal dailies weeklies""".split()
)
# The same in German, French and Spanish, after the article.
_PAPERS_ELSEWHERE = frozenset(
    """blatt zeitung sender magazin agentur nachrichtenagentur wochenzeitung tageszeitung portal
    nachrichtenmagazin rundfunkanstalt
    journal quotidien hebdomadaire magazine chaine agence radio site
    diario periodico cadena agencia revista emisora semanario rotativo""".split()
)
_ARTICLES_ELSEWHERE = frozenset("das die der le la l el".split())
# What may stand between: "the public broadcaster", "the Berlin daily".
_OF_PAPERS = frozenset(
    """news public state local regional national german french british american spanish italian russian
    chinese japanese israeli irish indian evening morning sunday business financial""".split()
)
_QUALIFIED = _PAPERS - frozenset("accounts report reports article articles sources titles".split())
_END = 8  # pieces of ", the Spanish daily said on Monday"
_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4}
_LEADS = frozenset("additionally but finally furthermore here meanwhile moreover yet and".split())
_SINCE = ("by", "on", "since", "until", "in")
_TIMES = OF_DAYS | frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december noon midnight dawn nightfall""".split()
)
# "It shows" and "it makes" may be about anything; these are about a paper.
_SAYS_IT = REPORTERLY | frozenset(
    "says said quotes quoted cites cited warns warned stresses".split()
)


class Reference(NamedTuple):
    """Which of the earlier sources are meant: the last so many outlets, or, if None, those named last.

    With `reporter`, the last reporter ("she adds").
    """

    outlets: int | None = None
    reporter: bool = False


def carried(pieces: Sequence[Piece]) -> Reference | None:
    """Return what the subject of a sentence refers back to, or None where it is no such word."""
    index = 0
    while index < len(pieces) and (
        (is_word(pieces, index) and pieces[index].text in _LEADS) or is_mark(pieces, index, ",")
    ):
        index += 1
    if is_word(pieces, index, *_SINCE) and index + 1 < len(pieces):  # "By Monday the agency said"
        index += 2 * (fold(pieces[index + 1].text) in _TIMES)
        index += is_mark(pieces, index, ",")
    if not is_word(pieces, index):
        return Reference(outlets=1) if _is_of_place(pieces, index) else None
    word = pieces[index].text
    if word in _ARTICLES_ELSEWHERE and index + 1 < len(pieces):
        noun = fold(pieces[index + 1].text) in _PAPERS_ELSEWHERE
        return Reference(outlets=1) if noun and _verb_at(pieces, index + 2, ANY) else None
    if word == "they":
        return Reference() if _verb_at(pieces, index + 1, ANY) else None
    if word in {"he", "she"}:
        return Reference(reporter=True) if _verb_at(pieces, index + 1, _SAYS_IT) else None
    if word == "it":
        return Reference(outlets=1) if _verb_at(pieces, index + 1, _SAYS_IT) else None
    return _papers(pieces, index, word)


def names_itself(pieces: Sequence[Piece]) -> bool:
    """Tell whether a sentence ends in a word for the outlet that it has named: ", the Spanish daily says"."""
    return any(
        is_mark(pieces, index, ",", '"')
        and (
            _is_of_place(pieces, index + 1)
            or (is_word(pieces, index + 1, "the") and _papers(pieces, index + 1, "the") is not None)
        )
        for index in range(max(0, len(pieces) - _END), len(pieces))
    )


def _is_of_place(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether "The Spanish daily says" stands there: the article is the name's."""
    return (
        is_name(pieces, index)
        and pieces[index].article != ""
        and is_word(pieces, index + 1)
        and pieces[index + 1].text in _QUALIFIED
        and _verb_at(pieces, index + 2, ANY)
    )


def _papers(pieces: Sequence[Piece], index: int, word: str) -> Reference | None:
    """Read "Both [papers] agree", "The two papers note" and "The paper says"; "These sources" is nobody."""
    count = _NUMBERS.get(word)
    if count is None and word not in {"the", "that", "all"}:
        return None
    index += 1
    if count is None and is_word(pieces, index):
        count = _NUMBERS.get(pieces[index].text)
        index += count is not None or is_word(pieces, index, "same")
    qualified = is_name(pieces, index) or (
        is_word(pieces, index) and pieces[index].text in _OF_PAPERS
    )
    if qualified and is_word(pieces, index + 1) and pieces[index + 1].text in _QUALIFIED:
        index += 1
    noun = is_word(pieces, index) and pieces[index].text in _PAPERS
    index += noun
    if (
        not (noun or word == "both")
        or (word == "all" and count is None)
        or not _verb_at(pieces, index, ANY)
    ):
        return None
    return Reference(outlets=count or 1)


def _verb_at(pieces: Sequence[Piece], index: int, verbs: frozenset[str]) -> bool:
    index = skip_adverbs(pieces, index)
    return is_word(pieces, index) and pieces[index].text in verbs
