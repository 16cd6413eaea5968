"""What moderators do with a reader's question. One transaction each, logged.

| deed | from | to | readers with the number see |
| --- | --- | --- | --- |
| draft | waiting | made into a draft | it is being answered; the answer, once it is published |
| answer | waiting, made into a draft | answered; made into a draft where the FAQ is one | the answer |
| dismiss | waiting, made into a draft | not taken up | why |
| reopen | all others | waiting | it waits |
"""

from django.contrib.auth.models import User
from django.db import transaction

from faqs.documents import FaqDocument
from faqs.models.draft import Faq
from faqs.models.reader_question import AskedQuestion
from faqs.workflow import FAQ
from newsdesk.merging.survivors import last_survivors
from newsdesk.pages.slugs import free_slug
from newsdesk.pages.status import Standing
from newsdesk.submissions.workflow import LetterTransition, begin, carry_out, settle, table
from newsdesk.workflow.transitions import Refused

PERMISSION = "faqs.answer_askedquestion"
State = AskedQuestion.State

DEEDS = table(
    LetterTransition(
        name="draft",
        label="Make a FAQ draft",
        permission=PERMISSION,
        when=frozenset({State.WAITING}),
        to=State.DRAFTED,
        done="Made into a draft.",
        told="made a draft of it",
    ),
    LetterTransition(
        name="answer",
        label="Answered by a FAQ",
        permission=PERMISSION,
        when=frozenset({State.WAITING, State.DRAFTED}),
        to=State.ANSWERED,
        done="Answered.",
        told="named the FAQ that answers it",
    ),
    LetterTransition(
        name="dismiss",
        label="Do not take up",
        permission=PERMISSION,
        when=frozenset({State.WAITING, State.DRAFTED}),
        to=State.DISMISSED,
        done="Not taken up.",
        told="did not take it up",
        reason_required=True,
    ),
    LetterTransition(
        name="reopen",
        label="Undo",
        permission=PERMISSION,
        when=frozenset({State.DRAFTED, State.ANSWERED, State.DISMISSED}),
        to=State.WAITING,
        done="Undone.",
        told="opened it again",
    ),
)


class NotToBeAnsweredBy(Refused):
    """The FAQ named is none that can answer readers."""


@transaction.atomic
def draft(asked: AskedQuestion, *, actor: User) -> AskedQuestion:
    """Make a FAQ draft of the question. Raises PermissionDenied, also without the right to add FAQs."""
    asked = begin(DEEDS["draft"], asked, actor=actor)
    document = FaqDocument(question=asked.text, slug=free_slug(asked.text, Faq.objects.all()))
    faq = FAQ.create(document, actor=actor, note=f"A reader's question, {asked}.")
    return settle(DEEDS["draft"], asked, actor=actor, faq=faq.key)


@transaction.atomic
def answer(asked: AskedQuestion, faq: Faq, *, actor: User) -> AskedQuestion:
    """Name the page that answers the question, or the draft that is going to.

    Raises NotToBeAnsweredBy for a page that was withdrawn or put away.
    """
    asked = begin(DEEDS["answer"], asked, actor=actor)
    faq = Faq.objects.get(pk__in=last_survivors(Faq, [faq.pk]))
    if faq.standing not in (Standing.LIVE, Standing.DRAFT, Standing.SCHEDULED):
        raise NotToBeAnsweredBy(f"“{faq}” is {faq.standing.words}: it answers nobody.")
    state = State.ANSWERED if faq.standing is Standing.LIVE else State.DRAFTED
    return settle(DEEDS["answer"], asked, actor=actor, faq=faq.key, state=state)


def dismiss(asked: AskedQuestion, *, actor: User, reason: str) -> AskedQuestion:
    """Leave the question; who asked is told `reason`."""
    return carry_out(DEEDS["dismiss"], asked, actor=actor, reason=reason, faq="")


def reopen(asked: AskedQuestion, *, actor: User) -> AskedQuestion:
    """Let the question wait again; a draft that was made of it stays."""
    return carry_out(DEEDS["reopen"], asked, actor=actor, faq="")
