"""A headline for a text that has none: from the name of its file, else its first sentence."""

import re
from collections.abc import Iterator
from dataclasses import replace

from newsdesk.pages.rich_text import plain
from newsdesk.text.sentences import split
from stories.importing.explainer import WARNING, Explainer, Note, ProposedFaq
from stories.importing.header import LONGEST_HEADLINE
from stories.importing.questions import LONGEST_QUESTION

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_BETWEEN = re.compile(r"[\s_+-]+")
# What files are called that nobody has given a name.
_NO_NAMES = frozenset(
    """article clipboard copy doc document draft entwurf explainer export file final index neu new page
    pasted post sans scan story text texte titre unbenannt untitled version""".split()
)
_FEWEST_WORDS = 3


def titled(explainer: Explainer, source_name: str) -> Explainer:
    """Return the explainer with a headline, and with a question for each FAQ, where the text gives none.

    Each is marked by a note: it is a proposal.
    """
    faqs = tuple(_asking(faq) for faq in explainer.faqs)
    explainer = replace(explainer, faqs=faqs)
    if explainer.question_page or explainer.story.headline.strip():
        return explainer
    named = from_file_name(source_name)
    headline = named or _first_sentence(explainer, LONGEST_HEADLINE)
    if not headline:
        return explainer
    what = "the name of the file" if named else "the first sentence"
    message = f"The text has no headline; {what} stands for it."
    note = Note(
        code="headline-proposed", level=WARNING, line=None, message=message, target="story.headline"
    )
    others = tuple(each for each in explainer.notes if each.code != "headline-missing")
    story = replace(explainer.story, headline=headline)
    return replace(explainer, story=story, notes=(note, *others))


def from_file_name(name: str) -> str:
    """Return what a file's name says of its text, "" where it says nothing.

    >>> from_file_name("Ferry hits the pier_v2.docx")
    'Ferry hits the pier'
    """
    stem = _ENDING.sub("", name.replace("\\", "/").rpartition("/")[2])
    words = [word for word in _BETWEEN.split(stem) if word]
    while words and (_is_count(words[-1]) or words[-1].casefold() in _NO_NAMES):
        words.pop()
    telling = [word for word in words if not _is_count(word) and word.casefold() not in _NO_NAMES]
    if len(telling) < _FEWEST_WORDS:
        return ""
    title = " ".join(words)[:LONGEST_HEADLINE]
    return title[:1].upper() + title[1:]


def _is_count(word: str) -> bool:
    return re.fullmatch(r"\(?v?\d[\d.:]*\)?", word, re.IGNORECASE) is not None


def _asking(faq: ProposedFaq) -> ProposedFaq:
    if faq.document.question.strip():
        return faq
    texts = [faq.document.intro, *(answer.text for answer in faq.document.answers)]
    question = _sentence_of((plain(text) for text in texts), LONGEST_QUESTION)
    return replace(faq, document=replace(faq.document, question=question))


def _first_sentence(explainer: Explainer, longest: int) -> str:
    return _sentence_of(_texts(explainer), longest)


def _texts(explainer: Explainer) -> Iterator[str]:
    story = explainer.story
    yield from (story.standfirst, plain(story.summary))
    yield from (plain(part.body) for part in story.analysis)
    yield from (report.paraphrase for report in story.reports)
    yield plain(story.background)
    yield from (faq.document.question for faq in explainer.faqs)
    yield from (entity.document.name for entity in explainer.entities)


def _sentence_of(texts: Iterator[str], longest: int) -> str:
    """Return the first sentence of some texts, cut between words where it is too long."""
    text = next((text for text in texts if text.strip()), "").strip()
    sentences = split(text.partition("\n")[0])
    first = (sentences[0] if sentences else text).strip().removesuffix(".")
    if len(first) <= longest:
        return first
    return first[: longest - 1].rpartition(" ")[0].rstrip(" ,;:–-") + "…"
