"""What MDN's HTTP Observatory (algorithm 6) gives an answer, as far as an answer alone can tell.

The rules are those of github.com/mdn/mdn-http-observatory, `src/grader/charts.js` and `src/analyzer/tests`,
with the two of its pull request 498: COOP and COEP. Penalties are taken from 100; bonuses count only where
90 are left. What it asks of a host and not of an answer (a certificate, the preload list) is not here:
preloading is another 5.
"""

from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from lxml import html

SIX_MONTHS = 15_552_000
STRICT = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
BROAD = {"*", "http:", "https:", "ftp:", "data:", "'unsafe-inline'", "'unsafe-eval'"}
ISOLATED = {"same-origin", "same-origin-allow-popups", "noopener-allow-popups"}


def score(modifiers: dict[str, int]) -> int:
    left = 100 + sum(each for each in modifiers.values() if each < 0)
    return left + sum(each for each in modifiers.values() if each > 0 and left >= 90)


def modifiers(answer: Any, redirect: Any, host: str) -> dict[str, int]:
    """Return what each of the twelve tests gives; `redirect` is what the same address answers to http."""
    headers = answer.headers
    policy = _policy(headers.get("Content-Security-Policy", ""))
    return {
        "content-security-policy": _csp(policy),
        "cookies": _cookies(headers.get_all("Set-Cookie") or []),
        "cross-origin-resource-sharing": -50 if "Access-Control-Allow-Origin" in headers else 0,
        "redirection": _redirection(redirect, host),
        "referrer-policy": _one_of(headers.get("Referrer-Policy"), dict.fromkeys(STRICT, 5)),
        "strict-transport-security": _hsts(headers.get("Strict-Transport-Security", "")),
        "subresource-integrity": _scripts(answer.text, host),
        "x-content-type-options": 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        "x-frame-options": 5 if policy.get("frame-ancestors") else -20,
        "cross-origin-resource-policy": _one_of(
            headers.get("Cross-Origin-Resource-Policy"),
            {"same-origin": 10, "same-site": 10, "cross-origin": 0},
        ),
        "cross-origin-opener-policy": _one_of(
            headers.get("Cross-Origin-Opener-Policy"), dict.fromkeys(ISOLATED, 10)
        ),
        "cross-origin-embedder-policy": _one_of(
            headers.get("Cross-Origin-Embedder-Policy"), {"require-corp": 10, "credentialless": 10}
        ),
    }


def _policy(text: str) -> dict[str, set[str]]:
    parts = [part.split() for part in text.split(";") if part.strip()]
    return {name: set(sources) for name, *sources in parts}


def _csp(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    everywhere = policy.get("default-src", {"*"})
    if BROAD & (policy.get("script-src", everywhere) | policy.get("object-src", everywhere)):
        return -20
    if BROAD & policy.get("style-src", everywhere):
        return 0
    return 10 if everywhere == {"'none'"} else 5


def _cookies(lines: list[str]) -> int:
    worst = 5 if lines else 0
    for line in lines:
        for name, cookie in SimpleCookie(line).items():
            session = "sess" in name.lower() or "login" in name.lower()
            if not cookie["secure"]:
                worst = min(worst, -40 if session else -20)
            if session and not cookie["httponly"]:
                worst = min(worst, -30)
            if cookie["samesite"].lower() not in ("lax", "strict"):
                worst = min(worst, -20 if "csrf" in name.lower() else 0)
    return worst


def _redirection(redirect: Any, host: str) -> int:
    to = urlsplit(redirect.headers.get("Location", ""))
    if redirect.status not in (301, 302, 307, 308) or to.scheme != "https":
        return -20
    return 0 if to.hostname == host else -5


def _hsts(text: str) -> int:
    found = [part.strip() for part in text.lower().split(";")]
    ages = [part.removeprefix("max-age=") for part in found if part.startswith("max-age=")]
    if not ages or not ages[0].isdecimal():
        return -20
    return 0 if int(ages[0]) >= SIX_MONTHS else -10


def _scripts(text: str, host: str) -> int:
    tree = html.fromstring(text)
    scripts = list(tree.xpath("//script[@src]"))
    foreign = [each for each in scripts if urlsplit(each.get("src")).netloc not in ("", host)]
    if foreign:
        return -5 if all(each.get("src").startswith("https:") for each in foreign) else -50
    return 5 if scripts and all(each.get("integrity") for each in scripts) else 0


def _one_of(value: str | None, points: dict[str, int]) -> int:
    """Return the points of a value; 0 where there is none, a penalty for what is not recognised."""
    return 0 if value is None else points.get(value, -5)
