"""Characters made comparable: accents, case, ligatures, kinds of apostrophe and hyphen, what has no width.

The one folding of the product. `newsdesk.text.names_and_words` makes words and names of it.
"""

import re
import unicodedata

# Letters that Unicode does not take apart, as people without that key write them.
_LETTERS = {
    **{"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"},
    **{"ħ": "h", "ŋ": "n", "ŧ": "t", "ß": "ss", "ẞ": "ss", "ĸ": "k", "ʻ": "'", "ʼ": "'", "ʹ": "'"},
}
_APOSTROPHES = "’‘‛′＇`´ʻʼʹꞌ"
_QUOTATION_MARKS = "“”„‟″＂"
_HYPHENS = "‐‑‒–—―−﹣－⁃"
_SIGNS = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_QUOTATION_MARKS, '"'),
        **dict.fromkeys(_HYPHENS, "-"),
    }
)
_PLAIN = str.maketrans(_LETTERS)
# Not accents: "パリ" is Paris, "ハリ" is not.
_KANA_MARKS = "\u3099\u309a"
_SPACE = re.compile(r"\s")


def fold(text: str) -> str:
    """Return `text` in lower case and plain letters: "Cañaveral", "CANAVERAL" and "Ｃañaveral" fold alike.

    Without accents, ligatures and letters of other Latin alphabets; with one apostrophe, one quotation
    mark, one hyphen and one space; without characters that have no width. Lines and spaces stay.
    """
    if text.isascii():  # Of all signs only this one is: the table takes ten times as long.
        return text.replace("`", "'").lower()
    text = text.translate(_SIGNS)
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    plain = decomposed.translate(_SHOWN).casefold().translate(_PLAIN).translate(_SIGNS)
    # Folding case can bring marks back: "İ" is an "i" and a dot.
    again = unicodedata.normalize("NFKD", plain).translate(_SHOWN)
    return unicodedata.normalize("NFC", again)


class _CharacterTable(dict[int, str]):
    """What `_shown` says of each character, for `str.translate`: asked once for those that are common."""

    def __missing__(self, code: int) -> str:
        shown = _shown(chr(code))
        if len(self) < _COMMON:
            self[code] = shown
        return shown


_COMMON = 5_000


def _shown(character: str) -> str:
    """Return the character, a space for any kind of space, nothing for a mark or what has no width."""
    if unicodedata.category(character) == "Cf":
        return ""
    if unicodedata.combining(character) and character not in _KANA_MARKS:
        return ""
    if character not in "\n\r\t" and _SPACE.match(character):
        return " "
    return character


_SHOWN = _CharacterTable()
