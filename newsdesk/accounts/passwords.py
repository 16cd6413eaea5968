"""The page that changes one's own password, with its guesses at the old one counted."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from newsdesk.accounts import record
from newsdesk.accounts.origin import origin_of
from newsdesk.accounts.throttle import Guess, TooMany
from newsdesk.requests.signed_in import signed_in


def counted(stock: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return the admin site's `password_change`, for who is in and has not guessed too often."""

    def change(
        request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if request.method != "POST":
            return stock(request, extra_context)
        guess = Guess(request.user.get_username(), origin_of(request))
        try:
            begun = guess.begin()
        except TooMany as error:
            record.refused(request, guess.name)
            messages.error(request, error.message)
            return HttpResponseRedirect(request.path)
        response = stock(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form is not None and form.has_error("old_password"):
            record.wrong_password(request, guess.name, begun.shut)
            return response
        guess.right(begun)
        if form is None:
            record.password_changed(signed_in(request))
        return response

    return change
