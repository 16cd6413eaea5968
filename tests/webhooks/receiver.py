"""A receiver of webhooks on this machine, with TLS and a certificate of its own: it behaves as told."""

import datetime
import ipaddress
import json
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newsdesk.outside.network import Network

HOST = "partner.example"
# Anything that is public: the connection itself is led to this machine.
PUBLIC = "93.184.215.14"


@cache
def _certificate():
    """Return a certificate for HOST, and its key, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=9000))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return made.public_bytes(serialization.Encoding.PEM), secret


@dataclass
class Got:
    """One request that came."""

    path: str
    headers: dict
    body: bytes

    @property
    def told(self):
        return json.loads(self.body)


@dataclass
class Partner:
    """What is answered, and what came. `answers` are statuses, one a request; the last one stays.

    "hang" says nothing, "slow" one byte after the other for ever, "drop" closes.
    """

    answers: list = field(default_factory=lambda: [204])
    got: list = field(default_factory=list)
    server: ThreadingHTTPServer | None = None
    over: threading.Event = field(default_factory=threading.Event)
    resolved: str = PUBLIC

    def start(self, folder):
        certificate, key = _certificate()
        (folder / "both.pem").write_bytes(certificate + key)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "both.pem")
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.server.handle_error = lambda *args: None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.over.set()
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def network(self, seconds=5.0):
        """Return what leads the name of this receiver to it, and knows its certificate."""
        trusting = ssl.create_default_context(cadata=_certificate()[0].decode())
        return Network(
            resolve=lambda host, port: [self.resolved],
            connect=self._connect,
            tls=lambda: trusting,
            seconds=seconds,
        )

    def _connect(self, address, port, timeout):
        assert ipaddress.ip_address(address).is_global
        if self.server is None:
            raise ConnectionRefusedError
        return socket.create_connection(self.server.server_address[:2], timeout)

    def next_answer(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def _handler(partner):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            partner.got.append(Got(self.path, dict(self.headers), self.rfile.read(length)))
            answer = partner.next_answer()
            if answer == "hang":
                partner.over.wait(20)
            elif answer == "slow":
                self._trickle()
            elif answer == "drop":
                self.connection.close()
            else:
                self._answer(answer)

        def _answer(self, status):
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "https://elsewhere.example/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _trickle(self):
            for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 400:
                if partner.over.is_set():
                    return
                self.wfile.write(bytes([byte]))
                time.sleep(0.05)

        def log_message(self, *args):
            pass

    return Handler
