"""Reference numbers: hard to guess, easy to type."""

import pytest

from newsdesk.submissions import numbers


def test_a_number_is_read_as_people_write_it():
    number = numbers.new()
    assert len(number) == 10
    for typed in (
        number,
        number.lower(),
        numbers.shown(number),
        f" {number[:3]} {number[3:]} ",
        number.replace("0", "O").replace("1", "l"),
    ):
        assert numbers.read(typed) == number


def test_one_wrong_character_is_noticed():
    for _ in range(20):
        number = numbers.new()
        for place in range(len(number)):
            for other in set(numbers.ALPHABET) - {number[place]}:
                assert not numbers.read(number[:place] + other + number[place + 1 :])


def test_two_neighbours_that_changed_places_are_noticed():
    for _ in range(50):
        number = numbers.new()
        for place in range(len(number) - 1):
            one, other = number[place], number[place + 1]
            swapped = number[:place] + other + one + number[place + 2 :]
            assert one == other or not numbers.read(swapped)


@pytest.mark.parametrize(
    "typed", ["", "0", "\0" * 10, "é" * 10, "0000000000" * 100, "ſ" * 10, "-" * 9]
)
def test_what_is_no_number_is_none(typed):
    assert numbers.read(typed) == ""


def test_numbers_do_not_repeat():
    assert len({numbers.new() for _ in range(5_000)}) == 5_000
