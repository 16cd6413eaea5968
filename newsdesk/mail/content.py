"""What a message says, written by the room whose message it is, and made text and HTML of."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string

from newsdesk.mail.models import Message
from newsdesk.publication.current import newest_plainly
from newsdesk.publication.stylesheet import mail_style


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence of a list, and the whole address that it leads to, or "" ."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message says. `button` is a label and a whole address; `after` stands below it.

    `why` says why the person gets it; `stop` is the whole address that stops such messages, where
    somebody can.
    """

    subject: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    button: tuple[str, str] | None = None
    after: tuple[Item, ...] = ()
    why: str = ""
    stop: str = ""


# Of whom it goes to and a message as it stands now; None where there is nothing to say any more.
Writer = Callable[[User, Message], Content | None]
_writers: dict[str, Writer] = {}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Let a function write the messages of a kind. Imported by the `ready` of its app."""

    def put(writer: Writer) -> Writer:
        _writers[kind] = writer
        return writer

    return put


def content_of(message: Message) -> Content | None:
    """Return what a message says now. SECURITY: nothing to who may not come to the desk any more."""
    user, writer = message.user, _writers.get(message.kind)
    if user is None or writer is None or not (user.is_active and user.is_staff):
        return None
    return writer(user, message) if address_of(user, message) else None


def address_of(user: User, message: Message) -> str:
    """Return the address that a message goes to, "" for none."""
    return message.to or user.email


def as_mail(message: Message, content: Content) -> EmailMultiAlternatives:
    """Return the mail, in plain text and HTML, with the headers of what a machine has sent.

    Raises ValueError where the address cannot be one.
    """
    assert message.user is not None  # noqa: S101
    whose = newest_plainly()
    style = render_to_string("mail/message.css")
    values = {
        "content": content,
        "site_name": whose.name,
        "publication": whose,
        "site_url": settings.SITE_URL,
        "style": style + mail_style(whose) if whose.is_own else style,
    }
    # Plain text: an escaped apostrophe would be read as such.
    plain = get_template("mail/message.txt").template  # type: ignore[attr-defined]
    sender = settings.DEFAULT_FROM_EMAIL
    domain = sender.rpartition("@")[2].strip("<> ") or "localhost"
    headers = {
        "Message-ID": f"<{message.key}@{domain}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if content.stop:
        # RFC 8058: the mail program stops them with one click, by a POST that no person confirms.
        headers["List-Unsubscribe"] = f"<{content.stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=" ".join(content.subject.split()),
        body=plain.render(Context(values, autoescape=False)).strip() + "\n",
        from_email=sender,
        to=[address_of(message.user, message)],
        headers=headers,
    )
    mail.attach_alternative(render_to_string("mail/message.html", values), "text/html")
    return mail
