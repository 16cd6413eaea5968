"""How a text ends: notes that its signs lead to, a signature, copyright and share lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsdesk.intake.builder import finished
from newsdesk.intake.lines import Line, Span, as_note, without

_LONGEST_FOOT = 300
# How a line begins that says something about the page and nothing of its matter; in four languages.
_FOOT = re.compile(
    r"(?:©|\(c\) ?\d|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|"
    r"todos los derechos reservados|"
    r"(?:please )?share (?:this|on|via|with)\b|share:|teilen\b|partager\b|compartir\b|compartelo\b|tweet\b|"
    r"subscribe (?:to|now|here|for)\b|sign up (?:to|for|here)\b|newsletter\b|our newsletter\b|abonnieren\b|"
    r"abonnez-vous\b|suscríbete\b|suscribirse\b|"
    r"follow us\b|follow @|join us on\b|folgen sie uns\b|suivez-nous\b|síguenos\b|"
    r"read (?:more|next|also):|related (?:articles?|stories)\b|most (?:read|popular)\b|more from\b|"
    r"lire aussi\b|"
    r"lesen sie auch\b|lea también\b|auch interessant\b|"
    r"advertisement\b|anzeige$|publicité$|publicidad$|sponsored\b|"
    r"this (?:article|page|story) (?:was|is|has been|originally|first)\b|"
    r"(?:last )?updated:? (?:on |at )?\d|published:? (?:on |at )?\d|"
    r"(?:page|seite|página) \d+(?: (?:of|von|sur|de) \d+)?$|- ?\d{1,3} ?-$|\d{1,3}/\d{1,3}$|"
    r"print this\b|printed (?:from|on)\b|sent from my\b|von meinem .{1,30} gesendet|envoyé de(?:puis)? mon\b|"
    r"enviado desde mi\b|get outlook for\b|terms (?:of|and)\b|privacy policy\b|cookie|"
    r"contact us\b|impressum\b|"
    r"back to top\b|nach oben$|this (?:e-?mail|message) (?:and|is|may)\b)",
    re.IGNORECASE,
)
# Headings over what follows the text of a page.
_FOOT_HEADING = re.compile(
    r"(?:read (?:more|next|also)|related (?:articles?|stories|content|posts)|most (?:read|popular|viewed)|"
    r"more (?:from|stories|news)\b.{0,40}|you may also like|recommended(?: for you)?|trending|"
    r"comments?(?: \(\d+\))?|"
    r"share(?: this)?.{0,20}|newsletter|about the authors?|leave a (?:comment|reply)|tags|"
    r"lire aussi|à lire aussi|lesen sie auch|das könnte sie auch interessieren|meistgelesen|"
    r"lea también|más leídas?|te puede interesar)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"-- ?|_{5,}|–{2,3} ?")
_LONGEST_SIGNATURE = 15  # lines

_NOTE = re.compile(r"(?:\[\^?(\w{1,20})\]:?|\((\d{1,3})\)|(\d{1,3})[.)]|([¹²³⁰⁴-⁹]{1,3}))\s+(?=\S)")
_SIGN = re.compile(r"\s?\[\^?(\w{1,20})\]|([¹²³⁰⁴-⁹]{1,3})")
# Raised figures that no note is meant by: powers, areas, volumes.
_MEASURE = re.compile(r"(?:\b10|\b(?:[mcdk]?m|ft|mi|yd))$")
_RAISED = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
_MOST_NOTES = 500
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def closed(lines: Iterable[Line]) -> list[Line]:
    """Return lines with signature, copyright and the like at their end marked as footers."""
    found = list(lines)
    signature = next(
        (
            index
            for index in range(len(found) - 1, max(-1, len(found) - _LONGEST_SIGNATURE - 1), -1)
            if _SIGNATURE.fullmatch(found[index].text)
        ),
        None,
    )
    if signature is not None and signature > 0:
        found[signature:] = [_as_footer(line) for line in found[signature:]]
    end = len(found)
    while (last := _heading_above(found, end)) and _FOOT_HEADING.fullmatch(
        found[last].text.strip(" :")
    ):
        found[last:end] = [_as_footer(line) for line in found[last:end]]
        end = last
    for index in range(len(found) - 1, 0, -1):
        line = found[index]
        if line.role in ("blank", "rule", "note", "footer"):
            continue
        if not is_foot(line.text):
            break
        found[index] = _as_footer(line)
    return found


def _heading_above(lines: Sequence[Line], place: int) -> int:
    """Return where the last heading above a place stands; 0 where none does, or only the first line."""
    return next((i for i in range(place - 1, 0, -1) if lines[i].role == "heading"), 0)


def is_foot(text: str) -> bool:
    """Tell whether a line says something about its page, and nothing of its matter."""
    return len(text) <= _LONGEST_FOOT and _FOOT.match(text) is not None


def _as_footer(line: Line) -> Line:
    return line if line.role == "blank" else replace(line, role="footer")


def noted(lines: Sequence[Line]) -> list[Line]:
    """Return lines where `[1]` in a sentence is the mark of the note that begins with `[1]`.

    The signs leave the text. A note stands after the last line that refers to it; what merely looks
    like a sign, and has no note, stays.
    """
    notes = _notes(lines)
    if not notes:
        return list(lines)
    keys = {key for key, _ in notes.values()}
    return [
        _note(line, *notes[index]) if index in notes else _marked(line, keys)
        for index, line in enumerate(lines)
    ]


def _notes(lines: Sequence[Line]) -> dict[int, tuple[str, int]]:
    """Return the key of each line that is a note, with the place where its words begin."""
    signs: dict[str, int] = {}
    for index, line in enumerate(lines):
        for sign in _signs(line.text):
            if sign.start() > 0:
                signs[_key(sign)] = index
    found: dict[int, tuple[str, int]] = {}
    keys: set[str] = set()
    for index in range(len(lines) - 1, -1, -1):
        start = _NOTE.match(lines[index].text) if lines[index].role != "heading" else None
        if start is None or len(found) >= _MOST_NOTES:
            continue
        key = _key(start)
        counted = start[3] is not None and not _ADDRESS.search(lines[index].text)
        if key in signs and key not in keys and signs[key] < index and not counted:
            found[index] = (key, start.end())
            keys.add(key)
    return found


def _signs(text: str) -> Iterator[re.Match[str]]:
    for sign in _SIGN.finditer(text):
        if sign[1] or not _MEASURE.search(text, max(0, sign.start() - 4), sign.start()):
            yield sign


def _key(found: re.Match[str]) -> str:
    key = next((group for group in found.groups() if group), "")
    return key.translate(_RAISED)


def _note(line: Line, key: str, end: int) -> Line:
    return as_note(without(line, [(0, end)]), key)


def _marked(line: Line, keys: set[str]) -> Line:
    signs = [sign for sign in _signs(line.text) if _key(sign) in keys]
    if not 0 < len(signs) <= _MOST_NOTES:
        return line
    marks = tuple(Span(sign.start(), sign.start(), "mark", _key(sign)) for sign in signs)
    spans = tuple(
        span
        for span in line.spans
        if not any(sign.start() <= span.start and span.end <= sign.end() for sign in signs)
    )
    marked = replace(line, spans=(*spans, *marks))
    return finished(without(marked, [(sign.start(), sign.end()) for sign in signs]))
