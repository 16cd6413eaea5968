"""@username in what colleagues write to each other: who is meant, and who may be told."""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from django.contrib.auth.models import User
from django.db.models import Q

from newsdesk.accounts.names import people_called
from newsdesk.comments.access import colleagues
from newsdesk.pages.models import WorkingCopy
from newsdesk.text.normalise import fold

MOST = 20
COMPLETIONS = 8
# Not inside a mail address; the characters are those of Django's usernames.
_MENTION = re.compile(r"(?<![\w.+@-])@([\w.@+-]{1,150})")


def mentioned(text: str) -> list[str]:
    """Return the names after an @, as written, each once, without the full stop of a sentence."""
    names = (match.group(1).rstrip(".@+-") for match in _MENTION.finditer(text))
    return [name for name in dict.fromkeys(names) if name][:MOST]


def meant(text: str, item: WorkingCopy) -> tuple[list[User], list[str]]:
    """Return the colleagues whom `text` mentions, and the names of nobody who may see this page.

    One query, none without a mention. Case and accents make no difference unless two people differ in
    nothing else: then the name has to be exact.
    """
    names = mentioned(text)
    if not names:
        return [], []
    people = list(colleagues(item).filter(_called(names)))
    exact = {person.get_username(): person for person in people}
    folded: dict[str, list[User]] = defaultdict(list)
    for person in people:
        folded[fold(person.get_username())].append(person)
    found = {name: exact.get(name) or _only(folded[fold(name)]) for name in names}
    told = list(dict.fromkeys(person for person in found.values() if person))
    return told, [name for name, person in found.items() if person is None]


def beginning(typed: str, item: WorkingCopy) -> list[User]:
    """Return the first `COMPLETIONS` colleagues whose usernames begin so, in any writing. One query."""
    start = fold(typed)
    rows = people_called(typed, colleagues(item))
    found = (person for person in rows if fold(person.get_username()).startswith(start))
    return list(islice(found, COMPLETIONS))


def _called(names: Iterable[str]) -> Q:
    query = Q(pk__in=[])
    for name in names:
        query |= Q(found_as__folded__contains=fold(name))
    return query


def _only(people: list[User]) -> User | None:
    return people[0] if len(people) == 1 else None
