"""Mail about accounts: invitations, links to a new password, and a word to an address that was changed.

Links are made when they are sent.
"""

from django.contrib.auth.models import User

from newsdesk.accounts.invitations import invitation_for
from newsdesk.mail.content import Content, Item, writes
from newsdesk.mail.models import Message
from newsdesk.publication.current import name as publication_name

ONCE = Item("The link is good for three days and for one password. Nobody else should have it.")


@writes("invitation")
def invitation(user: User, message: Message) -> Content | None:
    """Invite somebody who has not chosen a password yet."""
    if user.has_usable_password():
        return None
    by = _name_of(message)
    return Content(
        subject=f"You are invited to the desk of {publication_name()}",
        paragraphs=(
            f"{by or 'A desk chief'} invites you to the desk of {publication_name()}.",
            f"Your name there is {user.get_username()}. Choose a password, and sign in with it.",
        ),
        button=("Choose your password", invitation_for(user)),
        after=(ONCE, Item("If you do not know what this is about, do nothing.")),
    )


@writes("password")
def password(user: User, message: Message) -> Content | None:
    """Give a link to a new password to somebody who has asked for one, or for whom a desk chief has."""
    by = _name_of(message)
    asked = f"{by} sends you" if by else "Somebody, most likely you, has asked for"
    return Content(
        subject=f"{publication_name()}: a new password",
        paragraphs=(
            f"{asked} a link to choose a new password on the desk of {publication_name()}.",
            f"Your name there is {user.get_username()}.",
        ),
        button=("Choose a new password", invitation_for(user)),
        after=(ONCE, Item("If it was not you, do nothing: your password stays as it is.")),
    )


@writes("old-address")
def old_address(user: User, message: Message) -> Content:
    """Tell whoever reads mail at the address of before, and no more: it may be a stranger by now."""
    return Content(
        subject=f"{publication_name()}: the mail address of your account was changed",
        paragraphs=(
            f"The mail address of {user.get_username()} on the desk of {publication_name()} was changed: "
            "what concerns the account no longer comes here.",
            "If it was not you, tell whoever runs the desk now, by another way than this address.",
        ),
        why="You get this because the account had this address until now.",
    )


def _name_of(message: Message) -> str:
    """Return the name of the desk chief who has had it sent, "" where nobody has."""
    actor = User.objects.filter(pk=message.data.get("by")).first()
    return str(actor) if actor else ""
