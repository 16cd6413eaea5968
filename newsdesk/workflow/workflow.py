"""A kind of page with all that can be done to it. An app subclasses it once and registers one object."""

from collections.abc import Callable

from newsdesk.kinds.kind import Document, EditionT
from newsdesk.workflow.arrival import ArrivalTransitions
from newsdesk.workflow.correct import CorrectTransitions
from newsdesk.workflow.draft import DraftTransitions
from newsdesk.workflow.page_type import Item
from newsdesk.workflow.publish import PublishTransitions
from newsdesk.workflow.restore import RestoreTransitions


class Workflow(
    DraftTransitions[Item, Document, EditionT],
    PublishTransitions[Item, Document, EditionT],
    CorrectTransitions[Item, Document, EditionT],
    RestoreTransitions[Item, Document, EditionT],
    ArrivalTransitions[Item, Document, EditionT],
):
    """One kind of page, and its transitions."""

    def transitions(self) -> dict[str, Callable[..., object]]:
        """Return what does each verb of the table, by the verb's name, for whoever is told the name alone."""
        return {
            "submit": self.submit,
            "return": self.return_,
            "approve": self.approve,
            "mark_read": self.mark_read,
            "publish": self.publish,
            "schedule": self.schedule,
            "reschedule": self.reschedule,
            "unschedule": self.unschedule,
            "embargo": self.embargo,
            "correct": self.correct,
            "clarify": self.clarify,
            "check": self.check,
            "restore": self.restore,
            "withdraw": self.withdraw,
            "discard": self.discard,
            "take_back": self.take_back,
        }
