"""Words that the desk no longer uses on its screens; docs/glossary.md says which it uses instead."""

import ast
import re
from collections.abc import Iterator

from tests.house.rules import Offences

RETIRED = (
    r"entit(?:y|ies)|verbs?|working cop(?:y|ies)|gates?|editions?|standings?|verdicts?|judge[ds]?|judging"
    r"|clash(?:es)?|question pages?|(?:one|page) that (?:stays|is merged)|would stay"
    r"|submit(?:ted)? for review|it still stands|with the chosen|put away|thrown? (?:it )?away"
    r"|t(?:ake|akes|aken) back|your notices|notices by mail|live (?:text|pages?|faqs)"
    r"|(?:is|stands|to) live|pictures?"
    r"|second factors?|(?:in writing|nothing in hand)|desk['’]s own summary|successfully|do it:"
)
# What stands in documents for whoever runs a desk is told by these, beside what the code calls it.
_RETIRED_EVERYWHERE = re.compile(
    r"\b(?:pictures?|second factors?|question pages?|clash(?:es)?|successfully)\b", re.IGNORECASE
)
_CODE = re.compile(r"`[^`]*`|\]\([^)]*\)")
LABELS = frozenset({"label", "description", "title", "verbose_name", "verbose_name_plural"})
_RETIRED = re.compile(rf"(?<![\w{{=&./-])(?:{RETIRED})(?![\w}}=/-]|:\d)", re.IGNORECASE)
# What stands in tags of the template language or of HTML is no word on a screen, but for these attributes.
_SHOWN = re.compile(
    r'(?:aria-label|placeholder|title|alt|data-name|label|done|pluralize:|yesno:|default:)=?"([^"]*)"'
)
_HIDDEN = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.DOTALL)
_COMMENT = re.compile(r"\{% comment.*?endcomment %\}", re.DOTALL)


def in_template(text: str) -> Offences:
    """Retired words that a template shows."""
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    for number, line in enumerate(text.split("\n"), start=1):
        shown = [_HIDDEN.sub(" ", line), *(_HIDDEN.sub(" ", each) for each in _SHOWN.findall(line))]
        yield from ((number, match[0]) for each in shown for match in _RETIRED.finditer(each))


def in_stylesheet(css: str) -> Offences:
    """Retired words that a stylesheet writes on the screen."""
    for number, line in enumerate(css.split("\n"), start=1):
        for words in re.findall(r'content:\s*"([^"]*)"', line):
            yield from ((number, match[0]) for match in _RETIRED.finditer(words))


def in_document(text: str) -> Offences:
    """Retired words in what those read who run a desk, who may meet editions and working copies."""
    for number, line in enumerate(text.split("\n"), start=1):
        words = _CODE.sub(" ", line)
        yield from ((number, match[0]) for match in _RETIRED_EVERYWHERE.finditer(words))


def in_code(source: str) -> Offences:
    """Retired words in sentences, which hold a space, and in labels, which are named as such."""
    tree = ast.parse(source)
    for line, text, is_label in _strings(tree):
        if " " in text or is_label:
            yield from ((line, match[0]) for match in _RETIRED.finditer(text))


def _strings(tree: ast.AST) -> Iterator[tuple[int, str, bool]]:
    """Yield the strings of a module but its docstrings: line, text, whether it is given as a label."""
    labels = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in LABELS
    }
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        ):
            yield node.lineno, node.value, id(node) in labels
