"""What the custom element of a queue sends along: that it wants parts of a page, and which cards it holds."""

from django.http import HttpRequest, QueryDict

# How many cards a browser has at hand, the one that it shows apart.
AHEAD = 5
# More than a browser can hold or have on its way; a forged address must not ask for thousands.
MOST_HELD = 60
SWAP = "queue"


def is_swap(request: HttpRequest) -> bool:
    """Tell whether parts are wanted, and not a page."""
    return request.headers.get("X-Wants") == SWAP


def sent(request: HttpRequest) -> QueryDict:
    """Return what a form or the custom element sent; what narrows the queue stays in the address."""
    return request.POST if request.method == "POST" else request.GET


def held(request: HttpRequest) -> set[int]:
    """Return the keys of the cards that a browser holds."""
    names = sent(request).get("held", "").split(",", MOST_HELD)[:MOST_HELD]
    return {int(name) for name in names if name.isdecimal() and len(name) < 19}


def wanted(request: HttpRequest) -> int:
    """Return how many cards it asks for."""
    number = sent(request).get("wanted", "")
    return min(int(number), AHEAD) if number.isdecimal() and len(number) < 3 else 1
