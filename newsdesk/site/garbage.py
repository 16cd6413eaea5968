"""How often a process that serves requests looks for what only holds itself (garbage in circles).

Python does so whenever 700 objects more were made than given up, which a page does several times over; it
cost a tenth of each. Nearly all that a request makes is given up without being looked for.
"""

import gc

# Objects more than were given up; a hundred bytes each, a few megabytes in all.
SELDOM = 30_000


def look_seldom() -> None:
    """Call it when code is loaded: what is there by then stays, and is never looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM, 10, 10)
