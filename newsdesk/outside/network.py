"""The way to another site: names resolved once, every address judged, and a limit to the time of it all.

`network` is how names are resolved and addresses reached; tests lead it to a server of their own. What may be
asked for stays in force there. What goes wrong is one sentence for an editor.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from newsdesk.outside.public_address import Target, is_public

SECONDS = 15.0  # For all of it: names, redirects, headers, page.


_TO_CONNECT = 5.0


_TO_RESOLVE = 5.0


class NotFetched(ValueError):
    """There is no page. The text is one sentence for an editor."""


class SwitchedOff(NotFetched):
    """This desk asks for no pages."""


class Forbidden(NotFetched):
    """It is no public address of the web."""


class NoSuchHost(NotFetched):
    """The name leads nowhere."""


class NoAnswer(NotFetched):
    """The site did not answer in time, or not in order."""


class NoPage(NotFetched):
    """The site answered, and not with a page; `status` is what it answered."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


def _resolve(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def _connect(address: str, port: int, timeout: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=timeout)


@dataclass(frozen=True, slots=True)
class Network:
    """How a name becomes addresses, how one of them is reached, and how TLS is spoken there.

    `seconds` is how long one page may take with all that belongs to it.
    """

    resolve: Callable[[str, int], Sequence[str]] = _resolve
    connect: Callable[[str, int, float], socket.socket] = _connect
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = SECONDS


INTERNET = Network()


class Limit:
    """The time that one page may take. When it is over, the connection of that moment is shut."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.over = seconds, threading.Event()
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end_it)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, connection: socket.socket | None) -> None:
        """Shut this connection when the time is over; None ends that."""
        with self._lock:
            self._socket = connection
        if connection is not None:
            self.hold()

    def hold(self) -> None:
        """Raise NoAnswer where the time is over: what came until then is not the whole."""
        if self.over.is_set():
            raise NoAnswer(f"The site took longer than {self.seconds:.0f} seconds.")

    def end(self) -> None:
        self._timer.cancel()

    def _end_it(self) -> None:
        with self._lock:
            self.over.set()
            if self._socket is not None:
                # Of the socket itself: that of TLS would touch what another thread is reading with.
                with suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


@contextmanager
def connected(here: Target, network: Network, limit: Limit) -> Iterator[http.client.HTTPConnection]:
    plain = _reach(here, _addresses(here, network), network, limit)
    try:
        if here.scheme == "https":
            plain = network.tls().wrap_socket(
                plain, server_hostname=here.host, do_handshake_on_connect=False
            )
        limit.watch(plain)
        plain.settimeout(limit.seconds)
        if isinstance(plain, ssl.SSLSocket):
            plain.do_handshake()
        connection = http.client.HTTPConnection(here.host, here.port)
        connection.sock, connection.auto_open = plain, 0
        yield connection
    finally:
        limit.watch(None)
        plain.close()


def _addresses(here: Target, network: Network) -> Sequence[str]:
    """Return what a name leads to, asked once; all of it has to be public. Raises Forbidden, NoSuchHost."""
    answers: list[Sequence[str] | Exception] = []

    def ask() -> None:
        try:
            answers.append(
                [here.host] if here.is_literal else network.resolve(here.host, here.port)
            )
        except (OSError, UnicodeError) as error:
            answers.append(error)

    # Names are resolved by the system, which may take as long as it likes.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_TO_RESOLVE)
    found = answers[0] if answers else TimeoutError()
    if isinstance(found, Exception) or not found:
        raise NoSuchHost(f"There is no site of the name {here.host}.") from (
            found if isinstance(found, Exception) else None
        )
    if not all(is_public(each) for each in found):
        raise Forbidden(f"{here.host} is not a public site.")
    return found


def _reach(here: Target, addresses: Sequence[str], network: Network, limit: Limit) -> socket.socket:
    fault: OSError | None = None
    for address in addresses[:4]:
        limit.hold()
        try:
            return network.connect(address, here.port, min(_TO_CONNECT, limit.seconds))
        except OSError as error:
            fault = error
    raise NoAnswer(f"{here.host} cannot be reached.") from fault
