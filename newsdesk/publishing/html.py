"""Rich text: what the editor offers, what the sanitiser lets through, what may be shown as HTML.

One dictionary decides both. SECURITY: sanitising is the last step; nothing may change the HTML after
it. This is the only module that calls `mark_safe`.
"""

import re
from functools import cache
from html import unescape
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

# nh3 takes quadratic time on nested tags: 400 kB of <div> cost 13 seconds.
MAX_LENGTH = 100_000
MAX_TAGS = 5_000

PROTOCOLS = ("http", "https", "mailto")
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"protocols": list(PROTOCOLS), "enableTarget": False},
    "HTML": False,
}
# A topic's longer text may carry sub-headings; a part of a story is one heading long already.
EXTENSIONS_WITH_HEADINGS: dict[str, Any] = EXTENSIONS | {"Heading": {"levels": [3, 4]}}

_BLOCK_END = re.compile(r"</(?:p|li|h3|h4|blockquote)>|<br ?/?>", re.IGNORECASE)
_LINK = re.compile(r"https?://.*|mailto:.*|/(?!/)[^\s\\]*|#[^\s\\]*", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_EMPTY = re.compile(r"(?:<p>(?:\s|&nbsp;)*</p>)*")


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    """Keep links to the web, to a mailbox, or to a path of this site.

    SECURITY: nh3 passes what has no scheme, and a browser reads "//evil" and "\\evil" as hosts.
    """
    return value if is_link(value) else None


def is_link(address: str) -> bool:
    """Tell whether a reader may be sent there: the web, a mailbox, or a path of this site."""
    return _LINK.fullmatch(address) is not None


@cache
def _cleaner(*, headings: bool) -> nh3.Cleaner:
    extensions = EXTENSIONS_WITH_HEADINGS if headings else EXTENSIONS
    allowed = allowlist_from_extensions(expand_extensions(extensions))
    allowed["attributes"] = {"a": {"href"}}
    allowed["attribute_filter"] = _kept_attribute
    allowed["link_rel"] = None
    return nh3.Cleaner(**allowed)


def sanitise(html: str, *, headings: bool = False) -> str:
    """Return `html` with everything removed that the editor does not offer; "" for empty paragraphs.

    Idempotent. Raises ValidationError when the text is too long or too deeply marked up to be checked.
    """
    if len(html) > MAX_LENGTH or html.count("<") > MAX_TAGS:
        raise ValidationError("This text is too long: split it into parts.")
    cleaned = _cleaner(headings=headings).clean(html)
    return "" if _EMPTY.fullmatch(cleaned.strip()) else cleaned


def safe(html: str, *, headings: bool = True) -> SafeString:
    """Return rich text for a template. SECURITY: sanitised again, since a stored row may be forged."""
    return mark_safe(sanitise(html, headings=headings))  # noqa: S308


def plain(html: str) -> str:
    """Return the words of sanitised HTML, blocks apart by a newline, entities decoded."""
    text = _TAG.sub("", _BLOCK_END.sub("\n", html))
    lines = (" ".join(line.split()) for line in unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def script_json(text: str) -> SafeString:
    """Return JSON text for a `<script type="application/ld+json">`, unable to close the element."""
    table = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
    table |= {0x2028: "\\u2028", 0x2029: "\\u2029"}
    return mark_safe(text.translate(table))  # noqa: S308
