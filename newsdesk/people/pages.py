"""The pages of the people of the desk: all of them, one, an invitation, an erasure."""

from collections.abc import Callable
from typing import TypeVar

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from newsdesk.accounts import sessions
from newsdesk.people import deeds, erasure
from newsdesk.people.forms import ColleagueForm, DeactivateForm, InviteForm, RoleForm
from newsdesk.people.overview import people, rows_of
from newsdesk.people.rights import table
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.roles import roles
from newsdesk.workflow.transitions import Refused

HISTORY = 30
F = TypeVar("F", bound=forms.Form)


def all_people(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show everybody, and what each role may do. Raises PermissionDenied."""
    _ask(request)
    context = {"rows": people(), "roles": list(roles()), "rights": table()}
    return _page(site, request, "People", "list", context)


def invite(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Invite somebody; where mail is off, show their link, which is kept nowhere."""
    _ask(request)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        try:
            link = deeds.invite(person, form.cleaned_data["role"], actor=signed_in(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _link_page(site, request, person, link)
    return _page(site, request, "Invite somebody", "invite", {"form": form})


def one_person(site: AdminSite, request: HttpRequest, number: int) -> HttpResponse:
    """Show one person with what can be done; POST does one of these."""
    _ask(request)
    person = _person(number)
    if request.method == "POST":
        return _do(site, request, person)
    drafts = [(kind.model._meta, rows.count()) for kind, rows in deeds.drafts_of(person)]
    context = {
        "row": rows_of([person])[0],
        "logins": sessions.logins_of(person, here=request.session.session_key),
        "own": person == request.user,
        "untouchable": person.is_superuser and not signed_in(request).is_superuser,
        "drafts": [
            f"{number} {opts.verbose_name if number == 1 else opts.verbose_name_plural}"
            for opts, number in drafts
            if number
        ],
        "role_form": RoleForm(initial={"role": deeds.role_of(person)}),
        "hand_form": ColleagueForm(person=person),
        "deactivate_form": DeactivateForm(person=person, auto_id="id_deactivate_%s"),
        "history": person.deeds.select_related("actor")[:HISTORY],
        "may_erase": not erasure.why_not(person, actor=signed_in(request)),
    }
    return _page(site, request, str(person), "person", {"person": person, **context})


def erase(site: AdminSite, request: HttpRequest, number: int) -> HttpResponse:
    """Say what an erasure takes and leaves; do it once the name has been typed."""
    _ask(request)
    person = _person(number)
    refused = erasure.why_not(person, actor=signed_in(request))
    typed = request.POST.get("name", "")
    wrong = request.method == "POST" and typed != person.get_username()
    if request.method == "POST" and not wrong:
        try:
            former = erasure.erase(person, typed, actor=signed_in(request))
        except Refused as error:
            messages.error(request, str(error))
            return redirect("admin:people_erase", number)
        messages.success(request, f"Erased. The log calls them {former} now.")
        return redirect("admin:people_list")
    context = {"person": person, "refused": refused, "wrong": wrong, "plan": erasure.plan(person)}
    return _page(site, request, f"Erase {person}", "erase", context)


def _ask(request: HttpRequest) -> None:
    """Let chiefs in; ask who would do something for their password again, unless they gave it just now.

    What was sent is done once it has been given. SECURITY: else whoever finds a chief's browser open could
    make themselves one, or choose anybody's password.
    """
    if not request.user.has_perm(deeds.MANAGE):
        raise PermissionDenied
    if request.method == "POST" and is_reauthentication_required(request, app="account"):
        raise ReauthenticationRequired


def _person(number: int) -> User:
    rows = User.objects.filter(is_staff=True, former_colleague=None).prefetch_related("groups")
    person = rows.filter(pk=number).first() if number < 2**63 else None
    if person is None:
        raise Http404
    return person


def _page(
    site: AdminSite, request: HttpRequest, title: str, name: str, context: dict[str, object]
) -> HttpResponse:
    whole = {
        **site.each_context(request),
        "title": title,
        "mail_on": settings.MAIL_ON,
        **context,
    }
    return TemplateResponse(request, f"admin/people/{name}.html", whole)


def _link_page(site: AdminSite, request: HttpRequest, person: User, link: str) -> HttpResponse:
    """Show a link once, or say that it has gone out by mail."""
    if not link:
        messages.success(request, f"A link is on its way to {person.email}.")
        return redirect("admin:people_person", person.pk)
    return _page(site, request, f"A link for {person}", "link", {"person": person, "link": link})


def _do(site: AdminSite, request: HttpRequest, person: User) -> HttpResponse:
    name = request.POST.get("deed", "")
    if name not in _DEEDS:
        raise Http404
    try:
        said = _DEEDS[name](request, person)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("admin:people_person", person.pk)
    if name == "send_link":
        return _link_page(site, request, person, said)
    messages.success(request, said)
    return redirect("admin:people_person", person.pk)


def _change_role(request: HttpRequest, person: User) -> str:
    form = _valid(RoleForm(request.POST))
    deeds.change_role(person, form.cleaned_data["role"], actor=signed_in(request))
    return f"The role of {person} is {form.cleaned_data['role']} now."


def _deactivate(request: HttpRequest, person: User) -> str:
    form = _valid(DeactivateForm(request.POST, person=person))
    to = form.cleaned_data["to"]
    given = deeds.deactivate(person, actor=signed_in(request), hand_to=to)
    after = f" Handed over to {to}: {_drafts(given)}." if to else ""
    return f"Deactivated: {person} can no longer sign in.{after}"


def _reactivate(request: HttpRequest, person: User) -> str:
    deeds.reactivate(person, actor=signed_in(request))
    return f"Let in again: {person}."


def _hand_over(request: HttpRequest, person: User) -> str:
    to = _valid(ColleagueForm(request.POST, person=person)).cleaned_data["to"]
    given = deeds.hand_over(person, to, actor=signed_in(request))
    return f"Handed over to {to}: {_drafts(given)}."


def _send_link(request: HttpRequest, person: User) -> str:
    return deeds.send_link(person, actor=signed_in(request))


def _sign_out(request: HttpRequest, person: User) -> str:
    ended = deeds.sign_out(person, actor=signed_in(request))
    return f"Signed out of {ended} browser{'' if ended == 1 else 's'}: {person}."


def _sign_out_of(request: HttpRequest, person: User) -> str:
    browser = deeds.sign_out_of(person, request.POST.get("mark", ""), actor=signed_in(request))
    return f"Signed out of {browser}: {person}."


def _reset_second_factor(request: HttpRequest, person: User) -> str:
    deeds.reset_second_factor(person, actor=signed_in(request))
    return f"The two-step sign-in of {person} is reset, and they are told."


_DEEDS: dict[str, Callable[[HttpRequest, User], str]] = {
    "change_role": _change_role,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "hand_over": _hand_over,
    "send_link": _send_link,
    "sign_out": _sign_out,
    "sign_out_of": _sign_out_of,
    "reset_second_factor": _reset_second_factor,
}


def _valid(form: F) -> F:
    """Return a form that is filled in. Raises Refused."""
    if not form.is_valid():
        raise Refused("Choose one of those that are offered.")
    return form


def _drafts(number: int) -> str:
    return "one draft" if number == 1 else f"{number} drafts"
