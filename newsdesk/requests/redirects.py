"""Where a link leads: out of the services that stand before a page, without what only counts its readers.

The same rules as static/desk/clipboard/addresses.js, which reads what is pasted; a test gives both the same
addresses.
"""

import re
from urllib.parse import SplitResult, unquote

from newsdesk.requests.addresses import host_of, pairs_of, parts_of

_HOPS = 4
# Names of hosts, and ends of paths, that only lead on; and what they call the address.
_DOORS = re.compile(
    r"(?:^|\.)(?:l|lm|out|away|exit|href|redir|redirect|safelinks|slack-redir|link)\."
)
_PATHS = re.compile(
    r"/(?:url|redir|redirect|redirector|l\.php|l|away|away\.php|out|outgoing|outbound|exit|leave|linkfilter"
    r"|go|iv|[\w/-]*safelinks[\w.-]*)/?$"
)
_PARAMETERS = "url q u to target dest destination uddg z a link redirect redirect_url".split()
_TRACKS = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|mc_[ce]id|_hsenc|_hsmi"
    r"|igshid|igsh|ocid|cmpid|smid|at_\w+|xtor"
)
_PROOFPOINT = re.compile(r"(?:^|\.)urldefense\.(?:com|us|proofpoint\.com)$")
# An address within an address, as these services write it. A text without one has nothing to be unwrapped.
_WITHIN = re.compile(r"=https?(?::|%3a|-3a)|/__https?:|/https?%3a|/amp/s/", re.IGNORECASE)


def may_lead_on(text: str) -> bool:
    """Tell whether an address in `text` may hold another one: asked first, as most hold none."""
    return _WITHIN.search(text) is not None


def unwrapped(address: str) -> str:
    """Return the address behind those that only lead on to it; `address` itself where there is none."""
    for _ in range(_HOPS):
        parts = parts_of(address)
        inner = _inside(address, parts) if parts and parts.scheme in ("http", "https") else ""
        if not host_of(inner):
            break
        address = inner
    return address


def untracked(address: str) -> str:
    """Return an address without the parameters that tell who came from where."""
    whole, mark, fragment = address.partition("#")
    page, _, query = whole.partition("?")
    given = query.split("&")
    kept = [each for each in given if not _TRACKS.fullmatch(each.partition("=")[0])]
    if len(kept) == len(given):
        return address
    return f"{page}{'?' if kept else ''}{'&'.join(kept)}{mark}{fragment}"


def _inside(address: str, parts: SplitResult) -> str:
    if kept := _in_path(address, parts):
        return kept
    if not _DOORS.search(f"{parts.hostname or ''}.") and not _PATHS.search(parts.path):
        return ""
    given = dict(reversed(pairs_of(parts.query)))
    found = (given.get(name, "") for name in _PARAMETERS)
    return next((each for each in found if re.match("https?://", each, re.IGNORECASE)), "")


def _in_path(address: str, parts: SplitResult) -> str:
    """Return what some services keep in the path, or in letters of their own."""
    host = parts.hostname or ""
    if _PROOFPOINT.search(host):
        if kept := re.search(r"/v3/__(https?:[^*]*?)__;", address, re.IGNORECASE):
            return re.sub(r"^(https?:)/+", r"\1//", kept[1], flags=re.IGNORECASE)
        second = dict(reversed(pairs_of(parts.query))).get("u", "")
        hyphens = re.sub(r"-(?=[\dA-F]{2})", "%", second.replace("_", "/"))
        return unquote(hyphens) if parts.path.startswith("/v2/") else ""
    if re.search(r"(?:^|\.)secure-web\.cisco\.com$", host):
        kept = re.search(r"/(https?%3A[^/]+)$", parts.path, re.IGNORECASE)
        return unquote(kept[1]) if kept else ""
    if re.search(r"(?:^|\.)google\.[a-z.]+$", host) and parts.path.startswith("/amp/s/"):
        return f"https://{parts.path.removeprefix('/amp/s/')}"
    return ""
