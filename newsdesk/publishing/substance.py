"""What of a change is of substance."""

import re
from typing import Any

from .compare import Data


def changes(before: Data, after: Data) -> list[Any]:
    """Return the numbers that differ."""
    numbers = [sorted(re.findall(r"\d+", str(data))) for data in (before, after)]
    return [] if numbers[0] == numbers[1] else ["A number has changed"]
