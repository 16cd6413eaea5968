"""What an S3 store refuses or breaks is the one error of all stores; whether it is asked again differs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.base import ContentFile

from newsdesk.images import bucket
from newsdesk.images.bucket import Bucket
from newsdesk.images.storage import StoreFailed
from newsdesk.outside.circuit import Circuit

ERROR = "<Error><Code>{code}</Code><Message>{code}</Message></Error>"
DEEDS = {
    "open": lambda store: store.open("a.png"),
    "save": lambda store: store.save("a.png", ContentFile(b"a picture")),
    "delete": lambda store: store.delete("a.png"),
    "exists": lambda store: store.exists("a.png"),
    "size": lambda store: store.size("a.png"),
    "list": lambda store: store.listdir(""),
}


@contextmanager
def refusing(status: int, code: str) -> Iterator[str]:
    """Yield the address of a store that says so to whatever it is asked."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = ERROR.format(code=code).encode() if self.command != "HEAD" else b""
            self.send_response(status)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_DELETE = do_HEAD = answer

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def circuit(monkeypatch):
    own = Circuit("store", pause=10)
    monkeypatch.setattr(bucket, "STORE", own)
    return own


def store_at(address):
    return Bucket(
        bucket_name="pictures", endpoint_url=address, region_name="eu-west-2",
        access_key="key", secret_key="secret",
    )  # fmt: skip


@pytest.mark.parametrize("code", ["ExpiredToken", "InvalidAccessKeyId", "AccessDenied"])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_key_that_is_not_taken_any_more_is_a_failure_of_the_store_and_it_is_asked_again(
    circuit, deed, code
):
    with refusing(403, code) as address, pytest.raises(StoreFailed, match=f"403|{code}"):
        DEEDS[deed](store_at(address))
    # It answers: with a new key it works at once.
    assert not circuit.is_open


@pytest.mark.parametrize("deed", DEEDS)
def test_a_broken_store_is_left_alone_for_a_while(circuit, deed):
    with refusing(503, "ServiceUnavailable") as address, pytest.raises(StoreFailed):
        DEEDS[deed](store_at(address))
    assert circuit.is_open


def test_a_file_that_is_missing_is_no_failure_and_a_missing_bucket_is_one(circuit):
    with refusing(404, "NoSuchKey") as address:
        with pytest.raises(FileNotFoundError):
            DEEDS["open"](store_at(address))
        assert DEEDS["exists"](store_at(address)) is False
    with refusing(404, "NoSuchBucket") as address, pytest.raises(StoreFailed):
        DEEDS["open"](store_at(address))
    assert not circuit.is_open
