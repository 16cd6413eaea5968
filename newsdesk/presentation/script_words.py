"""What scripts of the public site say, for pages in another language than the English of the scripts."""

import json

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop

from newsdesk.presentation.html import format_if
from newsdesk.text.spoken import gettext, spoken

register = template.Library()

# What `say` of static/site/words.js is called with.
WORDS = (
    gettext_noop("Changed"),
    gettext_noop("Changed since you were last here"),
    gettext_noop("Choose the paragraph"),
    gettext_noop("Copy link"),
    gettext_noop("Copy link: {heading}"),
    gettext_noop("I have seen it"),
    gettext_noop("Link copied"),
    gettext_noop("Moved"),
    gettext_noop("New"),
    gettext_noop("One part changed since you read edition {edition}"),
    gettext_noop("Removed"),
    gettext_noop("Report an error here"),
    gettext_noop("Report an error: {heading}"),
    gettext_noop("Report this"),
    gettext_noop("Report this paragraph: {words}"),
    gettext_noop("See every changed word"),
    gettext_noop("Share"),
    gettext_noop("Suggestions"),
    gettext_noop("These {number} come near to what you ask:"),
    gettext_noop("This comes near to what you ask:"),
    gettext_noop("{number} parts changed since you read edition {edition}"),
    gettext_noop("{right} (It said: {wrong})"),
)


@register.simple_tag
def script_words() -> SafeString | str:
    """Return the attribute of <body> that has them, each by its English; nothing in English."""
    if spoken().startswith("en"):
        return ""
    told = {words: gettext(words) for words in WORDS}
    return format_if(
        ' data-words="{}"', json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    )
