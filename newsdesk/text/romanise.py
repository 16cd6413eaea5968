"""Words of other scripts in Latin letters, to be found by: roughly as newspapers write them.

Cyrillic and Greek as in addresses (`slugs`); kana, Hangul and alphabets by what Unicode calls their
letters. What has no sound in Unicode, such as Chinese characters, stays as it is.
"""

import re
import unicodedata

from newsdesk.text.normalise import fold
from newsdesk.text.slugs import LETTERS

_SOUNDED = re.compile(
    r"(?:HIRAGANA|KATAKANA) LETTER (?:SMALL )?(\w+)"
    r"|HANGUL SYLLABLE (\w+)"
    r"|(?:DEVANAGARI|BENGALI|THAI|TAMIL|GUJARATI) (?:LETTER|VOWEL SIGN|CHARACTER) (?:SARA )?(\w+)"
)
# Alphabets whose letters have names of several sounds, of which the first one or two are meant.
_NAMED = re.compile(r"(?:ARMENIAN SMALL|HEBREW|ARABIC|GEORGIAN) LETTER (?:FINAL )?(\w+)")
_TWO = ("sh", "ch", "th", "kh", "gh", "zh", "dh", "ts", "ph", "rh")
_SILENT = {"alef": "a", "ain": "a", "ayin": "a", "waw": "u", "yeh": "i", "vav": "v", "yod": "y"}


def romanised(text: str) -> str:
    """Return folded `text` in Latin letters, as far as that is known."""
    plain = fold(text).translate(LETTERS)
    return plain if plain.isascii() else "".join(map(_sound, plain))


def _sound(letter: str) -> str:
    if letter.isascii():
        return letter
    name = unicodedata.name(letter, "")
    if found := _SOUNDED.match(name):
        return next(filter(None, found.groups())).lower()
    if found := _NAMED.match(name):
        called = found[1].lower()
        return _SILENT.get(called) or called[: 2 if called.startswith(_TWO) else 1]
    return letter
