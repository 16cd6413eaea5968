"""A web machine: gunicorn as deploy/ has it, with a folder of its own."""

import http.client
import sys
from http.cookies import SimpleCookie
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from lxml import html

from tests.house.rules import ROOT
from tests.programs.process import Process, bare_environment, free_port, listens


class Web(Process):
    """It serves `newsdesk.wsgi` with these settings; unless they say otherwise without the sentence encoder,
    which takes time.
    """

    unprivileged = False

    def __init__(self, **settings: str) -> None:
        super().__init__()
        self.port = free_port()
        told = {
            "NEWSDESK_BIND": f"127.0.0.1:{self.port}",
            "NEWSDESK_VAR": str(self.folder),
            "NEWSDESK_DUPLICATES_MODEL": str(self.folder / "none.onnx"),
        }
        self.settings = bare_environment() | told | settings

    def command(self) -> list[str]:
        configuration = str(ROOT / "deploy/gunicorn.conf.py")
        return [sys.executable, "-m", "gunicorn", "-c", configuration, "newsdesk.wsgi"]

    def environment(self) -> dict[str, str]:
        return self.settings

    @property
    def working_folder(self) -> Any:
        return ROOT

    def is_up(self) -> bool:
        return listens(self.port)

    def get(self, path: str, *, timeout: float = 60, **headers: str) -> Any:
        """Return the answer to a GET, its body in `body`."""
        return self.ask("GET", path, timeout=timeout, **headers)

    def ask(
        self, method: str, path: str, body: str = "", *, timeout: float = 60, **headers: str
    ) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body or None, sent)
            answer: Any = connection.getresponse()
            answer.body = answer.read()
            return answer
        finally:
            connection.close()


class Browser:
    """Somebody at a web machine, who keeps cookies and fills in forms; may go on at `another` machine."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.cookies: dict[str, str] = {}

    def get(self, path: str, *, timeout: float = 60) -> Any:
        return self._noted(self.web.get(path, timeout=timeout, **self._sent()))

    def submit(self, path: str, **values: str) -> Any:
        """Open a page, and send its form that has these, with other `values`; return the answer."""
        return self.send(path, *self.filled_in(path, **values))

    def filled_in(self, path: str, to: str = "", **values: str) -> tuple[str, dict[str, str]]:
        """Open a page; return where its form goes that has these `values`, and all that it would send.

        Where there are several with them, it is the one that goes `to` an address.
        """
        page = html.fromstring(self.get(path).body)
        forms = [
            each for each in page.xpath("//form[@method='post']") if {*values} <= {*each.fields}
        ]
        found = [each for each in forms if to in ("", each.action)]
        assert found, f"{path} has no form with {', '.join(values)} {to}."
        told = dict(found[0].form_values()) | values
        told = {name: value for name, value in told.items() if value is not None}
        return urlsplit(found[0].action or path).path or path, told

    def send(self, path: str, action: str, told: dict[str, str]) -> Any:
        """Send a form that was filled in at `path`."""
        sent = self._sent() | {
            "Content_Type": "application/x-www-form-urlencoded",
            "Referer": f"http://127.0.0.1:{self.web.port}{path}",
        }
        return self._noted(self.web.ask("POST", action, urlencode(told), timeout=60, **sent))

    def at(self, another: Web) -> Self:
        """Go on at another machine, with the cookies of this one."""
        self.web = another
        return self

    def sign_in(self, name: str, password: str) -> Any:
        return self.submit("/admin/login/", username=name, password=password)

    def _sent(self) -> dict[str, str]:
        together = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": together} if together else {}

    def _noted(self, answer: Any) -> Any:
        for line in answer.headers.get_all("Set-Cookie", ()):
            self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        return answer
