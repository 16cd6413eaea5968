"""Words in quotation marks: is each of them a quotation that the story stores with its source?

A *stored quotation* is a report's "exact quotation": it has an outlet, a link and a speaker, so that
somebody can check it. A block quotation in the running text is shown words, no evidence of its own,
and has to match like everything in quotation marks. Put a law or a letter into a report of its own.

Compared are words. Kind of quotation mark, punctuation and space do not count, nor the case of the
first letter; an ellipsis or words in square brackets stand for what was left out or put in, and the
pieces around them must come in the stored order, from one stored quotation.

Not every pair of marks quotes somebody. These are left alone:

* one or two words: a nickname, a term, a word used with a raised eyebrow ("Red Planet", "normal");
  where somebody is said to have said them ("called it “reckless”"), they are a warning, no more;
* a title: every word but the small ones has a capital ("Never Tell Me the Odds"), or the words stand in
  this document as a heading, a report's headline, a question, a FAQ's title or a topic's name;
* what is only named, up to five words: after "called", "known as", "so-called", "the word", "means";
* a report's own headline, which is the paper's, and letters of other alphabets.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsdesk.rules.findings import Problem
from newsdesk.rules.passages import Passage
from newsdesk.text.capitals import FUNCTION_WORDS
from newsdesk.text.quote import quoted
from newsdesk.text.sentences import quotations, split
from stories.documents import StoryDocument
from stories.rules.about import About
from stories.rules.document_passages import StoryPassages

_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_GAP = re.compile(r"\.{3,}|…|(?:\. ){2,}\.|\[[^\]]*\]")
_NAMING = re.compile(
    r"\b(?:(?:so-)?called|known (?:\w+ )?as|named|nicknamed|dubbed|titled|entitled|headed|code-?named"
    r"|(?:the|a|an|this|that) (?:\w+ )?(?:word|words|phrase|term|name|motto|slogan|title|label|hashtag"
    r"|expression|acronym|abbreviation|heading|headline|chant|song|film|book|play|poem|series|programme)"
    r"|mean(?:s|t|ing)?|stands for|short for|Latin for|translated as|translates as|spelt|reads?)\W*$"
)
_SAYING = re.compile(
    r"\b(?:sa(?:id|ys|ying)|told|tells|describe[sd]?(?: \S+){0,4} as|describing(?: \S+){0,4} as"
    r"|call(?:ed|s|ing) (?:it|him|her|them|this|that|the \w+(?: \w+)?|\w+)|warn(?:ed|s|ing)|quot(?:ed|es|ing)"
    r"|denounc(?:ed|es|ing)|labell?ed|dismiss(?:ed|es|ing)|according to)\b[^.!?]*$"
)
_SHORT = 2  # words
_LONGEST_NAME = 5  # words
_REACH = 80  # characters before a quotation that may say what it is


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks at a field, with what stands before them in their sentence."""

    field: str
    words: str
    before: str
    block: bool = False


def unstored(document: StoryDocument, reading: StoryPassages, about: About) -> Iterator[Problem]:
    """Yield quotations that match no stored one: the gate blocks on them."""
    stored = StoredQuotations(document)
    titles = _titles(document, about)
    for each in _quotations(reading):
        if stored.has(each.words) or _quotes_nobody(each, titles):
            continue
        message = (
            f"{quoted(each.words)} stands in quotation marks, and no report has it as its exact "
            "quotation. Add it there, mend the words, or take the marks away."
        )
        yield Problem(each.field, message, "unstored-quotation", each.words)


def unchecked(document: StoryDocument, reading: StoryPassages, about: About) -> Iterator[Problem]:
    """Yield one or two quoted words that somebody is said to have said, and no report has."""
    stored = StoredQuotations(document)
    titles = _titles(document, about)
    for each in _quotations(reading):
        if len(_words(each.words)) > _SHORT or each.block or stored.has(each.words):
            continue
        if _folded(each.words) in titles or not _SAYING.search(each.before):
            continue
        message = (
            f"Who says {quoted(each.words)}? No report has these words as its exact quotation."
        )
        yield Problem(each.field, message, "short-quotation", f"{each.before}{each.words}")


