"""A finding: something of substance that has become something else."""

from dataclasses import dataclass

from django.utils.text import capfirst

from newsdesk.text.quote import quoted

NUMBER, DATE, NAME, QUOTATION = "number", "date", "name", "quotation"
DENIAL, CERTAINTY, PASSAGE, ORDER = "denial", "certainty", "passage", "order"
PART, DETAIL, LINK, OPPOSITE = "part", "detail", "link", "opposite"


@dataclass(frozen=True, slots=True)
class Change:
    """Something of substance that differs at a field; `before` and `after` quote both sides, or are empty."""

    field: str
    kind: str
    before: str
    after: str

    def __str__(self) -> str:
        if self.before and self.after:
            return f"{capfirst(self.kind)}: {quoted(self.before)} has become {quoted(self.after)}"
        if self.after:
            return f"{capfirst(self.kind)}: {quoted(self.after)} is new"
        return f"{capfirst(self.kind)}: {quoted(self.before)} is gone"
