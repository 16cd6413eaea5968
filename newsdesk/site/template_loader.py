"""Templates without the white space that only their writers need. Named in the settings alone."""

import re

from django.template import Origin
from django.template.loaders import filesystem

# Their white space is what they are about.
_KEPT = re.compile(r"(<(pre|textarea)\b.*?</\2>)", re.DOTALL)
_MARGINS = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)
_COMMENT = re.compile(r"^\{#[^\n]*#\}\n", re.MULTILINE)
# A line of its own with a tag that writes nothing itself; the line before it has ended already.
_SILENT = re.compile(
    r"^(\{% (?:if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock|comment|endcomment|load|"
    r"extends)\b[^%\n]*%\})\n",
    re.MULTILINE,
)
_BLANK = re.compile(r"\n{2,}")


class Loader(filesystem.Loader):
    """Loads HTML templates trimmed, and all others as they are."""

    def get_contents(self, origin: Origin) -> str:
        text = super().get_contents(origin)
        return trimmed(text) if origin.name.endswith(".html") else text


def trimmed(text: str) -> str:
    """Return a template that says the same in fewer bytes; what is filled in stays as it is.

    Between two words or tags that were apart there is still a line end, so that nothing runs together.
    """
    parts = _KEPT.split(text)
    # Two groups in the pattern: outside, the kept element, its name, outside ...
    return "".join(
        _trimmed(part) if place % 3 == 0 else part
        for place, part in enumerate(parts)
        if place % 3 != 2
    )


def _trimmed(text: str) -> str:
    text = _COMMENT.sub("", _MARGINS.sub("", text))
    return _BLANK.sub("\n", _SILENT.sub(r"\1", text))
