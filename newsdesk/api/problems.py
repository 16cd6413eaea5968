"""What is wrong with a request, as a program reads it: one shape for every error (RFC 9457)."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

TYPE = "application/problem+json"


class Problem(Exception):
    """A request that cannot be answered. `sentence` says why, for whoever wrote the program."""

    def __init__(self, sentence: str, *, status: int = HTTPStatus.BAD_REQUEST) -> None:
        self.sentence, self.status = sentence, status
        super().__init__(sentence)


def problem(sentence: str, *, status: int) -> HttpResponse:
    """Return the answer that says what is wrong: `title` is the name of the status, `detail` the sentence."""
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": sentence,
    }
    return JsonResponse(told, status=status, content_type=TYPE)


# Of what is refused before a view of the API is asked, or fails in one.
_SENTENCES = {
    400: "This request makes no sense.",
    404: "There is nothing at this address.",
    405: "This API is for reading: GET, HEAD and OPTIONS are answered.",
    413: "This request is too large.",
    414: "This address is too long.",
    500: "Something went wrong here. It has been noted.",
    503: "The desk cannot answer now. Try again soon.",
}
# Headers of the answer that is replaced, which say nothing of the new one.
_OF_A_BODY = ("Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "ETag")


def as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return an error in the shape of all errors, whoever made it, with its other headers."""
    if response.status_code < 400 or response.headers.get("Content-Type", "").startswith(TYPE):
        return response
    status = response.status_code
    made = problem(_SENTENCES.get(status, "This request was refused."), status=status)
    for name, value in response.items():
        if name not in _OF_A_BODY:
            made[name] = value
    return made
