"""Watching a question: whoever does is told what moderators find of it and do to it."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.db import transaction

from faqs.models.draft import Faq
from faqs.models.moderation import QuestionWatch
from newsdesk.notifications.inbox import tell
from newsdesk.notifications.subjects import Subject, add_subject
from newsdesk.workflow.transitions import require

PERMISSION = "faqs.view_faq"
KIND = "watched"
FOUND = "Another question may ask the same."

add_subject(
    Subject(
        name="watched",
        label="Questions that you watch",
        help="Moderators have found something of a question that you watch, or done something to it.",
        kinds=frozenset({KIND}),
        permission=PERMISSION,
    )
)


def watches(user: User, faq: Faq | int) -> bool:
    return QuestionWatch.objects.filter(user=user, faq=faq).exists()


@transaction.atomic
def watch(faq: Faq, *, actor: User) -> None:
    """Let the actor hear of a FAQ from now on. Can be repeated. Raises PermissionDenied."""
    require(actor, PERMISSION)
    QuestionWatch.objects.get_or_create(user=actor, faq=faq)


@transaction.atomic
def unwatch(faq: Faq, *, actor: User) -> None:
    """Let the actor hear of it no more."""
    QuestionWatch.objects.filter(user=actor, faq=faq).delete()


def tell_watchers(keys: Iterable[int], text: str, *, actor: User | None = None) -> None:
    """Tell who watches one of these FAQs, and may see it, except for the actor. Inside the deed's
    transaction.
    """
    tell_watchers_of({key: [text] for key in keys}, actor=actor)


def tell_watchers_of(found: Mapping[int, Iterable[str]], *, actor: User | None = None) -> None:
    """Tell who watches these FAQs what was found of each, by its key. One query, and those of the notices."""
    rows = QuestionWatch.objects.filter(faq__in=list(found)).select_related("user", "faq")
    for each in rows.order_by("pk"):
        # SECURITY: a right that was taken since stops what is told.
        if each.user.has_perm(PERMISSION):
            for text in found[each.faq_id]:
                tell(each.user, kind=KIND, key=each.faq.key, actor=actor, text=text)
