"""A web machine: gunicorn as deploy/ has it, with a folder of its own."""

import http.client
import os
import sys
from typing import Any

from tests.house.rules import ROOT
from tests.programs.process import Process, free_port, listens


class Web(Process):
    """It serves `newsdesk.wsgi` with these settings, without the sentence encoder, which takes time."""

    unprivileged = False

    def __init__(self, **settings: str) -> None:
        super().__init__()
        self.port = free_port()
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        told = {
            "NEWSDESK_BIND": f"127.0.0.1:{self.port}",
            "NEWSDESK_VAR": str(self.folder),
            "NEWSDESK_DUPLICATES_MODEL": str(self.folder / "none.onnx"),
            "PYTHONWARNINGS": "ignore",
        }
        self.settings = kept | told | settings

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
