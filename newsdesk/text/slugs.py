"""Slugs: how words are written in an address. The only place where one is made."""

import re
import unicodedata

from newsdesk.text.normalise import fold

# ISO 9 without its diacritics where that can be read aloud, and what newsrooms write where it cannot.
_CYRILLIC = {
    **dict(zip("абвгдезиклмнопрстуфыэі", "abvgdeziklmnoprstufyei", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""},
    **{"ю": "yu", "я": "ya", "є": "ye", "ґ": "g", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj"},
    **{"ћ": "c", "џ": "dz", "ѕ": "dz", "ӏ": ""},
}
_GREEK = {
    **dict(zip("αβγδεζηικλμνοπρστυω", "avgdeziiklmnoprstyo", strict=True)),
    **{"θ": "th", "ξ": "x", "ς": "s", "φ": "f", "χ": "ch", "ψ": "ps"},
}
LETTERS = str.maketrans(_CYRILLIC | _GREEK)
# Signs that tell names apart where they follow a letter or digit: C, C#, C++.
_SIGNS = (
    (re.compile(r"(?<=\w)(\++)"), lambda found: "-plus" * len(found[1]) + "-"),
    (re.compile(r"(?<=\w)#(?!\w)"), lambda found: "-sharp-"),
)
_DROPPED = re.compile(r"[^\w\s-]")
_APART = re.compile(r"[-\s]+")


def slug_of(text: str, length: int = 100) -> str:
    """Return `text` in small letters, digits and hyphens, at most `length` of them; "" only for nothing.

    Accents go, Cyrillic and Greek are transliterated; a letter of any other script is written by its
    number, "日本" as "u65e5-u672c": not pretty, but its own and for good. Whoever wants another writes it.
    Signs are written like that where there is nothing else.
    """
    plain = fold(text).translate(LETTERS)
    for sign, words in _SIGNS:
        plain = sign.sub(words, plain)
    plain = _DROPPED.sub("", plain)
    spelt = plain if plain.isascii() else "".join(map(_spelt, plain))
    if not spelt.strip("-_ "):
        spelt = "-".join(f"u{ord(sign):x}" for sign in fold(text) if not sign.isspace())
    return _APART.sub("-", spelt).strip("-_")[:length].strip("-_")


def _spelt(character: str) -> str:
    if character.isascii():
        return character
    digit = unicodedata.digit(character, None)
    return f"-u{ord(character):x}-" if digit is None else str(digit)
