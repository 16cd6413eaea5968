"""Notices by mail: each at once, or those of a day together.

SECURITY: what a notice says is written when it is sent, and only to who may read the page then.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from newsdesk.jobs.job import Terms, job
from newsdesk.jobs.periodic import register
from newsdesk.mail.content import Content, Item, writes
from newsdesk.mail.messages import mail_later, mail_to, mail_to_address
from newsdesk.mail.models import Message
from newsdesk.notifications.addresses import INBOX, address_of
from newsdesk.notifications.choices import AT_ONCE, DAILY, choices_of, stop_token, when_of
from newsdesk.notifications.models import DigestSent, Notice, NoticeQuerySet
from newsdesk.notifications.subjects import When, subject_of, subjects
from newsdesk.publication.current import name as publication_name

# The hour of the desk's clock from which on the daily one goes out.
DIGEST_HOUR = 7
MOST = 100
# So many at once; what comes after them goes out together, when it is over.
BURST, BURST_IN = 10, timedelta(minutes=10)
UNTOLD = "There is a notification for you on the desk."
WHY = "You get this because you work on the desk."

# What the page of a key is called for somebody, None for who may not read it.
Rule = Callable[[User, str], str | None]
_rules: list[Rule] = []


def readable(rule: Rule) -> Rule:
    """Ask `rule` for the title of a page, for somebody; where none gives one, nothing is told of the page."""
    _rules.append(rule)
    return rule


def mail_notice(notice: Notice) -> None:
    """Hand the mail of a new notice in, if that is wanted at once.

    Of dozens that come together, as when somebody is made the owner of forty stories, the first ten go
    out each for itself and the others in one message.
    """
    if not settings.MAIL_ON or not notice.user.email or notice.data.get("unmailed"):
        return
    subject = subject_of(notice.kind)
    if subject is None or when_of(notice.user, subject) != When.AT_ONCE:
        return
    now = timezone.now()
    recent = Message.objects.filter(user=notice.user, made_at__gt=now - BURST_IN)
    if subject.fixed:
        # SECURITY: to the address of now. Whoever has come into the account may change it in a moment.
        mail_to_address(notice.user, notice.user.email, "notice", notice=notice.pk)
    elif recent.filter(kind="notice").count() < BURST:
        mail_to(notice.user, "notice", notice=notice.pk)
    elif not Message.objects.waiting().filter(user=notice.user, kind="more").exists():
        mail_later(notice.user, "more", at=now + BURST_IN, first=notice.pk)


@writes("notice")
def notice_content(user: User, message: Message) -> Content | None:
    """Say one notice; nothing once it has been put away, or is wanted otherwise.

    SECURITY: what always comes does so once it was put away, too: by whom, nobody knows.
    """
    notice = Notice.objects.of(user).filter(pk=message.data.get("notice")).first()
    subject = notice and subject_of(notice.kind)
    if notice is None or subject is None or when_of(user, subject) != When.AT_ONCE:
        return None
    if notice.read_at and not subject.fixed:
        return None
    item = _item(notice, user)
    address = item.address or settings.SITE_URL + reverse(INBOX)
    return Content(
        subject=f"{publication_name()}: {subject.label.lower()}",
        paragraphs=(item.text,),
        button=("Open it on the desk", address),
        after=() if subject.fixed else (_choose_here(),),
        why=WHY,
        stop="" if subject.fixed else stop_address(user, subject.name),
    )


@register("mail_digests", every=timedelta(minutes=15))
@job(Terms("Daily summaries of notices"))
def mail_digests() -> None:
    """Hand in the daily message of everybody who has any, once a day, from DIGEST_HOUR on."""
    due = _due(timezone.now())
    if due is None or not settings.MAIL_ON:
        return
    people = User.objects.filter(is_active=True, is_staff=True).exclude(email="")
    for user in people.exclude(digest__until__gte=due):
        _mail_digest(user, due)


@transaction.atomic
def _mail_digest(user: User, due: datetime) -> None:
    """Hand in what has waited since the last time. Whoever moves the time on does it."""
    now = timezone.now()
    first = now - timedelta(days=1)
    sent, _ = DigestSent.objects.get_or_create(user=user, defaults={"until": first})
    if not DigestSent.objects.filter(pk=sent.pk, until__lt=due).update(until=now):
        return
    since = sent.until
    if _waiting(user, When.DAILY, made_at__gte=since, made_at__lt=now).exists():
        mail_to(user, "digest", since=since.isoformat(), until=now.isoformat())


@writes("digest")
def digest_content(user: User, message: Message) -> Content | None:
    """Say what waits of a day's notices; nothing where all of them have been put away."""
    since, until = (parse_datetime(str(message.data.get(name))) for name in ("since", "until"))
    found = _waiting(user, When.DAILY, made_at__gte=since, made_at__lt=until)
    return _together(user, found, DAILY)


@writes("more")
def more_content(user: User, message: Message) -> Content | None:
    """Say what came after the first of many notices, of those that are wanted at once."""
    found = _waiting(user, When.AT_ONCE, pk__gte=message.data["first"])
    return _together(user, found, AT_ONCE)


def _together(user: User, waiting: NoticeQuerySet, what: str) -> Content | None:
    found = list(waiting)
    if not found:
        return None
    number = f"{len(found)} notifications wait" if len(found) > 1 else "One notification waits"
    more = len(found) - MOST
    return Content(
        subject=f"{publication_name()}: {number[0].lower()}{number[1:]} for you",
        paragraphs=(f"{number} for you on the desk.",),
        items=tuple(_item(each, user) for each in found[:MOST]),
        button=(
            "See your notifications",
            settings.SITE_URL + reverse(INBOX),
        ),
        after=(*((Item(f"And {more} more."),) if more > 0 else ()), _choose_here()),
        why=WHY,
        stop=stop_address(user, what),
    )


def stop_address(user: User, what: str) -> str:
    """Return the whole address of the page, and of the one click, that stops mail of a subject."""
    return settings.SITE_URL + reverse("account_stop_mail", args=[stop_token(user, what)])


def _choose_here() -> Item:
    address = settings.SITE_URL + reverse("account_notices")
    return Item("Choose which notifications you get by mail", address)


def _due(now: datetime) -> datetime | None:
    """Return since when today's is due, None before that, by the desk's own clock."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    due = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return due if local >= due else None


def _waiting(user: User, when: When, **of: object) -> NoticeQuerySet:
    """Return what waits of those that a filter keeps, and is wanted so, the newest first."""
    chosen = choices_of(user)
    kinds = [kind for each in subjects() if chosen[each.name] == when for kind in each.kinds]
    return Notice.objects.of(user).waiting().filter(kind__in=kinds, **of)


def _item(notice: Notice, user: User) -> Item:
    """Return a notice and its page; to who may not read that, no more than that there is one."""
    address = address_of(notice, admin.site)
    return Item(_text(notice, user), settings.SITE_URL + address if address else "")


def _text(notice: Notice, user: User) -> str:
    if not notice.key:
        return notice.text
    titles = (rule(user, notice.key) for rule in _rules)
    title = next((each for each in titles if each is not None), None)
    if title is None:
        return UNTOLD
    return notice.text if title in notice.text else f"“{title}”: {notice.text}"
