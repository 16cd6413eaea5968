"""Every way by which words reach readers, and what holds it back. Nothing is frozen but by one of these.

A way answers six questions: what becomes of it under an embargo; where nobody has approved the words;
where the gate blocks, and where it warns; where the words are the actor's own, read by nobody else; where
the page was withdrawn. Where a guard does not apply the answer says why. `freeze` has the last word on
embargo and withdrawal; the others are asked by the verbs, each with its own sentence.

`tests/workflow/test_ways.py` tries every way in every situation, and fails where something is frozen or
written into the catalogue by a function that no way names.
"""

from dataclasses import dataclass, fields
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of a way in a situation that a guard is about."""

    REFUSED = "refused"  # in a sentence; nothing changes
    HELD = "held"  # done, and readers see it later or not at all
    ALLOWED = "allowed"  # done; the answer says why


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome, and why nothing stands in the way where it is allowed."""

    outcome: Outcome
    why: str = ""


REFUSED, HELD = Answer(Outcome.REFUSED), Answer(Outcome.HELD)


def allowed(why: str) -> Answer:
    return Answer(Outcome.ALLOWED, why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to readers. `done_in` are the functions, as dotted paths, that freeze or write the catalogue;
    `through` names the ways that it ends in, for one that does neither by itself.
    """

    name: str
    label: str
    embargo: Answer
    unapproved: Answer
    blocked: Answer
    warned: Answer
    own_words: Answer
    withdrawn: Answer
    done_in: tuple[str, ...] = ()
    through: tuple[str, ...] = ()

    @property
    def waits_for_embargo(self) -> bool:
        return self.embargo.outcome is not Outcome.ALLOWED

    @property
    def ends_withdrawal(self) -> bool:
        """Whether a page that was withdrawn is public again by it."""
        return self.withdrawn.outcome is Outcome.ALLOWED


SITUATIONS = tuple(f.name for f in fields(Way) if f.type is Answer or f.type == "Answer")

_ANEW = allowed("publishing it anew, after every guard, is how a withdrawn page comes back")
_FROZEN = allowed("the words were let through when they were frozen")
_URGENT = allowed("an error must not stand until somebody else is awake (decision 9)")
_PUBLIC = allowed("readers know every word of it")
_NO_WORDS = allowed("no words change")
_LESS = allowed("it takes words away and adds none")
_POINTERS = allowed("it only says where references lead; a page that is not public is not shown")

_RELEASED = (
    "newsdesk.workflow.publish_many.publish_many",
    "newsdesk.workflow.publish_many._carry",
    "newsdesk.workflow.publish_many._show",
)

PUBLISH = Way(
    name="publish",
    label="Publishing",
    embargo=HELD,
    unapproved=REFUSED,
    blocked=REFUSED,
    warned=REFUSED,
    own_words=REFUSED,
    withdrawn=_ANEW,
    done_in=_RELEASED,
)
SCHEDULE = Way(
    name="schedule",
    label="Scheduling",
    embargo=REFUSED,
    unapproved=REFUSED,
    blocked=REFUSED,
    warned=REFUSED,
    own_words=REFUSED,
    withdrawn=_ANEW,
    done_in=_RELEASED,
)
RESCHEDULE = Way(
    name="reschedule",
    label="Rescheduling",
    embargo=REFUSED,
    unapproved=_FROZEN,
    blocked=_FROZEN,
    warned=_FROZEN,
    own_words=_FROZEN,
    withdrawn=allowed("what waits was scheduled to bring the page back, after every guard"),
    done_in=("newsdesk.workflow.publish.PublishTransitions.reschedule",),
)
UNSCHEDULE = Way(
    name="unschedule",
    label="Taking back from schedule",
    embargo=_LESS,
    unapproved=_LESS,
    blocked=_LESS,
    warned=_LESS,
    own_words=_LESS,
    withdrawn=HELD,
    done_in=("newsdesk.workflow.publish.PublishTransitions.unschedule",),
)
CORRECT = Way(
    name="correct",
    label="Correcting",
    embargo=allowed("it mends what readers see; what the embargo holds back stays where it is"),
    unapproved=_URGENT,
    blocked=REFUSED,
    warned=_URGENT,
    own_words=_URGENT,
    withdrawn=REFUSED,
    done_in=("newsdesk.workflow.correct.CorrectTransitions._mend",),
)
CLARIFY = Way(
    name="clarify",
    label="Clarifying",
    embargo=allowed("it mends what readers see; what the embargo holds back stays where it is"),
    unapproved=_URGENT,
    blocked=REFUSED,
    warned=_URGENT,
    own_words=_URGENT,
    withdrawn=REFUSED,
    done_in=("newsdesk.workflow.correct.CorrectTransitions._mend",),
)
CHECK = Way(
    name="check",
    label="Marking it as reviewed",
    embargo=_NO_WORDS,
    unapproved=_NO_WORDS,
    blocked=_NO_WORDS,
    warned=_NO_WORDS,
    own_words=_NO_WORDS,
    withdrawn=REFUSED,
    done_in=("newsdesk.workflow.correct.CorrectTransitions.check",),
)
WITHDRAW = Way(
    name="withdraw",
    label="Withdrawing",
    embargo=_LESS,
    unapproved=_LESS,
    blocked=_LESS,
    warned=_LESS,
    own_words=_LESS,
    withdrawn=REFUSED,
    done_in=("newsdesk.workflow.correct.CorrectTransitions.withdraw",),
)
CARRY = Way(
    name="carry",
    label="Carrying a change into what is scheduled",
    embargo=HELD,
    unapproved=allowed("the change itself came by a way of its own"),
    blocked=allowed("what waits was let through; what a change breaks in it is on the front page"),
    warned=allowed("what waits was let through, and so was the change"),
    own_words=allowed("the change itself came by a way of its own"),
    withdrawn=allowed("what waits was scheduled to bring the page back, after every guard"),
    done_in=(
        "newsdesk.workflow.editions._carry_into",
        "newsdesk.workflow.page_type.PageType.carry",
        "newsdesk.workflow.page_type.PageType.insert",
    ),
)
MERGE = Way(
    name="merge",
    label="Merging",
    embargo=REFUSED,
    unapproved=HELD,
    blocked=REFUSED,
    warned=REFUSED,
    own_words=HELD,
    withdrawn=REFUSED,
    done_in=(
        "newsdesk.merging.live.show_merge",
        "newsdesk.merging.live._show_in_waiting",
        "newsdesk.merging.pointers.settle",
    ),
)
UNMERGE = Way(
    name="undo of a merge",
    label="Undoing a merge",
    embargo=allowed("it only brings back words that were public; what waits, waits on"),
    unapproved=_PUBLIC,
    blocked=_PUBLIC,
    warned=_PUBLIC,
    own_words=_PUBLIC,
    withdrawn=HELD,
    done_in=("newsdesk.merging.live.show_undo", "newsdesk.merging.pointers.settle"),
)
SPLIT = Way(
    name="split",
    label="Splitting",
    embargo=_POINTERS,
    unapproved=_POINTERS,
    blocked=_POINTERS,
    warned=_POINTERS,
    own_words=_POINTERS,
    withdrawn=REFUSED,
    done_in=("entities.readings.settle",),
)
UNSPLIT = Way(
    name="undo of a split",
    label="Undoing a split",
    embargo=_POINTERS,
    unapproved=_POINTERS,
    blocked=_POINTERS,
    warned=_POINTERS,
    own_words=_POINTERS,
    withdrawn=_POINTERS,
    done_in=("entities.readings.settle",),
)
_NAMES = allowed(
    "names of outlets stand in a list of the desk's; what no visible page cites has no page"
)
OUTLETS = Way(
    name="merge of outlets",
    label="Merging or renaming outlets, or undoing that",
    embargo=_NAMES,
    unapproved=_NAMES,
    blocked=_NAMES,
    warned=_NAMES,
    own_words=_NAMES,
    withdrawn=_NAMES,
    done_in=("entities.readings.lead_outlets",),
)
# A name that readers know is theirs to see as it is written now; the desk's log says who wrote it.
_KNOWN_NAMES = Answer(Outcome.HELD, "what only a draft names has no page, no address and no list")
TAGS = Way(
    name="rename or merge of tags",
    label="Renaming or merging tags, or undoing that",
    embargo=_KNOWN_NAMES,
    unapproved=_KNOWN_NAMES,
    blocked=_KNOWN_NAMES,
    warned=_KNOWN_NAMES,
    own_words=_KNOWN_NAMES,
    withdrawn=_KNOWN_NAMES,
    done_in=("newsdesk.tags.addresses.settle",),
)
AUTHORS = Way(
    name="new address of an author",
    label="Changing an author's name and address",
    embargo=_KNOWN_NAMES,
    unapproved=_KNOWN_NAMES,
    blocked=_KNOWN_NAMES,
    warned=_KNOWN_NAMES,
    own_words=_KNOWN_NAMES,
    withdrawn=_KNOWN_NAMES,
    done_in=("stories.authors._leave",),
)
_SAME = allowed("it writes again what the editions say")
REBUILD = Way(
    name="rebuild",
    label="Rebuilding the catalogue",
    embargo=_SAME,
    unapproved=_SAME,
    blocked=_SAME,
    warned=_SAME,
    own_words=_SAME,
    withdrawn=HELD,
    done_in=(
        "newsdesk.catalogue.write.rebuild",
        "newsdesk.catalogue.management.commands.rebuild_catalogue.Command.handle",
        "newsdesk.site.management.commands.setup_desk.Command.handle",
    ),
)
_ELSEWHERE = allowed("its readers have known it elsewhere, and a desk chief answers for that")
BRING = Way(
    name="bring",
    label="Taking in what was public elsewhere",
    embargo=REFUSED,
    unapproved=_ELSEWHERE,
    blocked=REFUSED,
    warned=allowed("the report of the import tells the chief of each warning"),
    own_words=_ELSEWHERE,
    withdrawn=REFUSED,
    done_in=(
        "newsdesk.workflow.arrival.ArrivalTransitions.publish_as_it_was",
        "newsdesk.workflow.arrival.ArrivalTransitions.bring_back",
        "newsdesk.exchange.import_lines.LineImport._show",
    ),
)
_DRAFT = HELD  # It becomes a draft, from which one of the other ways leads on.


def _to_draft(name: str, label: str, *through: str) -> Way:
    """Return a way that ends in a draft: readers see it by what is done to that."""
    return Way(
        name=name,
        label=label,
        embargo=_DRAFT,
        unapproved=_DRAFT,
        blocked=_DRAFT,
        warned=_DRAFT,
        own_words=_DRAFT,
        withdrawn=_DRAFT,
        through=through or ("publish", "schedule"),
    )


RESTORE = _to_draft("restore", "Restoring an edition")
TAKE_BACK = _to_draft("take back", "Bringing a discarded draft back")
IMPORT = _to_draft("import", "Importing")
BULK = _to_draft("bulk", "Changing many pages")
CONFIRM = _to_draft("confirm", "Confirming name and kind")
TOGETHER = Way(
    name="publish together",
    label="Publishing with a story",
    embargo=HELD,
    unapproved=REFUSED,
    blocked=REFUSED,
    warned=REFUSED,
    own_words=REFUSED,
    withdrawn=_ANEW,
    through=("publish", "schedule"),
)
PROPOSAL = Way(
    name="proposal of a merge",
    label="Confirming the merge that another moderator proposed",
    embargo=REFUSED,
    unapproved=HELD,
    blocked=REFUSED,
    warned=REFUSED,
    own_words=HELD,
    withdrawn=REFUSED,
    through=("merge",),
)

WAYS: dict[str, Way] = {
    way.name: way
    for way in (
        PUBLISH,
        SCHEDULE,
        RESCHEDULE,
        UNSCHEDULE,
        CORRECT,
        CLARIFY,
        CHECK,
        WITHDRAW,
        CARRY,
        MERGE,
        UNMERGE,
        SPLIT,
        UNSPLIT,
        OUTLETS,
        TAGS,
        AUTHORS,
        REBUILD,
        BRING,
        RESTORE,
        TAKE_BACK,
        IMPORT,
        BULK,
        CONFIRM,
        TOGETHER,
        PROPOSAL,
    )
}
