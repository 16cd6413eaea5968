"""Rich text: what the editor offers, what the sanitiser lets through, what may be shown as HTML.

One dictionary decides both. SECURITY: sanitising is the last step; nothing may change the HTML after
it. This is the only module that calls `mark_safe`.
"""

import re
from dataclasses import dataclass
from functools import cache
from html import unescape

import nh3
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

from newsdesk.pages import limits, tidy
from newsdesk.pages.web_addresses import is_link
from newsdesk.requests.redirects import may_lead_on
from newsdesk.text.stored_characters import composed

# What is looked at in the first place. Reading takes time that grows with the square of tags in tags: 400 kB
# of <div> cost 13 seconds; and what a word processor adds to its text is taken away before it is counted.
MOST_READ = 4 * limits.RICH_LENGTH
MOST_TAGS_READ = 2 * limits.RICH_TAGS

PROTOCOLS = ("http", "https", "mailto")
EXTENSIONS: dict[str, object] = {
    "Bold": True,
    "Italic": True,
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "Link": {"protocols": list(PROTOCOLS), "enableTarget": False},
    "HTML": False,
    # What comes from the clipboard is read by static/desk/pasted-text.js, in every editor there is.
    "PastedText": True,
}
# A topic's longer text may carry sub-headings; a part of a story is one heading long already.
EXTENSIONS_WITH_HEADINGS: dict[str, object] = EXTENSIONS | {"Heading": {"levels": [3, 4]}}

_BLOCK_EDGE = re.compile(r"</?(?:p|[uo]l|li|h3|h4|blockquote)>|<br ?/?>", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-z/!?]", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
# Nothing but tags as the sanitiser writes them, and no character that separates lines unseen.
_PLAINLY_OFFERED = re.compile(
    r"(?:[^<\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]++"
    r"|</?(?:p|strong|em|ul|ol|li|blockquote|h3|h4|br)>|<a href=\"[^\"<>]*\">|</a>)*"
)
_EMPTY = re.compile(r"(?:<p>(?:\s|&nbsp;)*</p>)*")


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    """Keep links to the web, to a mailbox, or to a path of this site.

    SECURITY: nh3 passes what has no scheme, and a browser reads "//evil" and "\\evil" as hosts.
    """
    return value if is_link(value) else None


@cache
def _cleaner(*, headings: bool) -> nh3.Cleaner:
    extensions = EXTENSIONS_WITH_HEADINGS if headings else EXTENSIONS
    allowed = allowlist_from_extensions(expand_extensions(extensions))
    allowed["attributes"] = {"a": {"href"}}
    allowed["attribute_filter"] = _kept_attribute
    return nh3.Cleaner(**allowed)


@dataclass(frozen=True, slots=True)
class CleanedText:
    """A rich text as it is stored, and a sentence for each thing that was in it and no longer is."""

    html: str
    losses: tuple[str, ...] = ()


def cleaned(html: str, *, headings: bool = False) -> CleanedText:
    """Return `html` as it is stored. Idempotent: of what comes out nothing is lost any more.

    Raises ValidationError, with a sentence, where it is longer than a text may be.
    """
    found = _cleaned(html, headings=headings)
    if isinstance(found, str):
        raise ValidationError(found)
    if sentence := _too_large(found.html):
        raise ValidationError(sentence)
    return found


def readable(html: str, *, headings: bool = False) -> str:
    """Return `html` clean, though it may be longer than what is stored today. Raises ValidationError."""
    found = _cleaned(html, headings=headings)
    if isinstance(found, str):
        raise ValidationError(found)
    return found.html


def as_stored(html: str, *, headings: bool = False) -> str:
    """Return `html` clean; as it is where it is too large to be read, which `safe` shows as bare words."""
    found = _cleaned(html, headings=headings)
    return html if isinstance(found, str) else found.html


def sanitise(html: str, *, headings: bool = False) -> str:
    """Return `html` with everything removed that the editor does not offer; "" for empty paragraphs.

    Idempotent. Raises ValidationError where it is longer than a text may be.
    """
    return cleaned(html, headings=headings).html


def safe(html: str, *, headings: bool = True) -> SafeString:
    """Return rich text for a template, however long. SECURITY: sanitised again, since a stored row may be
    forged; what is too large to be sanitised is shown as its bare words.
    """
    found = _cleaned(html, headings=headings)
    return mark_safe(escape(plain(html)) if isinstance(found, str) else found.html)  # noqa: S308


def _cleaned(html: str, *, headings: bool) -> CleanedText | str:
    """Return what is left of `html`, or a sentence where it is too large to be read."""
    if len(html) > MOST_READ:
        return limits.too_long_to_store(len(plain(html)), len(html))
    if html.count("<") > MOST_TAGS_READ and (tags := len(_MARKUP.findall(html))) > MOST_TAGS_READ:
        return limits.too_much_markup(tags)
    cleaner = _cleaner(headings=headings)
    plainly = _PLAINLY_OFFERED.fullmatch(html) and not may_lead_on(html)
    if plainly and composed(html) == html == cleaner.clean(html):
        return CleanedText(_without_edges(html))
    try:
        tidied = tidy.tidied(html, headings=headings)
    except tidy.TooDeep:
        return limits.TOO_DEEP
    if len(tidied.html) > MOST_READ:
        return limits.too_long_to_store(len(plain(tidied.html)), len(tidied.html))
    stored, losses = cleaner.clean(tidied.html), tidied.losses
    if not losses and plain(tidied.html).split() != plain(stored).split():
        losses = ("Some of the words cannot be told from markup, and are left out.",)
    return CleanedText(_without_edges(stored), losses)


def _without_edges(html: str) -> str:
    """Return clean HTML without white space round it, which a form would not send back."""
    html = html.strip()
    return "" if _EMPTY.fullmatch(html) else html


def _too_large(stored: str) -> str:
    """Return the sentence about a text that is larger than may be stored, "" where it is not."""
    if len(stored) > limits.RICH_LENGTH:
        return limits.too_long_to_store(len(plain(stored)), len(stored))
    # An item of a list that was not written in the editor gets a paragraph in it when it is opened there.
    bare_items = stored.count("<li>") - stored.count("<li><p>")
    tags = stored.count("<") + 2 * bare_items
    return limits.too_much_markup(tags) if tags > limits.RICH_TAGS else ""


def plain(html: str) -> str:
    """Return the words of sanitised HTML, blocks apart by a newline, entities decoded."""
    text = _TAG.sub("", _BLOCK_EDGE.sub("\n", html))
    lines = (" ".join(line.split()) for line in unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def script_json(text: str) -> SafeString:
    """Return JSON text for a `<script type="application/ld+json">`, unable to close the element."""
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04X}")
    return mark_safe(text)  # noqa: S308