class StoredQuotations:
    """The exact quotations of a story's reports."""

    def __init__(self, document: StoryDocument) -> None:
        self._all = [
            [_words(piece) for piece in _GAP.split(report.quotation)]
            for report in document.reports
            if report.quotation.strip()
        ]

    def has(self, text: str) -> bool:
        """Tell whether a stored quotation holds these words, whole or with something left out."""
        pieces = [words for piece in _GAP.split(text) if (words := _words(piece))]
        return not pieces or any(_in_order(pieces, stored) for stored in self._all)


def _in_order(pieces: list[list[str]], stored: list[list[str]]) -> bool:
    """Tell whether the pieces stand one after the other in what is stored, whose gaps none may cross."""
    number = at = 0
    for piece in pieces:
        while True:
            if number == len(stored):
                return False
            found = _find(piece, stored[number], at)
            if found >= 0:
                at = found + len(piece)
                break
            number, at = number + 1, 0
    return True


def _find(piece: list[str], words: list[str], begin: int) -> int:
    """Return where `piece` stands in `words` from `begin` on, or -1; its first letter's case is free."""
    size = len(piece)
    for at in range(begin, len(words) - size + 1):
        first, wanted = words[at], piece[0]
        same = first[1:] == wanted[1:] and first[0].casefold() == wanted[0].casefold()
        if same and words[at + 1 : at + size] == piece[1:]:
            return at
    return -1


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text)]


def _folded(text: str) -> str:
    return " ".join(_words(text)).casefold()


def _quotations(reading: StoryPassages) -> Iterator[Quotation]:
    for each in reading.passages:
        if each.role == "reports" and not each.field.endswith(".paraphrase"):
            continue
        for words in each.blockquotes:
            yield Quotation(each.field, _bare(words), "", block=True)
        yield from _marked(each)


def _marked(passage: Passage) -> Iterator[Quotation]:
    for paragraph in passage.paragraphs:
        spans = quotations(paragraph)
        for start, end in spans:
            before = split(paragraph[max(0, start - _REACH) : start] or " ")
            yield Quotation(
                passage.field, paragraph[start + 1 : end - 1], before[-1] if before else ""
            )
        # A quotation of several paragraphs opens each and closes the last alone.
        last = paragraph.rfind("“")
        closes = any(last == end - 1 for _, end in spans)  # German: „Stern“
        if last >= 0 and not closes and "”" not in paragraph[last:]:
            yield Quotation(passage.field, paragraph[last + 1 :], paragraph[:last][-_REACH:])


def _bare(text: str) -> str:
    return text.strip().strip("\"“”„«»‘’' ")


def _titles(document: StoryDocument, about: About) -> set[str]:
    """Return what may stand in quotation marks because it is called so, folded."""
    titles = [document.headline, *(part.heading for part in document.analysis), *document.tags]
    titles += [report.headline for report in document.reports]
    titles += [question.text for question in document.deeper]
    titles += [faq.title for faq in about.faqs.values()]
    titles += [name for topic in about.topics.values() for name in (topic.name, *topic.names)]
    return {folded for title in titles if (folded := _folded(title))}


def _quotes_nobody(quotation: Quotation, titles: set[str]) -> bool:
    words = _words(quotation.words)
    if not any(letter.isascii() for word in words for letter in word if letter.isalpha()):
        return True  # No words, figures alone, or another alphabet: a name as it is written there.
    if _folded(quotation.words) in titles:
        return True
    if quotation.block:
        return False
    if len(words) <= _SHORT or _is_title(words):
        return True
    return len(words) <= _LONGEST_NAME and bool(_NAMING.search(quotation.before))


def _is_title(words: list[str]) -> bool:
    """Tell whether every word but the small ones has a capital, and more than one has."""
    capitals = [word for word in words if word[0].isupper()]
    small = [w for w in words if not w[0].isupper() and not w[0].isdigit()]
    return len(capitals) > 1 and words[0][0].isupper() and all(w in FUNCTION_WORDS for w in small)
