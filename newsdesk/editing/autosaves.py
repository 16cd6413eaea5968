"""Unsaved text: kept while somebody types, offered to nobody else, gone once it is saved.

Each opening of a form has a token of its own, so that two windows of one person keep two texts.
SECURITY: the token is signed and names its person; another one's is not taken.
"""

import datetime
import json
import secrets
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from newsdesk.catalogue.compiled import CompiledValues
from newsdesk.editing.models import Scratch, ScratchQuerySet, Unmerged
from newsdesk.editing.requests import Pairs

# A long explainer has 60,000 characters; a page at all its limits, with the names of its fields, a million.
MOST_CHARACTERS = 2_000_000
MOST_KEPT = 200  # Texts of one person; who has more loses the oldest.

_signer = signing.Signer(salt="newsdesk.editing.form")


class TooLong(ValueError):
    """The text is too long to be kept beside the page."""


class FormClosed(Exception):
    """The form has been saved, or its text thrown away: nothing more is taken for it."""


class OutdatedText(Exception):
    """A newer text of this form is kept already; `order` is its place."""

    def __init__(self, order: int) -> None:
        self.order = order
        super().__init__(f"A text of order {order} is kept.")


def new_token(user: User) -> str:
    """Return a token for one opening of a form by `user`."""
    return token_for(user, secrets.token_hex(16))


def token_for(user: User, form: str) -> str:
    return _signer.sign(f"{user.pk}.{form}")


def form_of(token: str, user: User) -> str:
    """Return which opening of a form `token` stands for; "" for a forged one or somebody else's."""
    owner, _, form = _read(token).partition(".")
    return form if owner and owner == str(user.pk) else ""


def owner_of(token: str) -> int | None:
    """Return the key of the person whom `token` was given to, None for a forged one."""
    owner = _read(token).partition(".")[0]
    return int(owner) if owner else None


def keep(
    user: User,
    key: str,
    form: str,
    pairs: Pairs,
    *,
    order: int,
    at: datetime.datetime | None = None,
) -> Scratch:
    """Keep `pairs` as the text of a form, unless a newer one is there: that is one of higher `order`.

    `at` is when it was typed, if not now.

    A text that came before, by the beacon of a page that was left and again from the browser's own copy,
    is kept once. Raises TooLong, FormClosed or OutdatedText. Two statements where the form has been kept
    before.
    """
    if length(pairs) > MOST_CHARACTERS:
        raise TooLong
    rows = Scratch.objects.filter(user=user, form=form)
    older = rows.filter(closed=False, order__lt=order)
    newer = {"key": key, "order": order, "data": pairs, "at": at or timezone.now()}
    if not older.update(**newer):
        try:
            with transaction.atomic():
                Scratch.objects.create(user=user, form=form, **newer)
        except IntegrityError:
            # Where a first save that was refused has made the row meanwhile, it holds no text yet.
            if not older.update(**newer):
                _refuse_unless_kept(rows.get(), order, pairs)
        else:
            _forget_oldest(user)
    return rows.defer("data").get()


def _refuse_unless_kept(known: Scratch, order: int, pairs: Pairs) -> None:
    if known.closed:
        raise FormClosed
    if known.order != order or known.data != pairs:
        raise OutdatedText(known.order)


def length(pairs: Pairs) -> int:
    """Return how many characters a text takes as it is kept."""
    return len(json.dumps(pairs, ensure_ascii=False))


def close(user: User, key: str, form: str, *, sent: str = "") -> None:
    """Forget the text of a form, and take no late one. One statement.

    `key` is the page that was saved, `sent` the digest of what it was saved with.
    """
    if not form:
        return
    data = [["sent", sent]] if sent else []
    Scratch.objects.bulk_create(
        [Scratch(user=user, key=key, form=form, data=data, closed=True, at=timezone.now())],
        update_conflicts=True,
        unique_fields=["user", "form"],
        update_fields=["key", "data", "closed", "at"],
    )


def made_of(user: User, key: str, form: str, *, sent: str) -> str:
    """Return the key of the page that this form, sent as it is now, has made before; else "".

    Holds back other sendings of the same form until the transaction ends. Two statements.
    """
    Scratch.objects.bulk_create([Scratch(user=user, key=key, form=form)], ignore_conflicts=True)
    row = Scratch.objects.select_for_update().get(user=user, form=form)
    return row.key if row.closed and row.data == [["sent", sent]] else ""


def offered(user: User, key: str, *, besides: str = "") -> ScratchQuerySet:
    """Return the texts that `user` has not saved at a page, but for that of one form. Without data."""
    rows = Scratch.objects.of(user, key).waiting().defer("data")
    return rows.exclude(form=besides) if besides else rows


class WaitingText(NamedTuple):
    """What waits for a person at a page: `kind` is "typed" or "clash"."""

    number: int
    at: datetime.datetime
    kind: str


def waiting_at(user: User, key: str, *, besides: str = "") -> list[WaitingText]:
    """Return what waits for `user` at a page, but for the text of one form. One query."""
    return _WAITING.rows(user=user.pk, key=key, besides=besides)


def _waiting(user: int, key: str, besides: str) -> QuerySet:
    typed = Scratch.objects.of(user, key).waiting().exclude(form=besides).order_by()
    clashes = Unmerged.objects.of(user, key)
    rows = typed.values_list("pk", "at", Value("typed")).union(
        clashes.values_list("pk", "at", Value("clash")), all=True
    )
    return rows.order_by("-at")


_WAITING = CompiledValues(Scratch, WaitingText, _waiting)


def own(user: User, key: str, name: str) -> Scratch | None:
    """Return a waiting text, by its number or its form, if it belongs to `user` and to this page."""
    rows = Scratch.objects.of(user, key).waiting()
    if name.isdecimal() and len(name) < 19:
        return rows.filter(pk=int(name)).first()
    return rows.filter(form=name).first() if len(name) == 32 else None


def _read(token: str) -> str:
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return ""


def _forget_oldest(user: User) -> None:
    oldest = Scratch.objects.filter(user=user).filter(~Q(data=[])).order_by("-at", "-pk")
    if stale := list(oldest.values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + 20]):
        Scratch.objects.filter(pk__in=stale).delete()
