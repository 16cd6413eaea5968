"""Roles of the desk as data. `manage.py sync_roles` makes the groups agree with this table."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Prefetch

from newsdesk.workflow.register import AnyWorkflow, workflows

REPORTER, EDITOR, MODERATOR, CHIEF = "Reporter", "Editor", "Moderator", "Desk chief"
_TAGS = ("taggit.view_tag", "taggit.add_tag", "taggit.change_tag")
_SECTIONS = ("sections.view_section", "sections.add_section", "sections.change_section")
_FRONT = ("sections.arrange_front",)
_ASK = ("reviewing.ask_query",)
_REVIEW = (*_ASK, "reviewing.resolve_query", "reviewing.share_preview")
_PUBLISH = ("approve", "publish", "discard")


def roles() -> dict[str, tuple[str, ...]]:
    """Return the permissions of each role: what each kind of page says, and those of the whole desk."""
    reviewing, merging = "reviewing.resolve_query", "tags.merge_tag"
    return {
        REPORTER: (*_writing(), *_deeds("discard"), *_TAGS, *_ASK, *_rights(REPORTER)),
        EDITOR: (*_writing(), *_deeds(*_PUBLISH), *_TAGS, *_FRONT, *_REVIEW, *_rights(EDITOR)),
        MODERATOR: (*_moderating(), *_TAGS, *_ASK, reviewing, merging, *_rights(MODERATOR)),
        CHIEF: (
            *_writing(),
            *_deeds(*_PUBLISH, "withdraw"),
            *_TAGS,
            *_SECTIONS,
            *_FRONT,
            *_REVIEW,
            "reviewing.revoke_preview",
            "jobs.view_periodicrun",
            "jobs.try_again",
            "people.manage",
            "exchange.import_site",
            "redirects.manage",
            "webhooks.manage",
            "publication.edit",
            merging,
            *_rights(CHIEF),
        ),
    }


def _writing() -> tuple[str, ...]:
    return tuple(right for kind in workflows() for right in _rights_to("view add change", kind))


def _moderating() -> tuple[str, ...]:
    """Return the rights of who keeps the pages that others refer to: to those all, to the rest to look."""
    return tuple(
        right
        for kind in workflows()
        for right in (
            (
                *_rights_to("view add change", kind),
                *(kind.permission(deed) for deed in (*_PUBLISH, "withdraw")),
            )
            if kind.moderated
            else _rights_to("view", kind)
        )
    )


def _deeds(*deeds: str) -> tuple[str, ...]:
    return tuple(kind.permission(deed) for kind in workflows() for deed in deeds)


def _rights_to(verbs: str, kind: AnyWorkflow) -> tuple[str, ...]:
    """Return the rights to the pages of a kind and to what is kept beside them."""
    opts = kind.model._meta
    names = (str(opts.model_name), *kind.kept_beside)
    return tuple(f"{opts.app_label}.{verb}_{name}" for name in names for verb in verbs.split())


def _rights(role: str) -> tuple[str, ...]:
    return tuple(right for kind in workflows() for right in kind.rights.get(role, ()))


class UnknownPermission(LookupError):
    """The table names a permission that no model has."""


def roles_amiss() -> list[str]:
    """Return the roles whose groups are missing or hold other rights than the table says. Two queries."""
    held = {
        group.name: {
            f"{row.content_type.app_label}.{row.codename}" for row in group.permissions.all()
        }
        for group in Group.objects.filter(name__in=roles()).prefetch_related(
            Prefetch("permissions", Permission.objects.select_related("content_type"))
        )
    }
    return [role for role, names in roles().items() if held.get(role) != set(names)]


@transaction.atomic
def sync_roles() -> dict[str, int]:
    """Make a group for each role, holding exactly its permissions. Returns how many each has."""
    table = roles()
    known = {
        f"{row.content_type.app_label}.{row.codename}": row
        for row in Permission.objects.select_related("content_type")
    }
    for role, names in table.items():
        if missing := [name for name in names if name not in known]:
            raise UnknownPermission(f"{role} names unknown permissions: {', '.join(missing)}.")
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set({known[name] for name in names})
    return {role: len(set(names)) for role, names in table.items()}
