"""Reading takes time in proportion to the length of the text, whatever is in it: time of the processor, which
other programs do not take. How quick it is shows `benchmarks.importing`.
"""

import time
from contextlib import suppress

import pytest

from newsdesk.intake.lines import Unreadable
from stories.importing.parser import parse

PAGE = "What's happened\n{0}\nWhat's behind the headline?\n{0}\nWhat the papers say\n{0}\n" + (
    "How we got here\n{0}\nCommon questions\n-\n{0}\nMore on these topics\n-\n{0}"
)
HOSTILE = {
    "one line": "word ",
    "one word": "w",
    "dashes": "- ",
    "lone dashes": "-\n",
    "quotation marks": '"',
    "open quotations": ' "a',
    "names": "Ann Lee, ",
    "names and names": "Ann Lee and ",
    "sentences": "Reuters says so. ",
    "stops": ". ",
    "initials": "U.S. ",
    "brackets": "(",
    "possessives": "X's ",
    "links": "http://[a ",
    "questions": "A? ",
    "newspapers": "Times of ",
    "promises": "here are ",
    "short lines": "Aa\n",
}


def seconds(text: str) -> float:
    begin = time.process_time()
    with suppress(Unreadable):
        parse(text)
    return time.process_time() - begin


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_time_in_proportion(unit: str) -> None:
    small, large = (PAGE.format(unit * (size // len(unit))) for size in (5_000, 40_000))
    quick = min(seconds(small) for _ in range(2))

    assert seconds(large) < 40 * quick + 1
