"""Bytes -> text, and text -> clean text: one kind of line break and space, nothing that cannot be seen."""

import codecs
import re
import unicodedata

from newsdesk.intake.lines import MOST_CHARACTERS, Unreadable, too_long

MAX_BYTES = MOST_CHARACTERS

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# How many of the letters of a text in the Latin script may be none of a-z before it looks wrongly read.
_MOST_ACCENTED = 1 / 3

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Zero-width spaces, joiners that are not needed, soft hyphens, direction marks, stray BOMs.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]|[\ud800-\udfff]")
# The Unicode Stream-Safe Text Format allows 30 marks on a letter; composing longer runs is quadratic.
_MANY_MARKS = re.compile(r"[^\x00-\u02ff\w\s]{31,}")


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file, and a sentence where it is not in UTF-8. Raises Unreadable."""
    if not data.strip(b" \t\r\n\x00"):
        raise Unreadable("The file is empty.")
    try:
        for mark, encoding, called in _MARKS:
            if data.startswith(mark):
                told = "" if called == "UTF-8" else f"The file was read as {called}."
                return data.decode(encoding), told
        if b"\x00" not in data:
            return _without_mark(data)
        return _wide(data)
    except UnicodeDecodeError as error:
        raise Unreadable(
            "The file is damaged: it begins as text in UTF-16 and goes on as something else."
        ) from error


def _without_mark(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace").replace("\ufffd", "")
    told = (
        "The file is not UTF-8 and was read as Windows-1252: look at accents and quotation marks."
    )
    letters = sum(c.isalpha() for c in text[:20_000])
    if sum(c.isalpha() and not c.isascii() for c in text[:20_000]) > letters * _MOST_ACCENTED:
        raise Unreadable(
            "The text is neither UTF-8 nor Windows-1252: open it in an editor and save it as UTF-8."
        )
    return text, told


def _wide(data: bytes) -> tuple[str, str]:
    """Read UTF-16 that does not say so: in most languages every other byte of it is zero."""
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.2 and even < len(head) * 0.05:
        return data.decode("utf-16-le"), "The file was read as UTF-16 (without a mark)."
    if even > len(head) * 0.2 and odd < len(head) * 0.05:
        return data.decode("utf-16-be"), "The file was read as UTF-16 (without a mark)."
    line = data.count(b"\n", 0, data.index(b"\x00")) + 1
    raise Unreadable(f"This is not text: line {line} holds a byte of value zero.")


def clean(text: str) -> str:
    """Return `text` with one kind of line break and space, accents composed. Raises Unreadable.

    Lines keep their numbers. Cleaning twice changes nothing.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise Unreadable(too_long())
    text = tidied(text)
    if not text.strip():
        raise Unreadable("The text is empty.")
    if found := _CONTROL.search(text):
        line, code = _line_of(text, found.start()), ord(found[0])
        raise Unreadable(f"This is not text: line {line} holds a control character (U+{code:04X}).")
    _refuse_piled_accents(text)
    return unicodedata.normalize("NFC", text)


def tidied(text: str) -> str:
    """Return text with plain spaces and line breaks and nothing unseen."""
    return _UNSEEN.sub("", _SPACES.sub(" ", _BREAKS.sub("\n", text)))


def composed(text: str) -> str:
    """Return a piece of text as `clean` would; control characters vanish, accents are composed."""
    text = _CONTROL.sub("", tidied(text))
    _refuse_piled_accents(text)
    return unicodedata.normalize("NFC", text)


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
