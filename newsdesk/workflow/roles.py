"""Roles of the desk as data. `manage.py sync_roles` makes the groups agree with this table."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

_READ_AND_WRITE = ("view", "add", "change")
_DRAFTS = {
    "stories": ("story", "author"),
    "faqs": ("faq",),
    "entities": ("entity", "outlet"),
}
_WRITE = tuple(
    f"{app}.{verb}_{model}"
    for app, names in _DRAFTS.items()
    for model in names
    for verb in _READ_AND_WRITE
)
_TAGS = ("taggit.view_tag", "taggit.add_tag", "taggit.change_tag")
_VIEW = tuple(name for name in _WRITE if ".view_" in name)


_ASK = ("reviewing.ask_query",)
_REVIEW = (*_ASK, "reviewing.resolve_query", "reviewing.share_preview")


def _verbs(*names: str) -> tuple[str, ...]:
    return tuple(
        f"{app}.{name}_{model}"
        for app, model in (("stories", "story"), ("faqs", "faq"), ("entities", "entity"))
        for name in names
    )


ROLES: dict[str, tuple[str, ...]] = {
    "Reporter": (*_WRITE, *_TAGS, *_verbs("discard"), *_ASK),
    "Editor": (
        *_WRITE,
        *_TAGS,
        *_verbs("approve", "publish", "discard"),
        "stories.handle_errorreport",
        *_REVIEW,
        "entities.confirm_entity",
    ),
    "Moderator": (
        *_VIEW,
        *(name for name in _WRITE if name.startswith(("faqs.", "entities."))),
        *_TAGS,
        *_ASK,
        "reviewing.resolve_query",
        "faqs.approve_faq",
        "faqs.publish_faq",
        "faqs.withdraw_faq",
        "faqs.discard_faq",
        "faqs.merge_faq",
        "faqs.answer_askedquestion",
        "stories.handle_errorreport",
        "entities.merge_entity",
        "entities.merge_outlet",
        "tags.merge_tag",
        "entities.confirm_entity",
        "entities.approve_entity",
        "entities.publish_entity",
        "entities.withdraw_entity",
        "entities.discard_entity",
    ),
    "Desk chief": (
        *_WRITE,
        *_TAGS,
        *_verbs("approve", "publish", "withdraw", "discard"),
        *_REVIEW,
        "reviewing.revoke_preview",
        "faqs.merge_faq",
        "faqs.answer_askedquestion",
        "stories.handle_errorreport",
        "entities.merge_entity",
        "entities.merge_outlet",
        "tags.merge_tag",
        "entities.confirm_entity",
    ),
}


class UnknownPermission(LookupError):
    """The table names a permission that no model has."""


@transaction.atomic
def sync_roles() -> dict[str, int]:
    """Make a group for each role, holding exactly its permissions. Returns how many each has."""
    known = {
        f"{row.content_type.app_label}.{row.codename}": row
        for row in Permission.objects.select_related("content_type")
    }
    for role, names in ROLES.items():
        if missing := [name for name in names if name not in known]:
            raise UnknownPermission(f"{role} names unknown permissions: {', '.join(missing)}.")
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set({known[name] for name in names})
    return {role: len(set(names)) for role, names in ROLES.items()}
