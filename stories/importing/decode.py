"""Bytes or pasted text -> clean text. What cannot be an explainer is refused here, in one sentence."""

import codecs
import re
import unicodedata
from pathlib import Path

MAX_BYTES = 1_000_000

_SIGNATURES = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or a sound (RIFF)"),
    (b"BM", "a picture (BMP)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a Word document or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "a rich text (RTF) document"),
    (b"\x1f\x8b", "a compressed file"),
)
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Zero-width spaces, joiners that are not needed, soft hyphens, direction marks, stray BOMs.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]|[\ud800-\udfff]")
_HTML_START = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype|html|head|body|\?xml)\b", re.I | re.S
)
_HTML_TAG = re.compile(
    r"</?(?:p|div|span|h[1-6]|ul|ol|li|br|a|section|article)\b[^<>]{0,300}>", re.I
)
_HTML_TAGS_ALLOWED = 4
# The Unicode Stream-Safe Text Format allows 30 marks on a letter; composing longer runs is quadratic.
_MANY_MARKS = re.compile(r"[^\x00-\u02ff\w\s]{31,}")


class Unreadable(ValueError):
    """This is no explainer: one sentence that says what is wrong, and where."""


def read_file(path: Path) -> str:
    """Return the clean text of a file; reads no more of it than an explainer may be long."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"The file cannot be read: {error.strerror or error}.") from error
    return read(data)


def read(data: bytes) -> str:
    """Return the clean text of an uploaded or stored file (UTF-8). Raises Unreadable."""
    if not data:
        raise Unreadable("The file is empty.")
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(f"This is {what}, not text: paste the words of the explainer instead.")
    if len(data) > MAX_BYTES:
        raise Unreadable(_too_long())
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("The file is text in UTF-16: save it as UTF-8 and try again.")
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        raise Unreadable(f"This is not text: line {line} holds a byte of value zero.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"The text is not valid UTF-8: byte {error.start + 1}, on line {line}, "
            f"is 0x{data[error.start]:02X}."
        ) from error
    return clean(text)


def clean(text: str) -> str:
    """Return `text` with one kind of line break and space, accents composed. Raises Unreadable.

    Lines keep their numbers. Cleaning twice changes nothing.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise Unreadable(_too_long())
    text = _UNSEEN.sub("", _SPACES.sub(" ", _BREAKS.sub("\n", text)))
    if not text.strip():
        raise Unreadable("The text is empty.")
    if found := _CONTROL.search(text):
        line, code = _line_of(text, found.start()), ord(found[0])
        raise Unreadable(f"This is not text: line {line} holds a control character (U+{code:04X}).")
    _refuse_html(text)
    _refuse_piled_accents(text)
    return unicodedata.normalize("NFC", text)


def _refuse_html(text: str) -> None:
    if _HTML_START.match(text):
        raise Unreadable("This is HTML (line 1): copy the text of the page, not its source.")
    tags = list(_HTML_TAG.finditer(text))
    if len(tags) > _HTML_TAGS_ALLOWED:
        line = _line_of(text, tags[0].start())
        raise Unreadable(
            f"This is HTML (first on line {line}: {tags[0][0][:20]}): "
            "copy the text of the page, not its source."
        )


def _refuse_piled_accents(text: str) -> None:
    for run in _MANY_MARKS.finditer(text):
        piled = 0
        for offset, character in enumerate(run[0]):
            piled = piled + 1 if unicodedata.combining(character) else 0
            if piled > 30:
                line = _line_of(text, run.start() + offset)
                raise Unreadable(f"Line {line} piles more than 30 accents on one letter.")


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _too_long() -> str:
    return f"The text is longer than {MAX_BYTES:,} bytes: an explainer is about 15,000."
