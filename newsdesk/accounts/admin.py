"""The admin site's doors: its login, and who may enter. Imported before its addresses are made."""

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401 - registers what is taken out again below
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from newsdesk.accounts import record
from newsdesk.accounts.access import may_enter
from newsdesk.accounts.names import people_called
from newsdesk.accounts.passwords import counted


def take_over(site: admin.AdminSite) -> None:
    """Shut the stock login, ask for a second factor wherever the site asks who may enter, count guesses.

    SECURITY: must run before `site.urls` is read. After that the stock login, which counts nothing and
    asks for no second factor, would stay open without any error.
    """
    site.login = secure_admin_login(site.login)  # type: ignore[method-assign]
    site.has_permission = may_enter  # type: ignore[method-assign]
    site.password_change = counted(site.password_change)  # type: ignore[method-assign,assignment]


# SECURITY: allauth's own screens show the secrets of second factors; addresses of mail are the user's.
admin.site.unregister([Authenticator, EmailAddress])
take_over(admin.site)


admin.site.unregister(User)


class StaffPasswordForm(AdminPasswordChangeForm):
    """A superuser's choice of somebody's password: they are told."""

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        record.password_changed(user)
        return user


@admin.register(User)
class PeopleAdmin(UserAdmin):
    """Django's own, finding names in any writing. For superusers: desk chiefs have “People”."""

    change_password_form = StaffPasswordForm

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            record.address_changed(obj, before=str(form.initial["email"]))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_superuser(request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return people_called(search_term, queryset), False


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)
