"""Mails (.eml) -> the text in them, or the documents that are attached."""

import email
import email.message
import email.policy
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from newsdesk.intake import web
from newsdesk.intake.counts import were
from newsdesk.intake.decode import clean, decoded
from newsdesk.intake.lines import Document, Picture, Unreadable

_MOST_PARTS = 50
_MOST_BOUNDARIES = 1_000
_LONGEST_HEADER = 100_000
_MOST_ATTACHMENTS = 20
_DRAFT = re.compile(
    r"^(?:(?:re|fwd?|aw|wg|tr|rv|draft|entwurf|brouillon|borrador)\s*:\s*)+", re.IGNORECASE
)
_PICTURES = ("image", "audio", "video")

Read = Callable[[bytes, str], list[Document]]
ReadText = Callable[[str, str], Document]


def read(data: bytes, name: str, read_file: Read, read_text: ReadText) -> list[Document]:
    """Return the documents of a mail: its attachments, if any of them is a text, else its own words."""
    message = _parsed(data)
    told = [f"The mail is of {message['Date']}."] if message["Date"] else []
    attached, refused, pictures = _attached(message, read_file)
    if refused:
        told.append(f"Attachments left out: {', '.join(refused)}.")
    if pictures:
        told.append(
            f"{were(pictures, 'image')} not taken: add what is needed to the draft by hand."
        )
    subject = _DRAFT.sub("", " ".join(str(message["Subject"] or "").split()))
    if attached:
        return [_with(document, told, {}) for document in attached]
    return [
        _with(_own_words(message, name, read_text), told, {"suggested": subject} if subject else {})
    ]


def _parsed(data: bytes) -> email.message.EmailMessage:
    if data.lower().count(b"boundary=") > _MOST_PARTS:
        raise Unreadable("The mail has too many parts within parts.")
    if data.count(b"\n--") > _MOST_BOUNDARIES and b"boundary=" in data.lower():
        raise Unreadable(f"The mail has more than {_MOST_BOUNDARIES:,} parts.")
    head = re.split(rb"\r?\n\r?\n", data[:2_000_000], maxsplit=1)[0]
    if len(head) > _LONGEST_HEADER or head.count(b";") > 2_000:
        raise Unreadable("The headers of the mail are longer than 100 kB.")
    if any(len(line) > _LONGEST_HEADER for line in _headers_inside(data)):
        raise Unreadable("A header of the mail is longer than 100 kB.")
    return email.message_from_bytes(data, policy=email.policy.default)


def _headers_inside(data: bytes) -> list[bytes]:
    """Return the headers of parts, folded lines put together, as far as they could be long."""
    return [
        found[0]
        for found in re.finditer(
            rb"(?mi)^content-(?:type|disposition):[^\n]{0,200000}(?:\n[ \t][^\n]{0,200000}){0,2000}",
            data,
        )
    ]


def _attached(
    message: email.message.EmailMessage, read_file: Read
) -> tuple[list[Document], list[str], int]:
    """Return the texts among the attachments, the names of those that are none, and how many are pictures."""
    found: list[Document] = []
    refused: list[str] = []
    pictures = 0
    for part in message.walk():
        name = part.get_filename()
        if part.is_multipart() or not (name or part.get_content_disposition() == "attachment"):
            continue
        if part.get_content_maintype() in _PICTURES:
            pictures += 1
            continue
        data = part.get_payload(decode=True)
        try:
            if len(found) >= _MOST_ATTACHMENTS or not isinstance(data, bytes):
                raise Unreadable("too many")
            found += read_file(data, name or "attachment")
        except Unreadable:
            refused.append(name or "one without a name")
    return found, refused, pictures


def _own_words(message: email.message.EmailMessage, name: str, read_text: ReadText) -> Document:
    body = message.get_body(("html", "plain")) or _forwarded(message)
    if body is None:
        raise Unreadable("The mail holds no text.")
    payload = body.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        words = data.decode(body.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        words, _ = decoded(data)
    if body.get_content_subtype() == "html":
        if not words.strip():
            raise Unreadable("The mail holds no text.")
        document = web.read(words, name)
        return Document(name, "mail", document.lines, {}, document.told)
    words = words.replace("\r\n", "\n")
    if body.get_param("format") == "flowed":
        words = re.sub(
            r"^ (?=[ >F])",
            "",
            re.sub(
                r"(?<!^--) \n(?!-- \n)",
                "" if body.get_param("delsp") == "yes" else " ",
                words,
                flags=re.M,
            ),
            flags=re.M,
        )
    document = read_text(clean(words), name)
    return Document(name, "mail", document.lines, document.facts, document.told)


def _forwarded(message: email.message.EmailMessage) -> email.message.MIMEPart | None:
    """Return the words of a mail that another one holds as an attachment."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            for inside in part.iter_parts():
                return inside.get_body(("html", "plain"))
    return None


def _with(document: Document, told: list[str], facts: dict[str, str]) -> Document:
    return replace(document, facts=facts | dict(document.facts), told=(*told, *document.told))


def pictures_of(data: bytes) -> Iterator[Picture]:
    """Yield the pictures that a mail holds: attached, or inside its text."""
    for part in email.message_from_bytes(data, policy=email.policy.default).walk():
        if part.get_content_maintype() == "image":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield Picture(part.get_filename() or "image", payload)
