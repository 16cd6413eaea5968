"""Addresses of links as people type them, made addresses that a browser follows, or found to be none."""

import re

_LINK = re.compile(r"https?://.*|mailto:.*|/(?!/)[^\s\\]*|#[^\s\\]*", re.IGNORECASE | re.DOTALL)
_MAILBOX = re.compile(r"[^\s@:/?#<>\\]+@(?:[\w-]+\.)+\w{2,}")
# A name with a dot in it, and what may follow: a port, a path, a query.
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]*(?::\d{1,5})?(?:[/?#][^\s\\]*)?")
# "notes.html" is a file beside the page that it was copied from, and not a host.
_FILE = re.compile(r"[^/]+\.(?:html?|php|aspx?|pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|txt)", re.I)
# Browsers leave these out of an address, wherever they stand in it.
_UNSEEN = re.compile("[\t\r\n]")


def is_link(address: str) -> bool:
    """Tell whether a reader may be sent there: the web, a mailbox, or a path of this site.

    SECURITY: a browser reads "//evil" and "\\\\evil" as hosts, and "java<tab>script:" as a script.
    """
    return _LINK.fullmatch(address) is not None


def with_scheme(address: str) -> str:
    """Return `address` as a link: "www.nasa.gov/x" with https:, "a@b.org" with mailto:.

    "//nasa.gov/x" is none: nobody types it, and it is how addresses are made to look like paths of this
    site. What is a link, or can be made none, is returned as it is but for space around it: `is_link` tells.
    """
    address = _UNSEEN.sub("", address).strip()
    if is_link(address):
        return address
    if _MAILBOX.fullmatch(address):
        return f"mailto:{address}"
    if _HOST.fullmatch(address) and not _FILE.fullmatch(address):
        return f"https://{address}"
    return address
