"""Requests as forms of the desk need them: line ends as they are stored, messages aside, forms anew."""

from collections.abc import Iterable, Mapping

from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

Pairs = list[list[str]]

# What a form is sent with that is no text of its own.
NOT_KEPT = {
    "csrfmiddlewaretoken",
    "order",
    "typed_at",
    "kept",
    "_continue",
    "_save",
    "_then",
    "_restored",
    "_filled",
}
# Either of these says that a form is to be shown as it was sent, and not to be saved.
SHOWN_ONLY = ("_restored", "_filled")


def is_in_place(request: HttpRequest) -> bool:
    """Tell whether the form of this request stays open, and waits for an answer in JSON."""
    return request.method == "POST" and request.headers.get("Accept") == "application/json"


def straight(request: HttpRequest) -> HttpRequest:
    """Return `request` with lone line feeds. Browsers send CRLF, which would count as a change."""
    data = QueryDict(mutable=True, encoding=request.POST.encoding)
    for name, values in request.POST.lists():
        data.setlist(name, [value.replace("\r\n", "\n") for value in values])
    return _copy(request, _post=data)


def unheard(request: HttpRequest) -> HttpRequest:
    """Return `request` with messages of its own, which nobody will see."""
    copy = _copy(request)
    vars(copy)["_messages"] = default_storage(copy)
    return copy


def as_sent(request: HttpRequest, pairs: Pairs) -> HttpRequest:
    """Return `request` as if its form had been sent with `pairs`, to be shown and not to be saved."""
    data = QueryDict(mutable=True)
    for name, value in [*pairs, ["_restored", "1"]]:
        data.appendlist(name, value)
    return _copy(request, method="POST", _post=data, _files=MultiValueDict())


def as_opened_anew(request: HttpRequest) -> HttpRequest:
    """Return a request for the form that this one was sent from, by the same person, now."""
    return _copy(request, method="GET", _post=QueryDict(), _files=MultiValueDict(), GET=QueryDict())


def as_refused(request: HttpRequest) -> HttpRequest:
    """Return `request` as one whose form is to be shown again and not to be saved."""
    data = request.POST.copy()
    data["_restored"] = "1"
    return _copy(request, _post=data)


def as_filled(request: HttpRequest, values: Mapping[str, str]) -> HttpRequest:
    """Return `request` with these values in its form, which is to be shown and not to be saved."""
    data = request.POST.copy()
    data["_filled"] = "1"
    for name, value in values.items():
        data[name] = value
    return _copy(request, _post=data)


def pairs_of(data: QueryDict) -> Pairs:
    """Return the text that a form was sent with, name by name. Files cannot be kept."""
    return [
        [name, value.replace("\r\n", "\n").replace("\0", "")]
        for name, values in data.lists()
        if name not in NOT_KEPT
        for value in values
    ]


def value_in(pairs: Iterable[list[str]], name: str) -> str:
    return next((value for each, value in pairs if each == name), "")


def _copy(request: HttpRequest, **changes: object) -> HttpRequest:
    # Not copy.copy: requests leave out what cannot be pickled.
    copy = type(request).__new__(type(request))
    vars(copy).update(vars(request) | changes)
    return copy
