"""Reference numbers of letters: nobody can guess one, and everybody can type one.

Douglas Crockford's Base32 with his check symbol (value modulo 37), which notices any one mistyped
character and any two neighbours that changed places. Numbers whose check symbol would be one of the
five outside the alphabet are drawn again. Nine characters are 45 bits: with a million letters, one
guess in thirty million finds one.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_PRIME = 37
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new() -> str:
    """Return a number that nobody has had, as good as certainly."""
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
        if (check := _check(drawn)) < len(ALPHABET):
            return drawn + ALPHABET[check]


def read(typed: str) -> str:
    """Return the number that was meant, or "" where it cannot be one.

    Small letters, hyphens, spaces, and O, I and L for the figures that they look like are all fine.
    """
    if len(typed) > 4 * LENGTH:
        return ""
    number = typed.upper().translate(_ALIKE)
    if len(number) != LENGTH or not set(number) <= set(ALPHABET):
        return ""
    return number if _check(number[:-1]) == ALPHABET.index(number[-1]) else ""


def shown(number: str) -> str:
    """Return the number as it is written for people: "K7Q2M-9XW4T"."""
    return f"{number[:5]}-{number[5:]}"


def _check(drawn: str) -> int:
    value = 0
    for character in drawn:
        value = value * len(ALPHABET) + ALPHABET.index(character)
    return value % _PRIME
