"""A module for the tests of the mutants: what kills a mutant of it, and what cannot."""

from functools import cache


def is_adult(age: int) -> bool:
    return age >= 18


def counted(rows: int) -> int:
    found = 0
    while found < rows:
        found += 1
    return found


def unwatched(age: int) -> int:
    return age * 7


def dead(age: int) -> int:
    if age < 0 and age > 0:
        raise ValueError(age)
    return age


def never_called(age: int) -> bool:
    return age < 18


@cache
def price(age: int, *, full: int = 20) -> int:
    return full if is_adult(age) else full // 2
