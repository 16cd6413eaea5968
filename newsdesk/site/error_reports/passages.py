"""The parts of a published page that an error can be pinned to, by the anchors that its page has.

Read from an edition, so that a report keeps what its reader saw.
"""

from dataclasses import dataclass

from django.conf import settings

from newsdesk.catalogue.kinds import UnknownKind
from newsdesk.kinds.register import kind_of
from newsdesk.pages.editions import Edition, EditionQuerySet
from newsdesk.text.spoken import speaking

MAX_PASSAGE = 4_000  # characters that a report keeps of a part


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a page: its anchor, what stands over it, and its paragraphs as plain text.

    `title` is as the reader reads it, `noted` as it is kept, for the desk: a heading of the house, such as
    “What’s happened”, is English there.
    """

    anchor: str
    title: str
    paragraphs: tuple[str, ...]
    noted: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)[:MAX_PASSAGE]

    def holding(self, words: str) -> int | None:
        """Return the number of the paragraph that holds these words, or None."""
        wanted = _folded(words)
        if not wanted:
            return None
        return next((n for n, p in enumerate(self.paragraphs) if wanted in _folded(p)), None)


def editions_of(key: str) -> EditionQuerySet:
    """Return the editions of the page with this key. Raises ValueError for no such kind."""
    item = key.partition(":")[2]
    try:
        kind = kind_of(key)
    except UnknownKind as error:
        raise ValueError(f"{key!r} names no page that can be reported.") from error
    if not item.isdecimal():
        raise ValueError(f"{key!r} names no page that can be reported.")
    return kind.editions.filter(item=int(item))


def passages_of(key: str, edition: Edition) -> dict[str, Passage]:
    """Return the parts of an edition by anchor, in the order of the page; "" is the page as a whole."""
    kind = kind_of(key)
    document = kind.read(edition)
    with speaking(settings.LANGUAGE_CODE):
        noted = {anchor: title for anchor, title, _ in kind.parts(document)}
    found = {}
    for anchor, title, texts in kind.parts(document):
        paragraphs = tuple(line for text in texts for line in text.split("\n") if line)
        if paragraphs:
            found[anchor] = Passage(anchor, title, paragraphs, noted[anchor])
    return found


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
