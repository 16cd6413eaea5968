"""Plain lines -> the little HTML that documents hold, and the ids of their items."""

import hashlib
from collections.abc import Iterable
from html import escape

from newsdesk.text.names_and_words import fold
from stories.importing.explainer import Line

BULLETS = ("- ", "– ", "— ", "• ", "* ", "· ")


def bullet(text: str) -> str | None:
    """Return what follows the bullet of a listed line, or None for a line that is not listed."""
    return text[2:].lstrip() if text.startswith(BULLETS) else None


def markup(lines: Iterable[Line]) -> str:
    """Return lines as paragraphs and, where they begin with a bullet, as lists. Blank lines vanish."""
    blocks: list[str] = []
    items: list[str] = []
    for line in lines:
        listed = bullet(line.text)
        if listed:
            items.append(f"<li>{_escaped(listed)}</li>")
        elif line.text:
            blocks.append(_list(items))
            blocks.append(f"<p>{_escaped(line.text)}</p>")
            items = []
    return "".join([*blocks, _list(items)])


def _list(items: list[str]) -> str:
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _escaped(text: str) -> str:
    # Quotation marks stay as they are: the sanitiser writes them so, and the digest must agree.
    return escape(text, quote=False)


class Ids:
    """Ids for the items of one document: the same text under the same section always gets the same."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._times: dict[tuple[str, str], int] = {}

    def make(self, section: str, text: str) -> str:
        """Return eight lower-case hexadecimal digits that this document has not used yet."""
        folded = " ".join(fold(text).split())
        times = self._times.get((section, folded), 0)
        while True:
            seed = f"{section}\n{folded}\n{times}" if times else f"{section}\n{folded}"
            identity = hashlib.sha256(seed.encode()).hexdigest()[:8]
            times += 1
            if identity not in self._used:
                self._times[section, folded] = times
                self._used.add(identity)
                return identity
