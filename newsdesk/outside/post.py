"""Something posted to an address of the web that somebody gave: judged and pinned as `fetch` does it.

A redirect is an answer like any other, and never followed: what is posted is signed for one receiver.
"""

import http.client
import ipaddress
import socket
from collections.abc import Mapping

from newsdesk.outside.network import INTERNET, Limit, Network, NotFetched, connected
from newsdesk.outside.public_address import Forbidden, is_public, target

SECONDS = 10.0
_READ = 2_000


class NotPosted(ValueError):
    """Nobody answered, or nobody may be asked there. The text is one sentence for an editor."""


def refuse_private(address: str) -> None:
    """Raise NotPosted for what is no https address of the public web, as far as its writing tells."""
    try:
        here = target(address)
    except Forbidden as refusal:
        raise NotPosted(str(refusal)) from refusal
    if here.scheme != "https":
        raise NotPosted("Only addresses that begin with https:// are written to.")
    if _is_number(here.host) and not is_public(here.host):
        raise NotPosted(f"{here.host} is not a public address.")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def post(
    address: str, body: bytes, headers: Mapping[str, str], *, network: Network = INTERNET
) -> int:
    """Send `body` and return the status of the answer, whatever it is. Raises NotPosted.

    All of it takes `network.seconds` at most. Of the answer nothing is kept.
    """
    refuse_private(address)
    limit = Limit(network.seconds)
    try:
        here = target(address)
        with connected(here, network, limit) as connection:
            told = {"Host": here.host_header, "Connection": "close", **headers}
            connection.request("POST", here.path, body=body, headers=told)
            response = connection.getresponse()
            response.read(_READ)
            limit.hold()
            return response.status
    except (Forbidden, NotFetched) as error:
        raise NotPosted(str(error)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if limit.over.is_set() or isinstance(error, socket.timeout):
            raise NotPosted(f"No answer in {limit.seconds:.0f} seconds.") from error
        raise NotPosted(f"No answer, or none in order ({type(error).__name__}).") from error
    finally:
        limit.end()
