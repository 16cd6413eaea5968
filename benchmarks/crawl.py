"""Does every address answer as it did? Two crawls of the demo desk, compared byte by byte.

`python -m benchmarks.crawl lay FOLDER` lays the demo desk down in a database of its own, with a stopped
clock, opens every address of the public site as a reader and every screen of the desk as its chief, and
keeps the answers; run it on one commit and on another. `python -m benchmarks.crawl compare OLD NEW` prints
what differs and ends with 1 where anything does. Random numbers, tokens and digests count as the same, and
so do the addresses of the house's own styles and scripts.
"""

import json
import os
import re
import sys
import tempfile
from difflib import unified_diff
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

NOON = "2026-11-29T12:00:00Z"
STARTS = {
    "reader": ["/", "/sitemap.xml", "/robots.txt", "/feeds/stories.xml", "/search/?q=rocket"],
    "chief": ["/admin/"],
}
MOST = 4_000  # addresses
SHOWN = 40  # lines of differences for each address
# What a crawl does not follow: it would sign out, or change how the rest is shown.
LEFT_OUT = re.compile(
    r"/admin/(logout|jsi18n)|[?&](_popup|o|lookup)=|\.(?:css|js|woff2|ico|png|svg)$"
)
LINK = re.compile(r"""(?:href|src|action|data-[a-z-]+)="(/[^"]*)\"|<loc>([^<]+)</loc>""")
SAME = [
    (re.compile(r"[0-9a-f]{32,64}"), "DIGEST"),
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+'), r"\1TOKEN"),
    (re.compile(r'nonce(=|-)"?[\w+/=-]{16,}'), "NONCE"),
    (re.compile(r'value="[\w:.-]{40,}"'), 'value="SIGNED"'),
    (re.compile(r"\bpictures/[0-9a-f]{2}/"), "pictures/XX/"),
    (re.compile(r"/preview/[^/\"]+/"), "/preview/TOKEN/"),
    (re.compile(r"\b[0-9a-f]{8,12}\b"), "ID"),
    (re.compile(r"<bdi>[\w/+]{6}\*+</bdi>"), "<bdi>SECRET</bdi>"),
]
HEADERS = ("Content-Type", "Cache-Control", "Location", "Content-Security-Policy", "Last-Modified")


def lay(folder: Path) -> int:
    """Lay the demo desk down and keep what every address answers."""
    with tempfile.TemporaryDirectory() as var:
        _set_up(Path(var))
        import time_machine
        from django.contrib.auth.models import User
        from django.core.management import call_command
        from django.test import Client

        with time_machine.travel(NOON, tick=False):
            call_command("migrate", verbosity=0)
            call_command("demo_desk", force=True, stdout=StringIO())
            here = {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000"}
            chief = Client(**here)
            chief.force_login(User.objects.filter(is_superuser=True).first())
            for who, client in (("reader", Client(**here)), ("chief", chief)):
                answers = _crawled(client, STARTS[who])
                folder.mkdir(parents=True, exist_ok=True)
                text = json.dumps(answers, indent=1, ensure_ascii=False, sort_keys=True)
                (folder / f"{who}.json").write_text(text)
                print(f"{who}: {len(answers)} addresses")
    return 0


def _set_up(var: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
        "DATABASE_URL": f"sqlite:///{var / 'crawl.sqlite3'}",
        "NEWSDESK_VAR": str(var),
    }
    import django

    django.setup()
    import logging

    logging.disable(logging.WARNING)


def _crawled(client: Any, starts: list[str]) -> dict[str, str]:
    answers: dict[str, str] = {}
    waiting = list(starts)
    while waiting and len(answers) < MOST:
        address = waiting.pop(0)
        if address in answers:
            continue
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        kind = response.get("Content-Type", "")
        text = body.decode("utf-8", "replace") if "image" not in kind else f"{len(body)} bytes"
        told = [f"{name}: {_in_order(response[name])}" for name in HEADERS if name in response]
        answers[address] = _settled("\n".join([str(response.status_code), *told, "", text]))
        found = [m[1] or m[2] for m in LINK.finditer(text)]
        if "Location" in response:
            found.append(response["Location"])
        waiting += [link for each in found if (link := _own(address, each)) not in answers and link]
    return answers


def _in_order(header: str) -> str:
    """Return a header with its directives by name: a policy's come in the order of a set."""
    return "; ".join(sorted(header.split("; ")))


def _own(base: str, link: str) -> str:
    """Return the address of a link that is to be followed, else ""."""
    whole = urlsplit(
        urldefrag(urljoin(f"http://127.0.0.1:8000{base}", link.replace("&amp;", "&"))).url
    )
    if whole.netloc != "127.0.0.1:8000" or not whole.path.startswith("/"):
        return ""
    address = whole.path + (f"?{whole.query}" if whole.query else "")
    return "" if LEFT_OUT.search(address) else address


def _settled(text: str) -> str:
    for pattern, word in SAME:
        text = pattern.sub(word, text)
    return text


def _by_address(answers: dict[str, str]) -> dict[str, str]:
    """Return all answers of addresses that count as the same, in one."""
    found: dict[str, list[str]] = {}
    for address, answer in answers.items():
        found.setdefault(_settled(address), []).append(_settled(answer))
    return {address: "\n".join(sorted(each)) for address, each in found.items()}


def compare(old: Path, new: Path) -> int:
    """Print every difference between two crawls; return 1 where there is one, or where one is empty."""
    differing = 0
    for who in STARTS:
        was, now = (json.loads((folder / f"{who}.json").read_text()) for folder in (old, new))
        was, now = (_by_address(side) for side in (was, now))
        if len(was) < 100 or len(now) < 100:
            print(f"{who}: {len(was)} and {len(now)} addresses are too few to say anything.")
            return 1
        for address in sorted({*was, *now}):
            if was.get(address) == now.get(address):
                continue
            differing += 1
            lines = [side.get(address, "(not there)").splitlines() for side in (was, now)]
            print(f"== {who} {address}")
            print("\n".join(list(unified_diff(*lines, lineterm="", n=0))[2 : SHOWN + 2]))
        print(f"{who}: {len(was)} and {len(now)} addresses compared")
    print(f"{differing} differ")
    return min(differing, 1)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["lay", folder]:
            sys.exit(lay(Path(folder)))
        case ["compare", old, new]:
            sys.exit(compare(Path(old), Path(new)))
        case _:
            sys.exit(__doc__)
