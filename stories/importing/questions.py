"""“Common questions” -> question pages: a title, an intro, and answers where the page has some."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from faqs.documents import Answer, FaqDocument
from newsdesk.text import sentences
from newsdesk.text.names_and_words import words
from stories.importing.entries import split
from stories.importing.explainer import Line, ProposedFaq
from stories.importing.markup import Ids, bullet, markup

LONGEST_QUESTION = 250
_PROMISE = re.compile(
    r"(?:^|[.!?…]\s+)(?:below\b|here (?:are|is)\b[^.!?]{0,80}\banswers?\b|in this (?:guide|page|article)\b)"
    r"|\b(?:answers?|questions?|see|read|explained|explain|explore|find) (?:them |it )?below\b",
    re.IGNORECASE,
)


@dataclass
class Questions:
    """The FAQs of a section with the lines of each, and the lone dashes between them."""

    faqs: list[ProposedFaq] = field(default_factory=list)
    lines: list[list[Line]] = field(default_factory=list)
    separators: list[Line] = field(default_factory=list)


def read(blocks: Iterable[Sequence[Line]]) -> Questions:
    """Read the section: the first line of an entry is its question, the rest its intro."""
    entries = split(blocks, _begins)
    faqs = [
        ProposedFaq(key=f"faq:new-{number}", document=_document(lines), line=lines[0].number)
        for number, lines in enumerate(entries.entries, start=1)
    ]
    return Questions(faqs, entries.entries, entries.separators)


def _begins(line: Line, entry: Sequence[Line], after_blank: bool) -> bool:
    """Tell whether a line opens a new entry: a question does, once the one before it has its intro.

    Without a question mark a line is taken for a title only after a blank line, if it is short.
    """
    if len(entry) < 2:
        return is_question(line.text) and after_blank
    if is_question(line.text):
        return True
    return after_blank and len(line.text) < 100 and not line.text.endswith((".", ":"))


def is_question(text: str) -> bool:
    """Tell whether a line is one question and nothing else."""
    if not text.endswith("?") or len(text) > LONGEST_QUESTION or bullet(text) is not None:
        return False
    return len(sentences.split(text)) == 1


def _document(lines: Sequence[Line]) -> FaqDocument:
    title, rest = lines[0].text, list(lines[1:])
    if len(title) > LONGEST_QUESTION:
        return FaqDocument(intro=markup(lines))
    pairs: list[list[Line]] = []
    intro: list[Line] = []
    for index, line in enumerate(rest):
        answered = index + 1 < len(rest) and not is_question(rest[index + 1].text)
        if index and is_question(line.text) and answered:
            pairs.append([line])
        else:
            (pairs[-1] if pairs else intro).append(line)
    ids = Ids()
    return FaqDocument(
        question=title,
        intro=markup(intro),
        answers=tuple(
            Answer(id=ids.make("answers", asked.text), question=asked.text, text=markup(answer))
            for asked, *answer in pairs
        ),
    )


def promises_answers(lines: Sequence[Line]) -> bool:
    """Tell whether an intro says that answers follow ("Below, you will find ...")."""
    return any(_PROMISE.search(line.text) for line in lines)


def twins(faqs: Sequence[ProposedFaq]) -> dict[str, ProposedFaq]:
    """Return, for each FAQ whose question another one asks too, the nearest such other."""
    asked: dict[str, list[ProposedFaq]] = {}
    for faq in faqs:
        folded = " ".join(words(faq.document.question))
        if folded:
            asked.setdefault(folded, []).append(faq)
    found = {}
    for same in asked.values():
        for index, faq in enumerate(same):
            if len(same) > 1:
                found[faq.key] = same[index - 1] if index else same[1]
    return found
