"""Which addresses of the web may be asked for: by the name that is written, and by every address behind it.

Where a server asks for an address that somebody gave, it must reach nothing that only it can reach: its own
programs, the machines beside it, the papers of its cloud. The networks are those of the IANA registries of
special-purpose addresses; what of them `ipaddress` calls global, or does not know yet, is listed here.
"""

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST = 2_000

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_UNUSABLE = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\.?")
_UNQUOTED = "/%?&=:;,+~!$'()*@-._[]|"

_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # for protocols of the IETF
        "192.88.99.0/24",  # relays of 6to4
        "64:ff9b:1::/48",  # translation within a network
        "100::/64",  # discarded
        "2001::/23",  # for protocols of the IETF, Teredo among them
        "3fff::/20",  # for documentation
        "5f00::/16",  # segment routing
    )
)
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_NO_NAME = "This is not the full name of a site, such as www.example.org."
_TUNNEL_WITHIN_A_SITE = (0x00005EFE, 0x02005EFE)  # ISATAP, RFC 5214: an IPv4 address follows


class Forbidden(ValueError):
    """Not an address that is asked for. The text is one sentence for an editor."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address of the web that has been read: what to connect to, and what to say there.

    `host` is in the ASCII form of its name, or an address of the internet as text; `path` with its query is
    what goes into the first line of a request; `url` is the whole, without the part after "#".
    """

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_literal(self) -> bool:
        """Whether the host is an address itself, and no name that has to be resolved."""
        return ":" in self.host or self.host.rpartition(".")[2].isdecimal()

    @property
    def host_header(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


def target(url: str) -> Target:
    """Read an address. Raises Forbidden."""
    if len(url) > LONGEST:
        raise Forbidden(f"The address is longer than {LONGEST:,} characters.")
    if not url or _UNUSABLE.search(url):
        raise Forbidden("An address has no spaces, line breaks or backslashes: look at it again.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden("This cannot be read as a web address.") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not parts.hostname:
        raise Forbidden("Only addresses that begin with http:// or https:// are asked for.")
    if "@" in parts.netloc:
        raise Forbidden("An address with a name or a password before its host is not asked for.")
    port = PORTS[scheme] if port is None else port
    if port not in PORTS.values():
        raise Forbidden("Only addresses at the usual ports of the web, 80 and 443, are asked for.")
    host = _host(parts.hostname)
    path = quote(parts.path or "/", safe=_UNQUOTED)
    query = f"?{quote(parts.query, safe=_UNQUOTED)}" if parts.query else ""
    shown = f"[{host}]" if ":" in host else host
    place = shown if port == PORTS[scheme] else f"{shown}:{port}"
    return Target(f"{scheme}://{place}{path}{query}", scheme, host, port, path + query)


def onward(here: Target, location: str) -> Target:
    """Return where a redirect leads, judged as if it had been typed. Raises Forbidden."""
    # A header is read as Latin-1; those who write other letters into it write UTF-8.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return target(urljoin(here.url, location.strip(" \t")))
    except Forbidden:
        raise
    except ValueError as error:
        raise Forbidden("The site leads on to what is no web address.") from error


def _host(name: str) -> str:
    """Return the ASCII form of a host, or its address as it is usually written. Raises Forbidden."""
    if ":" in name or "%" in name:
        return _literal(name)
    try:
        host = name.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise Forbidden(_NO_NAME) from error
    last = host.rstrip(".").rpartition(".")[2]
    if last.isdecimal() or re.fullmatch(r"0x[0-9a-f]*", last):
        return _literal(host)  # Where the last part is a number, libraries read the whole as one.
    if not _NAME.fullmatch(host) or len(host) > 253:
        raise Forbidden(_NO_NAME)
    return host


def _literal(text: str) -> str:
    try:
        if "%" not in text:  # An address of one network card alone.
            return str(ipaddress.ip_address(text))
    except ValueError:
        pass
    raise Forbidden(_NO_NAME)


def is_public(text: str) -> bool:
    """Tell whether an address of the internet, as text, is one that everybody can reach."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    inner = _inner(address)
    if isinstance(inner, ipaddress.IPv6Address) and (
        inner not in _GLOBAL_UNICAST or int(inner) >> 32 & 0xFFFFFFFF in _TUNNEL_WITHIN_A_SITE
    ):
        return False
    if any(inner in network for network in _NOT_PUBLIC if network.version == inner.version):
        return False
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _inner(address: Address) -> Address:
    """Return the IPv4 address that is meant by an IPv6 address, where one is; else the address."""
    if isinstance(address, ipaddress.IPv4Address) or address.scope_id:
        return address
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
