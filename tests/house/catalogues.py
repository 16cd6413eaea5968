"""The catalogues under locale/: which words of the house readers see, and files of both forms.

`python -m tests.house.catalogues` brings the .po files up to date with the code and makes the .mo files of
them. Nothing here is needed to run the site.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

from tests.house.rules import ROOT

LANGUAGES = {"de": "n != 1", "fr": "n > 1", "es": "n != 1"}
APPS = ("newsdesk", "stories", "faqs", "entities")
# The desk's own, which stay English, and those for programs and outsiders whom the desk asks.
NOT_OF_READERS = ("admin", "mail", "mfa", "registration", "preview", "api")

_SINGLE = {"gettext", "gettext_noop", "gettext_lazy"}
# What a field of a document is called, on the desk and in readers' comparisons.
_OF_FIELDS = {"label", "under", "one"}
_STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(rf"\b(?:_|n?gettext)\({_STRING}(?:, ?{_STRING})?")
_LINE = re.compile(r'(msgid_plural|msgid|msgstr(?:\[(\d)\])?)?\s*"(.*)"$')


@dataclass
class Message:
    """What is said in English, in two forms where there is a `plural`; `said` in the other language."""

    text: str
    plural: str = ""
    places: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


Catalogue = dict[str, Message]


def reader_templates() -> Iterator[Path]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if path.relative_to(ROOT / "templates").parts[0] not in NOT_OF_READERS:
            yield path


def said_to_readers() -> Catalogue:
    """Return every message of the code and the templates, in the order of the files."""
    found: Catalogue = {}
    for path in reader_templates():
        _note(found, path, _in_template(path.read_text()))
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            _note(found, path, _in_python(path.read_text(), has_fields=path.name == "labels.py"))
    return found


def _note(found: Catalogue, path: Path, messages: Iterable[tuple[str, str]]) -> None:
    place = str(path.relative_to(ROOT))
    for text, plural in messages:
        message = found.setdefault(text, Message(text))
        message.plural = message.plural or plural
        if place not in message.places:
            message.places.append(place)


def _in_template(source: str) -> Iterator[tuple[str, str]]:
    for match in _IN_TEMPLATE.finditer(templatize(source)):
        yield ast.literal_eval(match[1]), ast.literal_eval(match[2]) if match[2] else ""


def _in_python(source: str, *, has_fields: bool) -> Iterator[tuple[str, str]]:
    if "gettext" not in source and not has_fields:
        return
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
        if node.func.id in _SINGLE and texts:
            yield str(texts[0]), ""
        elif node.func.id == "ngettext":
            yield str(texts[0]), str(texts[1])
        elif node.func.id == "Field" and has_fields:
            for keyword in node.keywords:
                if keyword.arg in _OF_FIELDS and isinstance(keyword.value, ast.Constant):
                    yield str(keyword.value.value), ""


def path_of(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read(text: str) -> Catalogue:
    """Return what a .po file has, without its header. Raises ValueError for a line that is none of one."""
    found: Catalogue = {}
    for block in text.split("\n\n"):
        message, into = Message(""), ""
        for line in block.splitlines():
            if not line or line.startswith("#"):
                continue
            match = _LINE.fullmatch(line)
            if not match:
                raise ValueError(line)
            into = match[1] or into
            words = ast.literal_eval(f'"{match[3]}"')
            if into == "msgid":
                message.text += words
            elif into == "msgid_plural":
                message.plural += words
            elif match[1]:
                message.said.append(words)
            else:
                message.said[-1] += words
        if message.text:
            found[message.text] = message
    return found


def written(catalogue: Catalogue, language: str) -> str:
    """Return a .po file."""
    blocks = ['msgid ""\nmsgstr ""\n' + "\n".join(_quoted(line) for line in _header(language))]
    for message in catalogue.values():
        lines = [f"#: {place}" for place in message.places]
        if "%(" in message.text:
            lines.append("#, python-format")
        lines.append(f"msgid {_quoted(message.text)}")
        if message.plural:
            lines.append(f"msgid_plural {_quoted(message.plural)}")
            said = [*message.said, "", ""][:2]
            lines += [f"msgstr[{n}] {_quoted(words)}" for n, words in enumerate(said)]
        else:
            lines.append(f"msgstr {_quoted([*message.said, ''][0])}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _header(language: str) -> list[str]:
    return [
        f"Language: {language}\n",
        "MIME-Version: 1.0\n",
        "Content-Type: text/plain; charset=UTF-8\n",
        "Content-Transfer-Encoding: 8bit\n",
        f"Plural-Forms: nplurals=2; plural=({LANGUAGES[language]});\n",
    ]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def compiled(catalogue: Catalogue, language: str) -> bytes:
    """Return a .mo file, as the manual of GNU gettext describes it. What has no words is left out."""
    pairs = {"": "".join(_header(language))}
    for each in catalogue.values():
        if all(each.said):
            key = f"{each.text}\0{each.plural}" if each.plural else each.text
            pairs[key] = "\0".join(each.said)
    rows = sorted((key.encode(), words.encode()) for key, words in pairs.items())
    begins = 28 + 16 * len(rows)
    tables, strings = [b"", b""], b""
    for column in (0, 1):
        for row in rows:
            tables[column] += struct.pack("<II", len(row[column]), begins + len(strings))
            strings += row[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, begins)
    return head + tables[0] + tables[1] + strings


def update(language: str) -> list[str]:
    """Bring both files of a language up to date; return what has no words in it yet."""
    path, wanted = path_of(language), said_to_readers()
    known = read(path.read_text()) if path.exists() else {}
    for text, message in wanted.items():
        if text in known and bool(known[text].plural) == bool(message.plural):
            message.said = known[text].said
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(wanted, language))
    path.with_suffix(".mo").write_bytes(compiled(read(path.read_text()), language))
    return [text for text, message in wanted.items() if not message.said or not all(message.said)]


if __name__ == "__main__":
    settings.configure()
    for each in LANGUAGES:
        missing = update(each)
        sys.stdout.write(f"{each}: {len(missing)} without words\n")
        sys.stdout.writelines(f"  {text}\n" for text in missing)
