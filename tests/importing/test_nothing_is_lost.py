"""Every line of a page is placed or listed, and its words are in the documents."""

import html
import re
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.intake.lines import Unreadable
from newsdesk.pages.documents import as_data
from newsdesk.text.names_and_words import words
from stories.importing.explainer import Explainer
from stories.importing.parser import parse
from tests.importing.pages import FERRY, VOLCANO, pages

TAGS = re.compile(r"</?(?:p|[uo]l|li|strong|em|blockquote|a)\b[^<>]*>")


def texts(data) -> list[str]:
    """Return every string inside a document's data."""
    if isinstance(data, dict):
        return [text for value in data.values() for text in texts(value)]
    if isinstance(data, list):
        return [text for value in data for text in texts(value)]
    return [data] if isinstance(data, str) else []


def document_words(explainer: Explainer) -> Counter[str]:
    documents: list[Any] = [explainer.story]
    documents += [faq.document for faq in explainer.faqs]
    documents += [entity.document for entity in explainer.entities]
    found: Counter[str] = Counter()
    for document in documents:
        for text in texts(as_data(document)):
            found.update(words(html.unescape(TAGS.sub(" ", text))))
    for note in explainer.notes:
        if note.code in ("link-left", "note-words"):
            found.update(words(note.message))
    return found


def _without_layout(line: str, where: str) -> str:
    """Return a line without the words that the document keeps in another form: "By", a date."""
    if where == "story.bylines":
        return re.sub(r"^by | and ", " ", line, flags=re.IGNORECASE)
    if where.startswith("story.timeline:"):
        return re.split(r"\s?: | [–—-] ", line, maxsplit=1)[1]
    return line


def check_nothing_is_lost(text: str) -> None:
    explainer = parse(text)
    there = document_words(explainer)
    unplaced = {line.number for line in explainer.unplaced}
    placed = {placement.line: placement.where for placement in explainer.placements}
    wanted: Counter[str] = Counter()
    for line in explainer.lines:
        number = line.number
        if not line.text:
            assert number not in {*placed, *unplaced}
            continue
        assert (number in placed) != (number in unplaced), line
        if number in unplaced or placed[number] in ("separator", "heading"):
            continue
        wanted.update(words(_without_layout(line.text, placed[number])))
    missing = {word: count for word, count in wanted.items() if there[word] < count}
    assert not missing


@settings(max_examples=300, deadline=None)
@given(pages())
def test_every_word_of_a_generated_page_is_in_its_documents(text: str) -> None:
    check_nothing_is_lost(text)


def test_every_word_of_a_written_page_is_in_its_documents() -> None:
    check_nothing_is_lost(VOLCANO)
    check_nothing_is_lost(FERRY)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    refusal = ""
    try:
        parse(f"Go deeper\n{text}")
    except Unreadable as error:
        refusal = str(error)
    assert refusal == "" or refusal.endswith(".")


@settings(max_examples=100, deadline=None)
@given(pages())
def test_the_same_text_gives_the_same_documents_and_ids(text: str) -> None:
    first = parse(text)

    assert parse(text) == first
    story = first.story
    parts: list[Any] = [*story.analysis, *story.reports, *story.timeline, *story.deeper]
    ids = [part.id for part in parts]
    assert len(set(ids)) == len(ids)
