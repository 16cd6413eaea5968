"""Rules about what the story lists: topics, names in its text, common questions, questions to go deeper.

"Used and not listed": a name of a topic of the desk that stands twice or more in the story. Names that
the desk has no topic for count from three times on and only in running text, since a story may well
name its witnesses twice; people with a part in the reporting (outlets, reporters, speakers, authors)
never do.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from faqs.duplicates.words import stem
from newsdesk.rules.findings import Problem
from newsdesk.text.capitals import FUNCTION_WORDS
from newsdesk.text.dates import MONTHS
from newsdesk.text.mentions import Names, Word, enclosing, words
from newsdesk.text.names_and_words import STOP_WORDS, fold
from newsdesk.text.quote import quoted
from stories.documents import StoryDocument
from stories.rules.about import About, Topic
from stories.rules.document_passages import StoryPassages

_KNOWN_TIMES = 2
_UNKNOWN_TIMES = 3
_SHARE_OF_WORDS = 1 / 3  # of a question that the story has to speak of
_CAPITAL = r"[A-ZÀ-Þ][\w’'-]*"
_RUN = re.compile(rf"{_CAPITAL}(?: (?:(?:of|de|al|the|of the) )?(?:{_CAPITAL}|\d{{1,3}}\b))*")
_POSSESSIVE = re.compile(r"['’]s?$")
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MOST = 6  # names that the desk does not know; more is a list, and no help


def deeper(document: StoryDocument, reading: StoryPassages) -> Iterator[Problem]:
    """Warn of questions to go deeper whose words appear nowhere in the story, or hardly any."""
    said = _stems(reading.words)
    for question in document.deeper:
        wanted = _stems(words(question.text))
        if wanted and len(wanted & said) < _SHARE_OF_WORDS * len(wanted):
            message = f"The story says nothing of what this asks: {quoted(question.text)}"
            yield Problem(f"deeper:{question.id}.text", message, "deeper-unrelated", question.text)


def _stems(said: Iterable[Word]) -> set[str]:
    """Return the stems of the words that carry meaning; figures do not."""
    return {stem(w) for w in {word.folded for word in said} - STOP_WORDS if not w.isdigit()}


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


def unnamed(document: StoryDocument, reading: StoryPassages, about: About) -> Iterator[Problem]:
    """Warn of entities that are listed and nowhere named, by name, alias or a person's surname: not in the
    story, nor in the questions that stand on its page.
    """
    names = _names_of(document, about)
    found = _keys_in(names, reading.text, reading.words)
    if not found.issuperset(document.entities):
        asked = "\n".join(about.faqs[key].text for key in document.faqs if key in about.faqs)
        found |= _keys_in(names, asked, words(asked))
    for key in document.entities:
        topic = about.topics.get(key)
        if topic is not None and key not in found:
            message = f"The topic “{topic.name}” is listed, and neither the story nor its questions name it."
            yield Problem(f"entities:{key}", message, "entity-unnamed", topic.name)


def _keys_in(names: Names, text: str, said: list[Word]) -> set[str]:
    return {key for mention in names.overlapping(text, said) for key in mention.keys}


def unlisted(document: StoryDocument, reading: StoryPassages, about: About) -> Iterator[Problem]:
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
            yield _unlisted(
                names[key], times, "is a topic of the desk, not of this story", page=key
            )
    yield from _unknown(document, reading, about, aside)


def _unknown(
    document: StoryDocument, reading: StoryPassages, about: About, aside: set[str]
) -> Iterator[Problem]:
    mine = _names_of(document, about)
    capitals = Counter(word.text for word in reading.words if word.text[0].isupper())
    often = [word for word, times in capitals.items() if times >= _UNKNOWN_TIMES]
    often = [w for w in often if w.casefold() not in FUNCTION_WORDS and fold(w) not in aside]
    often = [w for w in often if not mine.find(w) and not about.known.find(w)]
    counts: Counter[str] = Counter()
    for sentence in reading.sentences if often else ():
        counts.update(_runs(sentence.own))
    told = 0
    for name, times in counts.most_common():
        if times < _UNKNOWN_TIMES or told == _MOST:
            return
        if fold(name) in aside or mine.find(name) or about.known.find(name):
            continue
        told += 1
        yield _unlisted(name, times, "has no topic on the desk")


def _runs(sentence: str) -> Iterator[str]:
    """Yield the runs of capitalised words in a sentence; one word at its beginning says nothing."""
    for match in _RUN.finditer(sentence):
        run = _POSSESSIVE.sub("", match[0]).split(" ")
        while run and (run[0].casefold() in FUNCTION_WORDS or run[0].casefold() in MONTHS):
            del run[0]
        lone = len(run) == 1 and match.end() - len(run[0]) <= 1 and not run[0].isupper()
        if run and not lone and run[0].casefold() not in _WEEKDAYS:
            yield " ".join(run)


def _unlisted(name: str, times: int, why: str, *, page: str = "") -> Problem:
    message = f"“{name}” is named {times} times and {why}."
    return Problem("entities", message, "name-unlisted", name, page=page)


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
