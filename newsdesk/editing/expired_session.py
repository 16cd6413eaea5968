"""Text that was sent when login or form had expired: it waits in the page until its writer is back.

SECURITY: nothing is stored for who is not signed in, and no request skips the check of its CSRF token.
The refused text goes back to the browser inside the answer, signed, in a hidden field. The login, or a
second request with a fresh token, brings it again; only then is it kept, as unsaved text of the person
whose form it was, who sees it before anything is saved. The answer is given only to a form that carries
a token which this desk has signed, so that no stranger's page can be laid before an editor. A signed text
is good for a day and counts once.
"""

import functools
import hashlib
from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.core import signing
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.views.csrf import csrf_failure

from newsdesk.accounts.views import login_page
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.editing import autosaves
from newsdesk.editing.requests import is_in_place, pairs_of, value_in

GOOD_FOR = 24 * 60 * 60  # seconds
_SALT = "newsdesk.editing.kept"

View = Callable[..., HttpResponseBase]


def keeps_text(view: View, admin: WorkflowAdmin) -> View:
    """Return a form's `view` that hands the text back where the login has expired."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        ended = request.method == "POST" and not admin.admin_site.has_permission(request)
        if ended and is_in_place(request):
            return JsonResponse({"ended": "login"}, status=401)
        if ended and (kept := _signed(request)):
            return _login_page(request, kept)
        return view(request, *args, **kwargs)

    vars(guarded)["key_prefix"] = admin.model.key_prefix
    return guarded


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request whose CSRF token is wrong: 403, with the text of a form of the desk in it."""
    if is_in_place(request):
        ended = "form" if site.has_permission(request) else "login"
        return JsonResponse({"ended": ended, "csrf": get_token(request)}, status=403)
    kept = _signed(request)
    if not kept:
        return csrf_failure(request, reason)
    if not site.has_permission(request):
        return _login_page(request, kept)
    context = {
        **site.each_context(request),
        "title": "This form has expired",
        "kept": kept,
        "address": _scratch_address(request),
    }
    return TemplateResponse(request, "admin/editing/expired.html", context, status=403).render()


def keep_after_login(
    sender: object, request: HttpRequest | None, user: object, **kwargs: object
) -> None:
    """Keep the text that came back with a login."""
    if request is not None and (kept := request.POST.get("kept")):
        _store(kept)


def take_back(request: HttpRequest) -> HttpResponse:
    """Keep a text that was handed back, and show it in its form."""
    owner, back = _store(request.POST["kept"])
    if not back:
        return HttpResponseBadRequest("This text was handed out too long ago, or not by this desk.")
    if owner != request.user:
        messages.warning(request, f"The text is {owner}’s and is kept for them.")
    return HttpResponseRedirect(back)


def form_in(kept: str) -> str:
    """Return the name of the opening of a form under which a handed-back text is kept."""
    return hashlib.sha256(kept.encode()).hexdigest()[:32]


def _signed(request: HttpRequest) -> str:
    """Return the text of a form of the desk, signed; "" where it is no such form, or too long a text."""
    match = request.resolver_match
    prefix = getattr(match.func, "key_prefix", "") if match else ""
    owner, pairs = autosaves.owner_of(request.POST.get("form", "")), pairs_of(request.POST)
    if not prefix or owner is None or autosaves.length(pairs) > autosaves.MOST_CHARACTERS:
        return ""
    number = match.kwargs.get("object_id", "new") if match else "new"
    text = {"key": f"{prefix}:{number}", "path": request.path, "owner": owner, "pairs": pairs}
    return signing.dumps(text, salt=_SALT, compress=True)


def _store(kept: str) -> tuple[User | None, str]:
    """Keep a handed-back text; return whose it is, and the address of the form that shows it."""
    try:
        text = signing.loads(kept, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None, ""
    owner = User._default_manager.filter(pk=text["owner"]).first()
    if owner is None:
        return None, ""
    form, old = form_in(kept), autosaves.form_of(value_in(text["pairs"], "form"), owner)
    pairs = [pair for pair in text["pairs"] if pair[0] != "form"]
    pairs.append(["form", autosaves.token_for(owner, form)])
    try:
        autosaves.keep(owner, text["key"], form, pairs, order=1)
        autosaves.close(owner, text["key"], old)
    except (autosaves.FormClosed, autosaves.OutdatedText):
        pass  # Brought back before.
    return owner, f"{text['path']}?scratch={form}"


def _login_page(request: HttpRequest, kept: str) -> HttpResponse:
    back = f"{request.path}?scratch={form_in(kept)}"
    return login_page(request, next=back, kept=kept, status=403)


def _scratch_address(request: HttpRequest) -> str:
    """Return where the form of this request keeps its text: "…/5/change/" has "…/5/scratch/"."""
    above = request.path.rstrip("/").rpartition("/")[0]
    return f"{above}/scratch/"
