"""From a key to its page, and who may see it."""

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from newsdesk.notifications.mail import readable
from newsdesk.pages.models import WorkingCopy

BACKEND = "django.contrib.auth.backends.ModelBackend"


def page_of(key: str) -> WorkingCopy:
    """Return the working copy that `key` names ("story:5"). Raises LookupError. One query."""
    kind, _, number = key.partition(":")
    for model in apps.get_models():
        if not issubclass(model, WorkingCopy) or model.key_prefix != kind:
            continue
        item = model._default_manager.filter(pk=number).first() if number.isdecimal() else None
        if item is not None:
            return item
    raise LookupError(f"There is no page {key!r}.")


def _permissions(item: WorkingCopy) -> list[str]:
    return [f"{item._meta.app_label}.{verb}_{item._meta.model_name}" for verb in ("view", "change")]


def may_see(user: User | None, item: WorkingCopy) -> bool:
    """Tell whether somebody may see a page in the desk: the admin's own rule."""
    if user is None or not (user.is_active and user.is_staff):
        return False
    return any(user.has_perm(name) for name in _permissions(item))


@readable
def title_for(user: User, key: str) -> str | None:
    """Return what the page of a key is called, None for who may not see it and where there is none."""
    try:
        item = page_of(key)
    except LookupError:
        return None
    return str(item) if may_see(user, item) else None


def colleagues(item: WorkingCopy) -> "QuerySet[User]":
    """Return all who may see a page in the desk, by name. One query when it is evaluated."""
    users = User.objects
    able = Q(pk__in=[])
    for name in _permissions(item):
        able |= Q(pk__in=users.with_perm(name, backend=BACKEND).values("pk"))
    return users.filter(able, is_active=True, is_staff=True).order_by("username")
