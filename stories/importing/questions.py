"""“Common questions” -> question pages: a title, an intro, and answers where the page has some."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from faqs.documents import Answer, FaqDocument, Source
from newsdesk.intake.lines import Line, cut, without
from newsdesk.text import sentences
from newsdesk.text.names_and_words import words
from stories.importing.entries import split
from stories.importing.explainer import ProposedFaq
from stories.importing.markup import Ids, markup
from stories.importing.references import References, is_address, is_full_address

LONGEST_QUESTION = 250
_LONGEST_SOURCE = 200
_ASKS = re.compile(
    r"(?:Q|F|P|Question|Frage|Pregunta)(?:\s?\d{1,3})?\s?[:.)–-]\s+(?=\S)", re.IGNORECASE
)
_ANSWERS = re.compile(
    r"(?:A|R|Answer|Antwort|Réponse|Reponse|Respuesta)(?:\s?\d{1,3})?\s?[:.)–-]\s+(?=\S)"
)
_SOURCE = re.compile(r"(?:sources?|quellen?|fuentes?|via|read more)\s?:\s*", re.IGNORECASE)
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


def read(blocks: Iterable[Sequence[Line]], references: References | None = None) -> Questions:
    """Read the section: the first line of an entry is its question, the rest its intro."""
    entries = split((without_leads(block) for block in blocks), _begins)
    known = references or References((), ())
    faqs = [
        ProposedFaq(
            key=f"faq:new-{number}",
            document=document_of(lines, known, f"faq:new-{number}"),
            line=lines[0].number,
        )
        for number, lines in enumerate(entries.entries, start=1)
    ]
    return Questions(faqs, entries.entries, entries.separators)


def without_leads(block: Sequence[Line]) -> list[Line]:
    """Return lines without "Q:" and "A:", where questions and answers are told apart by them."""
    if sum(_ASKS.match(line.text) is not None for line in block) == 0:
        return list(block)
    found: list[Line] = []
    for line in block:
        lead = _ASKS.match(line.text) or _ANSWERS.match(line.text)
        found.append(cut(line, lead.end(), len(line.text)) if lead else line)
    return found


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
    if not text.endswith((*sentences.QUESTION_MARKS, "?”", '?"')) or len(text) > LONGEST_QUESTION:
        return False
    return len(sentences.split(text)) == 1


def document_of(lines: Sequence[Line], references: References, key: str) -> FaqDocument:
    """Return the FAQ of an entry; what its notes and its line of sources lead to are its sources."""
    ids = Ids()
    sources: list[Source] = []
    lines = [sourced(line, references, key, ids, sources) for line in lines]
    title, rest = lines[0].text, [line for line in lines[1:] if line.text]
    if len(title) > LONGEST_QUESTION:
        return FaqDocument(intro=markup(lines), sources=tuple(sources))
    pairs: list[list[Line]] = []
    intro: list[Line] = []
    for index, line in enumerate(rest):
        answered = index + 1 < len(rest) and not is_question(rest[index + 1].text)
        asked = is_question(line.text) and not line.listed
        if index and asked and answered:
            pairs.append([line])
        else:
            (pairs[-1] if pairs else intro).append(line)
    return FaqDocument(
        question=title,
        intro=markup(intro),
        answers=tuple(
            Answer(id=ids.make("answers", asked.text), question=asked.text, text=markup(answer))
            for asked, *answer in pairs
        ),
        sources=tuple(sources),
    )


def sourced(line: Line, references: References, key: str, ids: Ids, sources: list[Source]) -> Line:
    """Take the sources out of a line: the notes that its marks lead to, and "Source: ..." as a whole."""
    for mark in line.marks:
        for each in references.of_mark(mark.target):
            _add(sources, ids, each.words, references.use(each, f"{key}.sources"))
    lead = _SOURCE.match(line.text)
    if (
        lead is None
        or not all(is_full_address(link.target) for link in line.links)
        or not line.links
        or len(line.text) > 10 * _LONGEST_SOURCE
    ):
        return line
    links = [link for link in line.links if is_full_address(link.target)]
    gaps = [(link.start, link.end) for link in links]
    left = without(line, [(0, lead.end()), *gaps]).text
    if len("".join(c for c in left if c.isalnum())) > _LONGEST_SOURCE // 2:
        return line
    before = lead.end()
    for link in links:
        words = line.text[link.start : link.end]
        title = line.text[before : link.start].strip(" ,;:–-()") if is_address(words) else words
        _add(sources, ids, title, link.target)
        before = link.end
    return without(line, [(0, len(line.text))])


def _add(sources: list[Source], ids: Ids, title: str, url: str) -> None:
    title = title.strip() or url
    if not any(source.url == url for source in sources):
        sources.append(Source(id=ids.make("sources", url), title=title[:_LONGEST_SOURCE], url=url))


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
