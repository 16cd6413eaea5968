"""Moto: a store of pictures that speaks S3 and keeps all in memory. What it kept goes with its end."""

import os
import sys
import urllib.request
from http import HTTPMethod

from tests.programs.process import Process, free_port, listens

BUCKET = "pictures-of-a-test"


class Moto(Process):
    unprivileged = False  # It needs the libraries of whoever runs the tests.

    def __init__(self) -> None:
        super().__init__()
        self.port = free_port()

    def command(self) -> list[str]:
        return [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]

    def environment(self) -> dict[str, str]:
        return os.environ | {"PYTHONWARNINGS": "ignore", "MOTO_S3_CUSTOM_ENDPOINTS": ""}

    def is_up(self) -> bool:
        return listens(self.port)

    def start(self) -> None:
        super().start()
        self._ask(f"/{BUCKET}", HTTPMethod.PUT)

    @property
    def url(self) -> str:
        """Return what NEWSDESK_STORAGE_URL says of it."""
        return f"s3://key:secret@127.0.0.1:{self.port}/{BUCKET}?region=us-east-1&tls=0"

    def forget_all(self) -> None:
        """Empty it."""
        self._ask("/moto-api/reset", HTTPMethod.POST)
        self._ask(f"/{BUCKET}", HTTPMethod.PUT)

    def _ask(self, path: str, method: HTTPMethod) -> None:
        address = f"http://127.0.0.1:{self.port}{path}"
        urllib.request.urlopen(urllib.request.Request(address, method=method), timeout=30).close()
