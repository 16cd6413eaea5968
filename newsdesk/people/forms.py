"""Forms of the people of the desk."""

from django import forms
from django.contrib.auth.models import User

from newsdesk.people.deeds import who_may_take
from newsdesk.workflow.roles import roles

NOBODY = "Nobody: they stay as they are"


def _roles() -> list[tuple[str, str]]:
    return [(role, role) for role in roles()]


class InviteForm(forms.ModelForm):
    """Whom to invite, as what."""

    role = forms.ChoiceField(choices=_roles)

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email")
        labels = {"username": "Username", "email": "Mail address"}
        help_texts = {"username": "Colleagues see it beside everything that they do. It stays."}


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=_roles)


class ColleagueForm(forms.Form):
    """A colleague who takes somebody's drafts."""

    to = forms.ModelChoiceField(User.objects.none(), label="New editor in charge")

    def __init__(self, *args: object, person: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = who_may_take(person)


class DeactivateForm(ColleagueForm):
    to = forms.ModelChoiceField(
        User.objects.none(), label="Who gets their drafts", required=False, empty_label=NOBODY
    )
