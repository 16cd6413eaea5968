"""What somebody outside leaves at a shared preview. No verb of the desk: nobody is signed in here."""

import logging
from datetime import timedelta
from typing import TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from newsdesk.comments.access import page_of
from newsdesk.comments.models import DeskQuery, PreviewAnswer, PreviewLink
from newsdesk.comments.open_preview import PreviewClosed
from newsdesk.comments.passages import passages_of, place_of
from newsdesk.comments.quotes import CONTEXT, Quote
from newsdesk.comparison.labels import label
from newsdesk.kinds.register import kind_of
from newsdesk.notifications.inbox import tell

logger = logging.getLogger("newsdesk.comments")

NAME_LENGTH = 80
TEXT_LENGTH = 4_000
MOST = 20
MOST_AN_HOUR = 5


NO_WORDS = Quote(exact="")


class Words(TypedDict):
    """What a comment keeps of the words that it is about."""

    part: str
    part_name: str
    path: str
    quoted: str
    before: str
    after: str


class TooManyAnswers(Exception):
    """More has been left at this preview than one person has to say."""


@transaction.atomic
def leave(
    link: PreviewLink,
    *,
    name: str,
    approves: bool,
    text: str = "",
    quote: Quote = NO_WORDS,
) -> PreviewAnswer:
    """Keep an approval or a note, tell who shared the preview, and write it into the page's history.

    A note becomes a comment about the whole page, or about the words of `quote`. Counted by
    link and not by reader, of whom nothing is known. Raises PreviewClosed or TooManyAnswers.
    """
    link = (
        PreviewLink.objects.select_for_update(of=("self",))
        .select_related("made_by")
        .get(pk=link.pk)
    )
    if why := link.closed():
        raise PreviewClosed(why)
    now = timezone.now()
    if (
        link.answers.count() >= MOST
        or link.answers.filter(at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR
    ):
        raise TooManyAnswers
    answer = PreviewAnswer.objects.create(
        link=link, name=name, approves=approves, text=text, at=now
    )
    item = page_of(link.key)
    where = {"screen": "shared", "fragment": f"link-{link.pk}"}
    if not approves:
        query = DeskQuery.objects.create(
            key=link.key,
            text=text,
            blocking=link.blocking,
            outsider=name,
            **_words(link, quote),
            link=link,
            asked_at=now,
        )
        where = {"screen": "queries", "fragment": f"query-{query.pk}"}
    # An event has an actor of the desk: whoever shared the page answers for what came of it.
    item.events.create(
        verb="answer_preview",
        actor=link.made_by,
        note=text,
        detail={"name": name, "kind": "an approval" if approves else "a note", "link": link.pk},
    )
    deed = "approves" if approves else "has left a note on"
    words = f": {Truncator(text).chars(200)}" if text else "."
    tell(
        link.made_by,
        kind="answer",
        key=link.key,
        text=f"{name} (outside) {deed} “{item}”, version {link.digest[:8]}{words}",
        data=where,
    )
    transaction.on_commit(lambda: logger.info("answer at preview %s of %s", link.pk, link.key))
    return answer


def _words(link: PreviewLink, quote: Quote) -> Words:
    """Return the words as they stand in the version that was shared, which is what their author has read."""
    fields = kind_of(link.key).labels
    passages = passages_of(fields, link.document) if quote.exact else {}
    path, found = place_of(quote, "", passages.values())
    return Words(
        part=passages[path].part if path else "",
        part_name=label(fields, path, link.document)[:200] if path else "",
        path=path,
        quoted=found.exact,
        before=found.before[-CONTEXT:],
        after=found.after[:CONTEXT],
    )
