"""Who is told what by the verbs: authors of what came back, owners of what a change clashes with."""

from django.contrib.auth.models import User

from newsdesk.notifications.inbox import tell
from newsdesk.notifications.subjects import Subject, add_subject
from newsdesk.pages.clock import in_words
from newsdesk.pages.models import WorkingCopy
from newsdesk.workflow.editions import CarriedChange

for name, label, text, kind in (
    (
        "assigned",
        "Stories given to you",
        "You are the editor in charge of a story now.",
        "assigned",
    ),
    ("returned", "Returned pages", "What you wrote or submitted comes back to you.", "returned"),
    ("approved", "Approved pages", "What you wrote or submitted was approved.", "approved"),
    (
        "conflicts",
        "Conflicts",
        "A change elsewhere is in conflict with words of yours that are scheduled.",
        "clash",
    ),
):
    add_subject(Subject(name=name, label=label, help=text, kinds=frozenset({kind})))


def tell_assigned(item: WorkingCopy, *, actor: User) -> None:
    """Tell the owner of a page that it is theirs now; nobody where it has none."""
    tell(
        getattr(item, "owner", None),
        kind="assigned",
        key=item.key,
        actor=actor,
        text=f"{actor} made you the editor in charge of “{item}”.",
    )


def tell_returned(item: WorkingCopy, *, actor: User, note: str) -> None:
    for user in _authors(item):
        tell(user, kind="returned", key=item.key, actor=actor, text=f"{actor} returned it: {note}")


def tell_approved(item: WorkingCopy, *, actor: User) -> None:
    for user in _authors(item):
        tell(user, kind="approved", key=item.key, actor=actor, text=f"{actor} approved it.")


def tell_of_clash(item: WorkingCopy, carried: CarriedChange, *, actor: User) -> None:
    """Tell the owner of a waiting edition that it kept words which had to be changed elsewhere.

    Whoever made the change is told too if they own it: a clash is nobody's to overlook.
    """
    paths = ", ".join(clash.path for clash in carried.clashes)
    tell(
        carried.owner,
        kind="clash",
        key=item.key,
        text=f"A change by {actor} is in conflict with version {carried.into}, scheduled for "
        f"{in_words(carried.visible_from)}. It kept its own words in: {paths}. Look at it before then.",
        data={"screen": "history"},
    )


def _authors(item: WorkingCopy) -> list[User]:
    """Return who submitted the text and who made the page, each once."""
    return list(dict.fromkeys(user for user in (item.submitted_by, item.created_by) if user))
