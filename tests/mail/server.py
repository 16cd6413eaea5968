"""Mail servers for tests: one that takes mail, one that is told whom to refuse, one that says nothing."""

import socket
import threading
from email import message_from_bytes, policy

import pytest

from tests.conftest import required
from tests.programs.process import free_port

if "mail" not in required():
    pytest.importorskip("aiosmtpd", reason="no SMTP catcher: aiosmtpd is not installed")

from aiosmtpd.controller import Controller


class Catcher:
    """What an SMTP server was given. `refuses` are its answers to addresses, `answer` to the message."""

    def __init__(self):
        self.mails = []
        self.refuses = {}
        self.answer = "250 OK"
        self.dies_after_data = False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            mail = message_from_bytes(envelope.original_content, policy=policy.default)
            self.mails.append((envelope.rcpt_tos, mail))
        return self.answer

    async def handle_QUIT(self, server, session, envelope):
        if self.dies_after_data:
            server.transport.abort()
        return "221 Bye"


def texts(mail):
    """Return the plain text and the HTML of a mail."""
    return tuple(
        mail.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html")
    )


def start(settings, **options):
    """Start a server and point the desk to it; return what catches, and the server."""
    catcher = Catcher()
    controller = Controller(catcher, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    point(settings, controller.port)
    return catcher, controller


def point(settings, port):
    settings.MAIL_ON = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 1


class Silent:
    """A server that accepts and says nothing, for as long as the block lasts."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.accepted = []
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def _accept(self):
        try:
            while True:
                self.accepted.append(self.socket.accept()[0])
        except OSError:
            pass

    def __exit__(self, *error):
        # Closing alone would not wake the thread that waits in accept.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for each in self.accepted:
            each.close()
