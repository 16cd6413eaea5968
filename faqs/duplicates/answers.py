"""Contradicting twins: one question, two answers that cannot both be true.

Two passages are compared when they answer the same: the introductions, and parts whose questions
share their words. In them a contradiction is (a) Yes against No at the beginning, or (b) two sentences
that share at least half of their words and state another number or date, or that share two thirds
and of which one denies or says the opposite, or (c) where the title asks who, which or where, sentences
alike but for the name that they begin with, or (d) where it asks how many or when, the first figure or
date of each.
"""

import re
from collections.abc import Iterator
from itertools import islice, product

from faqs.duplicates.alignment import aligned
from faqs.duplicates.conflicts import (
    DATE,
    NAME,
    NEGATION,
    NUMBER,
    OPPOSITE,
    UNIT,
    Contradiction,
    differences,
)
from faqs.duplicates.facts import Facts, Token, facts_of_both
from faqs.duplicates.names import Lexicon
from faqs.duplicates.questions import MAX_TEXT, MAX_TITLE, Passage, Question
from faqs.duplicates.score import is_guarded
from faqs.duplicates.words import even, likeness, terms
from newsdesk.text.wordnet import lemmas

YES_OR_NO = "yes or no"
_SAME_QUESTION = 0.6
_SAME_SENTENCE = 0.5
_DENIED_SENTENCE = 2 / 3  # "not" and "without" are common: what is denied must be much the same
_ASKS_NAME = {"who", "which", "where", "what it is"}
_MOST_OTHER_WORDS = 4  # that two sentences have without a mate, the names among them
_MAX_SENTENCES = 12
_MAX_SENTENCE = 600  # characters
_MAX_PASSAGES = 12  # of one answer, and pairs of them that are compared
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[^\sa-z])|\n+")
_POLARITY = re.compile(r"\W*(?:(yes|indeed|certainly|correct|true)|(no|not|never|false|nobody))\b")
_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|long|old|far|tall|high|deep|fast|big|large|heavy|often|wide|hot|cold)\b"
    r"|\bwhat (?:share|percentage|proportion|number)\b"
)
_ASKS_DATE = re.compile(r"\bwhen\b|\b(?:what|which) (?:year|day|date|month)\b")


def contradictions(left: Question, right: Question, lexicon: Lexicon) -> tuple[Contradiction, ...]:
    """Return where the answers of two questions contradict each other; nothing where the titles differ."""
    titles = (left.title[:MAX_TITLE], right.title[:MAX_TITLE])
    if is_guarded(differences(*facts_of_both(*titles, lexicon))):
        return ()
    found: list[Contradiction] = []
    pairs = product(left.passages[:_MAX_PASSAGES], right.passages[:_MAX_PASSAGES])
    same = (pair for pair in pairs if _answer_the_same(*pair))
    for mine, theirs in islice(same, _MAX_PASSAGES):
        asked = (mine.question or left.title)[:MAX_TITLE]
        found.extend(_between(asked, mine.text, theirs.text, lexicon))
    return tuple(dict.fromkeys(found))


def _answer_the_same(left: Passage, right: Passage) -> bool:
    if not left.question and not right.question:
        return True
    if not left.question or not right.question:
        return False
    sides = (terms(left.question[:MAX_TITLE]), terms(right.question[:MAX_TITLE]))
    return likeness(*sides, even) >= _SAME_QUESTION


def _between(asked: str, left: str, right: str, lexicon: Lexicon) -> list[Contradiction]:
    mine, theirs = _sentences(left), _sentences(right)
    if not mine or not theirs:
        return []
    found = _polarity(mine[0], theirs[0])
    for one, other in _counterparts(mine, theirs):
        found += _in_sentences(one, other, lexicon) or _other_name(asked, one, other, lexicon)
    return found or _first_figures(asked, mine, theirs, lexicon)


