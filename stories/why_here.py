"""What a story says of each of its topics: the first sentence that names it. Pure, of a document."""

from collections.abc import Iterator, Sequence

from newsdesk.catalogue.models import Page
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.heads import beginning
from newsdesk.text.mentions import Names
from newsdesk.text.sentences import sentence_at
from stories.documents import StoryDocument

MOST_WORDS = 36


def sentences_on(document: StoryDocument, topics: Sequence[Page]) -> dict[str, str]:
    """Return the first sentence on each topic, by the key of its page; none where the story has none.

    No sentence stands for two topics. A name that two of them share says of neither why it is here.
    """
    names = Names(
        (name, page.key) for page in topics for name in (page.title, *page.also.split("\n"))
    )
    wanted = {page.key for page in topics}
    found: dict[str, str] = {}
    for text in _texts(document):
        for mention in names.find(text) if wanted - found.keys() else ():
            if len(mention.keys) == 1 and mention.keys[0] not in found:
                sentence = sentence_at(text, mention.start)
                if sentence not in found.values():
                    found[mention.keys[0]] = sentence
    return {key: beginning(sentence, words=MOST_WORDS) for key, sentence in found.items()}


def _texts(document: StoryDocument) -> Iterator[str]:
    """Yield the paragraphs of what the desk says itself, in the order of the page."""
    yield from plain(document.summary).split("\n")
    for part in document.analysis:
        yield from plain(part.body).split("\n")
    for report in document.reports:
        yield from report.paraphrase.split("\n")
    yield from plain(document.background).split("\n")
    yield from (event.text for event in document.timeline)
