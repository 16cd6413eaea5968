"""A new password for who has forgotten theirs, or never had one: a link by mail, to whoever has the address.

SECURITY: the answer, and the work that is done for it, is the same whether an address is known or not.
How often it may be asked is counted by address of mail and by where it is asked from.
"""

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from newsdesk.accounts import record, throttle
from newsdesk.accounts.origin import origin_of
from newsdesk.accounts.views import DeskPage
from newsdesk.mail.messages import mail_to_whoever

# Of one address of mail there may be this many people.
MOST = 3


class ResetForm(forms.Form):
    """The address that a link is to go to. Counts each asking."""

    email = forms.EmailField(
        label="Mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        help_text="The one that the desk knows you by.",
    )

    def __init__(self, *args: object, request: HttpRequest, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.request = request

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        throttle.count_reset(email, origin_of(self.request))
        return email


@method_decorator(never_cache, name="dispatch")
class Reset(DeskPage, FormView):
    """Ask for a link. Without mail there is no such page: a desk chief gives out links then."""

    title = "A new password"
    form_class = ResetForm
    template_name = "admin/accounts/reset.html"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not settings.MAIL_ON:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: ResetForm) -> HttpResponse:
        send_links(form.cleaned_data["email"])
        record.reset_asked(self.request)
        return self.render_to_response(self.get_context_data(form=form, asked=True))


@transaction.atomic
def send_links(email: str) -> None:
    """Send a link to each of the desk's people with that address; go through the same for nobody."""
    people = User.objects.filter(email__iexact=email, is_active=True, is_staff=True)
    found: list[User | None] = list(people.order_by("pk")[:MOST])
    for user in found or [None]:
        mail_to_whoever(user, "password")
