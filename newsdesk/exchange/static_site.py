"""All public pages as files: a folder that any web server can give out, with styles, pictures and feeds.

Asked for as a reader would, from the front page and the sitemap on, link by link; so nothing is in it that a
reader cannot see. Search, forms, filters and what is for programs need a server and stay away.
"""

import re
from collections import deque
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from newsdesk.catalogue.models import Page, PastPath
from newsdesk.exchange.site_file import new_folder
from newsdesk.presentation.heads import embed_path
from newsdesk.redirects.addresses import site_host
from newsdesk.redirects.models import Redirect
from newsdesk.requests.addresses import API, pairs_of, parts_of
from newsdesk.site.public_answers import Answer, Reader

_LINK = re.compile(r'\b(href|src|srcset|content|action)="([^"]*)"')
_LOC = re.compile(r"<loc>([^<]+)</loc>")
_ICON = re.compile(r'"src": *"([^"]+)"')
_IN_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
# What is asked and answered each time, what is for programs, and what is the desk's.
_LIVE = ("/search/", "/ask/", "/report/", "/oembed/", API, "/admin/", "/preview/")
_PAGE = re.compile(r"[1-9][0-9]{0,5}")
_BEGINNINGS = ("/", "/sitemap.xml", "/robots.txt", "/favicon.ico")


class StaticSite:
    """One walk over the public site, writing into an empty folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reader = Reader()
        self._host = site_host()
        self._waiting: deque[str] = deque()
        self._seen: set[str] = set()
        self.written = 0
        self.failed: list[str] = []

    def write(self) -> int:
        """Write everything; return how many files. Raises FileExistsError where the folder is not empty."""
        new_folder(self._folder)
        for path in (*_BEGINNINGS, *self._addresses()):
            self._ask(path)
        while self._waiting:
            self._take(self._waiting.popleft())
        return self.written

    def _addresses(self) -> Iterator[str]:
        """Yield the addresses of pages, their cards and old addresses: nothing links to those."""
        for rows in (Page.objects.visible(), PastPath.objects.all()):
            for path in rows.order_by("path").values_list("path", flat=True).iterator():
                yield path
                yield unquote(embed_path(path))  # 404 where the kind has no card.
        for old in Redirect.objects.order_by("old").values_list("old", flat=True).iterator():
            if "?" not in old:
                yield old

    def _ask(self, path: str) -> None:
        if path not in self._seen and not path.startswith(_LIVE):
            self._seen.add(path)
            self._waiting.append(path)

    def _take(self, path: str) -> None:
        if path.startswith(settings.STATIC_URL):
            self._take_static(path)
            return
        answer = self._reader.fetch(path)
        if answer.status in (301, 302):
            self._put(path, _leading(answer.headers["Location"]))
        elif answer.status == 200 or (answer.status == 410 and answer.body):
            self._put(path, self._rewritten(path, answer))
        elif answer.status != 404:
            self.failed.append(f"{path}: {answer.status}")

    def _rewritten(self, path: str, answer: Answer) -> bytes:
        """Return the bytes of a file, with links to further pages of a list leading to files; go on there."""
        kind = answer.headers.get("Content-Type", "")
        if kind.startswith("text/html"):
            text = answer.body.decode()
            return _LINK.sub(lambda found: self._followed(found, path), text).encode()
        if "manifest" in kind:
            for found in _ICON.findall(answer.body.decode()):
                self._follow(found, path)
        if "xml" in kind:
            for found in _LOC.findall(answer.body.decode()):
                self._follow(found, path)
        return answer.body

    def _followed(self, found: re.Match[str], path: str) -> str:
        name, value = found[1], found[2].replace("&amp;", "&")
        if name == "srcset":
            for piece in value.split(","):
                self._follow(piece.split()[0] if piece.split() else "", path)
            return found[0]
        if name == "content" and not value.startswith(settings.SITE_URL):
            return found[0]
        instead = self._follow(value, path)
        return f'{name}="{escape(instead)}"' if instead else found[0]

    def _follow(self, link: str, base: str) -> str:
        """Ask for what a link leads to; return what it has to say instead, "" where it stays as it is."""
        target = parts_of(link.strip())
        target = target and parts_of(urljoin(f"//{self._host}{base}", link.strip()))
        if (
            target is None
            or target.netloc != self._host
            or target.scheme not in ("", "http", "https")
        ):
            return ""
        path = unquote(target.path) or "/"
        pairs = pairs_of(target.query)
        if not pairs:
            self._ask(path)
            return ""
        if len(pairs) == 1 and pairs[0][0] == "page" and _PAGE.fullmatch(pairs[0][1]):
            self._ask(f"{path}?page={pairs[0][1]}")
            return f"{path}page-{pairs[0][1]}/"
        return ""

    def _take_static(self, path: str) -> None:
        name = path.removeprefix(settings.STATIC_URL)
        data = _static(name)
        if data is None:
            self.failed.append(f"{path}: not there")
            return
        if name.endswith(".css"):
            for link in _IN_STYLE.findall(data.decode()):
                self._follow(link, path)
        if name.endswith(".js"):
            for link in re.findall(rb"""(?:from|import)\s*\(?["']([./][^"']+)["']""", data):
                self._follow(link.decode(), path)
        self._put(path, data)

    def _put(self, path: str, data: bytes) -> None:
        target = (self._folder / _file_of(path)).resolve()
        if not target.is_relative_to(self._folder.resolve()):
            self.failed.append(f"{path}: no name of a file")
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.written += 1


def _file_of(path: str) -> str:
    """Return the file of an address: "/stories/x/" is "stories/x/index.html"."""
    path, _, query = path.partition("?page=")
    path = f"{path}page-{query}/" if query else path
    name = path.lstrip("/")
    if path.endswith("/"):
        return f"{name}index.html"
    return name if "." in name.rpartition("/")[2] else f"{name}/index.html"


def _leading(target: str) -> bytes:
    """Return a page that leads a browser on, for servers that know nothing of redirects."""
    where = escape(target)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Moved</title>'
        f'<meta http-equiv="refresh" content="0; url={where}"><link rel="canonical" href="{where}">'
        f'</head><body><p><a href="{where}">This page has moved.</a></p></body></html>'
    ).encode()


def _static(name: str) -> bytes | None:
    """Return a static file, as it was collected or where it stands in the source."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            data: bytes = file.read()
            return data
    found = finders.find(name)
    return Path(str(found)).read_bytes() if found else None
