"""Make ../wordnet.txt.gz of the files of Debian's package wordnet-base (WordNet 3.0).

    python newsdesk/text/data/made_by/wordnet.py /usr/share/wordnet

Kept are single words that WordNet's own texts use, or that one of these leads to. A line is a word, the
synsets of its first three senses in each part of speech that another kept word shares, the words that it
is derived from or that are derived from it, and its opposites; a line "form=lemma lemma" is an irregular
form, "form>lemma" one of a verb.
"""

import gzip
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

TARGET = Path(__file__).parents[1] / "wordnet.txt.gz"
PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
SENSES = 3
_WORD = re.compile(r"[a-z]{2,}$")


class Synset(NamedTuple):
    """Its words, and the (kind, synset, own word or 0, other word or 0) of what it points to."""

    words: list[str]
    pointers: list[tuple[str, str, int, int]]


def main(folder: Path) -> None:
    used = {line.split("%")[0] for line in _lines(folder / "cntlist.rev")}
    synsets: dict[str, Synset] = {}
    senses: dict[str, list[str]] = {}
    for name, part in PARTS.items():
        synsets |= {f"{part}{key}": value for key, value in _synsets(folder / f"data.{name}")}
        for word, keys in _index(folder / f"index.{name}"):
            senses.setdefault(word, []).extend(f"{part}{key}" for key in keys[:SENSES])
    known = {word for word in senses if word in used and _WORD.match(word)}
    derived: dict[str, set[str]] = {}
    opposite: dict[str, set[str]] = {}
    for word in known:
        for key in senses[word]:
            for kind, other, mine, theirs in synsets[key].pointers:
                if not mine or synsets[key].words[mine - 1] != word:
                    continue
                target = synsets[other].words[theirs - 1] if theirs else ""
                relation = {"+": derived, "\\": derived, "<": derived, "!": opposite}.get(kind)
                near = other in senses.get(target, ())
                if relation is not None and target != word and near and _WORD.match(target):
                    relation.setdefault(word, set()).add(target)
    known |= {other for others in (*derived.values(), *opposite.values()) for other in others}
    shared = Counter(key for word in known for key in set(senses[word]))
    numbers: dict[str, str] = {}
    lines = []
    for word in sorted(known):
        common = [key for key in dict.fromkeys(senses[word]) if shared[key] > 1]
        marks = [numbers.setdefault(key, _short(len(numbers))) for key in common]
        row = (" ".join(marks), *(" ".join(sorted(r.get(word, ()))) for r in (derived, opposite)))
        lines.append("\t".join((word, *row)).rstrip("\t"))
    lines += sorted(_irregular(folder, known))
    with gzip.GzipFile(TARGET, "wb", compresslevel=9, mtime=0) as file:
        file.write("\n".join(lines).encode())
    print(f"{len(known)} words, {len(numbers)} synsets, {TARGET.stat().st_size} bytes")


def _synsets(path: Path) -> list[tuple[str, Synset]]:
    """Read a data file; its format is in the manual page wndb(5WN)."""
    found = []
    for line in _lines(path):
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        words = [word.split("(")[0].lower() for word in fields[4 : 4 + 2 * count : 2]]
        at = 5 + 2 * count
        pointers = []
        for n in range(int(fields[at - 1])):
            kind, key, part, ends = fields[at + 4 * n : at + 4 * n + 4]
            pointers.append(
                (kind, part.replace("s", "a") + key, int(ends[:2], 16), int(ends[2:], 16))
            )
        found.append((fields[0], Synset(words, pointers)))
    return found


def _index(path: Path) -> list[tuple[str, list[str]]]:
    rows = (line.split() for line in _lines(path))
    return [(row[0], row[-int(row[2]) :]) for row in rows]


def _irregular(folder: Path, known: set[str]) -> list[str]:
    forms: dict[tuple[str, str], set[str]] = {}
    for name in PARTS:
        for line in _lines(folder / f"{name}.exc"):
            form, *lemmas = line.split()
            sign = ">" if name == "verb" else "="
            forms.setdefault((form, sign), set()).update(known.intersection(lemmas))
    return [
        f"{form}{sign}{' '.join(sorted(of))}"
        for (form, sign), of in forms.items()
        if of and _WORD.match(form)
    ]


def _short(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (_short(number // 36) if number >= 36 else "") + digits[number % 36]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line[:2] != "  "]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
