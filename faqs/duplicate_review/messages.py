"""Telling moderators that FAQs wait which may ask the same."""

from newsdesk.notifications.inbox import tell_who_may
from newsdesk.notifications.subjects import Subject, When, add_subject

PERMISSION = "faqs.merge_faq"

add_subject(
    Subject(
        name="duplicates",
        label="Duplicates",
        help="FAQs that may ask the same wait to be looked at.",
        kinds=frozenset({"duplicates"}),
        when=When.DAILY,
        permission=PERMISSION,
    )
)


def tell_moderators() -> None:
    """Tell everybody who may decide that new pairs wait: once, until they have put it away."""
    tell_who_may(
        PERMISSION,
        kind="duplicates",
        text="Possible duplicates wait to be looked at.",
        data={"address": "admin:faqs_duplicatepair_changelist"},
    )
