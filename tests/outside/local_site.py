"""A site of this machine, and the network by which `fetch` finds it under any name of the web."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from newsdesk.outside.network import Network

PUBLIC = "93.184.215.14"

# What a path answers: status, headers and body, or whatever a function does with the request.
Page = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


def html(text: str, *, status: int = 200, **headers: str) -> Page:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": "text/html; charset=utf-8"} | told, text.encode()


def moved(to: str, status: int = 302) -> Page:
    return status, {"Location": to}, b""


@dataclass
class LocalSite:
    """`pages` is what each path answers; `asked` and `headers` are what came, `connected` where from."""

    port: int
    pages: dict[str, Page]
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)

    def network(self, **more: object) -> Network:
        return Network(resolve=self._resolve, connect=self._connect, **more)  # type: ignore[arg-type]

    def _resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        return self.names.get(host, [PUBLIC])

    def _connect(self, address: str, port: int, timeout: float) -> socket.socket:
        self.connected.append((address, port))
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)


@contextmanager
def local_site(pages: dict[str, Page]) -> Iterator[LocalSite]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *words: object) -> None:
            pass

        def _answer(self) -> None:
            site.asked.append(f"{self.command} {self.path}")
            site.headers.append(dict(self.headers))
            page = pages.get(self.path, (404, {"Content-Type": "text/html"}, b""))
            if callable(page):
                page(self)
                return
            status, headers, body = page
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_GET = do_HEAD = _answer

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = LocalSite(server.server_address[1], pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
