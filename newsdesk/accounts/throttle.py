"""How often a wrong password or code may be sent. Counted in the database, for all web processes.

Wrong passwords count for the name *from one address*, for the name from everywhere, and for the address.
The first shuts a person's own typing out and nobody else: five slips of one editor close neither the
newsroom behind the same address nor the editor's account at home. The other two, against guessing from
many addresses and at many names, do not hold for a name at an address where it has come in during the
last 30 days: no stranger can lock somebody out of their usual place. Why so: docs/decisions/0020.

Every try is counted before it is checked and taken back when it was right, so that a hundred tries at
once are not all let through. A name that does not exist counts like one that does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsdesk.accounts.models import Count

MINUTE, HOUR, DAY = 60, 3_600, 86_400
# How many wrong ones, and the seconds in which they count.
PAIR = ((5, 15 * MINUTE), (20, DAY))
NAME = ((20, HOUR), (60, DAY))
ORIGIN = ((30, HOUR), (100, DAY))
# Wrong codes of one account, wherever they come from: who sends one has its password.
CODES = ((5, 15 * MINUTE), (20, DAY))
# Challenges for passkeys that one address may ask for; each of them makes a session.
CHALLENGES = ((60, 10 * MINUTE),)
# Links to a new password: to one address of mail, and asked for from one place.
RESETS = ((3, HOUR), (6, DAY))
RESETS_FROM = ((20, HOUR), (60, DAY))
KNOWN_FOR = timedelta(days=30)

Limits = Iterable[tuple[int, int]]


class TooMany(ValidationError):
    """No more for now: in `retry_after` seconds there is room again."""

    def __init__(self, what: str, until: datetime, now: datetime) -> None:
        self.retry_after = max(1, int((until - now).total_seconds()))
        minutes = -(-self.retry_after // MINUTE)
        when = f"{minutes} minutes" if minutes > 1 else "a minute"
        if minutes > 90:
            when = f"{-(-minutes // 60)} hours"
        super().__init__(f"Too many {what}. Try again in {when}.", code="too_many")


@dataclass(frozen=True)
class Slot:
    """One count: what it is of ("pair:ada:192.0.2.1"), the most there may be, until when it runs."""

    of: str
    most: int
    until: datetime

    @property
    def kind(self) -> str:
        return self.of.partition(":")[0]

    @property
    def key(self) -> str:
        return _key(f"{self.of}:{self.most}:{self.until.timestamp():.0f}")


@dataclass(frozen=True)
class Try:
    """One try that has been counted."""

    slots: tuple[Slot, ...]
    shut: tuple[str, ...]  # What this try, if it is wrong, has closed.

    def take_back(self, *, but: str = "") -> None:
        """Count one less, except in slots of a kind that are forgotten anyway."""
        keys = [slot.key for slot in self.slots if slot.kind != but]
        if keys:
            Count.objects.filter(key__in=keys, number__gt=0).update(number=F("number") - 1)


@dataclass(frozen=True)
class Guess:
    """A name and a password that came from `origin`."""

    name: str
    origin: str

    def begin(self) -> Try:
        """Count the try. Raises TooMany."""
        now = timezone.now()
        slots = self._slots(PAIR, "pair", now)
        if not Count.objects.running(now).filter(key=self._known).exists():
            slots += self._slots(NAME, "name", now) + self._slots(ORIGIN, "origin", now)
        return _begin(slots, "wrong passwords", now)

    def right(self, begun: Try) -> None:
        """Take the try back, forgive the slips before it, and know this name at this address."""
        now = timezone.now()
        begun.take_back(but="pair")
        pair = {slot.key for slot in self._slots(PAIR, "pair", now)}
        pair |= {slot.key for slot in begun.slots if slot.kind == "pair"}
        Count.objects.filter(key__in=pair).delete()
        known = {"until": now + KNOWN_FOR, "number": 1}
        if not Count.objects.filter(key=self._known).update(**known):
            Count.objects.update_or_create(key=self._known, defaults=known)

    def forget(self) -> int:
        """Open what is shut for this name and, where there is one, its origin. Returns how many limits
        had counted something.
        """
        now = timezone.now()
        slots = self._slots(NAME, "name", now)
        if self.origin:
            slots += self._slots(PAIR, "pair", now) + self._slots(ORIGIN, "origin", now)
        return _forget(slots)

    def _slots(self, limits: Limits, kind: str, now: datetime) -> list[Slot]:
        # Names that a font shows alike count as one. Quoted, so that no name can end like an address.
        name = repr(normalize("NFKC", self.name).casefold())
        who = {"pair": f"{name}:{self.origin}", "name": name, "origin": self.origin}[kind]
        return _slots(f"{kind}:{who}", limits, now)

    @property
    def _known(self) -> str:
        # Not folded: this one is known by the very name of the account.
        return _key(f"known:{self.name!r}:{self.origin}")


def begin_code(user_id: int) -> Try:
    """Count one code of the second step. Raises TooMany."""
    now = timezone.now()
    return _begin(_slots(f"code:{user_id}", CODES, now), "wrong codes", now)


def forget_codes(user_id: int) -> int:
    """Open the second step of an account. Returns how many limits had counted something."""
    return _forget(_slots(f"code:{user_id}", CODES, timezone.now()))


def count_challenge(origin: str) -> None:
    """Count one challenge for a passkey. Raises TooMany."""
    now = timezone.now()
    _begin(_slots(f"challenge:{origin}", CHALLENGES, now), "tries", now)


def count_reset(email: str, origin: str) -> None:
    """Count one asking for a link to a new password. Raises TooMany."""
    now = timezone.now()
    slots = _slots(f"reset:{email.casefold()!r}", RESETS, now)
    _begin(slots + _slots(f"reset-from:{origin}", RESETS_FROM, now), "requests", now)


def first_time(what: str, *, seconds: int) -> bool:
    """Tell whether `what` has not been seen for `seconds`; it has been from now on."""
    now = timezone.now()
    key = _key(f"once:{what}")
    Count.objects.expired(now).filter(key=key).delete()
    try:
        with transaction.atomic():
            Count.objects.create(key=key, number=1, until=now + timedelta(seconds=seconds))
    except IntegrityError:
        return False
    return True


def _slots(of: str, limits: Limits, now: datetime) -> list[Slot]:
    def end(seconds: int) -> datetime:
        return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, UTC)

    return [Slot(of, most, end(seconds)) for most, seconds in limits]


def _begin(slots: list[Slot], what: str, now: datetime) -> Try:
    """Count one in every slot, or in none where one is full. Raises TooMany."""
    # Who is shut out writes nothing, or guessing on would fill the table.
    _refuse_full(slots, _numbers(slots), what, now)
    with transaction.atomic():
        numbers = {slot.key: _add_one(slot) - 1 for slot in sorted(slots, key=lambda s: s.key)}
        # Others may have been quicker; what was counted here goes with the transaction.
        _refuse_full(slots, numbers, what, now)
    if 0 in numbers.values():
        Count.objects.expired(now).delete()
    shut = tuple(s.kind for s in slots if numbers[s.key] + 1 == s.most)
    return Try(tuple(slots), shut)


def _forget(slots: list[Slot]) -> int:
    number, _ = Count.objects.filter(key__in=[slot.key for slot in slots]).delete()
    return number


def _refuse_full(slots: list[Slot], numbers: dict[str, int], what: str, now: datetime) -> None:
    full = [slot.until for slot in slots if numbers.get(slot.key, 0) >= slot.most]
    if full:
        raise TooMany(what, max(full), now)


def _numbers(slots: list[Slot]) -> dict[str, int]:
    rows = Count.objects.filter(key__in=[slot.key for slot in slots])
    return dict(rows.values_list("key", "number"))


def _add_one(slot: Slot) -> int:
    """Return the new number. The row stays locked until the transaction ends."""
    row, _ = Count.objects.select_for_update().get_or_create(
        key=slot.key, defaults={"until": slot.until}
    )
    row.number += 1
    row.save(update_fields=["number"])
    return row.number


def _key(text: str) -> str:
    return salted_hmac("newsdesk.accounts.throttle", text, algorithm="sha256").hexdigest()
