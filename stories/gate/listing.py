"""Rules about what the story lists: topics, names in its text, common questions, questions to go deeper.

"Used and not listed": a name of a topic of the desk that stands twice or more in the story. Names that
the desk has no topic for count from three times on and only in running text, since a story may well
name its witnesses twice; people with a part in the reporting (outlets, reporters, speakers, authors)
never do.
"""

import re
from collections import Counter
from collections.abc import Iterator

from entities.mentions import Names, enclosing, words
from faqs.duplicates.names import Lexicon, names_in
from faqs.duplicates.words import terms
from newsdesk.catalogue.folding import fold
from newsdesk.prose.capitals import FUNCTION_WORDS
from newsdesk.publishing.problems import Problem, quoted
from stories.documents import StoryDocument

from .about import About, Topic
from .reading import Reading

_KNOWN_TIMES = 2
_UNKNOWN_TIMES = 3
_SHARE_OF_WORDS = 1 / 3  # of a question that the story has to speak of
_CUT = re.compile(r"['’](?!s\b)\w")  # "Chang" of "Chang’e" is no name.
_MOST = 6  # names that the desk does not know; more is a list, and no help


def deeper(document: StoryDocument, reading: Reading) -> Iterator[Problem]:
    """Warn of questions to go deeper whose words appear nowhere in the story, or hardly any."""
    said = terms_of(reading.text)
    for question in document.deeper:
        wanted = terms(question.text)
        if wanted and len(wanted & said) < _SHARE_OF_WORDS * len(wanted):
            message = f"The story says nothing of what this asks: {quoted(question.text)}"
            yield Problem(f"deeper:{question.id}.text", message, "deeper-unrelated", question.text)


def terms_of(text: str) -> frozenset[str]:
    """Return the stems of a text of any length."""
    return frozenset().union(*(terms(line) for line in _short(text)))


def _short(text: str) -> Iterator[str]:
    """Yield a text in pieces of at most fifty words: `terms` reads no further than a question is long."""
    said = text.split()
    for begin in range(0, len(said), 50):
        yield " ".join(said[begin : begin + 50])


def faqs(document: StoryDocument, about: About) -> Iterator[Problem]:
    """Warn of FAQs that share no entity with the story, in their list or in their title."""
    if not document.entities:
        return
    mine = {about.same.get(key, key) for key in document.entities}
    names = _names_of(document, about)
    for key in document.faqs:
        faq = about.faqs.get(key)
        if faq is None or mine & {about.same.get(entity, entity) for entity in faq.entities}:
            continue
        if not names.find(faq.title):
            message = f"The FAQ {quoted(faq.title)} shares no topic with the story."
            yield Problem(f"faqs:{key}", message, "faq-unrelated", faq.title)


def unnamed(document: StoryDocument, reading: Reading, about: About) -> Iterator[Problem]:
    """Warn of entities that are listed and nowhere named, by name, alias or a person's surname."""
    names = _names_of(document, about)
    found = {
        key for mention in names.overlapping(reading.text, reading.words) for key in mention.keys
    }
    for key in document.entities:
        topic = about.topics.get(key)
        if topic is not None and key not in found:
            message = f"The topic “{topic.name}” is listed, and the story does not name it."
            yield Problem(f"entities:{key}", message, "entity-unnamed", topic.name)


def unlisted(document: StoryDocument, reading: Reading, about: About) -> Iterator[Problem]:
    """Warn of names that the story uses again and again, and that are none of its topics."""
    listed = {about.same.get(key, key) for key in document.entities}
    text = reading.text
    known: Counter[str] = Counter()
    names: dict[str, str] = {}
    for mention in about.known.find(text, reading.words):
        if not enclosing(text, mention) or len(mention.text.split()) > 1:
            keys = [about.same.get(key, key) for key in mention.keys]
            if len(keys) == 1 and keys[0] not in listed:
                known[keys[0]] += 1
                names.setdefault(keys[0], mention.text)
    aside = _aside(document, about)
    for key, times in known.items():
        if times >= _KNOWN_TIMES and fold(names[key]) not in aside:
            yield _unlisted(names[key], times, "is a topic of the desk, not of this story")
    yield from _unknown(document, reading, about, aside)


def _unknown(
    document: StoryDocument, reading: Reading, about: About, aside: set[str]
) -> Iterator[Problem]:
    mine = _names_of(document, about)
    capitals = Counter(word.text for word in reading.words if word.text[0].isupper())
    often = [word for word, times in capitals.items() if times >= _UNKNOWN_TIMES]
    often = [w for w in often if w.casefold() not in FUNCTION_WORDS and fold(w) not in aside]
    often = [w for w in often if not mine.find(w) and not about.known.find(w)]
    lexicon = Lexicon()
    counts: Counter[str] = Counter()
    for each in reading.desk:
        for line in each.paragraphs:
            for name in names_in(line, lexicon) if any(word in line for word in often) else ():
                if not _CUT.match(line, name.end):
                    counts[name.text] += 1
    told = 0
    for name, times in counts.most_common():
        if times < _UNKNOWN_TIMES or told == _MOST:
            return
        if fold(name) in aside or mine.find(name) or about.known.find(name):
            continue
        told += 1
        yield _unlisted(name, times, "has no topic on the desk")


def _unlisted(name: str, times: int, why: str) -> Problem:
    message = f"“{name}” is named {times} times and {why}."
    return Problem("entities", message, "name-unlisted", name)


def _aside(document: StoryDocument, about: About) -> set[str]:
    """Return names, whole and word by word, of people and papers that need no topic; folded."""
    names = [report.outlet for report in document.reports]
    names += [name for report in document.reports for name in (*report.reporters, report.speaker)]
    names += [byline.name for byline in document.bylines]
    names += about.people
    found = {fold(name) for name in names if name}
    return found | {word.folded for name in names for word in words(name)}


def _names_of(document: StoryDocument, about: About) -> Names:
    names = Names()
    for key in document.entities:
        if (topic := about.topics.get(key)) is not None:
            for name in _spellings(topic):
                names.add(name, key)
    return names


def _spellings(topic: Topic) -> Iterator[str]:
    yield from filter(None, (topic.name, *topic.names))
    last = topic.name.split()[-1:]
    if topic.kind == "person" and last and len(last[0]) > 2:
        yield last[0]
