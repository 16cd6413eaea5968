"""The demo desk's past in duplicate review: questions that were asked twice, and what moderators made of
them.

Each was written, compared and decided on a day of its own, by the verbs.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from faqs import working_copy
from faqs.documents import FaqDocument
from faqs.duplicate_review import comparison, decisions, merges, opinions, question_index
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair
from faqs.workflow import FAQ
from newsdesk.merging.taken import NOTHING
from newsdesk.site.demo import days
from newsdesk.site.demo.desk import DemoDuplicate

BEHIND_AT_MOST = 1_000
DIFFERENT = DuplicatePair.State.DIFFERENT


class PastDecisions:
    """Lays down what moderators decided. `keys` are those of the FAQs by reference, `people` by login."""

    def __init__(
        self, *, today: datetime, keys: Mapping[str, str], people: Mapping[str, User], mark: str
    ) -> None:
        self.today, self.keys, self.people, self.mark = today, keys, people, mark

    def lay(self, questions: Iterable[DemoDuplicate]) -> None:
        """Do all of it, in the order of the days on which the questions were asked."""
        question_index.forget()
        try:
            for each in sorted(questions, key=lambda one: -one.days_ago):
                # A desk with part of the content has no past of the rest.
                if f"faq:{each.of}" in self.keys:
                    self._lay(each)
        finally:
            # What was compared on those days is none of this process's business.
            question_index.forget()

    def _lay(self, asked: DemoDuplicate) -> None:
        with self._on(asked.days_ago):
            comparison.catch_up(BEHIND_AT_MOST)
            document = FaqDocument(question=asked.question, slug=asked.slug)
            row = FAQ.create(
                document, actor=self.people["reporter"], note=self.mark + asked.reference
            )
            comparison.compare(row.pk)
        other = Faq.objects.get(pk=self.keys[f"faq:{asked.of}"].removeprefix("faq:"))
        pair = DuplicatePair.objects.with_faqs().among(row, other).first()
        if asked.decision and pair is not None:
            with self._on(asked.decided_days_ago):
                self._decide(asked, pair, row, other)
            if asked.decision == "confirmed":
                with self._on(asked.decided_days_ago - 2):
                    self._confirm(asked, row, other)
        elif asked.decision:
            # Without the model not all of them are found.
            FAQ.discard(row, actor=self.people["moderator"])

    def _decide(self, asked: DemoDuplicate, pair: DuplicatePair, row: Faq, other: Faq) -> None:
        actor, reason, second = self.people[asked.by], asked.reason, self._second(asked)
        if asked.decision in ("merge", "undone"):
            plan = merges.Plan(survivor=other.pk, taken={row.pk: NOTHING})
            if other.editions.waiting().exists():  # Nothing may go into what is scheduled.
                return
            batch = merges.merge(plan, actor=actor, reason="The same question.")
            if asked.decision == "undone":
                merges.undo_as_different(batch.records.all(), actor=second, reason=reason)
                FAQ.discard(row, actor=second)
            return
        if asked.decision in ("asked", "answered"):
            opinions.ask(pair, actor=actor, asked=second, note=reason)
            if asked.decision == "answered":
                decisions.judge(pair, DIFFERENT, actor=second, reason=reason)
                FAQ.discard(row, actor=actor)
            return
        verdict = {"doubted": "same", "skip": "skipped", "confirmed": DIFFERENT}.get(
            asked.decision, asked.decision
        )
        decisions.judge(pair, verdict, actor=actor, reason=reason)
        if asked.decision == "doubted":
            decisions.take_back(pair, actor=second, reason=reason)
            decisions.judge(pair, DIFFERENT, actor=second, reason=reason)
        if asked.decision in ("different", "variant", "doubted"):
            FAQ.discard(row, actor=second)

    def _confirm(self, asked: DemoDuplicate, row: Faq, other: Faq) -> None:
        """Let the question be asked otherwise, and another moderator find the same of it."""
        document = replace(working_copy.document_of(row), question=asked.reworded)
        FAQ.revise(row, document, actor=self.people["reporter"])
        comparison.compare(row.pk)
        pair = DuplicatePair.objects.with_faqs().among(row, other).first()
        second = self._second(asked)
        if pair is not None and not pair.is_decided:
            decisions.judge(pair, DIFFERENT, actor=second, reason=asked.reason)
        FAQ.discard(row, actor=second)

    def _second(self, asked: DemoDuplicate) -> User:
        return self.people["chief" if asked.by == "moderator" else "moderator"]

    def _on(self, days_ago: float) -> AbstractContextManager[None]:
        return days.on(self.today - timedelta(days=days_ago))
