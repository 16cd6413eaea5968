"""What a stylesheet must not hold: colours outside the tokens, and rules that no page uses."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django_prose_editor
from django.contrib import admin

from tests.house.rules import Offences, our_files, text_of

# Names that are put together when a page is made: columns of lists, rows of forms, places of images.
MADE_UP = re.compile(r"field-|desk-(?:compact|slim)$|desk-preview-|tone-\d|f[xy]-\d|id_|model-")
_COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|light-dark)a?\(", re.IGNORECASE
)
_NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def colours(css: str) -> Offences:
    """Colours in declarations, but for the layer of tokens."""
    css = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), css)
    css = _without_tokens(css)
    for declaration in re.finditer(r"[\w-]+\s*:[^;{}]*(?=[;}])", css):
        if _COLOUR.search(declaration[0]):
            yield css.count("\n", 0, declaration.start()) + 1, declaration[0]


def names_in(css: str) -> Iterator[tuple[int, str]]:
    """Classes and ids that the selectors name, each with its line."""
    css = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), css)
    for head in re.finditer(r"[^{};]+(?=\{)", css):
        if not head[0].strip().startswith("@"):
            for name in _NAME.finditer(head[0]):
                yield css.count("\n", 0, head.start() + name.start()) + 1, name[1]


@cache
def names_in_use() -> frozenset[str]:
    """Every word that a template, a script or a string of our code holds, and those of the stock admin."""
    words: set[str] = set()
    for path in our_files():
        if path.startswith("templates/") or (path.startswith("static/") and path.endswith(".js")):
            words.update(_WORD.findall(text_of(path)))
        elif path.endswith(".py") and not path.startswith("tests/") and "/migrations/" not in path:
            words.update(_strings(text_of(path)))
    for package in (admin, django_prose_editor):
        for file in Path(str(package.__file__)).parent.rglob("*"):
            if file.suffix in (".html", ".js", ".py", ".css"):
                words.update(_WORD.findall(file.read_text(errors="ignore")))
    return frozenset(words)


def _strings(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _WORD.findall(node.value)


def _without_tokens(css: str) -> str:
    """Return the text with the blocks of `@layer tokens` blank; lines stay where they are."""
    while (found := re.search(r"@layer tokens\s*\{", css)) is not None:
        end, depth = found.end(), 1
        while depth and end < len(css):
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        css = css[: found.start()] + re.sub(r"[^\n]", " ", css[found.start() : end]) + css[end:]
    return css
