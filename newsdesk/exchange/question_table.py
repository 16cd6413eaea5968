"""A table of questions with their answers; a question is known by its words."""

from collections.abc import Iterator
from pathlib import Path

from django.contrib.auth.models import User

from faqs.documents import Answer, FaqDocument
from faqs.labels import FAQ_FIELDS
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.exchange.entity_tables import topic_keys
from newsdesk.exchange.table import NOTE, Table, paragraphs, text, words_in
from newsdesk.intake.lines import Unreadable
from newsdesk.intake.tables import Row
from newsdesk.pages.slugs import free_slug
from newsdesk.text.names_and_words import words
from newsdesk.workflow.storable import storable
from newsdesk.workflow.transitions import require
from stories.importing.markup import Ids


class FaqTable(Table):
    """question, intro, answers ("question | answer", one a line), topics, tags, slug."""

    label = "a FAQ, as a draft"
    needed = frozenset(("question",))

    def __init__(self, path: Path, *, actor: User, dry: bool) -> None:
        super().__init__(path, actor=actor, dry=dry)
        asked = Faq.objects.filter(discarded=False).values_list("question", "pk")
        self._asked = {_words(question): f"faq:{pk}" for question, pk in asked.iterator()}

    def form(self, row: Row) -> object:
        return _words(text(row, "question"))

    def known(self, row: Row) -> str:
        return self._asked.get(_words(text(row, "question")), "")

    def check(self, row: Row) -> None:
        require(self._actor, FAQ.permission("add"))
        storable(self._document(row), Faq, FAQ_FIELDS)

    def make(self, row: Row) -> str:
        topics = tuple(topic_keys(words_in(row, "topics"), actor=self._actor))
        slug = free_slug(text(row, "slug", "question"), Faq.objects.all())
        document = self._document(row)
        faq = FAQ.create(
            FaqDocument(
                question=document.question,
                slug=slug,
                intro=document.intro,
                answers=document.answers,
                entities=topics,
                tags=document.tags,
            ),
            actor=self._actor,
            note=NOTE,
        )
        self._asked[_words(document.question)] = faq.key
        return faq.key

    def _document(self, row: Row) -> FaqDocument:
        ids = Ids()
        pairs = list(_pairs(row.get("answers")))
        if single := text(row, "answer"):
            intro = paragraphs(text(row, "intro") or single)
            pairs = [*pairs, *([("", single)] if text(row, "intro") else [])]
        else:
            intro = paragraphs(row.get("intro"))
        return FaqDocument(
            question=text(row, "question"),
            intro=intro,
            answers=tuple(
                Answer(
                    id=ids.make("answers", f"{asked} {said}"), question=asked, text=paragraphs(said)
                )
                for asked, said in pairs
            ),
            tags=tuple(sorted(words_in(row, "tags"))),
        )


def _words(question: str) -> tuple[str, ...]:
    return tuple(words(question))


def _pairs(value: object) -> Iterator[tuple[str, str]]:
    """Yield questions with answers. Raises Unreadable for a line that is none of these."""
    if isinstance(value, list):
        for pair in value:
            if not isinstance(pair, dict):
                raise Unreadable("An answer is no pair of question and answer.")
            yield str(pair.get("question", "")), str(pair.get("answer") or pair.get("text") or "")
        return
    for line in str(value or "").split("\n"):
        asked, bar, said = line.partition("|")
        if line.strip():
            yield (asked.strip(), said.strip()) if bar else ("", line.strip())
