"""The FAQ as a kind of page: what everything that readers see knows of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext_noop

from faqs import documents, entry
from faqs.documents import FaqDocument
from faqs.labels import FAQ_FIELDS
from faqs.models.edition import FaqEdition
from faqs.models.merge import FaqMerge
from faqs.question_page import QuestionPage
from newsdesk.catalogue.entries import Entry, Tombstone
from newsdesk.kinds.kind import Kind, Part
from newsdesk.merging.pointers import tombstones
from newsdesk.pages.documents import StoredDocument
from newsdesk.pages.rich_text import plain
from newsdesk.text.spoken import gettext


class FaqKind(Kind[FaqDocument, FaqEdition]):
    """A question with its answers."""

    name = "faq"
    label = gettext_noop("Question")
    plural = gettext_noop("Questions")
    kicker = gettext_noop("Question")
    index = "questions"
    dated = True
    answers = True

    document = FaqDocument
    edition = FaqEdition
    labels = FAQ_FIELDS
    schema = documents.SCHEMA
    title_field = "question"
    address = "question"
    public_page = QuestionPage

    def read(self, edition: StoredDocument) -> FaqDocument:
        return documents.read(edition)

    def entry_of(self, editions: Sequence[FaqEdition]) -> Entry:
        return entry.entry_of(editions)

    def entries_of_pages(self, pages: Mapping[int, Sequence[FaqEdition]]) -> dict[str, list[Entry]]:
        return entry.PAST.entries_of_pages(self.name, pages, entry.entry_of)

    def all_tombstones(self) -> Iterable[Tombstone]:
        return tombstones(FaqMerge, self.name)

    def parts(self, document: FaqDocument) -> Iterator[Part]:
        yield "", "", (document.question,)
        yield "direct-answer", gettext("The direct answer"), (plain(document.intro),)
        for answer in document.answers:
            yield f"answer-{answer.id}", answer.question, (plain(answer.text),)


FAQ_KIND = FaqKind()
