"""The account that imports where nobody is named: one that cannot sign in."""

from collections.abc import Iterable

from django.contrib.auth.models import Permission, User
from django.db import transaction

CLERK = "importer"
_RIGHTS = (
    "stories.add_story",
    "stories.change_story",
    "faqs.add_faq",
    "faqs.change_faq",
    "entities.add_entity",
)


@transaction.atomic
def clerk(also: Iterable[str] = ()) -> User:
    """Return that account, making it at the first import, with the rights to write and `also` others."""
    account, made = User.objects.get_or_create(username=CLERK)
    if made:
        account.set_unusable_password()
        account.save()
    wanted = {*also, *(_RIGHTS if made else ())}
    for name in sorted(wanted - account.get_all_permissions()):
        app, _, codename = name.partition(".")
        right = Permission.objects.get(content_type__app_label=app, codename=codename)
        account.user_permissions.add(right)
    return User.objects.get(pk=account.pk)
