"""What settles a finding by one press, without a form: which cures there are is the apps' business."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cure:
    """A change of the document that settles a finding. `action` names it, `label` is its button."""

    action: str
    label: str


REMOVE = Cure("remove", "Remove it")
# Of an image without alt text: nothing has to be told of it.
DECORATIVE = Cure("decorative", "It is decorative (no alt text)")


def part_of(field: str) -> str:
    """Return the id of the part that a finding is about: "3f2a9c01" of "reports:3f2a9c01.url"."""
    return field.partition(":")[2].partition(".")[0]
