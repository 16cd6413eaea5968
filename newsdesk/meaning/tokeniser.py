"""Text to word pieces, as BERT (uncased) was trained on them. No model here.

The algorithm is that of google-research/bert, `tokenization.py`: clean, lower case without accents,
split at white space and punctuation, then cut each word greedily into the longest known pieces.
One difference is meant: "[SEP]" in a question is five characters that somebody typed, not a mark.
"""

import gzip
import hashlib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

# The word list of bert-base-uncased (Google, Apache-2.0), packed; the digest is of the plain list.
VOCABULARY = Path(__file__).with_name("vocabulary.txt.gz")
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"

MAX_PIECES = 128  # with the two marks at the ends, as the encoder was trained
_MAX_TEXT = 8_000  # characters; what follows could not change the first MAX_PIECES of real text
_MAX_WORD = 100  # characters; a longer word is unknown, as in the original
_UNKNOWN, _START, _END = "[UNK]", "[CLS]", "[SEP]"


class MalformedVocabulary(Exception):
    """The word list is not the one that the encoder was trained with."""


@cache
def vocabulary() -> dict[str, int]:
    """Return each word piece with its number. Raises MalformedVocabulary."""
    data = gzip.decompress(VOCABULARY.read_bytes())
    if hashlib.sha256(data).hexdigest() != VOCABULARY_SHA256:
        raise MalformedVocabulary(f"{VOCABULARY.name} is not the word list of bert-base-uncased.")
    return {piece: number for number, piece in enumerate(data.decode().splitlines())}


def known_words(words: Iterable[str]) -> frozenset[str]:
    """Return those of `words`, in lower case and without accents, that are a piece alone."""
    return frozenset(word for word in words if word in vocabulary())


def piece_ids(text: str) -> list[int]:
    """Return the numbers of the pieces of `text`, at most MAX_PIECES, between start and end mark."""
    known = vocabulary()
    ids = [known[_START]]
    for word in _split(text[:_MAX_TEXT]):
        ids.extend(_pieces(word))
        if len(ids) >= MAX_PIECES:
            break
    return [*ids[: MAX_PIECES - 1], known[_END]]


def _split(text: str) -> list[str]:
    """Return words and single punctuation marks, in lower case and without accents."""
    decomposed = unicodedata.normalize("NFD", "".join(map(_cleaned, text)))
    out: list[str] = []
    for char in decomposed:
        if unicodedata.category(char) == "Mn":
            continue
        # One character at a time: Python's lower() of a whole word knows the final sigma, BERT does not.
        out.append(f" {char} " if _is_punctuation(char) else char.lower())
    return "".join(out).split()


def _cleaned(char: str) -> str:
    if char in "\t\n\r":
        return " "
    if char == "\ufffd" or unicodedata.category(char).startswith("C"):
        return ""
    return f" {char} " if _is_chinese(ord(char)) else char


def _is_punctuation(char: str) -> bool:
    if char.isascii():
        return char.isprintable() and not char.isalnum() and char != " "
    return unicodedata.category(char).startswith("P")


def _is_chinese(code: int) -> bool:
    """Tell whether a character is a CJK ideograph, each of which is a word; ranges as in BERT."""
    return code >= 0x3400 and (
        0x4E00 <= code <= 0x9FFF
        or code <= 0x4DBF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x2A6DF
        or 0x2A700 <= code <= 0x2CEAF
        or 0x2F800 <= code <= 0x2FA1F
    )


@lru_cache(maxsize=50_000)
def _pieces(word: str) -> tuple[int, ...]:
    """Cut a word into the longest pieces known, from the left; one unknown mark where that fails."""
    known = vocabulary()
    if len(word) > _MAX_WORD:
        return (known[_UNKNOWN],)
    found: list[int] = []
    start = 0
    while start < len(word):
        prefix = "##" if start else ""
        for end in range(len(word), start, -1):
            number = known.get(prefix + word[start:end])
            if number is not None:
                found.append(number)
                start = end
                break
        else:
            return (known[_UNKNOWN],)
    return tuple(found)