def _counterparts(left: list[str], right: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each sentence with the most like one of the other answer.

    Sentences that both answers have are out: they agree, and are no counterpart of any other one.
    """
    theirs = [(other, terms(other)) for other in right if other not in left]
    for one in left:
        if one in right or not theirs:
            continue
        mine = terms(one)
        best = max(theirs, key=lambda other: likeness(mine, other[1], even))
        if likeness(mine, best[1], even) >= _SAME_SENTENCE:
            yield one, best[0]


def _sentences(text: str) -> list[str]:
    parts = (part.strip() for part in _SENTENCE.split(text[:MAX_TEXT]))
    return list(islice((part[:_MAX_SENTENCE] for part in parts if part), _MAX_SENTENCES))


def _polarity(left: str, right: str) -> list[Contradiction]:
    matches = [_POLARITY.match(side.casefold()) for side in (left, right)]
    if not all(matches):
        return []
    yes = [bool(match and match[1]) for match in matches]
    if yes[0] == yes[1]:
        return []
    said = [match[0].strip(" \"'“”’") for match in matches if match]
    return [Contradiction(YES_OR_NO, f"“{said[0]}” against “{said[1]}”", left, right)]


def _in_sentences(left: str, right: str, lexicon: Lexicon) -> list[Contradiction]:
    found = differences(*facts_of_both(left, right, lexicon))
    denied = likeness(terms(left), terms(right), even) >= _DENIED_SENTENCE
    return [
        Contradiction(each.kind, each.words, left, right)
        for each in found
        if (each.kind in {NEGATION, OPPOSITE} and denied)
        or (each.kind in {NUMBER, DATE, UNIT} and each.two_sided)
    ]


def _other_name(asked: str, left: str, right: str, lexicon: Lexicon) -> list[Contradiction]:
    """Compare the names that two sentences begin with: "Ferrari won the race", "McLaren won the race"."""
    question, _ = facts_of_both(asked, "", lexicon)
    sides = facts_of_both(left, right, lexicon)
    words = aligned(*sides)
    if question.reading.asks not in _ASKS_NAME or len(words.left + words.right) > _MOST_OTHER_WORDS:
        return []
    first = [next((token for token in side.tokens if token.telling), None) for side in sides]
    names = [token for token in first if token is not None and _may_be_name(token)]
    if [[name.text] for name in names] != [list(side[:1]) for side in (words.left, words.right)]:
        return []
    known = any(question.says((name.folded,)) for name in names)
    if known or set(names[0].folded.split()) & set(names[1].folded.split()):
        return []
    said = f"{NAME}: “{names[0].text}” against “{names[1].text}”"
    return [Contradiction(NAME, said, left, right)]


def _may_be_name(token: Token) -> bool:
    """Tell whether the first word of a sentence, which has a capital anyway, is a name or no English word."""
    return token.name is not None or (token.text[:1].isupper() and not lemmas(token.folded))


def _first_figures(
    asked: str, left: list[str], right: list[str], lexicon: Lexicon
) -> list[Contradiction]:
    """Compare the first figure of each answer where the question asks for one, or the first date."""
    folded = asked.casefold()
    kinds = [NUMBER] if _ASKS_NUMBER.search(folded) else [DATE] if _ASKS_DATE.search(folded) else []
    for kind in kinds:
        one, other = _first(left, kind, lexicon), _first(right, kind, lexicon)
        if one is None or other is None:
            continue
        mine, theirs = (f.quantities if kind == NUMBER else f.dates for f in (one, other))
        comparable = kind == DATE or mine[0][1] == theirs[0][1]
        if comparable and not mine[0].same(theirs[0]):  # type: ignore[arg-type]
            words = f"{kind}: “{mine[0].text}” against “{theirs[0].text}”"
            return [Contradiction(kind, words, one.text, other.text)]
    return []


def _first(sentences: list[str], kind: str, lexicon: Lexicon) -> Facts | None:
    """Return the facts of the first sentence that states a figure, or a date."""
    for sentence in sentences:
        facts, _ = facts_of_both(sentence, "", lexicon)
        if facts.quantities if kind == NUMBER else facts.dates:
            return facts
    return None
