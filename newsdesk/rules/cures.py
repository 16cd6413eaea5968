"""What settles a finding by one press, without a form: which cures there are is the apps' business."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cure:
    """A change of the document that settles a finding. `action` names it, `label` is its button."""

    action: str
    label: str
