"""@username in what colleagues write to each other: who is meant, and who may be told."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from newsdesk.comments.access import colleagues

MOST = 20
# Not inside a mail address; the characters are those of Django's user names.
_MENTION = re.compile(r"(?<![\w.+@-])@([\w.@+-]{1,150})")


def mentioned(text: str) -> list[str]:
    """Return the names after an @, as written, each once, without the full stop of a sentence."""
    names = (match.group(1).rstrip(".@+-") for match in _MENTION.finditer(text))
    return [name for name in dict.fromkeys(names) if name][:MOST]


def meant(text: str, item: Any) -> tuple[list[Any], list[str]]:
    """Return the colleagues whom `text` mentions, and the names of nobody who may see this page.

    One query, none without a mention. Upper and lower case are the same unless two people differ in
    nothing else.
    """
    names = mentioned(text)
    if not names:
        return [], []
    people = list(colleagues(item).filter(_called(names)))
    exact = {person.get_username(): person for person in people}
    folded = {person.get_username().casefold(): person for person in people}
    found = {name: exact.get(name) or folded.get(name.casefold()) for name in names}
    told = list(dict.fromkeys(person for person in found.values() if person))
    return told, [name for name, person in found.items() if person is None]


def _called(names: Iterable[str]) -> Any:
    query = Q(pk__in=[])
    for name in names:
        query |= Q(username__iexact=name)
    return query
