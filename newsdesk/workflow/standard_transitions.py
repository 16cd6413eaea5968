"""The verbs that pages have, as tables. What each does is in the modules of their names."""

from newsdesk.pages.status import Standing, State
from newsdesk.workflow.transitions import Verb

_UNSEEN = frozenset({Standing.DRAFT, Standing.SCHEDULED})
_SEEN = frozenset({Standing.LIVE, Standing.WITHDRAWN})
_OPEN = _UNSEEN | _SEEN
_LIVE = frozenset({Standing.LIVE})

_CHECKED = "the publishing checks find nothing that blocks"
_GATE = f"{_CHECKED}, and their warnings are confirmed with a reason"
_APPROVED = "what is written is what was approved, where a second reader is asked for"
_CLASS = "what is public again is published as an update, a correction, a clarification or minor"
_SUBSTANCE = "minor changes no number, date, name, quotation or negation"
_EMBARGO = "nothing appears before the embargo"


def review_verbs(app: str, model: str) -> tuple[Verb, ...]:
    """Return the verbs by which a page is read by a second person before it is published."""
    return (
        Verb(
            name="submit",
            label="Send for review",
            permission=f"{app}.change_{model}",
            when=_OPEN,
            states=frozenset({State.DRAFTING, State.APPROVED}),
            help="Says that the text is ready to be read by a second person.",
        ),
        Verb(
            name="return",
            label="Return to its author",
            permission=f"{app}.approve_{model}",
            when=_OPEN,
            states=frozenset({State.SUBMITTED, State.APPROVED}),
            help="Hands the text back with a note that says what is missing.",
            note_required=True,
        ),
        Verb(
            name="approve",
            label="Approve",
            permission=f"{app}.approve_{model}",
            when=_OPEN,
            states=frozenset({State.SUBMITTED, State.APPROVED}),
            guards=(
                "who approves has neither submitted the text nor written any of its words that "
                "readers have not seen",
                _CHECKED,
            ),
            help="Says that a second person has read this very text. Any later change voids it.",
        ),
        Verb(
            name="mark_read",
            label="Mark as read",
            permission=f"{app}.approve_{model}",
            when=_SEEN,
            for_unread=True,
            guards=("who reads a correction has not made it",),
            help="Says that a second person has read a correction that went out at once.",
        ),
    )


def standard_verbs(app: str, model: str) -> tuple[Verb, ...]:
    """Return the verbs that every kind of page has, with the permissions of `app` and `model`.

    Publishing and scheduling want an approval that holds, of the kinds that SECOND_READER names.
    """
    publish = f"{app}.publish_{model}"
    return (
        Verb(
            name="publish",
            label="Publish",
            permission=publish,
            when=_OPEN,
            guards=(_APPROVED, _GATE, _CLASS, _SUBSTANCE, _EMBARGO),
            needs_approval=True,
            help="Saves the draft as a published version and shows it to readers.",
        ),
        Verb(
            name="schedule",
            label="Schedule",
            permission=publish,
            when=_OPEN,
            guards=(_APPROVED, _GATE, _CLASS, _SUBSTANCE, _EMBARGO),
            needs_approval=True,
            help="Saves the draft as a version that readers see from a set time on.",
        ),
        Verb(
            name="reschedule",
            label="Reschedule",
            permission=publish,
            when=_OPEN,
            for_waiting=True,
            guards=(_EMBARGO, "the order of what is scheduled stays"),
            help="Moves a scheduled version to another time.",
        ),
        Verb(
            name="unschedule",
            label="Cancel schedule",
            permission=publish,
            when=_OPEN,
            for_waiting=True,
            help="The scheduled version will not appear; its text stays in the draft.",
        ),
        Verb(
            name="correct",
            label="Correct",
            permission=publish,
            when=_LIVE,
            guards=(
                _CHECKED,
                "it says what was wrong and what is right",
            ),
            help="Mends the published text at once, and carries the correction into what is scheduled.",
        ),
        Verb(
            name="clarify",
            label="Clarify",
            permission=publish,
            when=_LIVE,
            guards=(
                _CHECKED,
                "a note tells readers what was unclear",
            ),
            help="Makes the published text clearer at once, and carries it into what is scheduled.",
        ),
        Verb(
            name="check",
            label="Mark as reviewed",
            permission=publish,
            when=_LIVE,
            help="Tells readers that somebody has read the page again today and changed nothing.",
        ),
        Verb(
            name="embargo",
            label="Set or lift the embargo",
            permission=publish,
            when=_OPEN,
            note_required=True,
            guards=("no version is scheduled before it",),
            help="Holds whatever is published back until a set time, whoever publishes it.",
        ),
        Verb(
            name="restore",
            label="Restore a version",
            permission=f"{app}.change_{model}",
            when=_SEEN | {Standing.SCHEDULED},
            help="Brings the text of a version back as a draft, whole or in part.",
        ),
        Verb(
            name="withdraw",
            label="Withdraw",
            permission=f"{app}.withdraw_{model}",
            when=_LIVE,
            help="Takes the page away from readers; its address then says why.",
            note_required=True,
        ),
        Verb(
            name="discard",
            label="Discard draft",
            permission=f"{app}.discard_{model}",
            when=frozenset({Standing.DRAFT}),
            help="Takes a draft that was never published out of the lists. It can be restored.",
        ),
        Verb(
            name="take_back",
            label="Restore draft",
            permission=f"{app}.discard_{model}",
            when=frozenset({Standing.DISCARDED}),
            help="Brings a discarded draft back.",
        ),
    )
