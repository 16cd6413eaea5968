"""From a key to its page, and who may see it."""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

BACKEND = "django.contrib.auth.backends.ModelBackend"


def page_of(key: str) -> Any:
    """Return the working copy that `key` names ("story:5"). Raises LookupError. One query."""
    kind, _, number = key.partition(":")
    for model in apps.get_models():
        if getattr(model, "key_prefix", None) == kind and number.isdecimal():
            item = model._default_manager.filter(pk=number).first()
            if item is not None:
                return item
    raise LookupError(f"There is no page {key!r}.")


def _permissions(item: Any) -> list[str]:
    return [f"{item._meta.app_label}.{verb}_{item._meta.model_name}" for verb in ("view", "change")]


def may_see(user: Any, item: Any) -> bool:
    """Tell whether somebody may see a page in the desk: the admin's own rule."""
    comes = user is not None and user.is_active and user.is_staff
    return comes and any(user.has_perm(name) for name in _permissions(item))


def colleagues(item: Any) -> QuerySet:
    """Return all who may see a page in the desk, by name. One query when it is evaluated."""
    users = get_user_model()._default_manager
    able = Q(pk__in=[])
    for name in _permissions(item):
        able |= Q(pk__in=users.with_perm(name, backend=BACKEND).values("pk"))
    return users.filter(able, is_active=True, is_staff=True).order_by("username")
