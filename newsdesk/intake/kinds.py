"""What a file is, told by its bytes and never by its name; and what cannot be read, with what to do."""

import re

from newsdesk.intake.lines import Unreadable

_SAVE = "open it and save it as .docx, or copy its text and paste it here."
# Pieces of OLE files: in old Word documents, and in mails saved by Outlook.
_OLE_WORD = "WordDocument".encode("utf-16-le")
_OLE_MAIL = "__substg1.0_".encode("utf-16-le")

_REFUSED = (
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"RIFF", "an image or a sound (RIFF)"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"ID3", "a sound (MP3)"),
    (b"OggS", "a sound (Ogg)"),
    (b"fLaC", "a sound (FLAC)"),
    (b"%!PS", "a PostScript file"),
    (b"wOF2", "a font"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_PACKED = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
)
_HEADERS = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n){0,100}){3,}"
)
_MAIL = re.compile(
    rb"^(?:MIME-Version|Received|Message-ID|Return-Path|From|Delivered-To):", re.I | re.M
)
_SUBJECT = re.compile(rb"^(?:Subject|Date|MIME-Version|Message-ID):", re.I | re.M)

ZIP = "zip"
PDF = "pdf"
MAIL = "mail"
XML = "xml"
JSON = "json"
TEXT = "text"


def kind_of(data: bytes) -> str:
    """Return one of the kinds above. Raises Unreadable, saying what the file is and what to do."""
    if not data.strip(b" \t\r\n\x00"):
        raise Unreadable("The file is empty.")
    _refuse(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ZIP
    if b"%PDF-" in data[:1024]:
        return PDF
    head = data[:65_536].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"{", b"[")) and _looks_like_json(head):
        return JSON
    if head.startswith(b"<?xml") or re.match(rb"<(?:rss|feed)\b", head):
        return XML if b"<html" not in head[:2000].lower() else TEXT
    block = _HEADERS.match(head)
    if block and _MAIL.search(block[0]) and _SUBJECT.search(block[0]):
        return MAIL
    return TEXT


def _looks_like_json(head: bytes) -> bool:
    return re.match(rb"(?:\{\s*(?:\"|\})|\[\s*[\[{\"\]\d])", head) is not None


def _refuse(data: bytes) -> None:
    if data.startswith(b"{\\rtf"):
        raise Unreadable(f"This is a rich text (RTF) document: {_SAVE}")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if _OLE_MAIL in data:
            raise Unreadable(
                "This is a mail saved by Outlook (.msg): save it as .eml, or copy its text and paste it here."
            )
        if _OLE_WORD in data:
            raise Unreadable(f"This is an old Word document (.doc): {_SAVE}")
        raise Unreadable(f"This is an old Office document or one with a password: {_SAVE}")
    if data[4:8] == b"ftyp":
        raise Unreadable("This is a film or an image of a phone, not text.")
    if data.startswith(b"BM") and len(data) > 14 and data[6:10] == b"\x00\x00\x00\x00":
        raise Unreadable(
            "This is an image (BMP), not text: paste the words of the explainer instead."
        )
    for signature, what in _REFUSED:
        if data.startswith(signature):
            raise Unreadable(f"This is {what}, not text: paste the words of the explainer instead.")
    for signature, what in _PACKED:
        if data.startswith(signature):
            raise Unreadable(f"This is a packed file ({what}): unpack it, or pack it again as zip.")
